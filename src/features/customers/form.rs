//! Writing a customer's card, new or at hand.

use domain::id::CustomerId;
use leptos::prelude::*;
use wire::customers::{Customer, CustomerCard, CustomerEdit, Facets};

use super::conflict::ConflictView;
use super::draft::Draft;
use super::sections::{AttributesSection, BirthdaysSection, PersonSection, ReachSection, SiteSection, SortingSection};
use crate::api;
use crate::locale::{customers as words, ui};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::toasts;
use crate::ui::{Button, Crumb, LinkButton, Look, PageHeader, ProblemView, load};

/// The page at `Page::CustomerNew`.
#[component]
pub fn CustomerNewPage() -> impl IntoView {
    view! {
        <PageHeader title=words::NEW lead=words::FORM_LEAD_NEW crumbs=vec![Crumb::to(Page::Customers)]/>
        <CardForm before=None/>
    }
}

/// The page at `Page::CustomerEdit(id)`.
#[component]
pub fn CustomerEditPage(
    /// Whose page it is.
    id: CustomerId,
) -> impl IntoView {
    load(
        words::EDIT,
        move || api::customers::one(id),
        move |customer: RwSignal<Customer>| {
            let before = customer.get_untracked();
            let crumbs = vec![
                Crumb::to(Page::Customers),
                Crumb {
                    label: before.card.name.clone().into(),
                    href: Page::Customer(id).path(),
                },
            ];
            view! {
                <PageHeader title=words::EDIT crumbs/>
                <CardForm before=Some(before)/>
            }
            .into_any()
        },
    )
}

/// What the sections need: the fields, what can be chosen, and what is wrong.
#[derive(Clone, Copy)]
pub(super) struct Form {
    // The fields are many: kept aside, so that the form is passed around lightly.
    draft: StoredValue<Draft>,
    pub facets: Signal<Facets>,
    /// The masked phone at hand.
    pub masked: StoredValue<Option<String>>,
    errors: Signal<Vec<(String, String)>>,
}

impl Form {
    /// The fields.
    pub fn draft(&self) -> Draft {
        self.draft.get_value()
    }

    /// What is wrong with a field, by its name in the request.
    pub fn error(&self, field: &'static str) -> Signal<Option<String>> {
        let errors = self.errors;
        Signal::derive(move || {
            errors.with(|all| {
                let nested = format!("card.{field}");
                all.iter()
                    .find(|(name, _)| name == field || *name == nested)
                    .map(|(_, message)| message.clone())
            })
        })
    }
}

#[component]
fn CardForm(before: Option<Customer>) -> impl IntoView {
    let blank = CustomerCard::default();
    let base = before.as_ref().map_or(&blank, |customer| &customer.card).clone();
    let draft = Draft::of(&base);
    let has_phone = base.phone.is_some();
    let id = before.as_ref().map(|customer| customer.id);
    let version = RwSignal::new(before.as_ref().map_or(0, |customer| customer.version));
    let facets = fetched(api::customers::facets);
    let facets = Signal::derive(move || facets.get().and_then(Result::ok).unwrap_or_else(Facets::default));
    let (tried, error) = (RwSignal::new(false), RwSignal::new(None::<api::Error>));
    let theirs = RwSignal::new(None::<Customer>);
    let mine = StoredValue::new(CustomerCard::default());
    let errors = Signal::derive(move || {
        let mut all: Vec<(String, String)> = error.with(|error| {
            let told = error
                .as_ref()
                .and_then(api::Error::problem)
                .map(|problem| problem.fields.clone());
            told.unwrap_or_default()
                .into_iter()
                .map(|one| (one.field, one.message))
                .collect()
        });
        if tried.get() {
            let own = draft.flaws(has_phone);
            all.extend(
                own.into_iter()
                    .map(|(field, flaw)| (field.to_owned(), flaw.get().to_owned())),
            );
        }
        all
    });
    let form = Form {
        draft: StoredValue::new(draft),
        facets,
        masked: StoredValue::new(base.phone.clone()),
        errors,
    };
    let go = Page::goer();
    let save = Action::new(move |card: &CustomerCard| {
        let (card, go) = (card.clone(), go.clone());
        async move {
            let answer = match id {
                None => api::customers::create(&card).await,
                Some(id) => {
                    let edit = CustomerEdit {
                        version: version.get_untracked(),
                        card: card.clone(),
                    };
                    api::customers::save(id, &edit).await
                }
            };
            match answer {
                Ok(customer) => {
                    toasts::done(if id.is_some() {
                        words::SAVED.get()
                    } else {
                        words::CREATED.get()
                    });
                    go(Page::Customer(customer.id));
                }
                Err(problem) => {
                    if let Some(current) = lost_update(&problem) {
                        mine.set_value(card);
                        version.set(current.version);
                        theirs.set(Some(current));
                    } else {
                        error.set(Some(problem));
                    }
                }
            }
        }
    });
    let on_choose = Callback::new(move |card: CustomerCard| {
        save.dispatch(card);
    });
    let agent = Callback::new(move |id| {
        facets.with(|facets| {
            let known = facets.agents.iter().find(|one| one.id == id);
            known.map_or_else(|| id.to_string(), |one| one.name.clone())
        })
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        error.set(None);
        if draft.flaws(has_phone).is_empty() {
            save.dispatch(draft.card());
        }
        focus_first_flaw();
    };
    let back = id.map_or(Page::Customers, Page::Customer).path();
    view! {
        {move || theirs.get().map(|current| view! {
            <ConflictView base=base.clone() mine=mine.get_value() theirs=current.card busy=save.pending() agent on_choose/>
        })}
        <form class="customer-form" novalidate on:submit=submit hidden=move || theirs.with(Option::is_some)>
            <PersonSection form/>
            <ReachSection form/>
            <SiteSection form/>
            <BirthdaysSection form/>
            <SortingSection form/>
            <AttributesSection form/>
            {move || error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="customer-form__foot">
                <LinkButton label=ui::CANCEL href=back.clone()/>
                <Button label=ui::SAVE look=Look::Primary submit=true busy=save.pending()/>
            </div>
        </form>
    }
}

/// What is there now, if somebody else was faster.
fn lost_update(problem: &api::Error) -> Option<Customer> {
    let problem = problem
        .problem()
        .filter(|problem| problem.code == wire::Code::Conflict)?;
    crate::api::json::read(problem.current.clone()?).ok()
}

/// Puts the focus on the first field that is wrong, once the view has marked it.
fn focus_first_flaw() {
    request_animation_frame(|| {
        use wasm_bindgen::JsCast;
        let found = document().query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(field) = found.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    });
}
