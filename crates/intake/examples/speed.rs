//! Prints how fast a file of customers is read, parsed and normalised, and the peak memory of doing so.
//!
//! `cargo run --release -p rollcall-intake --example speed [ROWS]` (a million by default).

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};

use chrono::NaiveDate;
use intake::{Context, FileKind, Mapping, Record, Region, Rows, detect, guess, parse_row, phone};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |n| n.parse())?;
    let path = std::env::temp_dir().join(format!("rollcall-speed-{}.csv", std::process::id()));
    write_file(&path, rows)?;
    let measured = measure(&path);
    std::fs::remove_file(&path)?;
    measured?;
    phones();
    Ok(())
}

fn write_file(path: &std::path::Path, rows: u64) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::fs::File::create(path)?);
    writeln!(
        out,
        "客户编号,姓名,性别,手机,工地状态,开工日期,交工日期,会员等级,生日,最近购买,购买金额,城市,标签,备注"
    )?;
    let stages = ["未开工", "在建", "中期", "收尾", "已交付", "维保"];
    for n in 0..rows {
        writeln!(
            out,
            "C{n:07},张三{},{},138{:08},{},2026-0{}-1{},2026-1{}-05,金卡,1990-0{}-03,2026-01-{:02},{}.50,上海,老客户；别墅,\"门口有狗, 请先打电话\"",
            n % 1000,
            if n % 2 == 0 { "男" } else { "女" },
            n % 100_000_000,
            stages[(n % 6) as usize],
            n % 9 + 1,
            n % 10,
            n % 3,
            n % 9 + 1,
            n % 28 + 1,
            n % 10_000,
        )?;
    }
    out.flush()?;
    Ok(())
}

fn measure(path: &std::path::Path) -> Result<(), Failure> {
    let bytes = std::fs::metadata(path)?.len();
    let start = Spent::now();
    let found = detect(path)?;
    println!("detect            {:>9.3} s  {} MB", start.seconds(), bytes / 1_000_000);
    let fields = guess(
        &found.layout.headers,
        FileKind::Customers,
        &std::collections::HashMap::new(),
    );
    let mapping = Mapping::new(
        FileKind::Customers,
        &found.layout.headers,
        fields.into_iter().map(|g| g.field).collect(),
    )?;
    let context = Context::china(NaiveDate::from_ymd_opt(2026, 12, 31).ok_or("date")?);

    let start = Spent::now();
    let mut rows = Rows::open(path, &found.layout)?;
    let mut record = Record::new();
    let mut count = 0u64;
    while rows.next_into(&mut record)? {
        count += 1;
    }
    report("read", count, start);

    let start = Spent::now();
    let mut rows = Rows::open(path, &found.layout)?;
    let (mut taken, mut refused) = (0u64, 0u64);
    while rows.next_into(&mut record)? {
        match parse_row(&mapping, &record, &context) {
            Ok(_) => taken += 1,
            Err(_) => refused += 1,
        }
    }
    report("read and parse", taken + refused, start);
    println!("taken {taken}, refused {refused}");
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(line) = status.lines().find(|l| l.starts_with("VmHWM")) {
        println!("{line}");
    }
    Ok(())
}

fn phones() {
    let mut text = String::new();
    for (what, head, count) in [("phone, table", "", 2_000_000u64), ("phone, library", "0", 100_000)] {
        let start = Spent::now();
        let mut mobiles = 0u64;
        for n in 0..count {
            text.clear();
            let _ = write!(text, "{head}138{n:08}");
            if let phone::PhoneReading::Mobile(_) = phone::normalise(&text, Region::CN) {
                mobiles += 1;
            }
        }
        assert_eq!(mobiles, count);
        report(what, count, start);
    }
}

/// Time of this process on a processor, where the system tells it, else on the clock: other work on the machine then
/// doesn't count.
struct Spent(Option<u64>, std::time::Instant);

impl Spent {
    fn now() -> Self {
        Self(on_processor(), std::time::Instant::now())
    }

    fn seconds(&self) -> f64 {
        match (self.0, on_processor()) {
            (Some(then), Some(now)) => (now - then) as f64 / 1e9,
            _ => self.1.elapsed().as_secs_f64(),
        }
    }
}

fn on_processor() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

fn report(what: &str, rows: u64, start: Spent) {
    let seconds = start.seconds();
    println!("{what:<16} {:>10.0} rows/s  {seconds:.3} s", rows as f64 / seconds);
}
