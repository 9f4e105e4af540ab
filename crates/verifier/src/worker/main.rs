//! The worker: hears what the app asks, fetches and reads what that takes, and tells what came of it.
//!
//! A message is a list: the question's number, the question as JSON, and a file where one is to be checked. An answer is the
//! number and the answer as JSON. A question without a number is that of another such worker, for a piece of a file.

mod fetch;
mod file;
mod helpers;
mod log;
mod packs;
mod time;

use js_sys::Array;
use verifier::report::Standing;
use verifier::talk::{Ask, Checked, Failure, Filed, READY, Told, Witnessed};
use verifier::{held, receipt, visit};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let message = Array::from(&event.data());
        let (number, question, file) = (message.get(0), message.get(1).as_string(), message.get(2));
        if number.is_null() {
            let file: Option<Blob> = file.dyn_into().ok();
            let told = question
                .zip(file)
                .and_then(|(question, file)| helpers::answer(&question, &file));
            // The other worker is the only listener.
            let _ = scope().post_message(&told.into());
            return;
        }
        spawn_local(async move {
            let told = match question.and_then(|text| serde_json::from_str(&text).ok()) {
                Some(ask) => answer(ask, file.dyn_into().ok(), &number).await,
                None => Err(Failure::Form),
            };
            tell(&number, &told.unwrap_or_else(Told::Failed));
        });
    });
    scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // The worker hears for as long as it lives.
    hear.forget();
    let _ = scope().post_message(&READY.into());
}

async fn answer(ask: Ask, file: Option<Blob>, number: &JsValue) -> Result<Told, Failure> {
    match ask {
        Ask::File { terms, gateway, kept } => {
            let file = file.ok_or(Failure::Form)?;
            let (verdict, report) = packs::verdict(&file, &terms, number).await?;
            let held = visit::held(&log::At(&gateway), &kept, &verdict, packs::note(&file)).await;
            Ok(Told::File(Filed { report, held }))
        }
        Ask::Pack {
            url,
            asked,
            terms,
            gateway,
            kept,
        } => {
            let file = fetch::blob(&url).await?;
            let (verdict, report) = packs::verdict(&file, &terms, number).await?;
            let held = visit::held(&log::At(&gateway), &kept, &verdict, packs::note(&file)).await;
            let report = asked.answer(&verdict, report);
            Ok(Told::File(Filed { report, held }))
        }
        Ask::Receipt {
            url,
            asked,
            terms,
            gateway,
            kept,
        } => {
            let file = fetch::text(&url).await?;
            let (verdict, report) = packs::checked(file.as_bytes(), &terms)?;
            let note = file.lines().next().and_then(held::note);
            let held = visit::held(&log::At(&gateway), &kept, &verdict, note).await;
            let report = asked.answer(&verdict, report);
            let proved = report.standing == Standing::Proved;
            let receipt = proved.then(|| receipt::page(&file, &verdict)).flatten();
            Ok(Told::Receipt(Checked { report, held, receipt }))
        }
        Ask::Witness { gateway, kept } => {
            let kept = visit::witness(&log::At(&gateway), kept).await?;
            Ok(Told::Witness(Witnessed { kept }))
        }
        Ask::Event { gateway, kept, shown } => visit::event(&log::At(&gateway), &kept, &shown).await.map(Told::Event),
    }
}

/// Tells the app.
fn tell(number: &JsValue, told: &Told) {
    if let Ok(text) = serde_json::to_string(told) {
        // The app is this worker's only listener; when it is gone, nobody misses the answer.
        let _ = scope().post_message(&Array::of2(number, &text.into()));
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
