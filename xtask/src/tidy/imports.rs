//! Imports run one way, and what is heavy never reaches the browser.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell::{Repo, output};

/// What each package may import of the others. Nothing below imports what is above.
const MAY: [(&str, &[&str]); 13] = [
    (
        "rollcall-app",
        &["wire", "domain", "sms", "almanac", "audit", "verifier"],
    ),
    (
        "rollcall-gateway",
        &[
            "store", "carrier", "intake", "wire", "domain", "sms", "almanac", "audit", "verifier",
        ],
    ),
    ("rollcall-store", &["domain", "audit", "sms", "almanac"]),
    ("rollcall-carrier", &["domain", "sms"]),
    ("rollcall-intake", &["domain"]),
    (
        "rollcall-fuzzed",
        &["carrier", "intake", "domain", "sms", "audit", "verifier"],
    ),
    ("rollcall-wire", &["domain", "sms"]),
    ("rollcall-domain", &["sms", "almanac"]),
    ("rollcall-verifier", &["audit"]),
    ("rollcall-audit", &[]),
    ("rollcall-almanac", &[]),
    ("rollcall-sms", &[]),
    ("xtask", &[]),
];

/// Crates that the browser must not be made to load.
const HEAVY: [&str; 7] = [
    "chrono-tz",
    "rlibphonenumber",
    "sqlx",
    "libsqlite3-sys",
    "rustls",
    "tokio",
    "axum",
];

/// Checks the manifests and the app's whole tree.
pub fn findings(repo: &Repo) -> Result<Vec<String>> {
    let text = output(repo.cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&text).context("cargo metadata is not JSON")?;
    let mut found = manifests(&metadata);
    let tree = [
        "tree",
        "--package",
        "rollcall-app",
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal",
    ];
    let tree = output(repo.cargo().args(tree).args(["--prefix", "none", "--format", "{p}"]))?;
    found.extend(heavy(&tree));
    Ok(found)
}

fn manifests(metadata: &Value) -> Vec<String> {
    let none = Vec::new();
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().unwrap_or(&none) {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, may)) = MAY.iter().find(|(known, _)| *known == name) else {
            found.push(format!("{name}: a package without a place in the order of imports"));
            continue;
        };
        // Leptos itself brings regex along, and the linker drops it unused; a call of ours would keep it.
        let browser = MAY[0].1.iter().any(|part| name.strip_prefix("rollcall-") == Some(part));
        let light = browser || name == MAY[0].0;
        for dependency in package["dependencies"].as_array().unwrap_or(&none) {
            let on = dependency["name"].as_str().unwrap_or_default();
            if light && on == "regex" {
                found.push(format!("{name} must not import regex: it would reach the browser"));
            }
            // A crate's tests may ask for the crate itself with more of its features.
            let itself = on == name;
            if let Some(on) = on.strip_prefix("rollcall-").filter(|on| !itself && !may.contains(on)) {
                found.push(format!("{name} must not import {on}: imports run one way"));
            }
        }
    }
    found
}

fn heavy(tree: &str) -> Vec<String> {
    let names: std::collections::BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    HEAVY
        .iter()
        .filter(|name| names.contains(**name))
        .map(|name| {
            format!(
                "{name} reaches the browser; see `cargo tree -p rollcall-app --target wasm32-unknown-unknown -i {name}`"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_against_the_order_is_found() {
        let package = |name: &str, on: &str| serde_json::json!({ "name": name, "dependencies": [{ "name": on }] });
        let check = |name: &str, on: &str| manifests(&serde_json::json!({ "packages": [package(name, on)] })).len();
        assert_eq!(check("rollcall-domain", "rollcall-store"), 1);
        assert_eq!(check("rollcall-app", "rollcall-store"), 1);
        assert_eq!(check("rollcall-gateway", "rollcall-store"), 0);
        assert_eq!(check("rollcall-domain", "serde"), 0);
        assert_eq!(check("rollcall-domain", "regex"), 1);
        assert_eq!(check("rollcall-app", "regex"), 1);
        assert_eq!(check("rollcall-gateway", "regex"), 0);
        assert_eq!(check("rollcall-new", "serde"), 1);
    }

    #[test]
    fn a_heavy_crate_is_found_by_its_whole_name() {
        assert_eq!(heavy("leptos v0.8.1\ntokio v1.0.0\ntokio v1.0.0 (*)").len(), 1);
        assert!(heavy("tokio-stream-lookalike v1.0.0\n").is_empty());
    }
}
