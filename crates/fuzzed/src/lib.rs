//! What must hold of every parser, whatever octets it is given.
//!
//! A target takes any octets, and panics if the parser breaks a promise: most say that what is read is what would be written. The test of
//! this crate runs each over examples and seeded random changes of them; `fuzz` hands the same targets to libFuzzer.

mod audit_targets;
mod carrier_targets;
mod file_targets;
mod kept_targets;
mod text_targets;

/// A parser under test.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is also that of the fuzzer's program.
    pub name: &'static str,
    /// Octets that it reads well, to begin from.
    pub examples: fn() -> Vec<Vec<u8>>,
    /// Panics if a promise is broken.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 15] = [
    audit_targets::LEAF,
    audit_targets::NOTE,
    audit_targets::KEY,
    audit_targets::SECRET_KEY,
    audit_targets::PACK,
    audit_targets::TILE_PATH,
    audit_targets::BUNDLE,
    kept_targets::KEPT,
    text_targets::TEMPLATE,
    text_targets::PARTS,
    carrier_targets::CMPP,
    carrier_targets::SMPP,
    carrier_targets::FRAMES,
    file_targets::TABLE,
    file_targets::VALUES,
];

/// The target of this name.
///
/// # Panics
/// If there is none.
pub fn target(name: &str) -> Target {
    let found = TARGETS.into_iter().find(|target| target.name == name);
    found.unwrap_or_else(|| panic!("no target is called {name}"))
}
