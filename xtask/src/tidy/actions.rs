//! Whatever is logged has a name, in both languages, in the list of the log.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::app::files_below;

/// The names. That each is there in both languages, the compiler knows.
const NAMES: &str = "src/features/audit/names.rs";
/// Where actions are spelled.
const SOURCES: [&str; 3] = ["crates/store/src", "crates/gateway/src", "crates/audit/src/roll"];
/// Columns and settings that are written like actions.
const OTHERS: [&str; 16] = [
    "confirmation.en",
    "confirmation.state",
    "confirmation.zh",
    "conversation.state",
    "customer.attributes",
    "customer.phone",
    "customer.tags",
    "log.key",
    "log.signed",
    "reply.parts",
    "run.held_why",
    "run.state",
    "segment.rule",
    "template.others",
    "weather.json",
    "weather.kind",
];
/// What tests and benchmarks log.
const UNREAL: [&str; 2] = ["test", "bench"];

/// Reads the names, and all actions that are spelled out.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let names = fs::read_to_string(root.join(NAMES)).with_context(|| format!("{NAMES} is not there"))?;
    let mut found = Vec::new();
    for folder in SOURCES {
        for path in files_below(&root.join(folder))? {
            if path.extension().is_some_and(|extension| extension == "rs") {
                found.extend(unnamed(&fs::read_to_string(&path)?, &names));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    let finding = |action| format!("{NAMES}: {action} is logged and has no name");
    Ok(found.into_iter().map(finding).collect())
}

/// Actions of a source that have no name.
fn unnamed(source: &str, names: &str) -> Vec<String> {
    let named = |word: &str| names.contains(&format!("    (\"{word}\", words::"));
    let mut found = Vec::new();
    let (mut before, mut rest) = ("", source);
    while let Some((text, behind)) = rest.split_once('"') {
        let logged = before.ends_with("Change::new(");
        (before, rest) = (text, behind);
        let Some((kind, verb)) = text.split_once('.').filter(|(kind, verb)| plain(kind) && plain(verb)) else {
            continue;
        };
        let real = !UNREAL.contains(&kind) && !OTHERS.contains(&text);
        let known = kind == "settings" || named(kind);
        // Of other kinds there are names of columns and of files: only what is logged on the spot is an action for sure.
        if real && (known && !named(verb) || logged && !known) {
            found.push(text.to_owned());
        }
    }
    found
}

fn plain(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|octet| octet.is_ascii_lowercase() || octet == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_name_is_found() {
        let names =
            "    (\"run\", words::RUN, Icon::Runs),\n    (\"closed\", words::CLOSED),\n    (\"held\", words::HELD),\n";
        let check = |source: &str, want: &[&str]| assert_eq!(unnamed(source, names), want, "{source}");
        check("Change::new(\"run.closed\", \"run\", id)", &[]);
        check("Change::new(\"run.vanished\", \"run\", id)", &["run.vanished"]);
        check("(\"run.vanished\", reason.as_deref())", &["run.vanished"]);
        check("Change::new(\"ship.closed\", \"ship\", id)", &["ship.closed"]);
        check("open(\"ship.closed\"), \"run.state\", \"run.csv\"", &["run.csv"]);
        check("Change::new(\"test.happened\", \"test\", id)", &[]);
    }
}
