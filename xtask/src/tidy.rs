//! House rules that no compiler checks. Each rule returns its findings, one line each.

mod actions;
mod docs;
mod imports;
mod migrations;
mod source;

use anyhow::{Result, bail};

use crate::shell::Repo;

/// What `cargo xtask tidy` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Write down the checksums of migrations that have none yet, and never touch those that have one.
    #[arg(long)]
    record_migrations: bool,
    /// Write all checksums down anew. Right only while no release holds the migrations.
    #[arg(long)]
    rewrite_migrations: bool,
}

/// Checks; with a flag, records first.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    if args.record_migrations || args.rewrite_migrations {
        migrations::record(&repo.root, args.rewrite_migrations)?;
    }
    check(repo)
}

/// Fails with all findings of all rules.
pub fn check(repo: &Repo) -> Result<()> {
    let root = repo.root.as_path();
    let mut findings = docs::findings(root)?;
    findings.extend(source::findings(root)?);
    findings.extend(imports::findings(repo)?);
    findings.extend(migrations::findings(root)?);
    findings.extend(actions::findings(root)?);
    if findings.is_empty() {
        println!("tidy");
        return Ok(());
    }
    for finding in &findings {
        println!("{finding}");
    }
    bail!("{} untidy places", findings.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let repo = Repo::find().expect("the tests run inside the repository");
        if let Err(error) = check(&repo) {
            panic!("{error:#}; run `cargo xtask tidy` to see them");
        }
    }
}
