//! Installs what is missing into the tool folder. Each step is skipped when its result is already right.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::shell::{Repo, output, run_quietly, spoken};

/// The newest Trunk that the workspace's compiler builds.
const TRUNK: &str = "0.21.14";
/// The npm package that brings wasm-opt.
const BINARYEN: &str = "132.0.0";

/// What `cargo xtask tools` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Also what only the checks need: rustfmt, clippy and a browser.
    #[arg(long)]
    all: bool,
}

/// Installs and says where.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    for_app(repo)?;
    if args.all {
        for_checks(repo)?;
        browser(repo)?;
    }
    println!("tools       in {}", repo.tools.display());
    Ok(())
}

/// What it takes to build the app: the wasm32 target, Trunk, wasm-bindgen, wasm-opt, and the crates themselves,
/// because Trunk runs offline.
pub fn for_app(repo: &Repo) -> Result<()> {
    fs::create_dir_all(&repo.tools).with_context(|| {
        format!(
            "the tool folder {} can't be made; set ROLLCALL_TOOLS",
            repo.tools.display()
        )
    })?;
    wasm_target(repo)?;
    let trunk = Crate {
        package: "trunk",
        binary: "trunk",
        version: TRUNK.into(),
    };
    // Trunk never downloads here, so it needs no update check; TLS alone keeps it compiling.
    trunk.install(repo, &["--locked", "--no-default-features", "--features", "rustls"])?;
    let version = locked_version(repo, "wasm-bindgen")?;
    let bindgen = Crate {
        package: "wasm-bindgen-cli",
        binary: "wasm-bindgen",
        version,
    };
    bindgen.install(repo, &[])?;
    wasm_opt(repo)?;
    run_quietly(repo.cargo().args(["fetch", "--locked"]))
        .context("the crates could not be fetched; check the network, or whether Cargo.lock is out of date")
}

/// What the checks need beside: rustfmt and clippy.
pub fn for_checks(repo: &Repo) -> Result<()> {
    for (component, probe) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let present = || output(repo.cargo().args([probe, "--version"])).is_ok();
        step(component, present, || {
            run_quietly(repo.command("rustup").args(["component", "add", component]))
        })
        .with_context(|| format!("install the component {component} of your Rust toolchain"))?;
    }
    Ok(())
}

/// A Chromium: the one on PATH, else the system's package, else the one that Playwright brings.
/// `None` means Playwright's own, found by Playwright itself.
pub fn browser(repo: &Repo) -> Result<Option<PathBuf>> {
    let found = || {
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
            .iter()
            .find_map(|name| repo.which(name))
    };
    if let Some(path) = found() {
        return Ok(Some(path));
    }
    if cfg!(target_os = "linux") && repo.which("apt-get").is_some() && is_root() {
        let apt = |args: &[&str]| {
            run_quietly(
                repo.command("apt-get")
                    .env("DEBIAN_FRONTEND", "noninteractive")
                    .args(args),
            )
        };
        let packages = ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"];
        let installed = step("chromium", || false, || apt(&["update"]).and_then(|()| apt(&packages)));
        match installed {
            Ok(()) => {
                return found().map(Some).context("chromium was installed, but is not on PATH");
            }
            Err(error) => println!("chromium    not from the system's packages ({error:#}); trying Playwright's own"),
        }
    }
    journeys_packages(repo)?;
    step(
        "chromium",
        || false,
        || {
            let mut npx = repo.command(npm_program("npx"));
            run_quietly(
                npx.current_dir(repo.path("tests/journeys"))
                    .args(["playwright", "install", "chromium"]),
            )
        },
    )
    .context("no Chromium: install one (Debian: `apt-get install chromium fonts-noto-cjk`) and run this again")?;
    Ok(None)
}

/// The packages of the browser journeys, exactly as their lock file says.
pub fn journeys_packages(repo: &Repo) -> Result<()> {
    packages(repo, "journeys")
}

/// The packages of the drill.
pub fn drill_packages(repo: &Repo) -> Result<()> {
    packages(repo, "drill")
}

/// The packages of `tests/<name>`, exactly as its lock file says.
fn packages(repo: &Repo, name: &str) -> Result<()> {
    let folder = repo.path("tests").join(name);
    let stamp = folder.join("node_modules/.rollcall-lock");
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("tests/{name}/package-lock.json is missing"))?;
    step(
        name,
        || fs::read(&stamp).is_ok_and(|seen| seen == lock),
        || {
            let mut npm = repo.command(npm_program("npm"));
            npm.current_dir(&folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            run_quietly(npm.args(["ci", "--no-audit", "--no-fund"]))?;
            Ok(fs::write(&stamp, &lock)?)
        },
    )
    .with_context(|| format!("the packages of tests/{name} could not be installed; is Node.js 20 or newer on PATH?"))
}

/// The name under which npm's programs are started.
pub fn npm_program(name: &'static str) -> String {
    if cfg!(windows) {
        format!("{name}.cmd")
    } else {
        name.to_owned()
    }
}

fn is_root() -> bool {
    output(std::process::Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn wasm_target(repo: &Repo) -> Result<()> {
    let present = || {
        let libdir = ["--print", "target-libdir", "--target", "wasm32-unknown-unknown"];
        output(repo.command("rustc").args(libdir)).is_ok_and(|dir| Path::new(dir.trim()).is_dir())
    };
    step("wasm32", present, || {
        run_quietly(repo.command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
    })
    .context("add the target wasm32-unknown-unknown to your Rust toolchain")
}

/// A program that Cargo installs.
struct Crate {
    package: &'static str,
    binary: &'static str,
    version: String,
}

impl Crate {
    fn install(&self, repo: &Repo, flags: &[&str]) -> Result<()> {
        let program = repo
            .tools
            .join("bin")
            .join(format!("{}{}", self.binary, env::consts::EXE_SUFFIX));
        let right = || {
            let said = output(repo.command(&program).arg("--version")).unwrap_or_default();
            said.split_whitespace().any(|word| word == self.version)
        };
        let build = repo.tools.join(format!("build-{}", self.package));
        let name = format!("{} {}", self.package, self.version);
        let done = step(&name, right, || {
            let mut cargo = repo.cargo();
            // Built for a quick install: these tools run for seconds, and their own profiles take minutes more.
            cargo
                .current_dir(&repo.tools)
                .env("CARGO_TARGET_DIR", &build)
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .args(["install", self.package, "--version", &self.version, "--force", "--root"])
                .arg(&repo.tools)
                .args(flags);
            run_quietly(&mut cargo)
        });
        if build.exists() {
            fs::remove_dir_all(&build).with_context(|| format!("{} can't be removed", build.display()))?;
        }
        done.with_context(|| format!("{name} could not be built; it needs a C compiler and the network"))
    }
}

fn wasm_opt(repo: &Repo) -> Result<()> {
    let right = || {
        let package = repo.tools.join("node_modules/binaryen/package.json");
        let text = fs::read(package).unwrap_or_default();
        let json: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
        json["version"] == BINARYEN
    };
    step(&format!("wasm-opt {BINARYEN}"), right, || {
        let mut npm = repo.command(npm_program("npm"));
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&repo.tools);
        run_quietly(npm.arg(format!("binaryen@{BINARYEN}")))
    })
    .context("wasm-opt could not be installed; is Node.js 20 or newer on PATH?")
}

/// The version of `package` in Cargo.lock.
fn locked_version(repo: &Repo, package: &str) -> Result<String> {
    let lock = fs::read_to_string(repo.path("Cargo.lock")).context("Cargo.lock is missing")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock names no {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

/// Does `work` unless `present` holds, and says so in one line.
fn step(name: &str, present: impl Fn() -> bool, work: impl FnOnce() -> Result<()>) -> Result<()> {
    if present() {
        return Ok(());
    }
    println!("{name:<11} installing");
    let start = Instant::now();
    work()?;
    println!("{name:<11} installed in {}", spoken(start.elapsed()));
    Ok(())
}

/// Fails with advice when Node.js is absent or too old.
pub fn need_node(repo: &Repo) -> Result<()> {
    let said = output(repo.command("node").arg("--version")).unwrap_or_default();
    let major: u32 = said
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    if major < 20 {
        bail!(
            "Node.js 20 or newer is needed (found: {}); install it and run this again",
            if said.is_empty() { "none" } else { said.trim() }
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_named_packages_own() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
