//! Consents, each with its evidence, and the form that records one.

use domain::consent::{Consent, Purpose};
use leptos::prelude::*;
use wire::customers::{Customer, NewConsent, TimelineItem, TimelineWhat};

use super::card::Card;
use super::model::{code_of, of_code};
use super::words as names;
use crate::api;
use crate::locale::{customers as words, date, tr, ui};
use crate::state::action::Action;
use crate::state::fetched::fetched;
use crate::state::session::may;
use crate::state::toasts;
use crate::ui::{Badge, Button, Choice, Dialog, Icon, Kind, Look, ProblemView, RadioGroup, Select, TextField, When};

/// Where the customer stands for each purpose, and how we know.
#[component]
pub(super) fn ConsentsCard(customer: RwSignal<Customer>, on_recorded: Callback<()>) -> impl IntoView {
    let id = customer.with_untracked(|customer| customer.id);
    let consents = Memo::new(move |_| customer.with(|customer| customer.consents));
    let records = fetched(move || {
        // A new record changes the customer's version.
        customer.with(|customer| customer.version);
        api::customers::consents(id)
    });
    let open = RwSignal::new(false);
    let latest = move |purpose: Purpose| {
        let all = records.get().and_then(Result::ok).unwrap_or_default();
        all.into_iter().find_map(|item| evidence_of(item, purpose))
    };
    let done = Callback::new(move |now: Customer| {
        customer.set(now);
        records.refetch();
        on_recorded.run(());
        open.set(false);
        toasts::done(words::CONSENT_RECORDED.get());
    });
    view! {
        <Card title=words::CONSENTS>
            <ul class="consents">
                {Purpose::ALL
                    .map(|purpose| {
                        let is = move || consents.with(|consents| consents.of(purpose));
                        view! {
                            <li class="consents__one">
                                <span class="consents__purpose">
                                    {move || names::purpose(purpose).get()}
                                    <small>{move || names::purpose_hint(purpose).get()}</small>
                                </span>
                                {move || {
                                    let icon = match is() {
                                        Consent::Unknown => Icon::Question,
                                        Consent::Given => Icon::Check,
                                        Consent::Withdrawn => Icon::Ban,
                                    };
                                    view! { <Badge label=names::consent(is()) tone=names::consent_tone(is()) icon/> }
                                }}
                                {move || latest(purpose).map(|(at, source, evidence)| view! {
                                    <span class="consents__evidence">
                                        {move || names::source(&source).get()}
                                        {evidence.map(|evidence| view! { " · " <span dir="auto">{evidence}</span> })}
                                        " · " <When at/>
                                    </span>
                                })}
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            {move || may(domain::role::Capability::EditCustomers).then(|| view! {
                <Button label=words::RECORD_CONSENT icon=Icon::Shield on:click=move |_| open.set(true)/>
            })}
            <Dialog open title=words::RECORD_CONSENT>
                <ConsentForm id open on_done=done/>
            </Dialog>
        </Card>
    }
}

fn evidence_of(item: TimelineItem, wanted: Purpose) -> Option<(i64, String, Option<String>)> {
    match item.what {
        TimelineWhat::Consent {
            purpose,
            source,
            evidence,
            ..
        } if purpose == wanted => Some((item.at, source, evidence)),
        _ => None,
    }
}

#[component]
fn ConsentForm(id: domain::id::CustomerId, open: RwSignal<bool>, on_done: Callback<Customer>) -> impl IntoView {
    let purpose = RwSignal::new(code_of(Purpose::Care));
    let is = RwSignal::new(code_of(Consent::Given));
    let source = RwSignal::new(names::SOURCES[0].to_owned());
    let (evidence, when) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let error = RwSignal::new(None::<api::Error>);
    let given = move || is.with(|is| *is == code_of(Consent::Given));
    let missing = move || given() && evidence.with(|text| text.trim().is_empty());
    let evidence_error = Signal::derive(move || {
        let told = error.with(|error| error.as_ref().and_then(|error| error.field("evidence")));
        told.or_else(|| (tried.get() && missing()).then(|| words::EVIDENCE_NEEDED.get().to_owned()))
    });
    let record = Action::new(move |(): &()| {
        let consent = NewConsent {
            purpose: of_code(&purpose.get_untracked()).unwrap_or(Purpose::Care),
            is: of_code(&is.get_untracked()).unwrap_or_default(),
            source: source.get_untracked(),
            evidence: Some(evidence.get_untracked().trim().to_owned()).filter(|text| !text.is_empty()),
            given_at: date::parse_local(&when.get_untracked()),
        };
        async move {
            match api::customers::record_consent(id, &consent).await {
                Ok(customer) => {
                    on_done.try_run(customer);
                }
                Err(problem) => {
                    error.try_set(Some(problem));
                }
            }
        }
    });
    let purposes = Signal::derive(|| {
        Purpose::ALL
            .map(|one| Choice::new(code_of(one), names::purpose(one).get()).hint(names::purpose_hint(one).get()))
            .to_vec()
    });
    let wishes = Signal::derive(|| {
        vec![
            Choice::new(code_of(Consent::Given), words::CONSENT_GIVE.get()),
            Choice::new(code_of(Consent::Withdrawn), words::CONSENT_WITHDRAW.get()),
        ]
    });
    let sources = Signal::derive(|| {
        names::SOURCES
            .map(|code| Choice::new(code, names::source(code).get()))
            .to_vec()
    });
    view! {
        <form
            class="form-stack"
            on:submit=move |event| {
                event.prevent_default();
                tried.set(true);
                if !missing() {
                    record.dispatch(());
                }
            }
        >
            <RadioGroup label=words::PURPOSE value=purpose options=purposes/>
            <RadioGroup label=words::CONSENT_IS value=is options=wishes segmented=true/>
            <Select label=words::SOURCE value=source options=sources/>
            <TextField label=words::EVIDENCE value=evidence hint=words::EVIDENCE_HINT error=evidence_error max_length=500/>
            <TextField label=words::GIVEN_AT value=when kind=Kind::DateTime hint=words::GIVEN_AT_HINT/>
            <p class="form-zone">{move || date::zone_name()}</p>
            {move || error.get().filter(|error| error.field("evidence").is_none()).map(|error| view! { <ProblemView error=Signal::stored(error)/> })}
            <div class="dialog__actions">
                <Button label=ui::CANCEL on:click=move |_| open.set(false)/>
                <Button label=tr(words::RECORD_CONSENT) look=Look::Primary submit=true busy=record.pending()/>
            </div>
        </form>
    }
}
