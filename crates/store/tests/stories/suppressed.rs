//! Numbers that opted out and belong to nobody.

use domain::consent::{Consent, Consents, Purpose};
use domain::phone::{Phone, PhoneState};
use store::Store;
use store::contract::LogFilter;
use store::contract::customers::{Card, CardPhone, ConsentRecord, CustomerFilter};
use store::contract::imports::{CustomerLine, Verdict};

use super::customers::{id, stamp};
use super::imports::{line, pass, pass_with_erased};
use super::replies::{customer, reply};

const PHONE: &str = "+8613800000001";

fn consent(purpose: Purpose, is: Consent, at: i64) -> ConsentRecord {
    ConsentRecord {
        purpose,
        is,
        source: "phone".into(),
        evidence: None,
        given_at: at,
    }
}

async fn withdraw(store: &dyn Store, n: u128, purpose: Purpose, at: i64) {
    let record = consent(purpose, Consent::Withdrawn, at);
    store.add_consent(id(n), &record, &stamp(at)).await.unwrap();
}

async fn consents(store: &dyn Store, n: u128) -> Consents {
    store.customer(id(n)).await.unwrap().facts.consents
}

const MARKETING_GONE: Consents = Consents {
    service: Consent::Unknown,
    care: Consent::Unknown,
    marketing: Consent::Withdrawn,
};

const ERASED: &str = "customer.erased";
const SEALED: &str = "settings.erased_numbers_sealed";

/// The actions of the last two events, in the order in which they happened.
async fn last_two(store: &dyn Store) -> [String; 2] {
    let last = store.events(&LogFilter::default(), None, 2).await.unwrap();
    [last[1].action.clone(), last[0].action.clone()]
}

pub async fn an_opt_out_outlives_the_customer(store: &dyn Store) {
    for (n, phone) in [(1, PHONE), (2, "+8613800000002"), (3, PHONE)] {
        customer(store, n, phone).await;
    }
    withdraw(store, 1, Purpose::Marketing, 10).await;
    store.erase_customer(id(1), "本人要求", &stamp(11)).await.unwrap();
    assert_eq!(consents(store, 3).await, MARKETING_GONE, "who shares the number");
    assert_eq!(consents(store, 2).await, Consents::default());

    // Who comes with the number, or comes by it.
    customer(store, 4, PHONE).await;
    assert_eq!(consents(store, 4).await, MARKETING_GONE);
    let (_, why) = store.consents(id(4)).await.unwrap().remove(0);
    assert_eq!((why.source.as_str(), why.evidence), ("suppressed", None));
    let card = Card {
        name: "客户2".into(),
        phone: Some(CardPhone {
            phone: Phone::parse(PHONE).ok(),
            state: PhoneState::Mobile,
            raw: None,
        }),
        ..Card::default()
    };
    store.edit_customer(id(2), 1, &card, &stamp(12)).await.unwrap();
    assert_eq!(consents(store, 2).await, MARKETING_GONE);

    // What was given before does not undo it.
    let before = consent(Purpose::Marketing, Consent::Given, -5);
    store.add_consent(id(4), &before, &stamp(15)).await.unwrap();
    customer(store, 8, PHONE).await;
    assert_eq!(consents(store, 8).await, MARKETING_GONE);

    // What is given is given, from then on for whoever has the number.
    let given = consent(Purpose::Marketing, Consent::Given, 20);
    store.add_consent(id(4), &given, &stamp(20)).await.unwrap();
    assert_eq!(consents(store, 4).await.marketing, Consent::Given);
    customer(store, 5, PHONE).await;
    assert_eq!(consents(store, 5).await, Consents::default());

    // Who never withdrew leaves nothing behind.
    customer(store, 6, "+8613800000006").await;
    store.erase_customer(id(6), "本人要求", &stamp(21)).await.unwrap();
    customer(store, 7, "+8613800000006").await;
    assert_eq!(consents(store, 7).await, Consents::default());
}

pub async fn a_file_does_not_bring_back_who_opted_out(store: &dyn Store) {
    customer(store, 1, PHONE).await;
    withdraw(store, 1, Purpose::Marketing, 10).await;
    withdraw(store, 1, Purpose::Care, 10).await;
    store.erase_customer(id(1), "本人要求", &stamp(11)).await.unwrap();
    let says_yes = |line: CustomerLine| CustomerLine {
        consents: vec![(Purpose::Marketing, true), (Purpose::Service, true)],
        ..line
    };
    let rows = || {
        vec![
            says_yes(line("A", "13800000001", "王")),
            says_yes(line("B", "13800000002", "李")),
        ]
    };
    assert_eq!(pass_with_erased(store, 1, rows()).await, [Verdict::New; 2]);
    let find = async |name: &str| {
        let filter = CustomerFilter {
            limit: 10,
            ..CustomerFilter::default()
        };
        let all = store.customers(&filter).await.unwrap();
        all.into_iter().find(|one| one.facts.name == name).unwrap()
    };
    let (barred, free) = (find("王").await, find("李").await);
    assert_eq!(
        barred.facts.consents,
        Consents {
            service: Consent::Given,
            care: Consent::Withdrawn,
            marketing: Consent::Withdrawn
        }
    );
    assert_eq!(
        free.facts.consents,
        Consents {
            service: Consent::Given,
            care: Consent::Unknown,
            marketing: Consent::Given
        }
    );
    let sources = |id| async move {
        let records = store.consents(id).await.unwrap();
        let mut sources: Vec<_> = records.into_iter().map(|(_, one)| (one.purpose, one.source)).collect();
        sources.sort();
        sources
    };
    assert_eq!(
        sources(barred.facts.id).await,
        [
            (Purpose::Service, "import".to_owned()),
            (Purpose::Care, "suppressed".to_owned()),
            (Purpose::Marketing, "suppressed".to_owned())
        ]
    );

    // A number that comes to somebody whom we have.
    let verdicts = pass(store, 2, true, vec![line("B", "13800000001", "李")]).await;
    // The number is another's too: by number of the row it is B.
    assert_eq!(verdicts, [Verdict::Changed]);
    assert_eq!(find("李").await.facts.consents.marketing, Consent::Withdrawn);

    // A consent that a person recorded since is not undone by the same file once more.
    let given = consent(Purpose::Marketing, Consent::Given, 20);
    store.add_consent(barred.facts.id, &given, &stamp(20)).await.unwrap();
    pass(store, 3, true, vec![line("A", "13800000001", "王")]).await;
    assert_eq!(find("王").await.facts.consents.marketing, Consent::Given);
}

pub async fn a_file_brings_back_who_was_erased_only_when_told(store: &dyn Store) {
    customer(store, 1, PHONE).await;
    store.erase_customer(id(1), "本人要求", &stamp(11)).await.unwrap();
    let nothing_else = "no event of the number, which would tell whose it was";
    assert_eq!(last_two(store).await, [ERASED, SEALED], "{nothing_else}");
    assert_eq!(store.kept_opt_outs().await.unwrap(), [], "nor a row with its moment");
    let rows = || vec![line("A", "13800000001", "王"), line("B", "13800000002", "李")];
    let told = [Verdict::Erased, Verdict::New];
    assert_eq!(pass(store, 1, false, rows()).await, told);
    assert_eq!(pass(store, 2, true, rows()).await, told);
    let told = [Verdict::Erased, Verdict::Unchanged];
    assert_eq!(pass(store, 3, true, rows()).await, told, "and the next month again");
    let brought = [Verdict::New, Verdict::Unchanged];
    assert_eq!(pass_with_erased(store, 4, rows()).await, brought);
    let kept = store.kept_opt_outs().await.unwrap();
    assert_eq!(kept, [], "who is back is kept on no list");

    // What they had withdrawn goes the same way, and stands again when they are back.
    customer(store, 5, "+8613800000005").await;
    withdraw(store, 5, Purpose::Marketing, 12).await;
    store.erase_customer(id(5), "本人要求", &stamp(13)).await.unwrap();
    assert_eq!(last_two(store).await, [ERASED, SEALED], "no event of what it withdrew");
    assert_eq!(store.kept_opt_outs().await.unwrap(), [], "nor a row with its moment");
    customer(store, 6, "+8613800000005").await;
    assert_eq!(consents(store, 6).await, MARKETING_GONE);
    let kept = store.kept_opt_outs().await.unwrap();
    let kept: Vec<_> = kept.iter().map(|row| (row.purpose.as_str(), row.opens)).collect();
    assert_eq!(kept, [("marketing", true)], "of whom is here the log may tell");

    // So does what the number had withdrawn before it was theirs.
    store.erase_customer(id(6), "本人要求", &stamp(14)).await.unwrap();
    assert_eq!(last_two(store).await, ["settings.opt_out_moved", SEALED]);
    assert_eq!(store.kept_opt_outs().await.unwrap(), []);
    let back = vec![line("E", "13800000005", "赵")];
    assert_eq!(pass_with_erased(store, 6, back).await, [Verdict::New]);
    let kept = store.kept_opt_outs().await.unwrap();
    assert_eq!(kept.len(), 1);
    let given = consent(Purpose::Marketing, Consent::Given, 20);
    let theirs = store
        .customers(&CustomerFilter {
            limit: 10,
            ..CustomerFilter::default()
        })
        .await
        .unwrap();
    let back = theirs.iter().find(|one| one.facts.name == "赵").unwrap();
    assert_eq!(back.facts.consents, MARKETING_GONE);
    store.add_consent(back.facts.id, &given, &stamp(20)).await.unwrap();
    assert_eq!(store.kept_opt_outs().await.unwrap(), []);

    // Of two with one number the erased one alone is told of; who is entered by hand is back, too.
    let erased = |n| async move { store.erase_customer(id(n), "本人要求", &stamp(12)).await.unwrap() };
    customer(store, 2, "+8613800000003").await;
    let numbered = Card {
        number: Some("K3".into()),
        phone: Some(CardPhone {
            phone: Phone::parse("+8613800000003").ok(),
            state: PhoneState::Mobile,
            raw: None,
        }),
        ..Card::default()
    };
    store.create_customer(id(3), &numbered, &stamp(12)).await.unwrap();
    erased(2).await;
    let rows = || vec![line("C", "13800000003", "张"), line("K3", "13800000003", "李")];
    assert_eq!(pass(store, 7, false, rows()).await, [Verdict::Erased, Verdict::Changed]);
    erased(3).await;
    customer(store, 4, "+8613800000003").await;
    assert_eq!(store.kept_opt_outs().await.unwrap(), []);

    // Whoever we have does not come by an erased number without a word either.
    erased(4).await;
    let moved = || vec![line("B", "13800000003", "李")];
    assert_eq!(pass(store, 8, true, moved()).await, [Verdict::Erased]);
    assert_eq!(pass_with_erased(store, 9, moved()).await, [Verdict::Changed]);
    let phone = Phone::parse("+8613800000003").unwrap();
    assert!(!store.was_erased(&phone).await.unwrap(), "it is somebody's again");
}

pub async fn a_stranger_opts_out(store: &dyn Store) {
    let mut stop = reply(PHONE, "退订", 5);
    stop.opt_out = true;
    let mut service = reply("10086", "R", 5);
    service.opt_out = true;
    store.replied(&stamp(5), "smpp", &[stop, service]).await.unwrap();
    customer(store, 1, PHONE).await;
    let gone = Consents {
        service: Consent::Withdrawn,
        care: Consent::Withdrawn,
        marketing: Consent::Withdrawn,
    };
    assert_eq!(consents(store, 1).await, gone);
    customer(store, 2, "+8613800000002").await;
    assert_eq!(consents(store, 2).await, Consents::default());
}

/// What the last event tells of the numbers of erased customers, which is what is kept; `None` if it is about something else.
async fn sealed(store: &dyn Store) -> Option<String> {
    let last = store.events(&LogFilter::default(), None, 1).await.unwrap().remove(0);
    if last.action != SEALED {
        return None;
    }
    let told: Vec<_> = last.details.into_iter().collect();
    let [(key, value)] = &told[..] else {
        panic!("it tells of more: {told:?}");
    };
    let kept = store.kept_erased().await.unwrap().leaf.unwrap().to_string();
    assert_eq!((key.as_str(), value.as_str()), ("leaves", kept.as_str()));
    Some(kept)
}

pub async fn the_numbers_of_the_erased_are_sealed_as_one(store: &dyn Store) {
    let rows = async || store.kept_erased().await.unwrap().rows;
    store.commit_late_opt_outs(&stamp(1)).await.unwrap();
    let mut seals = vec![sealed(store).await.expect("an empty list is sealed, too")];
    store.commit_late_opt_outs(&stamp(2)).await.unwrap();
    assert_eq!(sealed(store).await.as_ref(), seals.last(), "once");
    for (n, phone) in [(1, PHONE), (2, PHONE), (3, "+8613800000003")] {
        customer(store, n, phone).await;
        assert_eq!(sealed(store).await, None, "nobody came back");
    }
    for n in [1, 2] {
        withdraw(store, n, Purpose::Marketing, 10).await;
    }
    let mut erase = async |n, kept| {
        store.erase_customer(id(n), "本人要求", &stamp(11)).await.unwrap();
        assert_eq!(rows().await, kept);
        seals.push(sealed(store).await.unwrap());
    };
    erase(1, 2).await;
    // A list that stays the same is sealed anew.
    erase(2, 2).await;
    erase(3, 3).await;
    customer(store, 4, PHONE).await;
    assert_eq!(
        rows().await,
        1,
        "the number is somebody's again, and what it withdrew is no secret"
    );
    let back = vec![line("E", "13800000003", "赵")];
    assert_eq!(pass_with_erased(store, 1, back).await, [Verdict::New]);
    assert_eq!(rows().await, 0);
    seals.push(sealed(store).await.unwrap());
    let all = seals.len();
    seals.sort();
    seals.dedup();
    assert_eq!(seals.len(), all, "no two are alike, also where the list is");
}
