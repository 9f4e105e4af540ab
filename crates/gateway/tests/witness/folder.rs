//! What lies in the folder of checkpoints is held against the log.

use std::fs::{create_dir, read_to_string, remove_file, write};
use std::path::PathBuf;
use std::sync::Arc;

use audit::Hash;
use audit::signed::{Checkpoint, KeyName, SignerKey};
use domain::role::Role;
use domain::time::MINUTE;
use gateway::app::App;
use gateway::jobs::carriers::Carriers;
use gateway::jobs::witness::{send_now, step};
use gateway::ledger::LogKeys;
use store::contract::{Ledger as _, Place, Sent};
use store::{Actor, Stamp};
use wire::settings::{WitnessPlace, WitnessSettings, WitnessState};
use wire::today::{Need, Today};

use crate::common::{Copy, Fixture, START};
use crate::log;

const PATH: &str = "/api/settings/witness";

/// A gateway that puts each checkpoint into a folder, and has put one there.
struct House {
    fixture: Fixture,
    folder: tempfile::TempDir,
}

impl House {
    async fn new() -> House {
        let (fixture, folder) = (Fixture::new().await, tempfile::tempdir().unwrap());
        let settings = WitnessSettings {
            version: 0,
            folder: Some(folder.path().display().to_string()),
            url: None,
            hours: 0,
        };
        let admin = fixture.as_role(Role::Admin);
        admin.put(PATH, &settings).await.ok::<WitnessState>(200);
        let house = House { fixture, folder };
        let size = house.goes_on(&["first"]).await;
        assert_eq!(house.failure().await, None);
        assert!(house.file(size).exists());
        house
    }

    fn app(&self) -> &App {
        &self.fixture.app
    }

    fn file(&self, size: u64) -> PathBuf {
        self.folder.path().join(format!("checkpoint-{size}.txt"))
    }

    /// Logs these, and sends the checkpoint once any rest is over.
    async fn goes_on(&self, subjects: &[&str]) -> u64 {
        let size = log(self.app(), subjects).await;
        self.sends().await;
        size
    }

    async fn sends(&self) {
        self.fixture.clock.advance(60 * MINUTE);
        step(self.app()).await.unwrap();
    }

    async fn place(&self) -> WitnessPlace {
        let state: WitnessState = self.fixture.as_role(Role::Admin).get(PATH).await.ok(200);
        state.folder_sent.unwrap()
    }

    /// Why the folder stands as failed, if it does. Today tells of it, and nobody but an admin.
    async fn failure(&self) -> Option<String> {
        let place = self.place().await;
        let failure = place.failure.filter(|_| place.failing);
        for role in [Role::Admin, Role::Manager] {
            let today: Today = self.fixture.as_role(role).get("/api/today").await.ok(200);
            let told = today.needs.contains(&Need::OtherCheckpoints {});
            assert_eq!(told, role == Role::Admin && failure.is_some(), "{failure:?}");
        }
        failure
    }

    /// A second gateway with the same key and the same folder, on a copy of the database.
    async fn twin(&self) -> (App, Copy) {
        let copy = self.fixture.copy().await;
        let app = self.gateway(Arc::new(copy.store.clone()), self.app().sequencer.keys());
        (app.await, copy)
    }

    async fn gateway(&self, store: Arc<dyn store::Store>, keys: &LogKeys) -> App {
        let carriers = Carriers::in_memory();
        App::signing(store, self.fixture.clock.clone(), carriers, keys.clone())
            .await
            .unwrap()
    }
}

async fn sent(app: &App) -> Sent {
    app.store.sent(Place::Folder).await.unwrap()
}

/// What the key would sign only over another log.
fn of_another(keys: &LogKeys, size: u64) -> String {
    let checkpoint = Checkpoint::new(keys.origin(), size, Hash::new([7; 32])).unwrap();
    checkpoint.sign(&keys.signers()).unwrap().to_string()
}

#[tokio::test]
async fn of_two_copies_that_grew_apart_each_is_told_until_the_other_is_gone() {
    let house = House::new().await;
    let (twin, _copy) = house.twin().await;
    let ours = house.goes_on(&["ours"]).await;
    assert_eq!(house.failure().await, None);
    let kept = read_to_string(house.file(ours)).unwrap();

    // As long as ours, and not the same: there is no room for it.
    assert_eq!(log(&twin, &["theirs"]).await, ours);
    step(&twin).await.unwrap();
    let told = sent(&twin).await;
    assert_eq!(
        (told.failure.as_deref(), told.size),
        (Some("other_log"), Some(ours - 1))
    );
    assert_eq!(
        read_to_string(house.file(ours)).unwrap(),
        kept,
        "it is not written over"
    );
    let theirs = log(&twin, &["theirs"]).await;
    house.fixture.clock.advance(MINUTE);
    step(&twin).await.unwrap();
    let told = sent(&twin).await;
    assert_eq!((told.failure.as_deref(), told.size), (Some("other_log"), Some(theirs)));
    let foreign = read_to_string(house.file(theirs)).unwrap();

    let ours = house.goes_on(&["ours", "ours"]).await;
    assert_eq!(ours, theirs + 1);
    assert_eq!(house.failure().await.as_deref(), Some("other_log"));
    let (note, kept) = (
        house.app().store.checkpoint(ours).await.unwrap(),
        read_to_string(house.file(ours)).unwrap(),
    );
    assert_eq!((house.place().await.size, note), (Some(ours), Some(kept)));
    // Whether the log grows or not.
    house.sends().await;
    assert_eq!(house.failure().await.as_deref(), Some("other_log"));
    let ours = house.goes_on(&["ours"]).await;
    assert!(house.file(ours).exists());
    assert_eq!(house.failure().await.as_deref(), Some("other_log"));
    assert_eq!(read_to_string(house.file(theirs)).unwrap(), foreign);

    remove_file(house.file(theirs)).unwrap();
    house.sends().await;
    let place = house.place().await;
    assert_eq!((place.failing, place.size), (false, Some(ours)));
}

#[tokio::test]
async fn a_database_that_was_taken_back_finds_what_is_newer() {
    let house = House::new().await;
    let (older, _copy) = house.twin().await;
    let newest = house.goes_on(&["a", "b"]).await;
    let back = log(&older, &["c"]).await;
    assert_eq!(back, newest - 1);
    for size in [back, back] {
        step(&older).await.unwrap();
        let told = sent(&older).await;
        assert_eq!((told.failure.as_deref(), told.size), (Some("behind"), Some(size)));
        house.fixture.clock.advance(MINUTE);
    }
    assert!(house.file(back).exists() && sent(&older).await.tries == 2);
    // It does not help to become longer.
    let size = log(&older, &["d", "e"]).await;
    step(&older).await.unwrap();
    let told = sent(&older).await;
    assert_eq!((told.failure.as_deref(), told.size), (Some("other_log"), Some(size)));

    // The newer one finds what the older put between its own.
    let longest = house.goes_on(&["f", "g"]).await;
    assert!(longest > size);
    assert_eq!(house.failure().await.as_deref(), Some("other_log"));
    remove_file(house.file(back)).unwrap();
    remove_file(house.file(size)).unwrap();
    house.sends().await;
    assert_eq!(house.failure().await, None);
    for size in [newest, longest] {
        remove_file(house.file(size)).unwrap();
    }
    house.fixture.clock.advance(60 * MINUTE);
    step(&older).await.unwrap();
    assert_eq!(sent(&older).await.tries, 0);
}

#[tokio::test]
async fn whoever_sends_one_unasked_is_told_too_and_it_is_tried_again() {
    let house = House::new().await;
    let size = house.goes_on(&["more"]).await;
    write(house.file(size + 9), of_another(house.app().sequencer.keys(), size + 9)).unwrap();
    house.sends().await;
    assert_eq!(house.failure().await, None, "nothing was to be sent");
    send_now(house.app()).await.unwrap();
    assert_eq!(house.failure().await.as_deref(), Some("behind"));
    remove_file(house.file(size + 9)).unwrap();
    step(house.app()).await.unwrap();
    assert_eq!(house.failure().await.as_deref(), Some("behind"), "it rests");
    house.sends().await;
    assert_eq!(house.failure().await, None);
}

#[tokio::test]
async fn other_things_in_the_folder_say_nothing() {
    let house = House::new().await;
    let keys = house.app().sequencer.keys();
    let (at, far) = (house.place().await.size.unwrap() - 1, 1_000_000);
    let signed = of_another(keys, far);
    let named = KeyName::parse(keys.origin()).unwrap();
    let stranger = SignerKey::from_seed(named, [3; 32]);
    let by_a_stranger = Checkpoint::new(keys.origin(), at, Hash::EMPTY).unwrap();
    let long = Checkpoint::with_extensions(keys.origin(), far, Hash::EMPTY, vec!["x".repeat(4_096)]).unwrap();
    let things: [(&str, Vec<u8>); 12] = [
        ("checkpoint-900001.txt", b"junk".to_vec()),
        ("checkpoint-900002.txt", vec![0xff; 100]),
        ("checkpoint-900003.txt", Vec::new()),
        ("checkpoint-900004.txt", of_another(&LogKeys::fresh(), far).into()),
        (
            "checkpoint-900005.txt",
            by_a_stranger.sign(&[&stranger]).unwrap().to_string().into(),
        ),
        (
            "checkpoint-900006.txt",
            signed.replace("\n1000000\n", "\n1000001\n").into(),
        ),
        (
            "checkpoint-900007.txt",
            long.sign(&keys.signers()).unwrap().to_string().into(),
        ),
        ("checkpoint-0900008.txt", signed.clone().into()),
        ("checkpoint-900009.txt.part", signed.clone().into()),
        ("checkpoint-+900010.txt", signed.clone().into()),
        ("checkpoint-99999999999999999999.txt", signed.clone().into()),
        ("other-900011.txt", signed.clone().into()),
    ];
    for (name, octets) in &things {
        write(house.folder.path().join(name), octets).unwrap();
    }
    create_dir(house.folder.path().join("checkpoint-900012.txt")).unwrap();
    house.goes_on(&["more"]).await;
    assert_eq!(house.failure().await, None);
    for (name, octets) in &things {
        let now = std::fs::read(house.folder.path().join(name)).unwrap();
        assert_eq!(now, *octets, "{name}");
    }
    write(house.file(far), &signed).unwrap();
    house.goes_on(&["more"]).await;
    assert_eq!(house.failure().await.as_deref(), Some("behind"));
}

#[tokio::test]
async fn an_earlier_key_counts_up_to_where_it_was_retired() {
    let house = House::new().await;
    let store = &house.fixture.store;
    let old = house.app().sequencer.keys().clone();
    let both = old.with_another();
    let new = both.newest();
    let stamp = Stamp {
        actor: Actor::System("sequencer"),
        at: START,
    };
    let name = |keys: &LogKeys| keys.verifiers()[0].to_string();
    for key in [&old, &new].map(name) {
        store.add_log_key(&stamp, &key).await.unwrap();
    }
    let before = log(&house.gateway(store.clone(), &both).await, &["more"]).await;
    let app = house.gateway(store.clone(), &new).await;
    store.retire_log_key(&stamp, &name(&old)).await.unwrap();
    let after = log(&app, &["more"]).await;
    for (size, failure) in [(after, None), (before, Some("other_log"))] {
        write(house.file(1_000 + size), of_another(&old, size)).unwrap();
        house.fixture.clock.advance(60 * MINUTE);
        log(&app, &["more"]).await;
        step(&app).await.unwrap();
        let told = sent(&app).await;
        assert_eq!(told.failure.as_deref().filter(|_| told.tries > 0), failure, "{size}");
    }
}

#[tokio::test]
async fn thousands_of_files_are_looked_at_by_and_by_and_nothing_is_cleared_before() {
    let house = House::new().await;
    let size = house.goes_on(&["more"]).await;
    for size in 0..1_000 {
        write(house.file(1_000_000 + size), "junk").unwrap();
    }
    let foreign = house.file(size - 2);
    write(&foreign, of_another(house.app().sequencer.keys(), size - 2)).unwrap();
    house.goes_on(&["more"]).await;
    assert_eq!(house.failure().await, None, "it was not reached yet");
    house.goes_on(&["more"]).await;
    assert_eq!(house.failure().await.as_deref(), Some("other_log"));

    // Started anew, the gateway has looked at none.
    let again = house.gateway(house.fixture.store.clone(), house.app().sequencer.keys());
    let again = again.await;
    remove_file(&foreign).unwrap();
    house.fixture.clock.advance(60 * MINUTE);
    step(&again).await.unwrap();
    assert_eq!(
        house.failure().await.as_deref(),
        Some("other_log"),
        "not all was looked at"
    );
    house.fixture.clock.advance(60 * MINUTE);
    step(&again).await.unwrap();
    assert_eq!(house.failure().await, None);
}
