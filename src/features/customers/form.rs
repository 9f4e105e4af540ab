//! Writing a customer's card, new or at hand.

use domain::id::CustomerId;
use leptos::prelude::*;
use wire::Code;
use wire::customers::{Customer, CustomerCard, CustomerEdit, Facets};

use super::conflict::ConflictView;
use super::draft::{Draft, Flaw};
use super::sections::{AttributesSection, BirthdaysSection, PersonSection, ReachSection, SiteSection, SortingSection};
use crate::api;
use crate::locale::{customers as words, ui};
use crate::routes::Page;
use crate::state::action::Action;
use crate::state::facets::facets;
use crate::state::guard::guard;
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

/// What is written, and what became of saving it.
#[derive(Clone, Copy)]
struct Desk {
    /// Whose card it is; `None` for a new customer.
    id: Option<CustomerId>,
    draft: StoredValue<Draft>,
    has_phone: bool,
    version: RwSignal<i64>,
    /// Saving was tried: from then on one is told what is missing.
    tried: RwSignal<bool>,
    error: RwSignal<Option<api::Error>>,
    /// The phone with which saving was refused.
    refused: StoredValue<Option<String>>,
    /// What somebody else saved in the meantime, and what one had written oneself.
    theirs: RwSignal<Option<Customer>>,
    mine: StoredValue<CustomerCard>,
}

impl Desk {
    fn new(before: Option<&Customer>, base: &CustomerCard) -> Self {
        Self {
            id: before.map(|customer| customer.id),
            draft: StoredValue::new(Draft::of(base)),
            has_phone: base.phone.is_some(),
            version: RwSignal::new(before.map_or(0, |customer| customer.version)),
            tried: RwSignal::new(false),
            error: RwSignal::new(None),
            refused: StoredValue::new(None),
            theirs: RwSignal::new(None),
            mine: StoredValue::new(CustomerCard::default()),
        }
    }

    fn flaws(self) -> Vec<Flaw> {
        self.draft.get_value().flaws(self.has_phone)
    }

    /// What is wrong, by field: as the gateway said, and as the form itself can tell.
    fn errors(self) -> Vec<(String, String)> {
        let told = self.error.with(|error| {
            let problem = error.as_ref().and_then(api::Error::problem);
            problem.map(|problem| problem.fields.clone()).unwrap_or_default()
        });
        let own = if self.tried.get() { self.flaws() } else { Vec::new() };
        let own = own
            .into_iter()
            .map(|(field, flaw)| (field.to_owned(), flaw.get().to_owned()));
        told.into_iter()
            .map(|one| (one.field, one.message))
            .chain(own)
            .collect()
    }

    /// Whether saving was refused because somebody with the phone was erased: whoever saves it again has been told.
    fn was_erased(self) -> bool {
        self.error.with(|error| {
            error
                .as_ref()
                .and_then(api::Error::problem)
                .is_some_and(|problem| problem.code == Code::Erased)
        })
    }

    /// Saves a card. Who was slower than somebody else is shown both versions.
    async fn save(self, card: CustomerCard) -> Option<Customer> {
        let back = untrack(|| self.was_erased()) && self.refused.get_value() == card.phone;
        self.error.set(None);
        let answer = match self.id {
            None => api::customers::create(&card, back).await,
            Some(id) => {
                let version = self.version.get_untracked();
                let edit = CustomerEdit {
                    version,
                    card: card.clone(),
                };
                api::customers::save(id, &edit, back).await
            }
        };
        let error = match answer {
            Ok(customer) => return Some(customer),
            Err(error) => error,
        };
        match error.theirs::<Customer>() {
            Some(theirs) => {
                self.mine.set_value(card);
                self.version.set(theirs.version);
                self.theirs.set(Some(theirs));
            }
            None => {
                self.refused.set_value(card.phone);
                self.error.set(Some(error));
            }
        }
        None
    }
}

#[component]
fn CardForm(before: Option<Customer>) -> impl IntoView {
    let base = before
        .as_ref()
        .map(|customer| customer.card.clone())
        .unwrap_or_default();
    let desk = Desk::new(before.as_ref(), &base);
    let facets = facets();
    let form = Form {
        draft: desk.draft,
        facets,
        masked: StoredValue::new(base.phone.clone()),
        errors: Signal::derive(move || desk.errors()),
    };
    let go = Page::goer();
    let save = Action::new(move |card: &CustomerCard| {
        let (card, go) = (card.clone(), go.clone());
        async move {
            let Some(customer) = desk.save(card).await else { return };
            let done = if desk.id.is_some() {
                words::SAVED
            } else {
                words::CREATED
            };
            toasts::done(done.get());
            go(Page::Customer(customer.id));
        }
    });
    let first = untrack(|| desk.draft.get_value().card());
    guard(move || desk.draft.get_value().card() != first);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        desk.tried.set(true);
        if untrack(|| !desk.was_erased()) {
            desk.error.set(None);
        }
        if desk.flaws().is_empty() {
            save.dispatch(desk.draft.get_value().card());
        }
        focus_first_flaw();
    };
    let agent = Callback::new(move |id| {
        facets.with(|facets| {
            let known = facets.agents.iter().find(|one| one.id == id);
            known.map_or_else(|| id.to_string(), |one| one.name.clone())
        })
    });
    let on_choose = Callback::new(move |card: CustomerCard| {
        save.dispatch(card);
    });
    view! {
        {move || desk.theirs.get().map(|theirs| view! {
            <ConflictView base=base.clone() mine=desk.mine.get_value() theirs=theirs.card error=desk.error busy=save.pending() agent on_choose/>
        })}
        <form class="customer-form" novalidate on:submit=submit hidden=move || desk.theirs.with(Option::is_some)>
            <PersonSection form/>
            <ReachSection form/>
            <SiteSection form/>
            <BirthdaysSection form/>
            <SortingSection form/>
            <AttributesSection form/>
            {move || desk.error.get().map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="customer-form__foot">
                <LinkButton label=ui::CANCEL href=desk.id.map_or(Page::Customers, Page::Customer).path()/>
                {move || view! {
                    <Button
                        label=if desk.was_erased() { words::ENTER_ANEW } else { ui::SAVE }
                        look=Look::Primary
                        submit=true
                        busy=save.pending()
                    />
                }}
            </div>
        </form>
    }
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
