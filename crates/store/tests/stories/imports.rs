//! Imports, as passes over rows.

use domain::consent::{Consent, Purpose};
use domain::id::ImportId;
use domain::phone::{Phone, PhoneState};
use domain::segment::{Condition, DateTest, Rule, Today};
use domain::time::Millis;
use store::Store;
use store::contract::customers::{CardPhone, ConsentRecord, CustomerFilter};
use store::contract::imports::{CustomerLine, ImportCounts, ImportRecord, LineOwner, PassPlan, PurchaseLine, Verdict};
use uuid::Uuid;

use super::customers::stamp;

pub(crate) fn record(id: ImportId) -> ImportRecord {
    ImportRecord {
        id,
        version: 1,
        kind: "customers".into(),
        file: "f.csv".into(),
        path: "f".into(),
        bytes: 1,
        format: String::new(),
        state: "applying".into(),
        done: 0,
        total: None,
        permille: 0,
        counts: ImportCounts::default(),
        layout: "null".into(),
        columns: "[]".into(),
        sample: "[[\"王\"]]".into(),
        understood: "[]".into(),
        problem: None,
        by: String::new(),
        created_at: 1,
        ended_at: None,
        with_erased: false,
    }
}

pub(crate) fn line(number: &str, phone: &str, name: &str) -> CustomerLine {
    CustomerLine {
        line: 2,
        number: (!number.is_empty()).then(|| number.to_owned()),
        phone: Phone::parse(&format!("+86{phone}")).ok().map(|phone| CardPhone {
            state: PhoneState::Mobile,
            phone: Some(phone),
            raw: None,
        }),
        name: Some(name.to_owned()),
        ..CustomerLine::default()
    }
}

/// Runs one pass; a writing one commits.
pub(crate) async fn pass(store: &dyn Store, n: u128, write: bool, rows: Vec<CustomerLine>) -> Vec<Verdict> {
    pass_of(store, n, write, rows, 1, false).await
}

/// Runs a writing pass that brings back who was erased.
pub(crate) async fn pass_with_erased(store: &dyn Store, n: u128, rows: Vec<CustomerLine>) -> Vec<Verdict> {
    pass_of(store, n, true, rows, 1, true).await
}

/// Writes one row at a moment.
pub(crate) async fn pass_at(store: &dyn Store, n: u128, at: Millis, row: CustomerLine) -> Vec<Verdict> {
    pass_of(store, n, true, vec![row], at, false).await
}

async fn pass_of(
    store: &dyn Store,
    n: u128,
    write: bool,
    rows: Vec<CustomerLine>,
    at: Millis,
    with_erased: bool,
) -> Vec<Verdict> {
    let id = ImportId(Uuid::from_u128(n));
    if write {
        store.create_import(&record(id), &stamp(1)).await.unwrap();
    }
    let plan = PassPlan {
        id,
        file: "f.csv".into(),
        expected: 1,
        write,
        with_erased,
    };
    let mut pass = store.begin_pass(plan, &stamp(at)).await.unwrap();
    let verdicts = pass.customers(rows).await.unwrap();
    pass.commit(ImportCounts::default()).await.unwrap();
    verdicts
}

async fn everybody(store: &dyn Store) -> usize {
    let filter = CustomerFilter {
        limit: 100,
        ..CustomerFilter::default()
    };
    store.customers(&filter).await.unwrap().len()
}

pub async fn a_number_that_lost_its_zeros_is_told_of(store: &dyn Store) {
    use Verdict::{New, NewButForZeros, Unchanged};
    let there = vec![line("00012", "13800000001", "甲"), line("7", "13800000002", "乙")];
    assert_eq!(pass(store, 1, true, there).await, [Verdict::New; 2]);
    let rows = || {
        vec![
            line("12", "", "甲"),
            line("007", "", "乙"),
            line("1200", "", "丙"),
            line("0", "", "丁"),
            line("K12", "", "戊"),
            line("00012", "", "甲"),
        ]
    };
    let told = [NewButForZeros, NewButForZeros, New, New, New, Unchanged];
    assert_eq!(pass(store, 2, false, rows()).await, told);
    // It is a warning: there are firms that tell 12 from 00012.
    assert_eq!(pass(store, 3, true, rows()).await, [New, New, New, New, New, Unchanged]);
}

pub async fn the_dry_run_and_the_application_agree(store: &dyn Store) {
    let rows = || {
        vec![
            line("A", "13800000001", "甲"),
            line("", "13800000002", "乙"),
            line("A", "", "丙"),
            line("", "13800000001", "丁"),
        ]
    };
    let expected = [Verdict::New, Verdict::New, Verdict::Repeated, Verdict::Repeated];
    assert_eq!(pass(store, 1, false, rows()).await, expected);
    assert_eq!(everybody(store).await, 0);
    assert_eq!(pass(store, 2, true, rows()).await, expected);
    assert_eq!(everybody(store).await, 2);
    let again = [
        Verdict::Unchanged,
        Verdict::Unchanged,
        Verdict::Repeated,
        Verdict::Repeated,
    ];
    assert_eq!(pass(store, 3, false, rows()).await, again);
    assert_eq!(pass(store, 4, true, rows()).await, again);
    let kept = store.import(ImportId(Uuid::from_u128(4))).await.unwrap();
    assert_eq!((kept.state.as_str(), kept.sample.as_str()), ("applied", "[]"));
}

pub async fn a_withdrawal_in_a_file_stands_though_the_clock_was_set_back(store: &dyn Store) {
    pass(store, 1, true, vec![line("A", "13800000001", "甲")]).await;
    let customer = store
        .customers(&CustomerFilter {
            limit: 1,
            ..CustomerFilter::default()
        })
        .await
        .unwrap()[0]
        .facts
        .id;
    let given = |given_at| ConsentRecord {
        purpose: Purpose::Care,
        is: Consent::Given,
        source: "form".into(),
        evidence: Some("入会表".into()),
        given_at,
    };
    store.add_consent(customer, &given(50), &stamp(50)).await.unwrap();
    // Every pass is made at the moment 1.
    let withdrawn = CustomerLine {
        consents: vec![(Purpose::Care, false)],
        ..line("A", "13800000001", "甲")
    };
    assert_eq!(pass(store, 2, true, vec![withdrawn]).await, [Verdict::Changed]);
    for (given_at, stands) in [(40, Consent::Withdrawn), (50, Consent::Withdrawn), (60, Consent::Given)] {
        store.add_consent(customer, &given(given_at), &stamp(1)).await.unwrap();
        let facts = store.customer(customer).await.unwrap().facts;
        assert_eq!(facts.consents.care, stands, "given at {given_at}");
    }
    assert_eq!(store.misstated_consents(10).await.unwrap(), []);
}

pub async fn a_dropped_pass_leaves_nothing(store: &dyn Store) {
    let id = ImportId(Uuid::from_u128(1));
    store.create_import(&record(id), &stamp(1)).await.unwrap();
    let plan = PassPlan {
        id,
        file: "f.csv".into(),
        expected: 1_000_000,
        write: true,
        with_erased: false,
    };
    let mut pass = store.begin_pass(plan, &stamp(1)).await.unwrap();
    pass.customers(vec![line("A", "13800000001", "甲")]).await.unwrap();
    drop(pass);
    assert_eq!(store.fail_unfinished_imports("{}", &stamp(2)).await.unwrap(), 1);
    assert_eq!(everybody(store).await, 0);
    assert_eq!(store.import(id).await.unwrap().state, "failed");
}

pub async fn sums_follow_purchases(store: &dyn Store) {
    let mut row = line("A", "13800000001", "甲");
    row.last_purchase = "2026-05-01".parse().ok();
    row.amount = Some(100);
    row.consents = vec![(Purpose::Care, true)];
    pass(store, 1, true, vec![row.clone()]).await;
    row.last_purchase = "2026-04-01".parse().ok();
    pass(store, 2, true, vec![row]).await;
    let id = ImportId(Uuid::from_u128(3));
    store.create_import(&record(id), &stamp(1)).await.unwrap();
    let plan = PassPlan {
        id,
        file: "p.csv".into(),
        expected: 1,
        write: true,
        with_erased: false,
    };
    let mut pass = store.begin_pass(plan, &stamp(1)).await.unwrap();
    let purchase = |number: &str, owner: &str| PurchaseLine {
        owner: LineOwner {
            number: Some(owner.into()),
            phone: None,
        },
        number: Some(number.into()),
        day: "2026-05-03".parse().unwrap(),
        amount: 7,
        item: None,
    };
    let verdicts = pass
        .purchases(vec![purchase("P1", "A"), purchase("P1", "A"), purchase("P2", "B")])
        .await
        .unwrap();
    assert_eq!(verdicts, [Verdict::New, Verdict::Repeated, Verdict::UnknownCustomer]);
    pass.commit(ImportCounts::default()).await.unwrap();
    let filter = CustomerFilter {
        limit: 1,
        ..CustomerFilter::default()
    };
    let facts = &store.customers(&filter).await.unwrap()[0].facts;
    assert_eq!((facts.purchase_count, facts.purchase_total), (3, 207));
    let today = Today {
        date: "2026-05-07".parse().unwrap(),
        offset_minutes: 480,
    };
    let bought = Rule::Is(Condition::LastPurchase(DateTest::WithinLast(4)));
    assert_eq!(store.count(&bought, &today).await.unwrap(), (1, 1));
    assert_eq!(
        store.consents(facts.id).await.unwrap().len(),
        1,
        "a consent said twice is recorded once"
    );
}

pub async fn a_phone_that_is_none_does_not_take_the_place_of_one(store: &dyn Store) {
    let unreadable = |number: &str| CustomerLine {
        phone: Some(CardPhone {
            state: PhoneState::Invalid,
            phone: None,
            raw: Some("1.39E+10".into()),
        }),
        ..line(number, "", "甲")
    };
    pass(store, 1, true, vec![line("A", "13800000001", "甲"), unreadable("B")]).await;
    let again = || vec![unreadable("A"), unreadable("B"), line("C", "13800000003", "丙")];
    for (n, write) in [(2, false), (3, true)] {
        let verdicts = pass(store, n, write, again()).await;
        assert_eq!(verdicts, [Verdict::PhoneKept, Verdict::Unchanged, Verdict::New]);
    }
    let filter = CustomerFilter {
        search: Some("A".into()),
        limit: 1,
        ..CustomerFilter::default()
    };
    let kept = store.customers(&filter).await.unwrap().remove(0).facts;
    assert_eq!(kept.phone_state, PhoneState::Mobile);
    assert_eq!(kept.phone, Phone::parse("+8613800000001").ok());
}

pub async fn dry_runs_keep_nobody_from_reading(store: &dyn Store) {
    let begin = |n| {
        let plan = PassPlan {
            id: ImportId(Uuid::from_u128(n)),
            file: "f.csv".into(),
            expected: 1,
            write: false,
            with_erased: false,
        };
        async move { store.begin_pass(plan, &stamp(1)).await.unwrap() }
    };
    let soon = std::time::Duration::from_secs(2);
    let mut open = Vec::new();
    for n in 1..=4 {
        // Whoever finds no place waits, and takes none from the others.
        match tokio::time::timeout(soon / 10, begin(n)).await {
            Ok(pass) => open.push(pass),
            Err(_) => break,
        }
    }
    assert!(!open.is_empty());
    let read = tokio::time::timeout(soon, everybody(store)).await;
    assert_eq!(read.unwrap(), 0);
    for pass in open {
        pass.commit(ImportCounts::default()).await.unwrap();
    }
    tokio::time::timeout(soon, begin(5)).await.unwrap();
}
