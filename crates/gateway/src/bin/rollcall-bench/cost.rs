//! What a piece of work costs this process, as the kernel counts it. Elsewhere than on Linux nothing is known.

use std::fs;

/// What one tick of a process's time is, in seconds: `USER_HZ` is 100 wherever programs run (man 5 `proc_pid_stat`).
const TICK: f64 = 0.01;

/// Forgets the greatest resident memory until now, so that what [`peak`] answers is of what follows.
pub(crate) fn forget_peak() {
    // 5: reset VmHWM (man 5 proc_pid_clear_refs). Where it cannot be, the figure is too high, never too low.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The greatest resident memory, in bytes.
pub(crate) fn peak() -> Option<f64> {
    status("VmHWM:")
}

fn status(line: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|all| all.strip_prefix(line))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024.0)
}

/// The processors' time that this process has had, in seconds.
pub(crate) fn worked() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name may hold anything, and ends with the last bracket; utime and stime are the 12th and 13th words behind it.
    let mut words = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || words.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) * TICK)
}
