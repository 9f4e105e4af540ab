//! The worker that checks proofs: started when there is something to check first, asked by messages, and shared by all pages.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::Array;
use serde::de::DeserializeOwned;
use serde_json::Value;
use verifier::talk::{Ask, Failure, READY};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::api::json;

/// What the worker is started by; it names the files of this build.
const SCRIPT: &str = "/rollcall-verifier_loader.js";

/// Hears how far a check is: octets read, and octets in all.
pub type Progress = Rc<dyn Fn(u64, u64)>;

thread_local! {
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// The worker, and what it was asked.
struct Desk {
    worker: Worker,
    /// Whether it has said that it hears; until then what is asked waits here.
    ready: bool,
    waiting: Vec<Array>,
    open: HashMap<u32, Open>,
    next: u32,
}

struct Open {
    progress: Option<Progress>,
    answer: oneshot::Sender<Value>,
}

/// Asks the worker, and reads its answer. A file goes along where one is to be checked.
///
/// # Errors
/// Why nothing could be checked.
pub async fn ask<T: DeserializeOwned>(
    ask: &Ask,
    file: Option<&web_sys::Blob>,
    progress: Option<Progress>,
) -> Result<T, Failure> {
    let answer = send(ask, file, progress)?.await.map_err(|_| Failure::Worker)?;
    if answer.get("told").and_then(Value::as_str) == Some("failed") {
        return Err(json::read(answer).unwrap_or(Failure::Form));
    }
    json::read(answer).map_err(|_| Failure::Form)
}

/// Starts the worker, so that what is given later can be checked even if the gateway is gone by then.
pub fn prepare() {
    DESK.with_borrow_mut(|desk| {
        if desk.is_none() {
            *desk = start().ok();
        }
    });
}

fn send(
    ask: &Ask,
    file: Option<&web_sys::Blob>,
    progress: Option<Progress>,
) -> Result<oneshot::Receiver<Value>, Failure> {
    let question = serde_json::to_string(ask).map_err(|_| Failure::Form)?;
    let (answer, coming) = oneshot::channel();
    DESK.with_borrow_mut(|desk| {
        if desk.is_none() {
            *desk = Some(start()?);
        }
        let desk = desk.as_mut().ok_or(Failure::Worker)?;
        let number = desk.next;
        desk.next += 1;
        desk.open.insert(number, Open { progress, answer });
        let message = Array::of3(
            &number.into(),
            &question.into(),
            &file.map_or(JsValue::UNDEFINED, JsValue::from),
        );
        if desk.ready {
            let _ = desk.worker.post_message(&message);
        } else {
            desk.waiting.push(message);
        }
        Ok(coming)
    })
}

fn start() -> Result<Desk, Failure> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(SCRIPT, &options).map_err(|_| Failure::Worker)?;
    let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| hear(&event.data()));
    worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    // It did not come, or it broke: who waits is told, and the next question starts another.
    let broke = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        event.prevent_default();
        if let Some(desk) = DESK.take() {
            desk.worker.terminate();
        }
    });
    worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
    broke.forget();
    Ok(Desk {
        worker,
        ready: false,
        waiting: Vec::new(),
        open: HashMap::new(),
        next: 0,
    })
}

fn hear(message: &JsValue) {
    if message.as_string().as_deref() == Some(READY) {
        DESK.with_borrow_mut(|desk| {
            if let Some(desk) = desk {
                desk.ready = true;
                for message in desk.waiting.drain(..) {
                    let _ = desk.worker.post_message(&message);
                }
            }
        });
        return;
    }
    let message = Array::from(message);
    let number = message.get(0).as_f64().unwrap_or_default() as u32;
    let told = message.get(1).as_string().and_then(|text| json::parse(&text).ok());
    let told = told.unwrap_or(Value::Null);
    if told.get("told").and_then(Value::as_str) == Some("progress") {
        let count = |name| told.get(name).and_then(Value::as_u64).unwrap_or_default();
        let hears = DESK.with_borrow(|desk| desk.as_ref()?.open.get(&number)?.progress.clone());
        if let Some(progress) = hears {
            progress(count("done"), count("of"));
        }
    } else if let Some(open) = DESK.with_borrow_mut(|desk| desk.as_mut()?.open.remove(&number)) {
        // Whoever asked may have gone.
        let _ = open.answer.send(told);
    }
}
