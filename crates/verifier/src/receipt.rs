//! A receipt as a page shows it: only what its proof covers, and the checkpoint as a QR code.

use audit::check::{Shown, Verdict};
use audit::pack::ReceiptHeader;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// What stands on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The run's id.
    pub run: String,
    /// UTC milliseconds.
    pub frozen_at: i64,
    /// UTC milliseconds.
    pub closed_at: i64,
    /// Place on the roll, from 0.
    pub place: u32,
    /// Entries on the roll.
    pub audience: u64,
    /// The outcome's code, with its reason behind a colon where it has one.
    pub outcome: String,
    /// The customer's id; `None` for a sealed entry.
    pub customer: Option<String>,
    /// The phone, as much as is shown of it.
    pub phone: Option<String>,
    /// The text as sent.
    pub text: Option<String>,
    /// Parts of the message.
    pub parts: Option<u64>,
    /// The signed checkpoint.
    pub note: String,
    /// The checkpoint as a QR code.
    pub code: Code,
    /// The file itself, to be saved.
    pub file: String,
}

/// A QR code: its dark modules as the path of an SVG on a grid of `side`, the quiet zone of four included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// Modules of a side, with the quiet zone.
    pub side: u32,
    /// The path.
    pub path: String,
}

/// What stands on the page of a receipt that was proved; `None` for any other verdict.
pub fn page(file: &str, verdict: &Verdict) -> Option<Receipt> {
    let Verdict::Proved(proof) = verdict else { return None };
    let Shown::Receipt {
        run,
        frozen_at,
        closed_at,
        place,
        audience,
        outcome,
        customer,
    } = &proof.shown
    else {
        return None;
    };
    let mut lines = file.lines();
    let header: ReceiptHeader = serde_json::from_str(lines.next()?).ok()?;
    let entry: serde_json::Value = serde_json::from_str(lines.next()?).ok()?;
    let text = |value: &serde_json::Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let phone = &entry["phone"];
    let note = header.signing.qr_text().to_owned();
    Some(Receipt {
        run: run.clone(),
        frozen_at: *frozen_at,
        closed_at: *closed_at,
        place: *place,
        audience: *audience,
        outcome: outcome.clone(),
        customer: customer.clone(),
        phone: text(&phone["phone"]).or_else(|| text(&phone["masked"])),
        text: text(&entry["text"]["text"]),
        parts: entry["parts"].as_u64(),
        code: code(&note)?,
        note,
        file: file.to_owned(),
    })
}

/// The QR code of a text, octet by octet; `None` beyond what a code can hold.
pub fn code(text: &str) -> Option<Code> {
    const QUIET: i32 = 4;
    let code = QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                // Writing into memory does not fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let side = (code.size() + 2 * QUIET) as u32;
    Some(Code { side, path })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use audit::check::{Options, verify};

    const RECEIPT: &str = include_str!("../../audit/vectors/receipt.jsonl");
    const RUN: &str = include_str!("../../audit/vectors/run-masked.jsonl");

    #[test]
    fn a_page_shows_what_is_proved_and_nothing_else() {
        let verdict = verify(RECEIPT.as_bytes(), &Options::default());
        let page = page(RECEIPT, &verdict).unwrap();
        assert!(page.note.starts_with("rollcall.example/log\n"), "{page:?}");
        assert!(page.text.unwrap().starts_with("【安居】"));
        assert!(page.phone.unwrap().starts_with("+86138"));
        assert_eq!((page.audience, page.file.as_str()), (8, RECEIPT));
        assert!(u64::from(page.place) < page.audience);
    }

    #[test]
    fn what_is_not_proved_has_no_page() {
        let bad = RECEIPT.replace("****", "***1");
        assert_eq!(page(&bad, &verify(bad.as_bytes(), &Options::default())), None);
        assert_eq!(page(RUN, &verify(RUN.as_bytes(), &Options::default())), None);
    }

    #[test]
    fn a_code_has_every_dark_module_once() {
        let text = "rollcall/0\n12\n";
        let (drawn, code) = (
            code(text).unwrap(),
            QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Medium).unwrap(),
        );
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = dark.filter(|(x, y)| code.get_module(*x, *y)).count();
        let runs = drawn.path.split('M').skip(1).map(|run| {
            let from = run.find('h').unwrap() + 1;
            run[from..run.find('v').unwrap()].parse::<usize>().unwrap()
        });
        assert_eq!(runs.sum::<usize>(), dark);
        assert_eq!(drawn.side, code.size() as u32 + 8);
        assert_eq!(super::code(&"x".repeat(4_000)), None);
    }
}
