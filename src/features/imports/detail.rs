//! One import, from the file to the customers, as one calm flow.

use std::time::Duration;

use domain::id::ImportId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::imports::{Import, ImportState, Mapping, Reading};
use wire::live::Live;

use super::columns::Columns;
use super::counts::Counts;
use super::fields::{changed, flaw};
use super::names::{self, is_moving};
use super::refused::Refused;
use super::stage::{Actions, StateBanner, Steps};
use crate::api;
use crate::locale::actors::called;
use crate::locale::{Text, date, imports as words, lang, tr};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::live;
use crate::ui::{
    Badge, Banner, Button, Choice, Confirm, Crumb, InlineSelect, Look, PageHeader, ProblemView, Tone, load,
};

/// How often the gateway is asked while it works and the stream is silent.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// The page at `Page::Import(id)`.
#[component]
pub fn ImportPage(
    /// Whose page it is.
    id: ImportId,
) -> impl IntoView {
    load(
        words::ONE,
        move || api::imports::one(id),
        |import| view! { <Here import/> }.into_any(),
    )
}

/// The import as the gateway has it, and the columns as they are being chosen.
#[derive(Clone, Copy)]
struct Desk {
    id: ImportId,
    import: RwSignal<Import>,
    fields: RwSignal<Vec<String>>,
    error: RwSignal<Option<api::Error>>,
}

impl Desk {
    fn new(import: RwSignal<Import>) -> Self {
        Self {
            id: import.with_untracked(|import| import.id),
            import,
            fields: RwSignal::new(import.with_untracked(chosen)),
            error: RwSignal::new(None),
        }
    }

    /// How many columns are chosen otherwise than the gateway has them.
    fn edits(self) -> usize {
        self.import
            .with(|import| self.fields.with(|fields| changed(&import.columns, fields)))
    }

    /// The whole import came anew; a choice of columns that is being made stays.
    fn take(self, now: Import) {
        if untrack(|| self.edits()) == 0 {
            self.fields.set(chosen(&now));
        }
        self.import.set(now);
    }

    fn answered(self, answer: api::Result<Import>) {
        self.error.try_set(answer.as_ref().err().cloned());
        // Who was overtaken sees what is there now.
        if let Some(now) = answer.map_or_else(|error| error.theirs(), Some) {
            self.take(now);
        }
    }

    /// Has the columns read as they are chosen now.
    async fn recheck(self) {
        let mapping = Mapping {
            fields: self.fields.get_untracked(),
        };
        let answer = api::imports::map(self.id, &mapping).await;
        if let Ok(now) = &answer {
            self.fields.try_set(chosen(now));
        }
        self.answered(answer);
    }

    /// Has the file read otherwise; another sheet has other columns.
    async fn reread(self, reading: Reading) {
        let answer = api::imports::read(self.id, &reading).await;
        if let Ok(now) = &answer {
            self.fields.try_set(chosen(now));
        }
        self.answered(answer);
    }

    /// What the file is: its kind, format and size, who brought it and when.
    fn about(self) -> String {
        self.import.with(|import| {
            let kind = names::kind(import.kind).get();
            let (size, when) = (names::size(import.bytes), date::moment(import.created_at));
            [kind, &names::format(&import.format), &size, &called(&import.by), &when].join(" · ")
        })
    }
}

#[component]
fn Here(import: RwSignal<Import>) -> impl IntoView {
    let desk = Desk::new(import);
    follow(import, move |now| desk.take(now));
    let state = Memo::new(move |_| import.with(|import| import.state));
    let apply = Action::new(move |(): &()| async move {
        let seen = import.with_untracked(|import| import.version);
        desk.answered(api::imports::apply(desk.id, seen).await);
    });
    let cancelling = RwSignal::new(false);
    let cancel = Action::new(move |(): &()| async move {
        desk.answered(api::imports::cancel(desk.id).await);
        cancelling.try_set(false);
    });
    // What was written is no longer shown beside the file: the customers' own pages show it.
    let has_columns = Memo::new(move |_| import.with(|import| !import.sample.is_empty()));
    let counted = move || !matches!(state.get(), ImportState::Failed | ImportState::Cancelled);
    view! {
        <PageHeader
            title=Text::from(move || import.with(|import| import.file.clone()))
            lead=Text::from(move || desk.about())
            crumbs=vec![Crumb::to(Page::Customers), Crumb::to(Page::Imports)]
            aside=move || move || {
                let (label, tone, icon) = names::state(state.get());
                view! { <Badge label tone icon/> }
            }
        >
            <Actions
                import
                blocked=Signal::derive(move || desk.edits() > 0)
                busy=apply.pending()
                on_apply=Callback::new(move |()| { apply.dispatch(()); })
                on_cancel=Callback::new(move |()| cancelling.set(true))
            />
        </PageHeader>
        <div class="import">
            <Steps state/>
            {move || desk.error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <StateBanner import/>
            <Sheets desk state/>
            <Doubts import/>
            <Erased desk state/>
            <Show when=counted>
                <Counts import/>
                <Refused import/>
            </Show>
            <Show when=move || has_columns.get()><Chosen desk state/></Show>
        </div>
        <Confirm
            open=cancelling
            title=words::CANCEL_ASK
            text=words::CANCEL_TEXT
            action=words::CANCEL
            danger=true
            busy=cancel.pending()
            on_confirm=move |()| { cancel.dispatch(()); }
        />
    }
}

/// Which sheet of a workbook is read, where others hold rows, too.
#[component]
fn Sheets(desk: Desk, state: Memo<ImportState>) -> impl IntoView {
    let import = desk.import;
    let sheets = Memo::new(move |_| import.with(|import| (import.sheet.clone(), import.sheets_left.clone())));
    let read = Signal::derive(move || sheets.with(|(sheet, _)| sheet.clone().unwrap_or_default()));
    let options = Signal::derive(move || {
        sheets.with(|(sheet, left)| {
            let all = sheet.iter().chain(left);
            all.map(|name| Choice::new(name, name.clone())).collect::<Vec<_>>()
        })
    });
    let pick = Action::new(move |sheet: &String| {
        desk.reread(Reading {
            sheet: Some(sheet.clone()),
            with_erased: import.with_untracked(|import| import.with_erased),
        })
    });
    let fixed = Signal::derive(move || is_fixed(state.get()) || pick.pending().get());
    let several = Memo::new(move |_| sheets.with(|(_, left)| !left.is_empty()));
    view! {
        <Show when=move || several.get()>
            <Banner
                tone=Tone::Amber
                title=words::SHEETS_LEFT
                text=Text::from(move || sheets.with(|(_, left)| words::sheets_left(lang(), &left.join("、"))))
            >
                <InlineSelect label=words::SHEET value=read options disabled=fixed on_pick=move |sheet| { pick.dispatch(sheet); }/>
            </Banner>
        </Show>
    }
}

/// What a spreadsheet does to a file without telling.
#[component]
fn Doubts(import: RwSignal<Import>) -> impl IntoView {
    let (merged, zeros) = (
        Memo::new(move |_| import.with(|import| import.merged)),
        Memo::new(move |_| import.with(|import| import.zeros)),
    );
    view! {
        <Show when=move || { merged.get() > 0 }>
            <Banner tone=Tone::Amber title=Text::from(move || words::merged(lang(), merged.get())) text=words::MERGED_TEXT/>
        </Show>
        <Show when=move || { zeros.get() > 0 }>
            <Banner tone=Tone::Amber title=Text::from(move || words::zeros(lang(), zeros.get())) text=words::ZEROS_TEXT/>
        </Show>
    }
}

/// Rows of who was erased: refused, until the importer takes them in.
#[component]
fn Erased(desk: Desk, state: Memo<ImportState>) -> impl IntoView {
    let import = desk.import;
    let told = Memo::new(move |_| import.with(|import| (import.erased, import.with_erased)));
    let take = Action::new(move |with_erased: &bool| {
        desk.reread(Reading {
            sheet: None,
            with_erased: *with_erased,
        })
    });
    move || {
        let (rows, with_erased) = told.get();
        let open = !is_fixed(state.get());
        if with_erased && open {
            let leave = move |_| {
                take.dispatch(false);
            };
            view! {
                <Banner tone=Tone::Amber title=words::WITH_ERASED text=words::WITH_ERASED_TEXT>
                    <Button label=words::LEAVE_ERASED busy=take.pending() on:click=leave/>
                </Banner>
            }
            .into_any()
        } else if rows > 0 {
            let bring = move |_| {
                take.dispatch(true);
            };
            view! {
                <Banner tone=Tone::Amber title=Text::from(move || words::erased(lang(), rows)) text=words::ERASED_TEXT>
                    {open.then(|| view! { <Button label=words::BRING_ERASED busy=take.pending() on:click=bring/> })}
                </Banner>
            }
            .into_any()
        } else {
            ().into_any()
        }
    }
}

/// Whether the file can't be read otherwise any more.
const fn is_fixed(state: ImportState) -> bool {
    !matches!(state, ImportState::Checking | ImportState::Checked)
}

/// The columns, to be chosen otherwise until the file is applied.
#[component]
fn Chosen(desk: Desk, state: Memo<ImportState>) -> impl IntoView {
    let Desk { import, fields, .. } = desk;
    let fixed = Signal::derive(move || is_fixed(state.get()));
    let edits = Memo::new(move |_| desk.edits());
    let recheck = Action::new(move |(): &()| desk.recheck());
    view! {
        <section class="import-columns" aria-labelledby="import-columns">
            <h2 id="import-columns">{move || if fixed.get() { words::COLUMNS_SHUT.get() } else { words::COLUMNS.get() }}</h2>
            {move || (!fixed.get()).then(|| view! { <p class="import-note">{tr(words::COLUMNS_TEXT)}</p> })}
            <Columns import fields fixed/>
            <Show when=move || { edits.get() > 0 && !fixed.get() }>
                <Recheck import fields edits busy=recheck.pending() on_check=move |()| { recheck.dispatch(()); }/>
            </Show>
        </section>
    }
}

/// Says how many columns were chosen anew, and has them read again.
#[component]
fn Recheck(
    import: RwSignal<Import>,
    fields: RwSignal<Vec<String>>,
    edits: Memo<usize>,
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] on_check: Callback<()>,
) -> impl IntoView {
    let flaw = Memo::new(move |_| fields.with(|fields| flaw(fields)));
    view! {
        <div class="import-recheck" role="status">
            <span>{move || words::columns_changed(lang(), edits.get())}</span>
            {move || flaw.get().map(|flaw| view! { <span class="field__error">{flaw.get()}</span> })}
            <Button label=words::UNDO on:click=move |_| fields.set(import.with_untracked(chosen))/>
            <Button
                label=words::RECHECK
                look=Look::Primary
                busy
                disabled=Signal::derive(move || flaw.get().is_some())
                on:click=move |_| on_check.run(())
            />
        </div>
    }
}

fn chosen(import: &Import) -> Vec<String> {
    import.columns.iter().map(|column| column.field.clone()).collect()
}

/// Keeps the import as the gateway has it: by the stream, and by asking while the stream is silent.
fn follow(import: RwSignal<Import>, take: impl Fn(Import) + Copy + 'static) {
    let id = import.with_untracked(|import| import.id);
    let heard = StoredValue::new(false);
    let ask = move || {
        spawn_local(async move {
            if let Ok(now) = api::imports::one(id).await
                && import.try_get_untracked().is_some()
            {
                take(now);
            }
        });
    };
    live::on_event(move |event| {
        let Live::Import(moved) = event else { return };
        if moved.id != id {
            return;
        }
        heard.set_value(true);
        let before = import.with_untracked(|import| import.state);
        import.update(|import| {
            import.state = moved.state;
            import.progress = moved.progress;
            import.counts = moved.counts;
        });
        // Refusals, columns and times come with the whole only.
        if before != moved.state {
            ask();
        }
    });
    let handle = set_interval_with_handle(
        move || {
            let moving = import.try_get_untracked().is_some_and(|import| is_moving(import.state));
            let silent = !heard.try_get_value().unwrap_or(true);
            heard.try_set_value(false);
            if moving && silent {
                ask();
            }
        },
        ASK_EVERY,
    );
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
}
