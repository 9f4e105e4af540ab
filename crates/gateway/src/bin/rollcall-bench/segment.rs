//! Counting segments over a million customers, paging and searching the list, and what the first page asks.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use domain::customer::SiteStage;
use domain::segment::{Calendar, Condition, DateTest, Rule, Today};
use gateway::app::App;
use store::contract::customers::{CustomerFilter, CustomerOrder};

use super::{customers, figure};

pub(super) async fn run(work: &Path, rows: u64) -> Result<()> {
    let file = work.join("customers.csv");
    customers::write(&file, rows)?;
    let (app, _) = customers::import(work, &file, rows).await?;
    let today = Today::at(app.now(), 480);
    let active = Condition::SiteStage(vec![SiteStage::Started, SiteStage::MidTerm, SiteStage::Final]);
    let vip = Condition::Tier(vec!["VIP".into()]);
    let recent = Condition::LastPurchase(DateTest::WithinLast(90));
    let hangzhou = Condition::City(vec!["杭州".into()]);
    let birthday = Condition::Birthday {
        calendar: Calendar::Either,
        from: 0,
        days: 7,
    };
    let of = |conditions: &[&Condition]| Rule::All(conditions.iter().map(|one| Rule::Is((*one).clone())).collect());
    for (name, rule, target) in [
        (
            "count stage, tier and last purchase",
            of(&[&active, &vip, &recent]),
            Some((50.0, false)),
        ),
        (
            "count tier, city and last purchase",
            of(&[&vip, &hangzhou, &recent]),
            None,
        ),
        ("count birthdays of the week", of(&[&birthday]), None),
        ("count everybody", Rule::everybody(), None),
    ] {
        let mut times = Vec::new();
        for _ in 0..5 {
            let begun = Instant::now();
            app.store.count(&rule, &today).await?;
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        figure(&format!("{name}, {rows} customers"), times[2], "ms", target);
    }
    for (name, search, order) in [
        ("list, newest", None, CustomerOrder::Newest),
        ("list, by name", None, CustomerOrder::Name),
        ("search the end of a phone", Some("4321"), CustomerOrder::Newest),
        ("search a frequent name", Some("王"), CustomerOrder::Newest),
        ("search a name nobody has", Some("欧阳锋"), CustomerOrder::Newest),
    ] {
        let filter = CustomerFilter {
            search: search.map(str::to_owned),
            order,
            limit: 100,
            ..CustomerFilter::default()
        };
        let begun = Instant::now();
        app.store.customers(&filter).await?;
        figure(name, begun.elapsed().as_secs_f64() * 1000.0, "ms", None);
    }
    first_page(&app).await?;
    app.store.shut().await;
    Ok(())
}

/// The birthdays of the coming fourteen days by both calendars, what lists offer to choose from, and all that a preview or
/// a freeze reads.
async fn first_page(app: &App) -> Result<()> {
    let today = Today::at(app.now(), 480);
    let (solar, lunar) = (
        almanac::solar_keys_between(today.date, 14),
        almanac::lunar_keys_between(today.date, 14),
    );
    let solar: Vec<i64> = solar
        .iter()
        .map(|(month, day)| i64::from(*month) * 100 + i64::from(*day))
        .collect();
    let lunar: Vec<i64> = lunar
        .iter()
        .map(|(month, day, leap)| (i64::from(*month) * 100 + i64::from(*day)) * 10 + i64::from(*leap))
        .collect();
    let begun = Instant::now();
    app.store.birthdays(&solar, &lunar).await?;
    figure(
        "birthdays of the next fourteen days",
        begun.elapsed().as_secs_f64() * 1000.0,
        "ms",
        None,
    );
    let begun = Instant::now();
    app.store.customer_facets().await?;
    figure(
        "what lists offer to choose from",
        begun.elapsed().as_secs_f64() * 1000.0,
        "ms",
        None,
    );
    let (begun, mut after, mut read) = (Instant::now(), None, 0_u64);
    loop {
        let page = app.store.audience(&Rule::everybody(), &today, after, 8_192).await?;
        read += page.len() as u64;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
    }
    figure(
        "read everybody as a preview does",
        read as f64 / begun.elapsed().as_secs_f64(),
        "customers/s",
        None,
    );
    Ok(())
}
