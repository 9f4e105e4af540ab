//! Where the log's checkpoints are sent to be kept, and what came of it.

use leptos::prelude::*;
use wire::settings::{WitnessPlace, WitnessSettings, WitnessState};

use super::SettingsFrame;
use crate::api;
use crate::locale::{Lang, Msg, date, lang, number, tr, witness as words};
use crate::routes::Section;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{Banner, Button, Choice, Icon, Look, ProblemView, Select, Skeleton, TextField, Tone};

/// How often, in hours; 0: each checkpoint.
const OFTEN: [(u16, Msg); 5] = [
    (0, words::EACH),
    (1, words::HOURLY),
    (6, words::SIX_HOURS),
    (24, words::DAILY),
    (168, words::WEEKLY),
];

/// The page at `Page::Settings(Section::Witness)`.
#[component]
pub fn WitnessPage() -> impl IntoView {
    let state = fetched(api::settings::witness);
    view! {
        <SettingsFrame section=Section::Witness>
            {move || state.is_awaited().then(|| view! { <Skeleton lines=6/> })}
            {move || state.get().map(|answer| match answer {
                Err(error) => view! { <ProblemView error=Signal::stored(error) on_retry=move |()| state.refetch()/> }.into_any(),
                Ok(loaded) => view! { <Form loaded again=Callback::new(move |()| state.refetch())/> }.into_any(),
            })}
        </SettingsFrame>
    }
}

#[component]
fn Form(
    /// What is saved.
    loaded: WitnessState,
    /// Fetches what is saved now.
    again: Callback<()>,
) -> impl IntoView {
    let saved = loaded.settings.clone();
    let folder = RwSignal::new(saved.folder.unwrap_or_default());
    let url = RwSignal::new(saved.url.unwrap_or_default());
    let often = RwSignal::new(saved.hours.to_string());
    let state = RwSignal::new(loaded);
    let save = Action::new(move |settings: &WitnessSettings| {
        let settings = settings.clone();
        async move {
            match api::settings::save_witness(&settings).await {
                Ok(now) => {
                    toasts::done(words::SAVED.get());
                    state.try_set(now);
                }
                Err(error) => return Some(error),
            }
            let sent = api::settings::send_checkpoint().await;
            sent.map(|now| state.try_set(now)).err()
        }
    });
    let send = Action::new(move |(): &()| async move {
        match api::settings::send_checkpoint().await {
            Ok(now) => {
                state.try_set(now);
            }
            Err(error) => toasts::failed(&error),
        }
    });
    let answer = move || save.value().get().flatten();
    let failed = move || answer().filter(|error| error.problem().is_none_or(|problem| problem.fields.is_empty()));
    let field = move |name: &'static str| Signal::derive(move || answer().and_then(|error| error.field(name)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let set = |text: RwSignal<String>| {
            let text = text.get_untracked().trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        save.dispatch(WitnessSettings {
            version: state.with_untracked(|state| state.settings.version),
            folder: set(folder),
            url: set(url),
            hours: often.get_untracked().parse().unwrap_or_default(),
        });
    };
    let hours = move || state.with(|state| state.settings.hours);
    let options = Signal::derive(move || choices(hours(), lang()));
    view! {
        <form class="form" on:submit=submit>
            <TextField label=words::FOLDER value=folder max_length=1_000 hint=words::FOLDER_HINT error=field("folder")/>
            <TextField label=words::URL value=url max_length=1_000 hint=words::URL_HINT error=field("url")/>
            <Select label=words::OFTEN value=often options error=field("hours")/>
            {move || failed().map(|error| view! { <ProblemView error=Signal::stored(error) on_retry=again/> })}
            <div class="form__actions">
                <Button label=words::SAVE look=Look::Primary submit=true busy=save.pending()/>
            </div>
        </form>
        <Places state send/>
    }
}

/// What came of each place.
#[component]
fn Places(
    /// As it was told last.
    state: RwSignal<WitnessState>,
    /// Sends one now.
    send: Action<(), ()>,
) -> impl IntoView {
    let place = |name: Msg, sent: Option<WitnessPlace>| {
        sent.map(|sent| {
            let tone = if sent.failing {
                Tone::Crimson
            } else if sent.size.is_some() {
                Tone::Jade
            } else {
                Tone::Indigo
            };
            let text = move || said(&sent, lang());
            view! { <Banner tone title=name text=Signal::derive(text)/> }
        })
    };
    view! {
        <section class="witness-places" aria-label=tr(words::STATE)>
            {move || {
                let WitnessState { folder_sent, url_sent, .. } = state.get();
                if folder_sent.is_none() && url_sent.is_none() {
                    return view! { <Banner tone=Tone::Amber title=words::NOWHERE text=words::NOWHERE_TEXT/> }.into_any();
                }
                view! {
                    <h2>{tr(words::STATE)}</h2>
                    {place(words::FOLDER, folder_sent)}
                    {place(words::URL, url_sent)}
                    <p><Button label=words::SEND icon=Icon::Send busy=send.pending() on:click=move |_| { send.dispatch(()); }/></p>
                }
                .into_any()
            }}
        </section>
    }
}

/// The usual intervals, and the one that is set if it is another.
fn choices(set: u16, lang: Lang) -> Vec<Choice> {
    let usual = OFTEN.map(|(hours, label)| (hours, label.of(lang).to_owned()));
    let own = (!OFTEN.iter().any(|(hours, _)| *hours == set)).then(|| (set, words::hours(lang, &set.to_string())));
    let all = usual.into_iter().chain(own);
    all.map(|(hours, label)| Choice::new(hours.to_string(), label))
        .collect()
}

/// What came of one place, in sentences.
fn said(sent: &WitnessPlace, lang: Lang) -> String {
    let arrived = match (sent.size, sent.sent_at) {
        (Some(size), Some(at)) => words::arrived(lang, &number(size as i64), &date::moment_within(at)),
        _ => words::NOT_YET.of(lang).to_owned(),
    };
    match sent.failed_at.filter(|_| sent.failing) {
        Some(at) => {
            let why = why(sent.failure.as_deref().unwrap_or_default(), lang);
            format!("{} {arrived}", words::failed(lang, &date::moment_within(at), &why))
        }
        None => arrived,
    }
}

/// Why it failed, of the code that the gateway tells.
fn why(code: &str, lang: Lang) -> String {
    if let Some(status) = code.strip_prefix("status_") {
        return words::answered(lang, status);
    }
    let why = match code {
        "no_folder" => words::NO_FOLDER,
        "not_allowed" => words::NOT_ALLOWED,
        "full" => words::FULL,
        "other_note" => words::OTHER_NOTE,
        "other_log" => words::OTHER_LOG,
        "behind" => words::BEHIND,
        "not_written" => words::NOT_WRITTEN,
        "no_answer" => words::NO_ANSWER,
        "not_reached" => words::NOT_REACHED,
        _ => words::UNKNOWN,
    };
    why.of(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn an_interval_that_is_none_of_the_usual_is_kept() {
        let values = |set| {
            choices(set, Lang::En)
                .into_iter()
                .map(|one| one.value)
                .collect::<Vec<_>>()
        };
        assert_eq!(values(24), ["0", "1", "6", "24", "168"]);
        assert_eq!(values(5), ["0", "1", "6", "24", "168", "5"]);
    }

    #[test]
    fn every_code_of_the_gateway_has_words() {
        let unknown = why("something new", Lang::En);
        for code in [
            "no_folder",
            "not_allowed",
            "full",
            "other_note",
            "other_log",
            "behind",
            "not_written",
            "no_answer",
            "not_reached",
            "status_503",
        ] {
            assert_ne!(why(code, Lang::En), unknown, "{code}");
        }
        assert!(why("status_503", Lang::ZhCn).contains("503"));
    }
}
