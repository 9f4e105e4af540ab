//! Where things are, and how other programs are called.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// The repository and the tool folder.
pub struct Repo {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Where installed tools live; outside `target`, shared by all clones.
    pub tools: PathBuf,
}

impl Repo {
    /// Finds both from the environment; creates nothing.
    pub fn find() -> Result<Self> {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("xtask lies directly below the repository's root")?
            .to_path_buf();
        Ok(Self {
            root,
            tools: tool_folder()?,
        })
    }

    /// A path below the repository's root.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// Cargo's build folder.
    pub fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |dir| self.root.join(dir))
    }

    /// `program`, run at the repository's root with the tool folder first on PATH.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.search_path());
        command
    }

    /// Cargo at the repository's root.
    pub fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// The PATH that children get.
    pub fn search_path(&self) -> std::ffi::OsString {
        let own = [self.tools.join("bin"), self.tools.join("node_modules/.bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        let all = own.into_iter().chain(env::split_paths(&inherited));
        env::join_paths(all).unwrap_or(inherited)
    }

    /// Looks `program` up on the PATH that children get.
    pub fn which(&self, program: &str) -> Option<PathBuf> {
        let names = [program.to_owned(), format!("{program}.exe"), format!("{program}.cmd")];
        env::split_paths(&self.search_path())
            .flat_map(|dir| names.clone().map(|name| dir.join(name)))
            .find(|path| path.is_file())
    }
}

fn tool_folder() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("ROLLCALL_TOOLS").filter(|dir| !dir.is_empty()) {
        return std::path::absolute(dir).context("ROLLCALL_TOOLS names no usable folder");
    }
    let cache = env::var_os("XDG_CACHE_HOME")
        .filter(|dir| !dir.is_empty())
        .map(PathBuf::from);
    let home = env::home_dir().map(|home| home.join(".cache"));
    let base = cache
        .or(home)
        .context("neither HOME nor XDG_CACHE_HOME is set; set ROLLCALL_TOOLS to a folder for the tools")?;
    Ok(base.join("rollcall").join("tools"))
}

/// Runs `command` with its output shown; fails unless it ends well.
pub fn sh(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command
        .status()
        .with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs `command` and returns what it wrote to its standard output; fails unless it ends well.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let out = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{line}` could not be started"))?;
    if !out.status.success() {
        bail!(
            "`{line}` failed ({}): {}",
            out.status,
            String::from_utf8_lossy(&out.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Runs `command` in silence; when it fails, the error ends with the last lines that it wrote.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let line = line(command);
    let out = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{line}` could not be started"))?;
    if out.status.success() {
        return Ok(());
    }
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    );
    let lines: Vec<_> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(30)..].join("\n");
    bail!("`{line}` failed ({}). Its last lines:\n{tail}", out.status)
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|part| part.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A duration as people say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_spoken() {
        for (millis, said) in [(420, "0.4 s"), (12_300, "12 s"), (185_000, "3 min 05 s")] {
            assert_eq!(spoken(Duration::from_millis(millis)), said);
        }
    }

    #[test]
    fn a_failure_names_the_command_and_shows_its_words() {
        let mut command = Command::new("cargo");
        let error = run_quietly(command.arg("no-such-command")).expect_err("cargo knows no such command");
        let text = error.to_string();
        assert!(text.contains("`cargo no-such-command` failed"), "{text}");
        assert!(text.contains("no such command"), "{text}");
    }
}
