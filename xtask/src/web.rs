//! The app's own tests (`tests/web.rs`), in a real browser.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use crate::shell::{Repo, sh};

/// Compiles the tests, lets wasm-bindgen serve them, and opens them in the browser of the journeys.
pub fn test(repo: &Repo, browser: Option<&Path>) -> Result<()> {
    if !repo.path("tests/web.rs").is_file() {
        println!("the app has no tests of this kind");
        return Ok(());
    }
    let mut cargo = repo.cargo();
    cargo.args([
        "test",
        "--locked",
        "--package",
        "rollcall-app",
        "--target",
        "wasm32-unknown-unknown",
        "--test",
        "web",
    ]);
    sh(cargo.arg("--no-run"))?;
    crate::tools::journeys_packages(repo)?;
    let mut cargo = repo.cargo();
    cargo
        .args([
            "test",
            "--locked",
            "--package",
            "rollcall-app",
            "--target",
            "wasm32-unknown-unknown",
            "--test",
            "web",
        ])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("NO_HEADLESS", "1")
        .env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0")
        .stdout(Stdio::piped());
    let mut server = Server(cargo.spawn().context("the test server could not be started")?);
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

/// The test server; it would run for ever, so it ends with its owner.
struct Server(Child);

impl Server {
    fn address(&mut self) -> Result<String> {
        let stdout = self.0.stdout.take().context("the test server's output is piped")?;
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            if let Some(at) = line.find("http://") {
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
