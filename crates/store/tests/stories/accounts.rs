//! Staff, sessions, tokens, the first admin, settings.

use domain::id::{TokenId, UserId};
use domain::role::Role;
use store::contract::{CarrierRecord, LogFilter, NewSession, NewStaff, NewToken, Organisation, StaffEdit};
use store::{Actor, Error, Stamp, Store};
use uuid::Uuid;

fn stamp(at: i64) -> Stamp {
    Stamp {
        actor: Actor::System("test"),
        at,
    }
}

fn staff(n: u128, role: Role) -> NewStaff {
    NewStaff {
        id: UserId(Uuid::from_u128(n)),
        login: format!("User{n}"),
        name: format!("用户{n}"),
        role,
        password_hash: format!("hash{n}"),
    }
}

fn edit(role: Role, active: bool) -> StaffEdit {
    StaffEdit {
        name: "改名".to_owned(),
        role,
        active,
        password_hash: None,
    }
}

fn session(n: u8, owner: u128) -> NewSession {
    NewSession {
        id: format!("s{n}"),
        secret_hash: [n; 32],
        staff: UserId(Uuid::from_u128(owner)),
        browser: "Firefox".to_owned(),
        expires_at: 1_000,
    }
}

async fn size(store: &dyn Store) -> u64 {
    store.log_head().await.unwrap().size
}

pub async fn a_login_belongs_to_one_whatever_its_case(store: &dyn Store) {
    store.add_staff(&stamp(1), staff(1, Role::Admin)).await.unwrap();
    let before = size(store).await;
    let twice = store
        .add_staff(
            &stamp(2),
            NewStaff {
                login: "USER1".into(),
                ..staff(2, Role::Agent)
            },
        )
        .await;
    assert!(matches!(twice, Err(Error::Taken("login"))));
    assert_eq!(size(store).await, before);
    for login in ["user1", "User1", "USER1"] {
        let known = store.credentials(login).await.unwrap().unwrap();
        assert_eq!(
            (known.staff.id.0, known.password_hash.as_str()),
            (Uuid::from_u128(1), "hash1")
        );
    }
    assert!(store.credentials("user2").await.unwrap().is_none());
}

pub async fn the_last_admin_cannot_go(store: &dyn Store) {
    store.add_staff(&stamp(1), staff(1, Role::Admin)).await.unwrap();
    store.add_staff(&stamp(1), staff(2, Role::Agent)).await.unwrap();
    let (one, two) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
    for change in [edit(Role::Admin, false), edit(Role::Agent, true)] {
        let before = size(store).await;
        let refused = store.edit_staff(&stamp(2), one, change).await;
        assert!(matches!(refused, Err(Error::WrongState("last_admin"))));
        assert_eq!(store.staff_by_id(one).await.unwrap().name, "用户1");
        assert_eq!(size(store).await, before);
    }
    store.edit_staff(&stamp(3), two, edit(Role::Admin, true)).await.unwrap();
    store.edit_staff(&stamp(4), one, edit(Role::Agent, true)).await.unwrap();
    let unknown = store
        .edit_staff(&stamp(5), UserId(Uuid::from_u128(3)), edit(Role::Agent, true))
        .await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

pub async fn sessions_hold_slide_and_end(store: &dyn Store) {
    store.add_staff(&stamp(1), staff(1, Role::Admin)).await.unwrap();
    store.add_staff(&stamp(1), staff(2, Role::Agent)).await.unwrap();
    let two = UserId(Uuid::from_u128(2));
    for (n, owner) in [(1, 2), (2, 2), (3, 1)] {
        store.open_session(&stamp(10), session(n, owner)).await.unwrap();
    }
    let holds = async |n: u8, now| {
        store
            .session_holder([n; 32], now)
            .await
            .unwrap()
            .map(|holder| holder.staff.id)
    };
    assert_eq!(holds(1, 999).await, Some(two));
    assert_eq!(holds(1, 1_000).await, None);
    assert_eq!(holds(9, 20).await, None);
    store.touch_session("s1", 900, 2_000).await.unwrap();
    assert_eq!(holds(1, 1_999).await, Some(two));
    assert_eq!(store.staff_by_id(two).await.unwrap().seen_at, Some(900));
    let other = store.end_session(&stamp(20), UserId(Uuid::from_u128(1)), "s1").await;
    assert!(matches!(other, Err(Error::NotFound)));
    store.change_password(&stamp(21), two, "new", Some("s1")).await.unwrap();
    assert_eq!((holds(1, 30).await, holds(2, 30).await), (Some(two), None));
    let left: Vec<_> = store
        .sessions(two, 30)
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(left, ["s1"]);
    store
        .edit_staff(&stamp(31), two, edit(Role::Agent, false))
        .await
        .unwrap();
    assert_eq!(holds(1, 40).await, None);
    assert!(holds(3, 40).await.is_some());
}

pub async fn tokens_work_until_revoked(store: &dyn Store) {
    store.add_staff(&stamp(1), staff(1, Role::Admin)).await.unwrap();
    let id = TokenId(Uuid::from_u128(7));
    let new = NewToken {
        id,
        name: "ERP".to_owned(),
        role: Role::Agent,
        secret_hash: [7; 32],
        created_by: UserId(Uuid::from_u128(1)),
    };
    store.add_token(&stamp(2), new).await.unwrap();
    store.touch_token(id, 5).await.unwrap();
    let holder = store.token_holder([7; 32]).await.unwrap().unwrap();
    assert_eq!((holder.role, holder.used_at), (Role::Agent, Some(5)));
    // Its maker may no longer sign in, or may no longer do what it does.
    store.add_staff(&stamp(5), staff(2, Role::Admin)).await.unwrap();
    for (role, active, holds) in [
        (Role::Admin, false, false),
        (Role::Manager, true, false),
        (Role::Agent, true, true),
        (Role::Admin, true, true),
    ] {
        let maker = UserId(Uuid::from_u128(1));
        store.edit_staff(&stamp(5), maker, edit(role, active)).await.unwrap();
        let holder = store.token_holder([7; 32]).await.unwrap();
        assert_eq!(holder.is_some(), holds, "{role:?} {active}");
    }
    store.revoke_token(&stamp(6), id).await.unwrap();
    assert!(store.token_holder([7; 32]).await.unwrap().is_none());
    assert!(matches!(store.revoke_token(&stamp(7), id).await, Err(Error::NotFound)));
    assert_eq!(store.tokens().await.unwrap()[0].revoked_at, Some(6));
}

pub async fn the_set_up_link_is_used_up(store: &dyn Store) {
    assert!(store.setup_needed().await.unwrap());
    store.offer_setup([1; 32]).await.unwrap();
    store.offer_setup([2; 32]).await.unwrap();
    let firm = || Organisation {
        firm: "安居".to_owned(),
        ..Organisation::default()
    };
    let old = store.set_up(&stamp(1), [1; 32], staff(1, Role::Admin), firm()).await;
    assert!(matches!(old, Err(Error::NotFound)));
    assert_eq!(size(store).await, 0);
    store
        .set_up(&stamp(2), [2; 32], staff(1, Role::Admin), firm())
        .await
        .unwrap();
    let again = store.set_up(&stamp(3), [2; 32], staff(2, Role::Admin), firm()).await;
    assert!(matches!(again, Err(Error::NotFound)));
    assert_eq!(store.organisation().await.unwrap().1, firm());
    assert!(!store.setup_needed().await.unwrap());
}

pub async fn settings_are_changed_under_lock(store: &dyn Store) {
    let (version, organisation) = store.organisation().await.unwrap();
    assert_eq!((version, &organisation), (0, &Organisation::default()));
    let changed = Organisation {
        gap_days: 30,
        ..organisation
    };
    let version = store
        .set_organisation(&stamp(1), version, changed.clone())
        .await
        .unwrap();
    let before = size(store).await;
    let lost = store
        .set_organisation(&stamp(2), version - 1, Organisation::default())
        .await;
    assert!(matches!(lost, Err(Error::Conflict)));
    assert_eq!(store.organisation().await.unwrap(), (version, changed));
    assert_eq!(size(store).await, before);
    let carrier = CarrierRecord {
        name: "sandbox".to_owned(),
        kind: "sandbox".to_owned(),
        enabled: true,
        price_millis: 4_500,
        rate: 0,
        policy: None,
        hours: None,
        fallback: None,
        config: "{}".to_owned(),
    };
    store.put_carrier(&stamp(3), carrier.clone()).await.unwrap();
    let dearer = CarrierRecord {
        price_millis: 5_000,
        ..carrier
    };
    store.put_carrier(&stamp(4), dearer.clone()).await.unwrap();
    assert_eq!(store.carriers().await.unwrap(), std::slice::from_ref(&dearer));
    assert_eq!(store.carrier("sandbox").await.unwrap(), dearer);
    assert!(matches!(store.carrier("smpp").await, Err(Error::NotFound)));
}

pub async fn the_log_is_read_by_filter_and_page(store: &dyn Store) {
    store.add_staff(&stamp(10), staff(1, Role::Admin)).await.unwrap();
    let admin = UserId(Uuid::from_u128(1));
    let by_admin = |at| Stamp {
        actor: Actor::User(admin),
        at,
    };
    store.add_staff(&by_admin(20), staff(2, Role::Agent)).await.unwrap();
    store.open_session(&by_admin(30), session(1, 1)).await.unwrap();
    let (version, organisation) = store.organisation().await.unwrap();
    store
        .set_organisation(&by_admin(40), version, organisation)
        .await
        .unwrap();

    let check = async |filter: LogFilter, before, expected: &[u64]| {
        let events = store.events(&filter, before, 10).await.unwrap();
        let seqs: Vec<_> = events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, expected, "{filter:?}");
    };
    let all = LogFilter::default;
    check(all(), None, &[3, 2, 1, 0]).await;
    check(all(), Some(2), &[1, 0]).await;
    check(
        LogFilter {
            actor: Some(admin.to_string()),
            ..all()
        },
        None,
        &[3, 2, 1],
    )
    .await;
    check(
        LogFilter {
            actor: Some("test".into()),
            ..all()
        },
        None,
        &[0],
    )
    .await;
    check(
        LogFilter {
            action: Some("user.".into()),
            ..all()
        },
        None,
        &[1, 0],
    )
    .await;
    check(
        LogFilter {
            action: Some("user".into()),
            ..all()
        },
        None,
        &[],
    )
    .await;
    check(
        LogFilter {
            action: Some("settings.changed".into()),
            ..all()
        },
        None,
        &[3],
    )
    .await;
    check(
        LogFilter {
            subject: Some("session".into()),
            ..all()
        },
        None,
        &[2],
    )
    .await;
    check(
        LogFilter {
            subject: Some("s1".into()),
            ..all()
        },
        None,
        &[2],
    )
    .await;
    check(
        LogFilter {
            from: Some(20),
            to: Some(40),
            ..all()
        },
        None,
        &[2, 1],
    )
    .await;
    check(
        LogFilter {
            search: Some("用户1".into()),
            ..all()
        },
        None,
        &[3, 2, 1, 0],
    )
    .await;
    check(
        LogFilter {
            search: Some("gap_days".into()),
            ..all()
        },
        None,
        &[3],
    )
    .await;
    check(
        LogFilter {
            search: Some("gap%days".into()),
            ..all()
        },
        None,
        &[],
    )
    .await;
    let named = store.events(&LogFilter::default(), Some(2), 1).await.unwrap().remove(0);
    assert_eq!(
        (named.actor_name.as_str(), named.subject_name.as_deref()),
        ("用户1", Some("用户2"))
    );
    assert_eq!(named.details, [("role".to_owned(), "agent".to_owned())]);
}

pub async fn the_logs_root_is_that_of_its_leaves(store: &dyn Store) {
    let empty = store.log_head().await.unwrap();
    assert_eq!((empty.size, empty.at), (0, None));
    assert_eq!(&empty.root, audit::Hash::EMPTY.as_bytes());
    let mut tree = audit::MemoryTree::new();
    for n in 1..=5_u8 {
        store
            .add_staff(&stamp(n.into()), staff(u128::from(n), Role::Admin))
            .await
            .unwrap();
        // The leaf, from what the reader of an event sees.
        let event = store.events(&LogFilter::default(), None, 1).await.unwrap().remove(0);
        let leaf = audit::Event {
            form: audit::Form::Wordless,
            at: event.at,
            actor: audit::Party::new(event.actor_kind, event.actor),
            action: event.action,
            subject: audit::Party::new(event.subject_kind, event.subject),
            details: event
                .details
                .into_iter()
                .map(|(key, value)| (key, audit::Value::Text(value)))
                .collect(),
        };
        assert_eq!(leaf.hash().unwrap().as_bytes(), &event.leaf_hash);
        tree.push(leaf.hash().unwrap());
        let head = store.log_head().await.unwrap();
        assert_eq!((head.size, head.at), (n.into(), Some(n.into())));
        assert_eq!(&head.root, tree.root().as_bytes());
    }
}
