//! What a pass comes to: counts, reasons, and the files of refused rows.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::PathBuf;

use domain::phone::PhoneState;
use intake::{Language, Record, Refusal, RefusalCode, RefusedWriter};
use store::contract::imports::{ImportCounts, RefusalCount, Verdict};

/// Counted beside the reasons of refusals, of rows that are taken: the number differs by zeros from a customer's.
pub(crate) const ZEROS: &str = "zeros_differ";

/// What became of the rows so far.
pub(super) struct Outcome {
    pub(super) counts: ImportCounts,
    pub(super) done: u64,
    reasons: HashMap<(String, &'static str), u64>,
    headers: Vec<String>,
    paths: [(PathBuf, Language); 2],
    writers: Option<[RefusedWriter<BufWriter<File>>; 2]>,
}

/// The reason for which a verdict refuses a row.
fn reason(verdict: Verdict) -> Option<RefusalCode> {
    match verdict {
        Verdict::New | Verdict::NewButForZeros | Verdict::Changed | Verdict::Unchanged => None,
        Verdict::Repeated => Some(RefusalCode::RepeatedInFile),
        Verdict::UnknownCustomer => Some(RefusalCode::UnknownCustomer),
        Verdict::SeveralCustomers => Some(RefusalCode::SeveralCustomers),
        Verdict::PhoneKept => Some(RefusalCode::PhoneKept),
        Verdict::Erased => Some(RefusalCode::Erased),
        Verdict::OtherCustomers => Some(RefusalCode::OtherCustomers),
    }
}

impl Outcome {
    /// Nothing yet. `zh` and `en` are where refused rows go; files of an earlier pass are removed.
    pub(super) fn new(headers: Vec<String>, zh: PathBuf, en: PathBuf) -> Outcome {
        for path in [&zh, &en] {
            let _ = std::fs::remove_file(path);
        }
        Outcome {
            counts: ImportCounts::default(),
            done: 0,
            reasons: HashMap::new(),
            headers,
            paths: [(zh, Language::Zh), (en, Language::En)],
            writers: None,
        }
    }

    /// Notes a batch. `phones` are the states of the phones of the rows that have verdicts.
    pub(super) fn note(
        &mut self,
        verdicts: &[Verdict],
        phones: &[PhoneState],
        records: Vec<Record>,
        mut refused: Vec<(Record, Vec<Refusal>)>,
    ) -> io::Result<()> {
        self.done += (verdicts.len() + refused.len()) as u64;
        for (index, (verdict, record)) in verdicts.iter().zip(records).enumerate() {
            match verdict {
                Verdict::New => self.counts.new += 1,
                Verdict::NewButForZeros => {
                    self.counts.new += 1;
                    *self.reasons.entry((String::new(), ZEROS)).or_default() += 1;
                }
                Verdict::Changed => self.counts.changed += 1,
                Verdict::Unchanged => self.counts.unchanged += 1,
                _ => {}
            }
            match reason(*verdict) {
                Some(code) => refused.push((record, vec![Refusal::row(code)])),
                None => {
                    let phone = phones.get(index).copied().unwrap_or_default();
                    self.counts.unreachable += u64::from(matches!(phone, PhoneState::Landline | PhoneState::Invalid));
                }
            }
        }
        self.counts.refused += refused.len() as u64;
        refused.sort_by_key(|(record, _)| record.line());
        for (record, refusals) in &refused {
            self.refuse(record, refusals)?;
        }
        Ok(())
    }

    fn refuse(&mut self, record: &Record, refusals: &[Refusal]) -> io::Result<()> {
        for refusal in refusals {
            *self.reasons.entry((refusal.place(), refusal.code.code())).or_default() += 1;
        }
        if self.writers.is_none() {
            let open = |(path, language): &(PathBuf, Language)| {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                RefusedWriter::new(BufWriter::new(File::create(path)?), &self.headers, *language)
            };
            self.writers = Some([open(&self.paths[0])?, open(&self.paths[1])?]);
        }
        for writer in self.writers.iter_mut().flatten() {
            writer.write(record, refusals)?;
        }
        Ok(())
    }

    /// Finishes the files; answers how often each reason occurred.
    pub(super) fn finish(&mut self) -> io::Result<Vec<RefusalCount>> {
        for writer in self.writers.take().into_iter().flatten() {
            writer.finish()?;
        }
        Ok(self
            .reasons
            .iter()
            .map(|((place, code), rows)| RefusalCount {
                place: place.clone(),
                code: (*code).to_owned(),
                rows: *rows,
            })
            .collect())
    }

    /// Removes the files, after a pass that came to nothing.
    pub(super) fn remove_files(&mut self) {
        self.writers = None;
        for (path, _) in &self.paths {
            let _ = std::fs::remove_file(path);
        }
    }
}
