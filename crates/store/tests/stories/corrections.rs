//! Files that correct what an earlier file said.

use domain::customer::SiteStage;
use domain::id::ImportId;
use domain::time::DAY;
use store::Store;
use store::contract::customers::{CustomerFilter, TimelineWhat};
use store::contract::imports::{
    CustomerLine, EventLine, ImportCounts, ImportPass, LineOwner, PassPlan, PurchaseLine, Verdict,
};
use uuid::Uuid;

use super::customers::stamp;
use super::imports::{line, pass, pass_at, record};

async fn begin(store: &dyn Store, n: u128) -> Box<dyn ImportPass> {
    begun(store, n, true).await
}

async fn begun(store: &dyn Store, n: u128, write: bool) -> Box<dyn ImportPass> {
    let id = ImportId(Uuid::from_u128(n));
    if write {
        store.create_import(&record(id), &stamp(1)).await.unwrap();
    }
    let plan = PassPlan {
        id,
        file: "f.csv".into(),
        expected: 1,
        write,
        with_erased: false,
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

pub async fn an_event_of_before_moves_no_site_back(store: &dyn Store) {
    use SiteStage as S;
    // The file speaks of the 10th, and says the same again on the 20th.
    let said = |day: i64| {
        let rows = CustomerLine {
            site_stage: Some(S::Final),
            ..line("A", "13812345678", "王小明")
        };
        pass_at(store, 10 + day as u128, day * DAY + 5, rows)
    };
    assert_eq!(said(10).await, [Verdict::New]);
    let steps: [(u32, S, S); 4] = [
        (8, S::MidTerm, S::Final),
        (9, S::Maintenance, S::Maintenance),
        // Of the day itself nobody knows which came first; the event is the later word.
        (10, S::MidTerm, S::MidTerm),
        (7, S::Started, S::MidTerm),
    ];
    for (n, (day, named, stands)) in (100..).zip(steps) {
        let mut pass = begin(store, n).await;
        assert_eq!(
            pass.events(vec![event(day, Some(named))]).await.unwrap(),
            [Verdict::New]
        );
        pass.commit(ImportCounts::default()).await.unwrap();
        assert_eq!(the_only(store).await.site_stage, Some(stands), "{day}");
    }
    assert_eq!(said(20).await, [Verdict::Changed]);
    assert_eq!(said(30).await, [Verdict::Unchanged]);
    let mut pass = begin(store, 200).await;
    pass.events(vec![event(29, Some(S::MidTerm))]).await.unwrap();
    pass.commit(ImportCounts::default()).await.unwrap();
    let facts = the_only(store).await;
    assert_eq!(facts.site_stage, Some(S::Final));
    let lines = store.timeline(facts.id, None, 50).await.unwrap();
    let events = lines
        .iter()
        .filter(|line| matches!(line.what, TimelineWhat::Event { .. }));
    assert_eq!(events.count(), 5, "every event is kept");
}

/// What a file tells, what becomes of it, and how many purchases there are then and what they cost.
type Step<'s> = (&'s [PurchaseLine], &'s [Verdict], (i64, i64));

pub async fn a_purchase_that_two_files_tell_of_is_one(store: &dyn Store) {
    use Verdict::{Changed, New, Repeated, Unchanged};
    let row = |number: &str, day: u32, amount: i64, item: &str| PurchaseLine {
        owner: owner(),
        number: (!number.is_empty()).then(|| number.to_owned()),
        day: format!("2026-05-{day:02}").parse().unwrap(),
        amount,
        item: (!item.is_empty()).then(|| item.to_owned()),
    };
    let customer = |day: u32, amount: i64| CustomerLine {
        last_purchase: format!("2026-05-{day:02}").parse().ok(),
        amount: Some(amount),
        ..line("A", "13812345678", "王小明")
    };
    // Customers' files: told again is one, and a corrected amount is the same one.
    pass(store, 1, true, vec![customer(1, 100)]).await;
    assert_eq!(pass(store, 2, true, vec![customer(1, 100)]).await, [Unchanged]);
    assert_eq!(pass(store, 3, true, vec![customer(1, 120)]).await, [Changed]);
    let steps: &[Step<'_>] = &[
        // What a purchases' file tells of the day takes the place of what the customers' file told.
        (&[row("O-1", 1, 110, "")], &[Changed], (1, 110)),
        (&[row("", 1, 110, "")], &[Unchanged], (1, 110)),
        // Alike in one file: two; in the next file: the same two.
        (&[row("", 2, 5, "门"), row("", 2, 5, "门")], &[New, New], (3, 120)),
        (
            &[row("", 2, 5, "门"), row("", 2, 5, "门")],
            &[Unchanged, Unchanged],
            (3, 120),
        ),
        (&[row("", 2, 5, "门"), row("", 2, 5, "窗")], &[Unchanged, New], (4, 125)),
        // A number that is told later takes the place of one without; the other is not touched.
        (
            &[row("O-2", 2, 5, "门"), row("O-2", 2, 5, "门")],
            &[Changed, Repeated],
            (4, 125),
        ),
        (
            &[row("", 2, 5, "门"), row("", 2, 5, "门"), row("", 2, 5, "窗")],
            &[Unchanged; 3],
            (4, 125),
        ),
        (
            &[row("O-2", 2, 5, "门"), row("O-3", 2, 5, "门"), row("O-4", 2, 5, "门")],
            &[Unchanged, Changed, New],
            (5, 130),
        ),
        // An item that is told later.
        (&[row("", 3, 7, "")], &[New], (6, 137)),
        (&[row("", 3, 7, "灯")], &[Changed], (6, 137)),
        (&[row("", 3, 7, "")], &[Unchanged], (6, 137)),
    ];
    for (n, (rows, verdicts, sums)) in (10..).zip(steps) {
        for write in [false, true] {
            let mut pass = begun(store, n * 2 + u128::from(write), write).await;
            // Row by row, as if each were a batch of its own.
            for (row, verdict) in rows.iter().zip(*verdicts) {
                assert_eq!(
                    pass.purchases(vec![row.clone()]).await.unwrap(),
                    [*verdict],
                    "{n} {write} {row:?}"
                );
            }
            pass.commit(ImportCounts::default()).await.unwrap();
        }
        let mut pass = begun(store, n * 2 + 1_000, false).await;
        let again = pass.purchases(rows.to_vec()).await.unwrap();
        assert!(!again.contains(&New) && !again.contains(&Changed), "{n} {again:?}");
        pass.commit(ImportCounts::default()).await.unwrap();
        let facts = the_only(store).await;
        assert_eq!((facts.purchase_count, facts.purchase_total), *sums, "{n}");
    }
    // A customers' file says nothing new of a day that is known.
    assert_eq!(pass(store, 90, true, vec![customer(3, 9)]).await, [Unchanged]);
    let mut many = begun(store, 91, false).await;
    let verdicts = many.purchases(vec![row("", 4, 1, ""); 150]).await.unwrap();
    let taken = verdicts.iter().filter(|verdict| **verdict == New).count();
    assert_eq!((taken, verdicts[149]), (100, Repeated));
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
