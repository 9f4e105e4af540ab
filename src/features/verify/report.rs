//! What came of checking a pack: in the words of the verifier itself, with the seal where it is proved.

use leptos::prelude::*;
use verifier::report::{Report, Standing};

use crate::locale::{Lang, Msg, lang, tr, verify as words};
use crate::state::witness;
use crate::ui::{Glyph, Icon, Seal, Stamp, Tone};

/// By whose key the signature was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// The reader gave it.
    Given,
    /// This browser remembers it.
    Known,
}

/// Tone, sign and title of a report. Without a key that somebody vouches for, nothing more than consistency is claimed.
pub fn heading(report: &Report) -> (Tone, Icon, Msg) {
    match (report.standing, report.trusted) {
        (Standing::Proved, true) => (Tone::Jade, Icon::Check, words::PROVED),
        (Standing::Proved, false) => (Tone::Amber, Icon::Question, words::PROVED_BY_OWN_KEY),
        (Standing::Disproved, _) => (Tone::Crimson, Icon::Close, words::DISPROVED),
        (Standing::Unreadable, _) => (Tone::Amber, Icon::Warning, words::UNREADABLE),
    }
}

/// The sentences in a language: the first says what is the case, the second by what, the others what is not shown.
pub fn sentences(report: &Report, lang: Lang) -> &[String] {
    match lang {
        Lang::ZhCn => &report.zh,
        Lang::En => &report.en,
    }
}

/// What came of checking.
#[component]
pub fn ReportView(
    /// What came of it.
    report: Report,
    /// By whose key, if by any but the pack's own.
    vouched: Vouched,
    /// Lets the seal come down, for what was checked just now.
    #[prop(optional)]
    fresh: bool,
    /// Whether the seal may stand on it, where it is proved.
    #[prop(default = true)]
    seal: bool,
) -> impl IntoView {
    let (tone, icon, title) = heading(&report);
    let proved = report.standing == Standing::Proved;
    // While the log contradicts what this browser saw of it, what the browser remembers vouches for nothing.
    let stands = move || vouched == Vouched::Given || witness::standing().kept.alarm.is_none();
    let sealed = proved && report.trusted && seal;
    let key = match (report.trusted, vouched) {
        (false, _) => words::BY_OWN_KEY,
        (true, Vouched::Given) => words::BY_GIVEN_KEY,
        (true, Vouched::Known) => words::BY_KNOWN_KEY,
    };
    let report = StoredValue::new(report);
    let sentence = move |at: usize| report.with_value(|report| sentences(report, lang()).get(at).cloned());
    let others =
        move || report.with_value(|report| sentences(report, lang()).iter().skip(2).cloned().collect::<Vec<_>>());
    view! {
        <div class="report" data-tone=tone.name() role=if tone == Tone::Crimson { "alert" } else { "status" }>
            {move || (sealed && stands()).then(|| view! { <Seal stamp=Stamp::Verified size=72 fresh/> })}
            <div class="report__text">
                <p class="report__title"><Glyph icon/> {tr(title)}</p>
                <p class="report__said">{move || sentence(0)}</p>
                {proved.then(|| view! {
                    <p class="report__by">{tr(key)} " " {move || sentence(1)}</p>
                    <p class="report__heading">{tr(words::NOT_SHOWN)}</p>
                    <ul class="report__not">{move || others().into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                })}
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn report(standing: Standing, trusted: bool) -> Report {
        Report {
            standing,
            zh: vec!["一".into()],
            en: vec!["one".into(), "two".into()],
            entry: None,
            trusted,
            key: None,
            size: None,
        }
    }

    #[test]
    fn proved_is_said_only_under_a_key_that_somebody_vouches_for() {
        assert_eq!(heading(&report(Standing::Proved, true)).2, words::PROVED);
        let own = heading(&report(Standing::Proved, false));
        assert_eq!((own.0, own.2), (Tone::Amber, words::PROVED_BY_OWN_KEY));
        assert_eq!(heading(&report(Standing::Disproved, true)).0, Tone::Crimson);
        assert_eq!(heading(&report(Standing::Unreadable, true)).2, words::UNREADABLE);
    }

    #[test]
    fn the_sentences_are_those_of_the_screens_language() {
        let report = report(Standing::Proved, true);
        assert_eq!(sentences(&report, Lang::ZhCn), ["一"]);
        assert_eq!(sentences(&report, Lang::En), ["one", "two"]);
    }
}
