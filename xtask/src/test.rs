//! `cargo xtask test`: the whole check, step by step, each timed, with a table at the end.

use std::path::PathBuf;
use std::process::Command;
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
    /// Clippy over the workspace, warnings are errors.
    Clippy,
    /// Clippy for wasm32: the app and every crate that it stands on.
    Wasm,
    /// All Rust tests on this machine.
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

/// The crates that the browser runs.
const BROWSER: [&str; 7] = [
    "rollcall-app",
    "rollcall-wire",
    "rollcall-domain",
    "rollcall-sms",
    "rollcall-almanac",
    "rollcall-audit",
    "rollcall-verifier",
];

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
            Step::Clippy => sh(deny_warnings(repo.cargo().args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--locked",
            ]))),
            Step::Wasm => {
                let packages = BROWSER.iter().flat_map(|name| ["--package", name]);
                let target = ["clippy", "--locked", "--target", "wasm32-unknown-unknown"];
                let worker = ["--features", "rollcall-verifier/worker"];
                sh(deny_warnings(repo.cargo().args(target).args(packages).args(worker)))
            }
            Step::Rust => sh(repo.cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"])),
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

    /// The gateway in the profile of the tests. It is built for the whole workspace, tests along, so that its dependencies
    /// have the features that the Rust tests built them with, and none is built twice.
    fn gateway(&self) -> Result<PathBuf> {
        sh(self
            .repo
            .cargo()
            .args(["build", "--locked", "--workspace", "--bins", "--tests"]))?;
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

fn deny_warnings(cargo: &mut Command) -> &mut Command {
    cargo.args(["--", "--deny", "warnings"])
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
