//! The pace of the linter: `cargo test --release -p rollcall-domain --test lint_pace -- --ignored --nocapture`.
#![allow(clippy::unwrap_used)]

#[test]
#[ignore = "a measurement"]
fn a_text_in_fifty_microseconds() {
    let line = r#"{"text":"尊敬的{称呼|客户}，中秋将至，5月7日（星期四）您在{工地|我司}的工地开工第{开工天数|多}天，{城市|本地}明日有雨，请留意门窗。全场优惠，祝您阖家安康！","signature":"安居","purpose":"marketing","at":"2026-05-07T10:00","policy":"tencent"}"#;
    let lines = 20_000;
    let input = [line, "\n"].concat().repeat(lines);
    let begun = std::time::Instant::now();
    let mut output = Vec::new();
    domain::command::lint(input.as_bytes(), &mut output).unwrap();
    let each = begun.elapsed().as_secs_f64() * 1e6 / lines as f64;
    println!("{each:.1} µs a text, reading text and policy included");
    assert!(each < 50.0, "{each}");
}
