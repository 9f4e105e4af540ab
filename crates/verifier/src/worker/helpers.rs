//! Helpers: more workers of this program, one for each processor and one, that read the pieces of a long run pack. Where a browser starts
//! none, or one is lost, the pack is read without them from there on.

use crate::file::Octets;
use crate::scope;
use js_sys::{Array, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use verifier::pieces::{Piece, Pieces, Read};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, MessageEvent, Worker, WorkerOptions, WorkerType};

/// More than these gain nothing: the file is not read as fast.
const MOST: usize = 8;

/// Has the pieces read, and tells how many octets are done with.
pub async fn read(file: &Blob, pieces: &Rc<RefCell<Pieces>>, told: impl Fn(u64) + Clone + 'static) {
    let processors = scope().navigator().hardware_concurrency() as usize;
    // While one waits for the file, the others keep the processors busy.
    let helpers = (0..(processors + 1).min(MOST)).map(|_| {
        let (file, pieces, told) = (file.clone(), Rc::clone(pieces), told.clone());
        future_to_promise(async move {
            help(&file, &pieces, told).await;
            Ok(JsValue::UNDEFINED)
        })
    });
    // None of them fails: what they did not read is missing from the pieces.
    let _ = JsFuture::from(Promise::all(&helpers.collect::<Array>())).await;
}

async fn help(file: &Blob, pieces: &RefCell<Pieces>, told: impl Fn(u64)) {
    let Some(helper) = Helper::start().await else { return };
    loop {
        let Some(piece) = pieces.borrow_mut().hand_out() else {
            break;
        };
        let read = helper.ask(piece, file).await;
        pieces.borrow_mut().take(piece, read);
        told(pieces.borrow().done());
    }
}

/// A worker of this program.
struct Helper(Worker);

impl Helper {
    async fn start() -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let helper = Self(Worker::new_with_options(&scope().location().href(), &options).ok()?);
        // What it says first is that it can be asked.
        helper.said().await?;
        Some(helper)
    }

    async fn ask(&self, piece: Piece, file: &Blob) -> Option<Read> {
        let said = self.said();
        let question = serde_json::to_string(&piece).ok()?;
        self.0
            .post_message(&Array::of3(&JsValue::NULL, &question.into(), file))
            .ok()?;
        serde_json::from_str(&said.await?.as_string()?).ok()?
    }

    /// What it says next; `None` when it is lost.
    fn said(&self) -> impl Future<Output = Option<JsValue>> + use<> {
        let said = Promise::new(&mut |hear, fail| {
            self.0.set_onmessage(Some(&hear));
            self.0.set_onerror(Some(&fail));
        });
        async {
            let event: MessageEvent = JsFuture::from(said).await.ok()?.unchecked_into();
            Some(event.data())
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

/// What a helper tells of a piece.
pub fn answer(question: &str, file: &Blob) -> Option<String> {
    let piece: Piece = serde_json::from_str(question).ok()?;
    let read = Octets::of(file).ok().and_then(|octets| piece.read(&octets));
    serde_json::to_string(&read).ok()
}
