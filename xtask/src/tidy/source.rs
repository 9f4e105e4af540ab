//! Rules about the text of source files: who may name what, and how long a file may be.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::app::files_below;

/// Lines that a Rust file may have without a reason; the unit tests at its foot are not counted.
const LONGEST: usize = 400;
/// Files that may be longer: `path: reason`, a line each.
const LONG_FILES: &str = "xtask/long-files.txt";

/// A rule that forbids words.
struct Ban {
    /// Folders below the root that the rule covers.
    folders: &'static [&'static str],
    /// The one file that may.
    except: &'static str,
    words: &'static [&'static str],
    /// Whether unit tests, at a file's foot, may.
    tests_may: bool,
    why: &'static str,
}

const BANS: [Ban; 4] = [
    Ban {
        folders: &["src", "tests", "crates"],
        except: "src/api/transport.rs",
        words: &["reqwasm"],
        tests_may: false,
        why: "only src/api/transport.rs talks to the network",
    },
    Ban {
        folders: &["src"],
        except: "src/routes.rs",
        words: &[
            "href=\"/",
            "href=\\\"/",
            "navigate(\"/",
            "navigate(&\"/",
            "path!(\"",
            "<Redirect path=\"/",
        ],
        tests_may: true,
        why: "pages are named by the Page enum; only src/routes.rs spells their paths",
    },
    Ban {
        folders: &["src/locale", "src/features", "crates/gateway/src/handlers"],
        except: "",
        words: &["「", "」", "《", "》", "消费", "拒收"],
        tests_may: true,
        why: "one word for one thing: “…” around what is quoted, 购买 for a purchase, 退订 for an opt-out",
    },
    Ban {
        folders: &[
            "crates/domain/src",
            "crates/sms/src",
            "crates/almanac/src",
            "crates/audit/src",
        ],
        except: "",
        words: &[
            "std::fs",
            "std::net",
            "std::process",
            "std::env",
            "std::thread",
            "SystemTime",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "async fn",
            "async move",
            ".await",
            "tokio",
        ],
        tests_may: true,
        why: "the core does no I/O, reads no clock and knows no async",
    },
];

/// Checks every Rust file of the product.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let allowed = long_files(root)?;
    for folder in ["src", "tests", "crates", "xtask"] {
        if !root.join(folder).is_dir() {
            continue;
        }
        for path in files_below(&root.join(folder))? {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            if path.extension().is_none_or(|kind| kind != "rs")
                || name.contains("/node_modules/")
                || name.contains("/target/")
            {
                continue;
            }
            let text = fs::read_to_string(&path).with_context(|| format!("{name} can't be read"))?;
            findings.extend(
                BANS.iter()
                    .filter(|ban| ban.covers(&name))
                    .flat_map(|ban| ban.breaches(&name, &text)),
            );
            let lines = code_lines(&text);
            if lines > LONGEST && !allowed.iter().any(|(allowed, _)| *allowed == name) {
                findings.push(format!(
                    "{name}: {lines} lines; cut it below {LONGEST}, or give a reason in {LONG_FILES}"
                ));
            }
        }
    }
    for (name, reason) in &allowed {
        let lines = fs::read_to_string(root.join(name)).map_or(0, |text| code_lines(&text));
        if lines <= LONGEST {
            findings.push(format!("{LONG_FILES}: {name} has {lines} lines and needs no exception"));
        }
        if reason.len() < 20 {
            findings.push(format!(
                "{LONG_FILES}: {name} gives no reason that a reader would accept"
            ));
        }
    }
    Ok(findings)
}

/// Lines up to the unit tests.
fn code_lines(text: &str) -> usize {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .count()
}

fn long_files(root: &Path) -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(root.join(LONG_FILES)).unwrap_or_default();
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (name, reason) = line
                .split_once(": ")
                .with_context(|| format!("{LONG_FILES}: not `path: reason`: {line}"))?;
            Ok((name.to_owned(), reason.trim().to_owned()))
        })
        .collect()
}

impl Ban {
    fn covers(&self, name: &str) -> bool {
        let inside = |folder: &&str| name.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'));
        name != self.except && self.folders.iter().any(inside)
    }

    fn breaches(&self, name: &str, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for (at, line) in text.lines().enumerate() {
            if self.tests_may && line.trim_start().starts_with("#[cfg(test)]") {
                break;
            }
            // The router's one catch-all hands every address to the Page enum, and names none.
            let code = line.trim_start().replace("path!(\"/*any\")", "");
            if code.starts_with("//") {
                continue;
            }
            for word in self.words.iter().filter(|word| code.contains(**word)) {
                found.push(format!("{name}:{}: says `{word}`; {}", at + 1, self.why));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str, breaches: usize) {
        let found: Vec<_> = BANS
            .iter()
            .filter(|ban| ban.covers(name))
            .flat_map(|ban| ban.breaches(name, text))
            .collect();
        assert_eq!(found.len(), breaches, "{name}: {found:?}");
    }

    #[test]
    fn words_are_banned_where_they_do_harm() {
        check("src/api/customers.rs", "use reqwasm::http;", 1);
        check("src/api/transport.rs", "use reqwasm::http;", 0);
        check("src/ui/link.rs", "view! { <a href=\"/customers\"> }", 1);
        check("src/ui/link.rs", "view! { <a href=\"#main\"> }", 0);
        check("src/app.rs", "<Route path=path!(\"/*any\") view=Current/>", 0);
        check("src/app.rs", "<Route path=path!(\"/runs\") view=Runs/>", 1);
        check("src/routes.rs", "href=\"/customers\"", 0);
        check("crates/domain/src/roll.rs", "let now = Utc::now();", 1);
        check("crates/domain/src/roll.rs", "// Utc::now() is never read here.", 0);
        check(
            "crates/domain/src/roll.rs",
            "#[cfg(test)]\nmod tests { use std::fs; }",
            0,
        );
        check("crates/store/src/lib.rs", "pub async fn open() {}", 0);
    }
}
