//! What is wrong with a file as a whole.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The language of a message to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// Why a file can't be read (any further). [`FileError::text`] is safe to show; `Display` is for the log.
#[derive(Debug, Error)]
pub enum FileError {
    /// The disk failed.
    #[error("reading the file: {0}")]
    Io(#[from] std::io::Error),
    /// The file has no rows.
    #[error("the file is empty")]
    Empty,
    /// The file is neither text nor a workbook.
    #[error("not a text file")]
    NotText,
    /// An OLE file: an old `.xls`, or a workbook locked by a password.
    #[error("an old or locked workbook")]
    OldOrLockedWorkbook,
    /// The zip container or its XML is damaged or cut short.
    #[error("broken workbook after row {row}: {detail}")]
    BrokenWorkbook {
        /// The last row of the sheet that could be read; 0 if none.
        row: u64,
        /// The cause, for the log.
        detail: String,
    },
    /// The workbook unpacks to more than we take.
    #[error("workbook too large: {0} bytes")]
    WorkbookTooLarge(u64),
    /// A cell of the workbook is larger than any that we take, or its XML is none that a spreadsheet program writes.
    #[error("a cell of the workbook is too large")]
    CellTooLarge,
    /// No sheet of this name, or no sheet at all.
    #[error("no sheet {0:?}")]
    NoSheet(String),
}

impl FileError {
    /// A stable code for clients.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "file_unreadable",
            Self::Empty => "file_empty",
            Self::NotText => "file_not_text",
            Self::OldOrLockedWorkbook => "file_old_or_locked_workbook",
            Self::BrokenWorkbook { .. } => "file_broken_workbook",
            Self::WorkbookTooLarge(_) => "file_workbook_too_large",
            Self::CellTooLarge => "file_cell_too_large",
            Self::NoSheet(_) => "file_no_sheet",
        }
    }

    /// What happened and what to do, in the person's language.
    pub fn text(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            Self::Io(_) if zh => "读取文件时出错，请重新上传。".into(),
            Self::Io(_) => "The file could not be read. Please upload it again.".into(),
            Self::Empty if zh => "文件里没有数据行。".into(),
            Self::Empty => "The file has no rows.".into(),
            Self::NotText if zh => "这不是 CSV 或 XLSX 文件。请从表格软件另存为 CSV 或 XLSX 后再上传。".into(),
            Self::NotText => "This is neither a CSV nor an XLSX file. Save the table as CSV or XLSX and upload that.".into(),
            Self::OldOrLockedWorkbook if zh => "这是旧版 .xls 或加了密码的工作簿。请去掉密码并另存为 .xlsx 后再上传。".into(),
            Self::OldOrLockedWorkbook => {
                "This is an old .xls or a workbook with a password. Remove the password, save it as .xlsx and upload that.".into()
            }
            Self::BrokenWorkbook { row: 0, .. } if zh => "工作簿已损坏或不完整，一行也读不出来。请重新保存后再上传。".into(),
            Self::BrokenWorkbook { row: 0, .. } => {
                "The workbook is damaged or incomplete; no row can be read. Save it again and upload that.".into()
            }
            Self::BrokenWorkbook { row, .. } if zh => format!("工作簿在第 {row} 行之后损坏或不完整。请重新保存后再上传。"),
            Self::BrokenWorkbook { row, .. } => {
                format!("The workbook is damaged or incomplete after row {row}. Save it again and upload that.")
            }
            Self::WorkbookTooLarge(_) if zh => "工作簿里各不相同的文字解压后超过 96 MB，放不下。请另存为 CSV 后再上传。".into(),
            Self::WorkbookTooLarge(_) => "The workbook holds more than 96 MB of different texts when unpacked. Save it as CSV and upload that.".into(),
            Self::CellTooLarge if zh => "工作簿里有单元格超过 4 MB，放不下。请用表格软件另存为 XLSX 或 CSV 后再上传。".into(),
            Self::CellTooLarge => "A cell of the workbook holds more than 4 MB. Save it as XLSX or CSV with a spreadsheet program and upload that.".into(),
            Self::NoSheet(_) if zh => "文件里没有这个工作表。".into(),
            Self::NoSheet(_) => "The file has no such sheet.".into(),
        }
    }
}
