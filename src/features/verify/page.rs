//! The page where a file is checked.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use verifier::talk::{Ask, Failure, Filed, Terms};

use super::failure::FailureView;
use super::held::{self, HeldView};
use super::report::{ReportView, Vouched};
use crate::api::transport;
use crate::locale::{date, tr, verify as words};
use crate::state::asking::Asking;
use crate::state::{verifier as worker, witness};
use crate::ui::{FileDrop, PageHeader, Progress, TextArea};

/// What came of the file that was given last.
#[derive(Clone)]
struct Done {
    file: String,
    came: Result<(Filed, Vouched), Failure>,
}

/// The keys that were typed, one a line.
pub fn typed(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The page at `Page::Verify`.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let key = RwSignal::new(String::new());
    let done = RwSignal::new(None::<Done>);
    let share = RwSignal::new(None::<Option<f64>>);
    let asking = Asking::here();
    worker::prepare();
    let take = UnsyncCallback::new(move |file: web_sys::File| {
        let (given, name) = (typed(&key.get_untracked()), file.name());
        done.set(None);
        share.set(Some(None));
        let (keys, vouched) = if given.is_empty() {
            (witness::keys(), Vouched::Known)
        } else {
            (given, Vouched::Given)
        };
        let terms = Terms {
            keys,
            zone: date::zone(),
        };
        let mine = asking.next();
        let progress: worker::Progress = Rc::new(move |read, of| {
            if asking.is_open(mine) && of > 0 {
                share.set(Some(Some(read as f64 / of as f64)));
            }
        });
        spawn_local(async move {
            let question = Ask::File {
                terms,
                gateway: transport::url(""),
                kept: witness::standing().kept,
            };
            let came = worker::ask::<Filed>(&question, Some(&file), Some(progress)).await;
            held::alarm(came.as_ref().ok().and_then(|filed| filed.held.as_ref()));
            if asking.is_open(mine) {
                share.set(None);
                let came = came.map(|filed| (filed, vouched));
                done.set(Some(Done { file: name, came }));
            }
        });
    });
    let checking = Memo::new(move |_| share.with(Option::is_some));
    let wrong = Signal::derive(move || {
        done.with(|done| {
            matches!(
                done,
                Some(Done {
                    came: Err(Failure::Key { .. }),
                    ..
                })
            )
        })
        .then(|| words::KEY_WRONG.get().to_owned())
    });
    view! {
        <div class="verify">
            <PageHeader title=words::NAV lead=words::LEAD/>
            <FileDrop label=words::DROP hint=words::DROP_HINT accept=".jsonl" on_file=take/>
            <section class="verify__result" aria-live="polite">
                {move || checking.get().then(|| view! {
                    <Progress label=words::CHECKING share=Signal::derive(move || share.get().flatten())/>
                })}
                {move || done.get().map(|done| view! {
                    <p class="verify__file"><code>{done.file}</code></p>
                    {match done.came {
                        Ok((Filed { report, held }, vouched)) => view! {
                            <ReportView report vouched fresh=true/>
                            {held.map(|held| view! { <HeldView held/> })}
                        }.into_any(),
                        Err(failure) => view! { <FailureView failure/> }.into_any(),
                    }}
                })}
            </section>
            <TextArea label=words::KEY value=key rows=2 hint=words::KEY_HINT error=wrong/>
            <KnownKeys/>
        </div>
    }
}

/// The keys that are used where none is given.
#[component]
fn KnownKeys() -> impl IntoView {
    move || {
        let keys = witness::keys();
        if keys.is_empty() {
            return view! { <p class="verify__none">{tr(words::KEY_NONE)}</p> }.into_any();
        }
        view! {
            <details class="verify__known">
                <summary>{tr(words::KEY_KNOWN)}</summary>
                <ul>{keys.into_iter().map(|key| view! { <li><code>{key}</code></li> }).collect_view()}</ul>
                <p>{tr(words::WITNESS_FIRST_KEY)}</p>
            </details>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn keys_are_typed_one_a_line() {
        assert_eq!(typed("  a+1+b \n\n c+2+d\n"), ["a+1+b", "c+2+d"]);
        assert!(typed(" \n ").is_empty());
    }
}
