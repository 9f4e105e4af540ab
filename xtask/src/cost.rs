//! What each crate costs in the app's program, in bytes of code and of data, as the linker left it: before wasm-opt, which
//! takes about a third, and before compression.
//!
//! A function counts for the crate that defines it; what the compiler makes of the standard library's generics counts for
//! the standard library; what was put into its caller counts there. Data without a name of its own counts for the crate whose code refers to it first.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{
    BinaryReader, Linking, LinkingSectionReader, Parser, Payload, RelocSectionReader, RelocationEntry, SymbolInfo,
};

use crate::shell::Repo;

/// Crates that cost less, in bytes, share a line.
const SMALL: u64 = 20_000;
/// Crates of our own, which are always named.
const OURS: [&str; 7] = ["rollcall_app", "domain", "wire", "almanac", "sms", "audit", "verifier"];
/// Whose name no symbol tells.
const NOBODY: &str = "(unnamed)";

/// Bytes of one crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cost {
    code: u64,
    data: u64,
}

impl Cost {
    const fn all(self) -> u64 {
        self.code + self.data
    }
}

/// Prints a table of what each crate costs in the program that was cut last.
pub fn print(repo: &Repo) -> Result<()> {
    let program = repo.target().join("wasm32-unknown-unknown/wasm/rollcall-app.wasm");
    let bytes = fs::read(&program).with_context(|| format!("{} can't be read", program.display()))?;
    let parts = Program::read(&bytes).with_context(|| format!("{} can't be taken apart", program.display()))?;
    let mut rows: Vec<_> = parts.costs().into_iter().collect();
    rows.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.all()));
    println!("{:<44} {:>12} {:>12}", "crate, before wasm-opt", "code", "data");
    let mut small = Cost::default();
    for (name, cost) in rows {
        if cost.all() < SMALL && !OURS.contains(&name.as_str()) {
            small.code += cost.code;
            small.data += cost.data;
        } else {
            println!("{name:<44} {:>12} {:>12}", cost.code, cost.data);
        }
    }
    println!("{:<44} {:>12} {:>12}\n", "others", small.code, small.data);
    Ok(())
}

/// A linked program that kept its symbols and relocations.
#[derive(Default)]
struct Program<'a> {
    /// Where each function's body lies in the code section, in the order of the file.
    functions: Vec<Range<u32>>,
    /// How many functions are imported; the first body is of the function after them.
    imported: u32,
    /// Where the data section begins in the file, and where in it each segment does.
    data: u64,
    segments: Vec<u32>,
    symbols: Vec<SymbolInfo<'a>>,
    /// Relocations of the code section and of the data section.
    of_code: Vec<RelocationEntry>,
    of_data: Vec<RelocationEntry>,
}

impl<'a> Program<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut program = Program::default();
        let mut code = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        program.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => {
                    let range = body.range();
                    let within = |at: u64| u32::try_from(at - code);
                    program.functions.push(within(range.start)?..within(range.end)?);
                }
                Payload::DataSection(segments) => {
                    program.data = segments.range().start;
                    for segment in segments {
                        let segment = segment?;
                        let start = segment.range.end - segment.data.len() as u64 - program.data;
                        program.segments.push(u32::try_from(start)?);
                    }
                }
                Payload::CustomSection(section) => {
                    let reader = BinaryReader::new(section.data(), section.data_offset());
                    match section.name() {
                        "linking" => program.read_symbols(LinkingSectionReader::new(reader)?)?,
                        "reloc.CODE" => program.of_code = relocations(reader)?,
                        "reloc.DATA" => program.of_data = relocations(reader)?,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        Ok(program)
    }

    fn read_symbols(&mut self, linking: LinkingSectionReader<'a>) -> Result<()> {
        for part in linking.subsections() {
            if let Linking::SymbolTable(symbols) = part? {
                self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
            }
        }
        Ok(())
    }

    /// What each crate costs, by its name.
    fn costs(&self) -> BTreeMap<String, Cost> {
        let functions = self.crates_of_functions();
        let mut costs = BTreeMap::<String, Cost>::new();
        for (body, name) in self.functions.iter().zip(&functions) {
            costs.entry(name.clone()).or_default().code += u64::from(body.end - body.start);
        }
        for (place, name) in self.crates_of_data(&functions) {
            costs.entry(name).or_default().data += u64::from(place.end - place.start);
        }
        costs
    }

    fn crates_of_functions(&self) -> Vec<String> {
        let mut crates = vec![NOBODY.to_owned(); self.functions.len()];
        for symbol in &self.symbols {
            let SymbolInfo::Func {
                index,
                name: Some(name),
                ..
            } = symbol
            else {
                continue;
            };
            let body = index.checked_sub(self.imported).map(|body| body as usize);
            if let (Some(slot), Some(name)) = (body.and_then(|body| crates.get_mut(body)), crate_of(name)) {
                *slot = name;
            }
        }
        crates
    }

    /// Each datum's place in the data section with its crate. No byte counts twice: of data that overlap, the first counts.
    fn crates_of_data(&self, functions: &[String]) -> Vec<(Range<u32>, String)> {
        let mut data: Vec<(Range<u32>, u32)> = Vec::new();
        let mut owners: BTreeMap<u32, String> = BTreeMap::new();
        for (number, symbol) in (0..).zip(&self.symbols) {
            let SymbolInfo::Data {
                name,
                symbol: Some(place),
                ..
            } = symbol
            else {
                continue;
            };
            let Some(segment) = self.segments.get(place.index as usize) else {
                continue;
            };
            let start = segment + place.offset;
            data.push((start..start + place.size, number));
            if let Some(name) = crate_of(name) {
                owners.insert(number, name);
            }
        }
        data.sort_by_key(|(place, number)| (place.start, std::cmp::Reverse(place.end), *number));
        for one in &self.of_code {
            let body = self.functions.partition_point(|body| body.end <= one.offset);
            if let (true, Some(name)) = (refers_to_data(one), functions.get(body)) {
                owners.entry(one.index).or_insert_with(|| name.clone());
            }
        }
        // Data refer to data; each round settles those that are one step further from code.
        loop {
            let known = owners.len();
            for one in self.of_data.iter().filter(|one| refers_to_data(one)) {
                let at = data.partition_point(|(place, _)| place.end <= one.offset);
                let from = data.get(at).and_then(|(_, number)| owners.get(number).cloned());
                if let Some(name) = from {
                    owners.entry(one.index).or_insert(name);
                }
            }
            if owners.len() == known {
                break;
            }
        }
        let mut end = 0;
        let mut places = Vec::new();
        for (place, number) in data {
            let start = place.start.max(end);
            if start < place.end {
                let owner = owners.get(&number).cloned();
                places.push((start..place.end, owner.unwrap_or_else(|| NOBODY.to_owned())));
                end = place.end;
            }
        }
        places
    }
}

fn relocations(reader: BinaryReader<'_>) -> Result<Vec<RelocationEntry>> {
    let section = RelocSectionReader::new(reader)?;
    Ok(section.entries().into_iter().collect::<Result<_, _>>()?)
}

fn refers_to_data(one: &RelocationEntry) -> bool {
    use wasmparser::RelocationType as Of;
    matches!(one.ty, Of::MemoryAddrLeb | Of::MemoryAddrSleb | Of::MemoryAddrI32)
}

/// The crate that a mangled name begins with: of a method its type's, of a blanket implementation its trait's.
fn crate_of(symbol: &str) -> Option<String> {
    if symbol.starts_with("__wasm_split") {
        // Where the program is cut: an area's pages.
        return Some("rollcall_app".to_owned());
    }
    let name = format!("{:#}", rustc_demangle::try_demangle(symbol).ok()?);
    let path = |text: &str| {
        let text = text.trim_start_matches(['<', '&', '*', '(', '[', ' ']);
        let text = ["mut ", "const ", "dyn ", "impl "]
            .iter()
            .fold(text, |text, word| text.strip_prefix(word).unwrap_or(text));
        let (head, _) = text.split_once("::")?;
        let is_name = head.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_');
        (is_name && !head.is_empty()).then(|| head.to_owned())
    };
    let (of_type, of_trait) = name.split_once(" as ").unwrap_or((&name, ""));
    path(of_type).or_else(|| path(of_trait))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_says_its_crate() {
        for (symbol, expected) in [
            (
                "_ZN15rollcall_domain4lint4lint17h0123456789abcdefE",
                Some("rollcall_domain"),
            ),
            (
                "_ZN4core3ptr42drop_in_place$LT$rollcall_domain..Rule$GT$17h0123456789abcdefE",
                Some("core"),
            ),
            (
                "_ZN63_$LT$rollcall_sms..parts..Parts$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE",
                Some("rollcall_sms"),
            ),
            (
                "_ZN42_$LT$$RF$T$u20$as$u20$core..fmt..Debug$GT$3fmt17h0123456789abcdefE",
                Some("core"),
            ),
            (
                "_RNvNtNtNtNtCsgXGp5Oqx2Ny_4core3num7flt2dec8strategy6dragon15format_shortest",
                Some("core"),
            ),
            ("__wasm_split_00office00_export_d24b_office", Some("rollcall_app")),
            (".L__unnamed_3", None),
            ("memcpy", None),
        ] {
            assert_eq!(crate_of(symbol).as_deref(), expected, "{symbol}");
        }
    }
}
