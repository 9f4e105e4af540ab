//! Files that correct what an earlier file said.

use domain::customer::SiteStage;
use domain::id::ImportId;
use domain::time::DAY;
use store::Store;
use store::contract::customers::CustomerFilter;
use store::contract::imports::{EventLine, ImportCounts, ImportPass, LineOwner, PassPlan, PurchaseLine, Verdict};
use uuid::Uuid;

use super::customers::stamp;
use super::imports::{line, pass, record};

async fn begin(store: &dyn Store, n: u128) -> Box<dyn ImportPass> {
    let id = ImportId(Uuid::from_u128(n));
    store.create_import(&record(id), &stamp(1)).await.unwrap();
    let plan = PassPlan {
        id,
        file: "f.csv".into(),
        expected: 1,
        write: true,
    };
    store.begin_pass(plan, &stamp(1)).await.unwrap()
}

fn owner() -> LineOwner {
    LineOwner {
        number: Some("A".into()),
        phone: None,
    }
}

/// An event at the site on a day of October.
fn event(day: u32, site_stage: Option<SiteStage>) -> EventLine {
    EventLine {
        owner: owner(),
        kind: "site",
        day: format!("2026-10-{day:02}").parse().unwrap(),
        at: i64::from(day) * DAY,
        site_stage,
        text: None,
        number: None,
    }
}

async fn the_only(store: &dyn Store) -> domain::customer::Facts {
    let filter = CustomerFilter {
        limit: 2,
        ..CustomerFilter::default()
    };
    let mut all = store.customers(&filter).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0).facts
}

pub async fn a_site_stands_where_its_latest_event_with_a_stage_says(store: &dyn Store) {
    use SiteStage as S;
    pass(store, 1, true, vec![line("A", "13812345678", "王小明")]).await;
    let steps: [(&[EventLine], &[Verdict], Option<SiteStage>); 6] = [
        // A later event without a stage says nothing of it.
        (
            &[event(1, Some(S::MidTerm)), event(5, None)],
            &[Verdict::New, Verdict::New],
            Some(S::MidTerm),
        ),
        // The same file, its column of stages known at last.
        (&[event(5, Some(S::Final))], &[Verdict::Changed], Some(S::Final)),
        (&[event(5, Some(S::Final))], &[Verdict::Unchanged], Some(S::Final)),
        // Without the column again: nothing is taken back.
        (&[event(5, None)], &[Verdict::Unchanged], Some(S::Final)),
        (&[event(3, Some(S::MidTerm))], &[Verdict::New], Some(S::Final)),
        (&[event(7, Some(S::Maintenance))], &[Verdict::New], Some(S::Maintenance)),
    ];
    for (n, (events, verdicts, stage)) in (2..).zip(steps) {
        let mut pass = begin(store, n).await;
        assert_eq!(pass.events(events.to_vec()).await.unwrap(), verdicts, "{n}");
        pass.commit(ImportCounts::default()).await.unwrap();
        assert_eq!(the_only(store).await.site_stage, stage, "{n}");
    }
}

pub async fn a_corrected_purchase_takes_its_day_back(store: &dyn Store) {
    let purchase = |number: &str, day: &str| PurchaseLine {
        owner: owner(),
        number: Some(number.into()),
        day: day.parse().unwrap(),
        amount: 7,
        item: None,
    };
    let mut first = line("A", "13812345678", "王小明");
    first.last_purchase = "2026-03-01".parse().ok();
    pass(store, 1, true, vec![first]).await;
    for (n, (number, day, last)) in (2..).zip([
        // What the customers' file said is later than the first purchase, and stays.
        ("O-1", "2026-01-01", "2026-03-01"),
        ("O-2", "2026-11-20", "2026-11-20"),
        ("O-3", "2026-05-02", "2026-11-20"),
        ("O-2", "2024-01-20", "2026-05-02"),
        ("O-1", "2026-01-02", "2026-05-02"),
    ]) {
        let mut pass = begin(store, n).await;
        pass.purchases(vec![purchase(number, day)]).await.unwrap();
        pass.commit(ImportCounts::default()).await.unwrap();
        assert_eq!(the_only(store).await.last_purchase, last.parse().ok(), "{number} {day}");
    }
}
