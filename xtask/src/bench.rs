//! `cargo xtask bench`: runs the gateway's benchmark program, one process per benchmark, so that each has a peak of
//! memory of its own; prints a table and writes `target/bench/results.json`.
//!
//! The program is the gateway's binary `rollcall-bench`. `rollcall-bench list` prints the names, one a line.
//! `rollcall-bench run NAME --work DIR` prints one JSON object a line, a [`Figure`], and may say anything on stderr.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::shell::{Repo, output, sh};

/// What `cargo xtask bench` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Run only the benchmarks whose names hold this.
    filter: Option<String>,
    /// Print the table of an earlier run's file, and measure nothing.
    #[arg(long)]
    show: Option<PathBuf>,
}

/// One thing measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Figure {
    /// What was measured, in words: `import 1,000,000 rows`.
    metric: String,
    value: f64,
    /// `rows/s`, `ms`, `MB`, …
    unit: String,
    /// The value to reach, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<f64>,
    /// Whether more is better; less is, unless said.
    #[serde(default)]
    more_is_better: bool,
}

impl Figure {
    fn holds(&self) -> Option<bool> {
        let target = self.target?;
        Some(if self.more_is_better {
            self.value >= target
        } else {
            self.value <= target
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Bench {
    name: String,
    /// The process's greatest resident memory, as the kernel counted it (VmHWM), in bytes; 0 where there is no /proc.
    peak_bytes: u64,
    figures: Vec<Figure>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Results {
    /// `rustc -V` and the number of processors.
    machine: String,
    benches: Vec<Bench>,
}

/// Measures, prints, writes.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    if let Some(path) = &args.show {
        let results: Results = serde_json::from_slice(&fs::read(path)?)?;
        print!("{}", table(&results));
        return Ok(());
    }
    sh(repo.cargo().args([
        "build",
        "--release",
        "--locked",
        "--package",
        "rollcall-gateway",
        "--bin",
        "rollcall-bench",
    ]))?;
    let program = repo
        .target()
        .join("release")
        .join(format!("rollcall-bench{}", std::env::consts::EXE_SUFFIX));
    let folder = repo.target().join("bench");
    fs::create_dir_all(&folder)?;
    let names = output(repo.command(&program).arg("list"))?;
    let wanted = |name: &&str| args.filter.as_deref().is_none_or(|part| name.contains(part));
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let machine = format!(
        "{}, {processors} processors",
        output(repo.command("rustc").arg("-V"))?.trim()
    );
    let mut results = Results {
        machine,
        benches: Vec::new(),
    };
    for name in names
        .lines()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .filter(wanted)
    {
        eprintln!("bench       {name}");
        results.benches.push(one(repo, &program, name, &folder.join("work"))?);
    }
    if results.benches.is_empty() {
        bail!(
            "no benchmark is named so; there are: {}",
            names.split_whitespace().collect::<Vec<_>>().join(", ")
        );
    }
    fs::write(folder.join("results.json"), serde_json::to_vec_pretty(&results)?)?;
    print!("{}", table(&results));
    println!("written to {}", folder.join("results.json").display());
    Ok(())
}

fn one(repo: &Repo, program: &Path, name: &str, work: &Path) -> Result<Bench> {
    if work.exists() {
        fs::remove_dir_all(work)?;
    }
    fs::create_dir_all(work)?;
    let mut command = repo.command(program);
    command.args(["run", name, "--work"]).arg(work).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("{} could not be started", program.display()))?;
    let stdout = child.stdout.take().context("the benchmark's output is piped")?;
    let (figures, peak_bytes) = watched(&child, || figures(BufReader::new(stdout)));
    let status = child.wait()?;
    if !status.success() {
        bail!("the benchmark {name} failed ({status})");
    }
    fs::remove_dir_all(work)?;
    Ok(Bench {
        name: name.to_owned(),
        peak_bytes,
        figures: figures?,
    })
}

fn figures(lines: impl BufRead) -> Result<Vec<Figure>> {
    let mut found = Vec::new();
    for line in lines.lines() {
        let line = line?;
        if !line.trim().is_empty() {
            found.push(serde_json::from_str(&line).with_context(|| format!("not a figure: {line}"))?);
        }
    }
    Ok(found)
}

/// Does `work` while a second thread reads the child's memory mark; a benchmark that measures a part of its work sets it back.
fn watched<T>(child: &Child, work: impl FnOnce() -> T) -> (T, u64) {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let (done, peak) = (AtomicBool::new(false), AtomicU64::new(0));
    let result = thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let mark = fs::read_to_string(&status).ok().and_then(|text| high_water(&text));
                peak.fetch_max(mark.unwrap_or(0), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(5));
            }
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    });
    (result, peak.into_inner())
}

/// VmHWM of a /proc status file, in bytes.
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim()
        .trim_end_matches("kB")
        .trim()
        .parse::<u64>()
        .ok()
        .map(|kib| kib * 1024)
}

fn table(results: &Results) -> String {
    let mut out = format!(
        "{}\n{:<46} {:>14} {:<8} {:>12}  {:<6} {:>9}\n",
        results.machine, "what", "value", "unit", "target", "", "peak MB"
    );
    for bench in &results.benches {
        for (at, figure) in bench.figures.iter().enumerate() {
            let target = figure.target.map(grouped).unwrap_or_default();
            let verdict = figure.holds().map_or("", |holds| if holds { "ok" } else { "MISSED" });
            let peak = if at == 0 {
                grouped(bench.peak_bytes as f64 / 1e6)
            } else {
                String::new()
            };
            let row = format!(
                "{:<46} {:>14} {:<8} {target:>12}  {verdict:<6} {peak:>9}",
                figure.metric,
                grouped(figure.value),
                figure.unit
            );
            out.push_str(row.trim_end());
            out.push('\n');
        }
    }
    out
}

/// A number with thousands separators; two digits after the point below 100.
fn grouped(value: f64) -> String {
    if value.abs() < 100.0 && value.fract().abs() > f64::EPSILON {
        return format!("{value:.2}");
    }
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_missed_target_is_said() {
        let lines = br#"{"metric":"import","value":123456.7,"unit":"rows/s","target":100000,"more_is_better":true}
            {"metric":"count","value":61.25,"unit":"ms","target":50}"#;
        let figures = figures(&lines[..]).unwrap();
        assert_eq!(
            figures.iter().map(Figure::holds).collect::<Vec<_>>(),
            [Some(true), Some(false)]
        );
        let benches = vec![Bench {
            name: "b".into(),
            peak_bytes: 250_000_000,
            figures,
        }];
        let text = table(&Results {
            machine: "m".into(),
            benches,
        });
        assert!(
            text.contains("123,457 rows/s") && text.contains("100,000  ok           250"),
            "{text}"
        );
        assert!(text.contains("61.25 ms") && text.contains("MISSED"), "{text}");
    }

    #[test]
    fn the_memory_mark_is_read_in_bytes() {
        assert_eq!(
            high_water("Name:\tx\nVmHWM:\t    2048 kB\nVmRSS:\t 1 kB\n"),
            Some(2_097_152)
        );
        assert_eq!(high_water("Name:\tx\n"), None);
    }

    #[test]
    fn numbers_are_grouped() {
        for (value, text) in [
            (0.0, "0"),
            (12.5, "12.50"),
            (999.0, "999"),
            (1000.4, "1,000"),
            (-1_234_567.0, "-1,234,567"),
        ] {
            assert_eq!(grouped(value), text);
        }
    }
}
