//! The consent pack as it is written: page by page, in constant memory.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use audit::pack::consent::recorded;
use audit::pack::{ConsentLine, ConsentPack, EventProof};
use audit::{Event, Hash};
use axum::body::Body;
use futures::stream;
use store::contract::{ConsentsOf, Placed, SealedConsent, SideTree};
use uuid::Uuid;
use wire::Code;

use super::pack::{self, Under};
use super::proofs::Beside;
use crate::app::App;
use crate::error::{Answer, Failure};

/// Records read at a time.
const BATCH: u32 = 1_000;

/// The pack as a body. `WrongState` where no consent of theirs is in the log.
pub async fn body(app: App, of: ConsentsOf) -> Answer<Body> {
    let page = app.store.sealed_consents(of, (0, Uuid::nil()), BATCH).await?;
    if page.is_empty() {
        return Err(Failure::new(Code::WrongState).detail((
            "没有可证明的同意记录：还没有记录。",
            "No consent can be proved: none is recorded.",
        )));
    }
    // Signed after the page was read: what is in it stands in the log. What is recorded later has no place under this checkpoint.
    let under = pack::under(&app).await?;
    let out = Shared::default();
    let pack = ConsentPack::begin(out.clone(), under.signing.clone()).map_err(Failure::internal)?;
    let writing = Writing {
        app,
        of,
        under,
        pack,
        out,
        event: None,
    };
    let body = stream::unfold(Some((writing, page)), |state| async move {
        let (writing, page) = state?;
        match writing.next(page).await {
            Ok((bytes, rest)) => Some((Ok(bytes), rest)),
            Err(failure) => Some((Err(io::Error::other(failure)), None)),
        }
    });
    Ok(Body::from_stream(body))
}

/// A pack under way.
struct Writing {
    app: App,
    of: ConsentsOf,
    under: Under,
    pack: ConsentPack<Shared>,
    out: Shared,
    event: Option<Recording>,
}

/// The event whose consents are being written.
struct Recording {
    number: u64,
    size: u64,
    tree: Beside,
    /// Told once, with the first line that it recorded.
    proof: Option<EventProof>,
}

/// What was written, and where it goes on.
type Next = (Vec<u8>, Option<(Writing, Vec<SealedConsent>)>);

impl Writing {
    async fn next(mut self, page: Vec<SealedConsent>) -> Result<Next, Fault> {
        let last = page.last().map(|consent| consent.cursor);
        let full = page.len() == BATCH as usize;
        for consent in page {
            if consent.event < self.under.size {
                self.line(consent).await?;
            }
        }
        let more = match last {
            Some(last) if full => self.app.store.sealed_consents(self.of, last, BATCH).await?,
            _ => Vec::new(),
        };
        if more.is_empty() {
            self.pack.finish()?;
            return Ok((self.out.take(), None));
        }
        Ok((self.out.take(), Some((self, more))))
    }

    async fn line(&mut self, consent: SealedConsent) -> Result<(), Fault> {
        if self.event.as_ref().is_none_or(|event| event.number != consent.event) {
            self.event = Some(recording(&self.app, consent.event, self.under.size).await?);
        }
        let event = self.event.as_mut().ok_or(Fault::Event(consent.event))?;
        let proof = event
            .tree
            .inclusion(&*self.app.store, consent.place, event.size)
            .await?;
        let (record, salt) = consent.opened.unzip();
        let line = ConsentLine {
            n: self.pack.count(),
            leaf: consent.leaf,
            salt: salt.map(|salt| Hash::new(*salt.as_bytes())),
            record,
            place: consent.place,
            proof,
            event: event.proof.take(),
        };
        self.pack.line(&line)?;
        Ok(())
    }
}

async fn recording(app: &App, number: u64, size: u64) -> Result<Recording, Fault> {
    let leaf = app.store.leaves(number, 1).await?.pop().ok_or(Fault::Event(number))?.0;
    let told = Event::decode(&leaf).ok().and_then(|event| recorded(&event));
    let (consents, _) = told.ok_or(Fault::Event(number))?;
    let placed = Placed { seq: number, leaf };
    let proof = pack::event(app, placed, size).await.map_err(|_| Fault::Event(number))?;
    Ok(Recording {
        number,
        size: consents,
        tree: Beside::new(SideTree::Consents(number)),
        proof: Some(proof),
    })
}

/// Why a pack breaks off: the reader finds it cut, and takes it for no proof.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("event {0} does not say which consents it recorded")]
    Event(u64),
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Proof(#[from] super::proofs::ProofFault),
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// What a pack was written into and the response takes away.
#[derive(Debug, Clone, Default)]
pub struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    /// What was written since the last call.
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl io::Write for Shared {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
