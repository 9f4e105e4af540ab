//! The app's own tests, in a real browser.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell::{Repo, output, sh};
use crate::tools;

/// Compiles the tests, lets wasm-bindgen serve them, and opens them in the browser of the journeys.
pub fn test(repo: &Repo, browser: Option<&Path>) -> Result<()> {
    tools::journeys_packages(repo)?;
    let program = compile(repo)?;
    let mut runner = repo.command("wasm-bindgen-test-runner");
    // Without a driver of its own it serves the tests on a page and waits to be killed.
    runner
        .arg(program)
        .env("NO_HEADLESS", "1")
        .env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0")
        .stdout(Stdio::piped());
    let mut server = Server(runner.spawn().context("the test server could not be started")?);
    let address = server.address()?;
    let mut node = repo.command("node");
    node.current_dir(repo.path("tests/journeys"))
        .arg("web-tests.mjs")
        .arg(address);
    if let Some(path) = browser {
        node.env("ROLLCALL_CHROMIUM", path);
    }
    sh(&mut node)
}

/// Compiles the app with its tests and returns the path of the wasm file.
fn compile(repo: &Repo) -> Result<String> {
    let mut cargo = repo.cargo();
    cargo.args(["test", "--locked", "--package", "rollcall-app", "--lib", "--no-run"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let messages = output(cargo.stderr(Stdio::inherit()))?;
    let mut programs = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|artifact| artifact["executable"].as_str().map(str::to_owned));
    programs.next().context("Cargo built no tests of the app")
}

/// The test server; it would run for ever, so it ends with its owner.
struct Server(Child);

impl Server {
    fn address(&mut self) -> Result<String> {
        let stdout = self.0.stdout.take().context("the test server's output is piped")?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next() {
            let line = line?;
            if let Some(at) = line.find("http://") {
                // The server fails when nobody hears the rest.
                thread::spawn(move || lines.try_for_each(|line| line.map(drop)).or(io::Result::Ok(())));
                return Ok(line[at..].split_whitespace().next().unwrap_or_default().to_owned());
            }
        }
        bail!("the test server named no address")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
