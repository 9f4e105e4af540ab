//! The witness in the shell: how it stands, and the alarm that stays until it is settled.

use domain::role::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;
use verifier::witness::{Alarm, Kept, Seen, Settled, Why};

use crate::api::transport;
use crate::locale::{Msg, date, lang, number, tr, verify as words};
use crate::routes::Page;
use crate::state::{live, session, witness};
use crate::ui::{
    Banner, Button, CopyButton, Definition, DefinitionList, Dialog, Glyph, Icon, LinkButton, Look, TextArea, Tone, When,
};

/// The shortest word that settles an alarm, in characters.
const SHORTEST: usize = 10;

/// What an alarm says.
pub const fn alarm_title(why: Why) -> Msg {
    match why {
        Why::RolledBack => words::ALARM_ROLLED_BACK,
        Why::Rewritten => words::ALARM_REWRITTEN,
        Why::UnknownKey => words::ALARM_UNKNOWN_KEY,
        Why::RetiredKey => words::ALARM_RETIRED_KEY,
        Why::OtherLog => words::ALARM_OTHER_LOG,
        Why::Gone => words::ALARM_GONE,
        Why::Forked => words::ALARM_FORKED,
        Why::Unproven => words::ALARM_UNPROVEN,
        Why::Withheld => words::ALARM_WITHHELD,
        Why::Lost => words::ALARM_LOST,
    }
}

const fn alarm_text(why: Why) -> Msg {
    match why {
        Why::UnknownKey => words::ALARM_KEY_TEXT,
        Why::RolledBack
        | Why::Rewritten
        | Why::RetiredKey
        | Why::OtherLog
        | Why::Gone
        | Why::Forked
        | Why::Unproven
        | Why::Withheld
        | Why::Lost => words::ALARM_TEXT,
    }
}

/// The alarm above every page. It has no way to be put away.
#[component]
pub fn AlarmBar(
    /// Opens what is known of it.
    open: RwSignal<bool>,
) -> impl IntoView {
    let alarm = Memo::new(|_| witness::standing().kept.alarm);
    let unkept = Memo::new(|_| witness::standing().unkept);
    move || {
        alarm.get().map(|alarm| {
            let why = alarm.why;
            view! {
                <div class="alarm" role="alert">
                    <Glyph icon=Icon::Warning/>
                    <div class="alarm__text">
                        <strong>{tr(alarm_title(why))}</strong>
                        <span>{tr(alarm_text(why))}</span>
                        {move || unkept.get().then(|| view! { <span>{tr(words::WITNESS_UNKEPT)}</span> })}
                    </div>
                    <Button label=words::ALARM_SAVE icon=Icon::Export on:click=move |_| save_evidence(&alarm)/>
                    <Button label=words::ALARM_DETAILS icon=Icon::Shield on:click=move |_| open.set(true)/>
                </div>
            }
        })
    }
}

/// Both checkpoints as a file, as they were signed.
fn evidence(alarm: &Alarm) -> String {
    let offered = if alarm.offered.is_empty() {
        "-\n"
    } else {
        &alarm.offered
    };
    format!(
        "{:?} {}\n\n== kept\n{}\n== offered\n{offered}",
        alarm.why, alarm.at, alarm.kept
    )
}

fn save_evidence(alarm: &Alarm) {
    transport::save("rollcall-evidence.txt", "text/plain", &evidence(alarm));
}

/// The witness in the top bar: how long the log is, and whether it is what this browser saw.
#[component]
pub fn WitnessState(
    /// Opens what is known of it.
    open: RwSignal<bool>,
) -> impl IntoView {
    let standing = Memo::new(|_| {
        let standing = witness::standing();
        let seen = standing.kept.seen.map(|seen| (seen.size, seen.checked));
        let trouble = if standing.unkept {
            Some(words::WITNESS_UNKEPT)
        } else {
            let failed = standing.failed.is_some() || standing.kept.unproved.is_some();
            failed.then_some(words::WITNESS_FAILED)
        };
        (seen, trouble, standing.kept.alarm.map(|alarm| alarm.why))
    });
    let tone = move || match standing.get() {
        (.., Some(_)) => Tone::Crimson,
        (_, Some(_), _) => Tone::Amber,
        (Some(_), ..) => Tone::Jade,
        (None, ..) => Tone::Neutral,
    };
    let said = move || match standing.get() {
        (.., Some(why)) => alarm_title(why).get().to_owned(),
        (_, Some(trouble), _) => trouble.get().to_owned(),
        (Some((size, checked)), ..) => words::standing(lang(), &number(size), &date::moment_within(checked)),
        (None, ..) => words::WITNESS_NONE.get().to_owned(),
    };
    let icon = move || match tone() {
        Tone::Crimson | Tone::Amber => Icon::Warning,
        _ => Icon::Witness,
    };
    // What this browser has checked; what the gateway says beyond that is only said.
    let size = move || standing.get().0.map(|(size, _)| size);
    let more = move || live::log_size()?.checked_sub(size()?).filter(|more| *more > 0);
    view! {
        <button type="button" class="topbar__log" data-tone=move || tone().name() title=said aria-label=said on:click=move |_| open.set(true)>
            {move || view! { <Glyph icon=icon()/> }}
            <span class="num topbar__log-size">{move || size().map(number)}</span>
            {move || more().map(|more| view! { <span class="num topbar__log-more">"+" {number(more)}</span> })}
        </button>
    }
}

/// What is known of the witness, and what can be done.
#[component]
pub fn WitnessDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open title=words::WITNESS>
            <Known/>
        </Dialog>
    }
}

#[component]
fn Known() -> impl IntoView {
    let standing = Memo::new(|_| witness::standing());
    let kept = Memo::new(move |_| standing.with(|standing| standing.kept.clone()));
    let looking = Signal::derive(move || standing.with(|standing| standing.looking));
    let failed = move || standing.with(|standing| standing.failed.is_some() || standing.kept.unproved.is_some());
    let unkept = Memo::new(move |_| standing.with(|standing| standing.unkept));
    view! {
        <div class="witness">
            {move || {
                let Kept { seen, alarm, settled, unproved, .. } = kept.get();
                let quiet = alarm.is_some() || unproved.is_some() || unkept.get();
                view! {
                    {alarm.map(|alarm| view! { <AlarmView alarm/> })}
                    {seen.map(|seen| view! { <SeenView seen quiet/> })}
                    {(!settled.is_empty()).then(|| view! { <SettledView settled/> })}
                }
            }}
            {move || failed().then(|| view! { <Banner tone=Tone::Amber title=words::WITNESS_FAILED/> })}
            {move || unkept.get().then(|| view! { <Banner tone=Tone::Amber title=words::WITNESS_UNKEPT/> })}
            {move || kept.with(|kept| kept.seen.is_none()).then(|| view! { <p>{tr(words::WITNESS_NONE)}</p> })}
            <p class="witness__how">{tr(words::WITNESS_HOW)}</p>
            <div class="dialog__actions">
                <LinkButton label=words::NAV href=Page::Verify.path() icon=Icon::File/>
                <Button label=words::WITNESS_LOOK icon=Icon::Refresh look=Look::Primary busy=looking on:click=|_| spawn_local(witness::look())/>
            </div>
        </div>
    }
}

/// The checkpoint that is kept.
#[component]
fn SeenView(
    /// The checkpoint.
    seen: Seen,
    /// Says nothing of consistency: there is an alarm, what the gateway shows is not proved, or what was seen is not kept.
    quiet: bool,
) -> impl IntoView {
    let (since, checked, size) = (seen.since, seen.checked, seen.size);
    let title = Signal::derive(move || words::consistent(lang(), &date::moment_within(since)));
    let note = seen.note.clone();
    let save = move |_| transport::save(&format!("checkpoint-{size}.txt"), "text/plain", &note);
    view! {
        {(!quiet).then(|| view! { <Banner tone=Tone::Jade title/> })}
        <DefinitionList>
            <Definition name=words::WITNESS_SIZE>{move || words::events(lang(), &number(size))}</Definition>
            <Definition name=words::WITNESS_CHECKED><When at=checked/></Definition>
            <Definition name=words::WITNESS_SINCE><When at=since/></Definition>
            <Definition name=words::WITNESS_KEYS>
                {seen.keys.into_iter().map(|key| view! { <p class="witness__key"><code>{key.clone()}</code> <CopyButton text=key/></p> }).collect_view()}
                <small>{tr(words::WITNESS_FIRST_KEY)}</small>
            </Definition>
        </DefinitionList>
        <p><Button label=words::WITNESS_SAVE icon=Icon::Export look=Look::Plain on:click=save/></p>
    }
}

/// The alarm with what it rests on, and for an administrator the words that end it.
#[component]
fn AlarmView(
    /// The alarm.
    alarm: Alarm,
) -> impl IntoView {
    let why = alarm.why;
    let text = Signal::derive(move || alarm_text(why).get().to_owned());
    let (kept, offered) = (alarm.kept_size, alarm.offered_size);
    let at = alarm.at;
    view! {
        <Banner tone=Tone::Crimson title=alarm_title(why) text/>
        {alarm.fits_again.then(|| view! { <Banner tone=Tone::Amber title=words::ALARM_FITS_AGAIN/> })}
        <DefinitionList>
            <Definition name=words::ALARM_FOUND><When at/></Definition>
            <Definition name=words::ALARM_KEPT>{move || words::events(lang(), &number(kept))} <pre class="witness__note" tabindex="0">{alarm.kept}</pre></Definition>
            {(why != Why::Lost).then(|| view! {
                <Definition name=words::ALARM_OFFERED>
                    {move || offered.map_or_else(|| words::ALARM_NOTHING.get().to_owned(), |size| words::events(lang(), &number(size)))}
                    {(!alarm.offered.is_empty()).then(|| view! { <pre class="witness__note" tabindex="0">{alarm.offered}</pre> })}
                </Definition>
            })}
        </DefinitionList>
        {move || match session::role() {
            Some(Role::Admin) => view! { <SettleForm/> }.into_any(),
            _ => view! { <p class="witness__how">{tr(words::ALARM_ADMIN)}</p> }.into_any(),
        }}
    }
}

/// Whether these words settle an alarm.
fn settles(words: &str) -> bool {
    words.trim().chars().count() >= SHORTEST
}

#[component]
fn SettleForm() -> impl IntoView {
    let found = RwSignal::new(String::new());
    let short = Signal::derive(move || !found.with(|found| settles(found)));
    let settle = move || {
        if !short.get_untracked() {
            let by = session::me().map(|me| me.name).unwrap_or_default();
            witness::settle(&by, found.get_untracked().trim());
        }
    };
    view! {
        <form class="form-stack" on:submit=move |event| { event.prevent_default(); settle(); }>
            <TextArea label=words::ALARM_WORDS value=found hint=words::ALARM_WORDS_HINT required=true max_length=500/>
            <p><Button label=words::ALARM_SETTLE look=Look::Danger icon=Icon::Shield submit=true disabled=short/></p>
        </form>
    }
}

/// Alarms of before, with the words that ended them.
#[component]
fn SettledView(
    /// Oldest first.
    settled: Vec<Settled>,
) -> impl IntoView {
    let row = |settled: Settled| {
        let (by, at) = (settled.by, settled.at);
        view! {
            <li>
                <strong>{tr(alarm_title(settled.alarm.why))}</strong>
                <p>{settled.words}</p>
                <small>{move || words::settled_by(lang(), &by, &date::moment_within(at))}</small>
            </li>
        }
    };
    view! {
        <details class="witness__settled">
            <summary>{tr(words::WITNESS_SETTLED)}</summary>
            <ul>{settled.into_iter().rev().map(row).collect_view()}</ul>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn an_alarm_is_settled_by_words_and_not_by_spaces() {
        assert!(!settles(""));
        assert!(!settles("   已核对     "));
        assert!(settles("误恢复旧备份，已核对。"));
    }

    #[test]
    fn the_evidence_holds_both_checkpoints() {
        let alarm = Alarm {
            why: Why::Gone,
            at: 7,
            kept: "log\n9\n".into(),
            offered: String::new(),
            kept_size: 9,
            offered_size: None,
            fits_again: false,
        };
        let text = evidence(&alarm);
        assert!(text.contains("log\n9\n") && text.ends_with("-\n"), "{text}");
        let both = evidence(&Alarm {
            offered: "log\n4\n".into(),
            ..alarm
        });
        assert!(both.contains("log\n9\n") && both.contains("log\n4\n"), "{both}");
    }
}
