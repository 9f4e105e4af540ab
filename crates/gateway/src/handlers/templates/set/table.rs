//! A template set as a table: name, purpose, and a column for each wording.

use axum::body::Bytes;
use domain::consent::Purpose;
use domain::template::SetTemplate;
use intake::{FileError, Language, Layout, Record, Rows, detect, harmless};
use rust_xlsxwriter::{Workbook, XlsxError};
use wire::templates::TemplateEdit;

use super::{Row, unreadable};
use crate::app::App;
use crate::error::{Answer, Failure};
use crate::lang::Lang;

/// Width of a column of texts, in characters.
const WIDE: f64 = 60.0;

/// The words for a purpose, those that are written first.
const PURPOSES: [(Purpose, &str, &str); 3] = [
    (Purpose::Service, "服务", "service"),
    (Purpose::Care, "关怀", "care"),
    (Purpose::Marketing, "营销", "marketing"),
];

/// The workbook.
pub(super) fn write(set: &[SetTemplate], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let most = set.iter().map(|template| template.wordings.len()).max().unwrap_or(1);
    sheet.write_string(0, 0, lang.pick("名称", "Name"))?;
    sheet.write_string(0, 1, lang.pick("用途", "Purpose"))?;
    for column in 0..most {
        let title = format!("{} {}", lang.pick("写法", "Wording"), column + 1);
        let column = column as u16 + 2;
        sheet.write_string(0, column, title)?;
        sheet.set_column_width(column, WIDE)?;
    }
    for (row, template) in (1..).zip(set) {
        let purpose = PURPOSES.iter().find(|(purpose, ..)| *purpose == template.purpose);
        sheet.write_string(row, 0, harmless(&template.name))?;
        sheet.write_string(row, 1, purpose.map_or("", |(_, zh, en)| lang.pick(zh, en)))?;
        for (column, wording) in (2..).zip(&template.wordings) {
            sheet.write_string(row, column, harmless(wording))?;
        }
    }
    book.save_to_buffer()
}

/// The rows of a workbook or a CSV whose first row names the columns.
pub(super) async fn read(app: &App, body: Bytes) -> Answer<Vec<Row>> {
    let path = app.imports.folder().join(format!("set-{}", app.new_id()));
    tokio::fs::create_dir_all(app.imports.folder())
        .await
        .map_err(Failure::internal)?;
    tokio::fs::write(&path, body).await.map_err(Failure::internal)?;
    let file = path.clone();
    let read = tokio::task::spawn_blocking(move || rows(&file)).await;
    let _ = tokio::fs::remove_file(&path).await;
    read.map_err(Failure::internal)?.map_err(|error| {
        unreadable((
            format!("文件读不懂：{}", error.text(Language::Zh)),
            format!("The file can't be read: {}", error.text(Language::En)),
        ))
    })
}

fn rows(path: &std::path::Path) -> Result<Vec<Row>, FileError> {
    let layout = Layout {
        header_line: Some(1),
        ..detect(path)?.layout
    };
    let mut rows = Rows::open(path, &layout)?;
    let (mut record, mut found) = (Record::new(), Vec::new());
    while rows.next_into(&mut record)? {
        if record.line() > 1 && !record.is_blank() {
            found.push(row(&record));
        }
    }
    Ok(found)
}

fn row(record: &Record) -> Row {
    let cell = |column| plain(record.cell(column));
    let name = cell(0).trim().to_owned();
    let called = if name.is_empty() {
        record.line().to_string()
    } else {
        name.clone()
    };
    let said = cell(1).trim().to_lowercase();
    let purpose = PURPOSES.iter().find(|(_, zh, en)| said == *zh || said == *en);
    let fields = match purpose {
        _ if !record.flaws().is_empty() => Err(("有单元格读不懂。", "A cell can't be read.").into()),
        None => Err((
            "用途请写服务、关怀或营销。",
            "The purpose is service, care or marketing.",
        )
            .into()),
        Some((purpose, ..)) => {
            let mut wordings = (2..record.len())
                .map(|column| cell(column).to_owned())
                .filter(|text| !text.trim().is_empty());
            Ok(TemplateEdit {
                version: None,
                name,
                purpose: *purpose,
                text: wordings.next().unwrap_or_default(),
                others: wordings.collect(),
            })
        }
    };
    Row { called, fields }
}

/// A cell without the quote by which [`harmless`] keeps a spreadsheet from running it.
fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}
