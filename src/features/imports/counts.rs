//! The counts, as a sum that adds up.

use leptos::prelude::*;
use wire::imports::{FileKind, Import, ImportCounts, ImportState};

use crate::locale::{imports as words, lang, tr};
use crate::ui::{Icon, Sum, Term, Tone};

/// Rows = new + changed + unchanged + refused, and how many of those taken cannot be texted.
#[component]
pub(super) fn Counts(import: RwSignal<Import>) -> impl IntoView {
    let counts = Memo::new(move |_| import.with(|import| import.counts));
    let state = Memo::new(move |_| import.with(|import| import.state));
    // While a pass goes on, rows read and rows counted come with one message; afterwards the total is the file's.
    let total = Memo::new(move |_| {
        import.with(|import| match import.state {
            ImportState::Checking | ImportState::Applying => rows(import.counts),
            _ => import.progress.total.unwrap_or_else(|| rows(import.counts)),
        })
    });
    let title = move || match state.get() {
        ImportState::Applied => words::COUNTS_DONE.get(),
        ImportState::Checking | ImportState::Applying => words::COUNTS_SO_FAR.get(),
        _ => words::COUNTS.get(),
    };
    let terms = Signal::derive(move || terms(counts.get()));
    view! {
        <section class="import-counts" aria-labelledby="import-counts">
            <h2 id="import-counts">{title}</h2>
            <Sum label=words::ROWS_SUM total terms closed=Signal::derive(move || state.get() == ImportState::Applied)/>
            {(import.with_untracked(|import| import.kind) == FileKind::Purchases).then(|| view! {
                <p class="import-counts__note">{tr(words::SAME_PURCHASE)}</p>
            })}
            {move || (counts.get().unreachable > 0).then(|| view! {
                <p class="import-counts__note">{move || words::unreachable(lang(), counts.get().unreachable)}</p>
            })}
            {move || (state.get() == ImportState::Checked && writable(counts.get()) == 0).then(|| view! {
                <p class="import-counts__note">{tr(words::NOTHING_TO_APPLY)}</p>
            })}
        </section>
    }
}

/// Rows that applying would write.
pub(super) const fn writable(counts: ImportCounts) -> u64 {
    counts.new + counts.changed
}

const fn rows(counts: ImportCounts) -> u64 {
    counts.new + counts.changed + counts.unchanged + counts.refused
}

fn terms(counts: ImportCounts) -> Vec<Term> {
    let term = |key: &str, tone, icon, label: crate::locale::Msg, count| Term {
        key: key.to_owned(),
        tone,
        icon: Some(icon),
        label: label.get().to_owned(),
        count,
    };
    vec![
        term("new", Tone::Jade, Icon::Plus, words::NEW, counts.new),
        term("changed", Tone::Indigo, Icon::Edit, words::CHANGED, counts.changed),
        term("unchanged", Tone::Pale, Icon::Minus, words::UNCHANGED, counts.unchanged),
        term("refused", Tone::Crimson, Icon::Close, words::REFUSED, counts.refused),
    ]
}
