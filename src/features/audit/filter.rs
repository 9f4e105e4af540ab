//! What the log is filtered by; kept in the URL.

use leptos::prelude::*;

use super::names::{SUBJECTS, actions_on};
use crate::api::audit::LogQuery;
use crate::locale::{audit as words, date};
use crate::routes::{QueryKey, bind_query, use_query};
use crate::ui::{Choice, Kind, SearchField, Select, TextField};

const KIND: QueryKey<String> = QueryKey::new("kind");
const SUBJECT: QueryKey<String> = QueryKey::new("subject");
const SEARCH: QueryKey<String> = QueryKey::new("q");
const FROM: QueryKey<String> = QueryKey::new("from");
const TO: QueryKey<String> = QueryKey::new("to");

/// The fields of the filter.
#[derive(Clone, Copy)]
pub struct Filter {
    kind: RwSignal<String>,
    search: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    subject: Memo<Option<String>>,
}

impl Filter {
    /// The filter that the URL holds; the URL follows it. Call inside a component.
    pub fn use_url() -> Filter {
        Filter {
            kind: bind_query(KIND.name),
            search: bind_query(SEARCH.name),
            from: bind_query(FROM.name),
            to: bind_query(TO.name),
            subject: use_query(SUBJECT),
        }
    }

    /// What is asked of the gateway; reactive. Days are the organisation's, both included.
    pub fn query(self) -> LogQuery {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let moment = |day: &str, time: &str| date::parse_local(&format!("{day}T{time}"));
        LogQuery {
            action: some(self.kind.get()).as_deref().map(actions_on),
            search: some(self.search.get()),
            from: self.from.with(|day| moment(day, "00:00")),
            to: self.to.with(|day| moment(day, "23:59")).map(|minute| minute + 59_999),
            subject: self.subject.get(),
            ..LogQuery::default()
        }
    }
}

/// The fields above the log.
#[component]
pub fn FilterBar(
    /// The filter.
    filter: Filter,
) -> impl IntoView {
    let kinds = Signal::derive(|| {
        SUBJECTS
            .iter()
            .map(|(code, name, _)| Choice::new(*code, name.get()))
            .collect::<Vec<_>>()
    });
    view! {
        <div class="toolbar">
            <SearchField label=words::SEARCH value=filter.search/>
            <Select label=words::KIND value=filter.kind options=kinds none=words::ALL_KINDS hide_label=true/>
            <div class="toolbar">
                <TextField label=words::FROM value=filter.from kind=Kind::Date/>
                <TextField label=words::TO value=filter.to kind=Kind::Date/>
            </div>
        </div>
    }
}
