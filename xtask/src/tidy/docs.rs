//! A guide names only what exists.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::app::files_below;

/// Folders whose files guides may name by path.
const ROOTS: [&str; 9] = [
    ".cargo", ".ci", "crates", "docs", "public", "src", "style", "tests", "xtask",
];

/// Checks the guides at the root and those below `docs/`.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let mut guides: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DESIGN.md"]
        .iter()
        .map(|name| root.join(name))
        .filter(|path| path.is_file())
        .collect();
    if root.join("docs").is_dir() {
        guides.extend(
            files_below(&root.join("docs"))?
                .into_iter()
                .filter(|path| path.extension().is_some_and(|kind| kind == "md")),
        );
    }
    let mut findings = Vec::new();
    for guide in guides {
        let text = fs::read_to_string(&guide)?;
        let folder = guide.parent().unwrap_or(root);
        let name = guide.strip_prefix(root)?.display();
        for (line, named) in named_paths(&text) {
            let known = match named {
                Named::Path(path) => exists(root, &path).then_some(()).ok_or(path),
                Named::Link(path) => exists(folder, &path).then_some(()).ok_or(path),
            };
            if let Err(path) = known {
                findings.push(format!("{name}:{line}: names `{path}`, which does not exist"));
            }
        }
    }
    Ok(findings)
}

#[derive(Debug, PartialEq)]
enum Named {
    /// In backticks, from the repository's root.
    Path(String),
    /// The target of a link, from the guide's own folder.
    Link(String),
}

/// The paths that a guide names, with their lines; fenced blocks are examples and are left out.
fn named_paths(text: &str) -> Vec<(usize, Named)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let spans = line.split('`').skip(1).step_by(2).filter(|span| is_path(span));
            found.extend(spans.map(|span| (at + 1, Named::Path(span.to_owned()))));
            let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            let links = links.map(|link| link.split('#').next().unwrap_or_default());
            let links = links.filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:"));
            found.extend(links.map(|link| (at + 1, Named::Link(link.to_owned()))));
        }
    }
    found
}

/// Whether a span of code is a path of this repository: below a known folder, or a file at the root.
fn is_path(span: &str) -> bool {
    let plain = span
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "._-/*<>{}".contains(c));
    let first = span.split('/').next().unwrap_or_default();
    let at_root = !span.contains('/')
        && (Path::new(span).extension().is_some_and(|kind| kind == "md")
            || ["Cargo.toml", "Cargo.lock", "Trunk.toml", "index.html"].contains(&span));
    plain && (at_root || (span.contains('/') && ROOTS.contains(&first)))
}

/// Whether `path` is there; from the first placeholder on (`*`, `<…>`, `{…}`), only its folder is looked for.
fn exists(base: &Path, path: &str) -> bool {
    let fixed: PathBuf = path
        .split('/')
        .take_while(|part| !part.contains(['*', '<', '{']))
        .collect();
    base.join(fixed).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Named]) {
        let found: Vec<_> = named_paths(text).into_iter().map(|(_, named)| named).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn paths_are_told_from_other_code() {
        let path = |text: &str| Named::Path(text.to_owned());
        check("see `src/app.rs` and `rollcall serve`", &[path("src/app.rs")]);
        check("the `README.md`, the `Page` and/or `a/b`", &[path("README.md")]);
        check(
            "`crates/gateway/src/<noun>/<verb>.rs`",
            &[path("crates/gateway/src/<noun>/<verb>.rs")],
        );
        check("```\n`src/gone.rs`\n```\n`docs/x.md`", &[path("docs/x.md")]);
        check(
            "[a](docs/a.md#top) [b](https://example.org) [c](#here)",
            &[Named::Link("docs/a.md".into())],
        );
    }

    #[test]
    fn placeholders_are_looked_up_by_their_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(exists(root, "src/<name>.rs") && exists(root, "src/tidy/*.rs") && exists(root, "src/main.rs"));
        assert!(!exists(root, "src/gone.rs") && !exists(root, "gone/<name>.rs"));
    }
}
