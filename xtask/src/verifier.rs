//! The worker that checks proofs: Trunk builds it under fixed names; here its program is shrunk and its files are named by what is
//! in them. The one name that stays is the script's by which the app starts it, which is asked for anew each time.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::script::plain;
use crate::shell::{Repo, run_quietly};
use crate::split::{FEATURES, hash};

const NAME: &str = "rollcall-verifier";

/// Whether a file of the built app belongs to the worker.
pub fn is_verifiers(name: &str) -> bool {
    name.starts_with(NAME)
}

/// Shrinks and renames what Trunk has put into `dist`.
pub fn finish(repo: &Repo, dist: &Path) -> Result<()> {
    let (script, program) = (dist.join(format!("{NAME}.js")), dist.join(format!("{NAME}_bg.wasm")));
    let mut opt = repo.command("wasm-opt");
    run_quietly(
        opt.args(["-O3", "--enable-simd"])
            .args(FEATURES)
            .arg(&program)
            .arg("-o")
            .arg(&program),
    )?;
    let loader = dist.join(format!("{NAME}_loader.js"));
    let read = |path: &Path| fs::read_to_string(path).with_context(|| format!("Trunk wrote no {}", path.display()));
    let bytes = fs::read(&program).with_context(|| format!("Trunk wrote no {}", program.display()))?;
    let named = Named::by(&bytes, &plain(&read(&script)?), &read(&loader)?)?;
    fs::remove_file(script)?;
    fs::remove_file(program)?;
    fs::write(dist.join(format!("{}_bg.wasm", named.stem)), bytes)?;
    fs::write(dist.join(format!("{}.js", named.stem)), named.script)?;
    fs::write(loader, named.loader)?;
    Ok(())
}

/// The scripts, naming each other and the program by the hash of what they are.
#[derive(Debug)]
struct Named {
    stem: String,
    script: String,
    loader: String,
}

impl Named {
    fn by(program: &[u8], script: &str, loader: &str) -> Result<Self> {
        let stem = format!("{NAME}-{}", hash([program, script.as_bytes()]));
        let renamed = |text: &str, old: &str, new: &str| {
            ensure!(text.contains(old), "a script of the worker does not name {old}");
            Ok(text.replace(old, new))
        };
        Ok(Self {
            script: renamed(script, &format!("'{NAME}_bg.wasm'"), &format!("'{stem}_bg.wasm'"))?,
            loader: renamed(loader, &format!("'./{NAME}.js'"), &format!("'./{stem}.js'"))?,
            stem,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SCRIPT: &str = "module_or_path = new URL('rollcall-verifier_bg.wasm', import.meta.url);";
    const LOADER: &str = "import init from './rollcall-verifier.js';await init();";

    #[test]
    fn the_scripts_name_what_they_load_by_its_hash() {
        let named = Named::by(&[1], SCRIPT, LOADER).unwrap();
        assert!(named.script.contains(&format!("'{}_bg.wasm'", named.stem)), "{named:?}");
        assert_eq!(
            named.loader,
            format!("import init from './{}.js';await init();", named.stem)
        );
        assert_ne!(Named::by(&[2], SCRIPT, LOADER).unwrap().stem, named.stem);
        assert!(is_verifiers(&named.stem) && !is_verifiers("rollcall-app-1f.js"));
    }

    #[test]
    fn a_script_with_other_words_is_refused() {
        assert!(Named::by(&[1], "", LOADER).is_err());
        assert!(Named::by(&[1], SCRIPT, "importScripts('x')").is_err());
    }
}
