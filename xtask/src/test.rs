//! `cargo xtask test`: the whole check, step by step, each timed, with a table at the end.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::shell::{Repo, sh, spoken};
use crate::{app, cost, drill, serve, size, tidy, tools, web};

/// What `cargo xtask test` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Run only these steps (repeatable).
    #[arg(long, value_enum)]
    only: Vec<Step>,
    /// Flags for the browser journeys, after `--` (`-- sign-in --headed`).
    #[arg(last = true)]
    journeys: Vec<String>,
}

/// The steps, in the order in which they run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Step {
    /// Tools, packages, browser.
    Tools,
    /// `cargo fmt --check`.
    Fmt,
    /// The house rules that no compiler checks.
    Tidy,
    /// Clippy over all but the app, warnings are errors.
    Clippy,
    /// Clippy for wasm32: the app, its tests, and every crate that it stands on.
    Wasm,
    /// All Rust tests but the app's own.
    Rust,
    /// A short drill: the gateway is killed while it sends.
    Drill,
    /// The app's tests in a browser.
    Web,
    /// The app, as it is shipped.
    App,
    /// The size budget of the first load.
    Size,
    /// The browser journeys against the real gateway.
    Journeys,
}

const ALL: [Step; 11] = [
    Step::Tools,
    Step::Fmt,
    Step::Tidy,
    Step::Clippy,
    Step::Wasm,
    Step::Rust,
    Step::Drill,
    Step::Web,
    Step::App,
    Step::Size,
    Step::Journeys,
];

/// All but the app: it runs in a browser and nowhere else, so it is checked and tested for one.
const NATIVE: [&str; 3] = ["--workspace", "--exclude", "rollcall-app"];

impl Step {
    fn needs(self) -> &'static [Self] {
        match self {
            Self::Tools => &[],
            Self::Size => &[Self::Tools, Self::App],
            Self::Drill => &[Self::Tools, Self::Rust],
            Self::Journeys => &[Self::Tools, Self::Rust, Self::App],
            _ => &[Self::Tools],
        }
    }

    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

enum Outcome {
    Held(Duration),
    Failed(Duration, anyhow::Error),
    /// Not tried, because this earlier step failed.
    Skipped(Step),
}

/// Runs the steps. A failed step does not stop those that can do without it.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    let chosen = |step: &Step| args.only.is_empty() || *step == Step::Tools || args.only.contains(step);
    let mut check = Check {
        repo,
        journeys: &args.journeys,
        alone: !args.only.is_empty(),
        browser: None,
    };
    let mut done: Vec<(Step, Outcome)> = Vec::new();
    for step in ALL.into_iter().filter(chosen) {
        let failed = |need: &Step| {
            done.iter()
                .any(|(at, out)| at == need && !matches!(out, Outcome::Held(_)))
        };
        let outcome = match step.needs().iter().find(|need| failed(need)) {
            Some(need) => Outcome::Skipped(*need),
            None => check.timed(step),
        };
        done.push((step, outcome));
    }
    report(&done)
}

struct Check<'a> {
    repo: &'a Repo,
    journeys: &'a [String],
    /// Steps were chosen by hand: only their own tools are installed.
    alone: bool,
    browser: Option<PathBuf>,
}

impl Check<'_> {
    fn timed(&mut self, step: Step) -> Outcome {
        println!("\n== {}", step.name());
        let start = Instant::now();
        match self.step(step) {
            Ok(()) => Outcome::Held(start.elapsed()),
            Err(error) => {
                eprintln!("{}: {error:#}", step.name());
                Outcome::Failed(start.elapsed(), error)
            }
        }
    }

    fn step(&mut self, step: Step) -> Result<()> {
        let repo = self.repo;
        match step {
            Step::Tools => self.tools(),
            Step::Fmt => sh(repo.cargo().args(["fmt", "--all", "--check"])),
            Step::Tidy => tidy::check(repo),
            Step::Clippy => clippy(repo, &[&NATIVE[..], &["--all-targets"]].concat()),
            Step::Wasm => {
                let browser = ["--target", "wasm32-unknown-unknown", "--package"];
                clippy(repo, &[&browser[..], &["rollcall-app", "--all-targets"]].concat())?;
                // Its tests run on this machine, and what they stand on is not made for a browser.
                let worker = ["rollcall-verifier", "--features", "worker", "--lib", "--bins"];
                clippy(repo, &[&browser[..], &worker].concat())
            }
            Step::Rust => sh(repo
                .cargo()
                .arg("test")
                .args(NATIVE)
                .args(["--locked", "--no-fail-fast"])),
            Step::Drill => self.drill(),
            Step::Web => web::test(repo, self.browser()?.as_deref()),
            Step::App => app::build(repo).map(drop),
            Step::Size => cost::print(repo).and_then(|()| size::check(repo)),
            Step::Journeys => self.journeys(),
        }
    }

    fn tools(&mut self) -> Result<()> {
        tools::need_node(self.repo)?;
        tools::for_checks(self.repo)?;
        if self.alone {
            return Ok(());
        }
        tools::for_app(self.repo)?;
        tools::journeys_packages(self.repo)?;
        tools::drill_packages(self.repo)?;
        self.browser().map(drop)
    }

    fn browser(&mut self) -> Result<Option<PathBuf>> {
        if self.browser.is_none() {
            tools::for_app(self.repo)?;
            self.browser = tools::browser(self.repo)?;
        }
        Ok(self.browser.clone())
    }

    /// The gateway in the profile of the tests. It is built along with them all, so that its dependencies have the
    /// features that the Rust tests built them with, and none is built twice.
    fn gateway(&self) -> Result<PathBuf> {
        sh(self
            .repo
            .cargo()
            .arg("build")
            .args(NATIVE)
            .args(["--locked", "--bins", "--tests"]))?;
        Ok(serve::binary(self.repo, "debug"))
    }

    fn drill(&self) -> Result<()> {
        drill::short(self.repo, &self.gateway()?)
    }

    fn journeys(&mut self) -> Result<()> {
        let repo = self.repo;
        tools::journeys_packages(repo)?;
        let browser = self.browser()?;
        let gateway = self.gateway()?;
        let mut npx = repo.command(tools::npm_program("npx"));
        npx.current_dir(repo.path("tests/journeys"))
            .env("ROLLCALL_BIN", gateway)
            .env("ROLLCALL_APP", repo.path("dist"));
        if let Some(path) = browser {
            npx.env("ROLLCALL_CHROMIUM", path);
        }
        sh(npx.args(["playwright", "test"]).args(self.journeys))
    }
}

/// Clippy over what `choice` selects; a warning is an error.
fn clippy(repo: &Repo, choice: &[&str]) -> Result<()> {
    sh(repo
        .cargo()
        .arg("clippy")
        .args(choice)
        .args(["--locked", "--", "--deny", "warnings"]))
}

fn report(done: &[(Step, Outcome)]) -> Result<()> {
    println!("\n{:<10} {:<8} {:>12}", "step", "result", "time");
    let mut whole = Duration::ZERO;
    for (step, outcome) in done {
        let (word, time) = match outcome {
            Outcome::Held(time) => ("ok".to_owned(), *time),
            Outcome::Failed(time, _) => ("FAILED".to_owned(), *time),
            Outcome::Skipped(need) => (format!("skipped, {} failed", need.name()), Duration::ZERO),
        };
        whole += time;
        println!("{:<10} {word:<8} {:>12}", step.name(), spoken(time));
    }
    println!("{:<10} {:<8} {:>12}", "all", "", spoken(whole));
    let held = done
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Held(_)))
        .count();
    if held == done.len() {
        println!("{held} steps passed, 0 failed");
        return Ok(());
    }
    for (step, outcome) in done {
        if let Outcome::Failed(_, error) = outcome {
            eprintln!("{}: {error:#}", step.name());
        }
    }
    bail!("{held} steps passed, {} failed", done.len() - held)
}
