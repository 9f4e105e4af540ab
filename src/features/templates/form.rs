//! A template being written, and beside it what a customer would read.

use domain::campaign::Content;
use domain::consent::Purpose;
use domain::id::TemplateId;
use domain::lint::Finding;
use domain::plan::Message;
use domain::role::Capability;
use domain::schedule::AllowedHours;
use leptos::prelude::*;
use wire::Code;
use wire::templates::{Template, TemplateEdit};

use super::clouds::Clouds;
use super::diff::DiffView;
use super::list::purpose_name;
use super::model;
use super::wordings::{Wordings, WordingsEditor, in_one};
use crate::api;
use crate::locale::{date, domain_lang, lang, number, templates as words, tr, ui};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::guard::guard;
use crate::state::{session, toasts};
use crate::ui::{Banner, Bubble, Button, Choice, Look, PhonePreview, ProblemView, RadioGroup, TextField, Tone};

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    purpose: RwSignal<String>,
    wordings: Wordings,
    /// The version that it began from; `None` for a new one.
    version: RwSignal<Option<i64>>,
}

impl Fields {
    fn new(known: Option<&Template>) -> Self {
        let purpose = known.map_or(Purpose::Care, |known| known.purpose);
        let text = known.map(|known| known.text.clone()).unwrap_or_default();
        let others = known.map(|known| known.others.clone()).unwrap_or_default();
        Self {
            name: RwSignal::new(known.map(|known| known.name.clone()).unwrap_or_default()),
            purpose: RwSignal::new(purpose.code().to_owned()),
            wordings: Wordings::new(text, others),
            version: RwSignal::new(known.map(|known| known.version)),
        }
    }

    /// Takes somebody else's version instead.
    fn take(self, theirs: &Template) {
        self.name.set(theirs.name.clone());
        self.purpose.set(theirs.purpose.code().to_owned());
        self.wordings.set(theirs.text.clone(), theirs.others.clone());
        self.version.set(Some(theirs.version));
    }

    fn purpose(self) -> Purpose {
        let code = self.purpose.get();
        let known = Purpose::ALL.into_iter().find(|purpose| purpose.code() == code);
        known.unwrap_or(Purpose::Care)
    }

    fn edit(self) -> TemplateEdit {
        let (text, others) = self.wordings.get();
        TemplateEdit {
            version: self.version.get(),
            name: self.name.get().trim().to_owned(),
            purpose: self.purpose(),
            text,
            others,
        }
    }

    fn content(self) -> Content {
        let signature = session::me().map(|me| me.firm.signature).unwrap_or_default();
        let (text, others) = self.wordings.get();
        Content {
            others,
            ..Content::of_text(text, signature, self.purpose())
        }
    }

    fn is_ready(self) -> bool {
        !self.name.with(|name| name.trim().is_empty()) && !self.wordings.any_empty()
    }
}

/// The form of a template.
#[component]
pub(super) fn TemplateForm(
    /// What is saved; `None` for a new one.
    known: Option<Template>,
    /// It was saved again.
    on_saved: Callback<Template>,
) -> impl IntoView {
    let locked = known.as_ref().is_some_and(|known| known.archived) || !session::may(Capability::Compose);
    let fields = Fields::new(known.as_ref());
    let id = known.map(|known| known.id);
    let content = Memo::new(move |_| fields.content());
    let findings = Memo::new(move |_| content.with(findings));
    let last = RwSignal::new(untrack(|| fields.edit()));
    let save = saving(
        id,
        Callback::new(move |(sent, now): (TemplateEdit, Template)| {
            fields.version.set(Some(now.version));
            last.set(sent);
            on_saved.run(now);
        }),
    );
    guard(move || {
        !locked
            && fields.edit()
                != TemplateEdit {
                    version: fields.version.get(),
                    ..last.get()
                }
    });
    let failed = move || save.value().get().flatten();
    let field = move |name: &'static str| Signal::derive(move || failed().and_then(|error| error.field(name)));
    let theirs = move || failed()?.theirs::<Template>();
    let plain = move || {
        failed().filter(|error| {
            error.code() != Some(Code::Conflict) && error.problem().is_none_or(|problem| problem.fields.is_empty())
        })
    };
    let keep = Callback::new(move |newest| {
        fields.version.set(Some(newest));
        save.dispatch(fields.edit());
    });
    let take = Callback::new(move |theirs: Template| {
        fields.take(&theirs);
        save.value().set(None);
    });
    let purposes = Signal::derive(|| {
        Purpose::ALL
            .map(|purpose| Choice::new(purpose.code(), purpose_name(purpose).get()))
            .to_vec()
    });
    let ready = move || !locked && fields.is_ready();
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if ready() {
            save.dispatch(fields.edit());
        }
    };
    view! {
        <div class="beside">
            <form class="stack" on:submit=send>
                <TextField label=words::NAME value=fields.name required=true max_length=60 disabled=locked error=field("name")/>
                <RadioGroup label=words::PURPOSE value=fields.purpose options=purposes segmented=true disabled=locked/>
                <WordingsEditor wordings=fields.wordings findings disabled=locked/>
                {move || field("text").get().map(|error| view! { <p class="field__error" role="alert">{error}</p> })}
                {move || plain().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
                {move || theirs().map(|theirs| view! { <Theirs theirs fields keep take/> })}
                {(!locked).then(|| view! {
                    <div class="form__actions"><Button label=words::SAVE look=Look::Primary submit=true busy=save.pending() disabled=Signal::derive(move || !ready())/></div>
                })}
            </form>
            <Preview content wordings=fields.wordings/>
        </div>
        <Clouds content wordings=fields.wordings/>
    }
}

/// Saves what is typed; answers why not.
fn saving(
    id: Option<TemplateId>,
    on_saved: Callback<(TemplateEdit, Template)>,
) -> Action<TemplateEdit, Option<api::Error>> {
    let go = Page::goer();
    Action::new(move |edit: &TemplateEdit| {
        let (edit, go) = (edit.clone(), go.clone());
        async move {
            let answer = match id {
                Some(id) => api::templates::save(id, &edit).await,
                None => api::templates::create(&edit).await,
            };
            match answer {
                Ok(saved) => {
                    toasts::done(words::SAVED.get());
                    let made = saved.id;
                    on_saved.try_run((edit, saved));
                    if id.is_none() {
                        go(Page::Template(made));
                    }
                    None
                }
                Err(error) => Some(error),
            }
        }
    })
}

/// The wording that is written, as a made-up customer would read it.
#[component]
fn Preview(
    /// What is written.
    content: Memo<Content>,
    /// Its wordings.
    wordings: Wordings,
) -> impl IntoView {
    // Before there is a text, no message with the signature alone.
    let message = Memo::new(move |_| {
        let written = !wordings.is_empty();
        content.with(|content| example(content, wordings.at()).filter(|_| written))
    });
    let bubbles = Signal::derive(move || {
        message
            .get()
            .map(|message| Bubble::sent(message.text))
            .into_iter()
            .collect::<Vec<_>>()
    });
    let length = move || {
        message.with(|message| {
            message.as_ref().map(|message| {
                let characters = message.text.chars().count() as u64;
                words::parts(lang(), &number(message.parts), &number(characters))
            })
        })
    };
    view! {
        <aside class="template__preview">
            <PhonePreview sender=words::SENDER bubbles/>
            <p class="template__parts">{length}</p>
            <p class="template__note">{tr(words::PREVIEW_NOTE)}</p>
        </aside>
    }
}

/// Somebody else saved meanwhile: what differs, and the choice between the two.
#[component]
fn Theirs(
    /// Theirs.
    theirs: Template,
    /// What is written here.
    fields: Fields,
    /// Saves what is written here over their version.
    keep: Callback<i64>,
    /// Takes theirs.
    take: Callback<Template>,
) -> impl IntoView {
    let (newest, by) = (theirs.version, theirs.updated_by.clone());
    let (name, purpose) = (theirs.name.clone(), theirs.purpose);
    let saved = in_one(&theirs.text, &theirs.others);
    let written = Signal::derive(move || {
        let (text, others) = fields.wordings.get();
        in_one(&text, &others)
    });
    let apart = move || {
        let mine = fields.name.with(|mine| mine.trim().to_owned());
        let names = model::apart(words::NAME, &name, &mine);
        let purposes = model::apart(
            words::PURPOSE,
            purpose_name(purpose).get(),
            purpose_name(fields.purpose()).get(),
        );
        names.into_iter().chain(purposes).collect::<Vec<_>>()
    };
    view! {
        <Banner tone=Tone::Amber title=words::CONFLICT text=move || words::conflict(lang(), &by)>
            <Button label=ui::TAKE_THEIRS on:click=move |_| take.run(theirs.clone())/>
            <Button label=ui::KEEP_MINE on:click=move |_| keep.run(newest)/>
        </Banner>
        {move || apart().into_iter().map(|(field, theirs, mine)| view! {
            <p>{words::differs(lang(), field.get(), &theirs, &mine)}</p>
        }).collect_view()}
        <DiffView old=Signal::stored(saved) new=written/>
    }
}

/// The wording at a place as a made-up customer would read it today.
fn example(content: &Content, wording: usize) -> Option<Message> {
    model::example(content, wording, date::iso_day(date::now()).parse().ok()?)
}

fn findings(content: &Content) -> Vec<(Option<usize>, Finding)> {
    let longest = |wording| {
        let message = example(content, wording)?;
        Some((message.text.chars().count(), message.parts))
    };
    let mut found = model::findings(content, AllowedHours::default(), longest, domain_lang());
    // That there is no text yet is plain to see.
    found.retain(|(_, finding)| finding.rule != "empty");
    found
}
