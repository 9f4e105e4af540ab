//! What waits for the reader, each with the one button that settles it.

use domain::role::Capability;
use leptos::prelude::*;
use wire::today::{CarrierTrouble, Need};

use crate::features::runs::hold_name;
use crate::locale::carrier_said::said;
use crate::locale::carriers::called;
use crate::locale::{Msg, date, lang, number, today as words, witness};
use crate::routes::{Page, Section};
use crate::state::session;
use crate::ui::{Glyph, Icon, LinkButton, Look, Tone};

/// One thing that waits.
#[component]
pub fn NeedRow(
    /// What it is.
    need: Need,
) -> impl IntoView {
    let shown = shown(need);
    let (title, text) = (shown.title, shown.text);
    view! {
        <li class="need" data-tone=shown.tone.name()>
            <span class="need__sign"><Glyph icon=shown.icon/></span>
            <div class="need__text">
                <p class="need__title">{title}</p>
                <p class="need__more">{text}</p>
            </div>
            <LinkButton label=shown.action href=shown.page.path() look=shown.look/>
        </li>
    }
}

/// How a need is shown. Texts are computed anew when the language changes.
struct Shown {
    tone: Tone,
    icon: Icon,
    title: Words,
    text: Words,
    action: Msg,
    look: Look,
    page: Page,
}

type Words = Box<dyn Fn() -> String + Send + Sync>;

impl Shown {
    /// A need that the button `action` leads from to `page`; without words yet.
    fn new(tone: Tone, icon: Icon, action: Msg, page: Page) -> Self {
        Self {
            tone,
            icon,
            title: Box::new(String::new),
            text: Box::new(String::new),
            action,
            look: Look::Quiet,
            page,
        }
    }

    /// The same with a button that is hard to overlook.
    fn urgent(self) -> Self {
        let look = Look::Primary;
        Self { look, ..self }
    }

    fn title(self, words: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let title = Box::new(words);
        Self { title, ..self }
    }

    /// Titled with what a person or another system named.
    fn named(self, name: String) -> Self {
        self.title(move || name.clone())
    }

    fn text(self, words: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let text = Box::new(words);
        Self { text, ..self }
    }
}

fn shown(need: Need) -> Shown {
    match need {
        Need::BrokenLog { event, since } => Shown::new(Tone::Crimson, Icon::Shield, words::LOOK, Page::Log)
            .urgent()
            .title(|| words::BROKEN_LOG.get().to_owned())
            .text(move || words::broken_log(lang(), event.map(number).as_deref(), &date::relative(since))),
        Need::EngineFails { since } => Shown::new(Tone::Crimson, Icon::Runs, words::LOOK, Page::Runs)
            .urgent()
            .title(|| words::ENGINE_FAILS.get().to_owned())
            .text(move || words::engine_fails(lang(), &date::relative(since))),
        Need::TakenBack { at, known_until } => Shown::new(Tone::Crimson, Icon::Shield, words::LOOK, Page::Runs)
            .urgent()
            .title(|| words::TAKEN_BACK.get().to_owned())
            .text(move || words::taken_back(lang(), &date::relative(at), &date::moment(known_until))),
        Need::UnsignedLog { since } => Shown::new(Tone::Crimson, Icon::Shield, words::LOOK, Page::Log)
            .urgent()
            .title(|| words::UNSIGNED_LOG.get().to_owned())
            .text(move || words::unsigned_log(lang(), &date::relative(since))),
        Need::OtherCheckpoints {} => {
            let page = Page::Settings(Section::Witness);
            Shown::new(Tone::Crimson, Icon::Shield, words::LOOK, page)
                .urgent()
                .title(|| witness::CONTRADICTED.get().to_owned())
                .text(|| witness::CONTRADICTED_TEXT.get().to_owned())
        }
        Need::BrokenRoll { run, name, since } => Shown::new(Tone::Crimson, Icon::Shield, words::LOOK, Page::Run(run))
            .urgent()
            .title(move || words::broken_roll(lang(), &name))
            .text(move || words::broken_roll_text(lang(), &date::relative(since))),
        Need::StuckRun { run, name, since } => Shown::new(Tone::Crimson, Icon::Shield, words::LOOK, Page::Run(run))
            .urgent()
            .title(move || words::stuck_run(lang(), &name))
            .text(move || words::stuck_run_text(lang(), &date::relative(since))),
        Need::UnreadableRun { name, .. } => Shown::new(Tone::Crimson, Icon::Shield, words::LOOK, Page::Runs)
            .urgent()
            .title(move || words::unreadable_run(lang(), &name))
            .text(|| words::UNREADABLE_RUN.get().to_owned()),
        Need::UnreadableCampaign { name, due_at, .. } => {
            Shown::new(Tone::Crimson, Icon::Campaigns, words::WRITE_ANEW, Page::CampaignNew)
                .urgent()
                .title(move || words::unreadable(lang(), &name))
                .text(move || words::unreadable_text(lang(), &date::moment_within(due_at)))
        }
        Need::Approval(row) => {
            let page = Page::Approval(row.campaign);
            Shown::new(Tone::Neutral, Icon::Approvals, words::READ, page)
                .urgent()
                .named(row.name)
                .text(move || {
                    let due = row.next_at.map(date::moment_within);
                    words::approval(lang(), &row.by, &date::relative(row.at), due.as_deref())
                })
        }
        Need::HeldRun(run) => Shown::new(Tone::Amber, Icon::Pause, words::DECIDE, Page::Run(run.id))
            .named(run.name)
            .text(move || run.held_why.map_or("", |why| hold_name(why).get()).to_owned()),
        Need::Carrier {
            carrier,
            trouble,
            since,
            again,
            reason,
            waiting,
            second,
        } => carrier_stands(&carrier, trouble).text(move || {
            let what = words::carrier_trouble(
                lang(),
                trouble,
                &date::relative(since),
                reason.as_deref().map(|reason| said(lang(), reason)).as_deref(),
            );
            let waits = (waiting > 0).then(|| words::carrier_waiting(lang(), &number(waiting)));
            let second = second.as_deref().map(called);
            let meanwhile = second.map(|second| words::carrier_second(lang(), &second));
            let next = words::carrier_next(lang(), trouble, again.map(date::moment_within).as_deref());
            [what, waits.unwrap_or_default(), meanwhile.unwrap_or_default(), next].concat()
        }),
        Need::InDoubt {
            name, entries, since, ..
        } => Shown::new(Tone::Amber, Icon::Question, words::SETTLE, Page::Doubts)
            .named(name)
            .text(move || words::in_doubt(lang(), &number(entries), &date::relative(since))),
        Need::Returned {
            campaign,
            name,
            comment,
        } => Shown::new(Tone::Crimson, Icon::Reply, words::MEND, Page::Campaign(campaign))
            .urgent()
            .named(name)
            .text(move || words::returned(lang(), &comment)),
        Need::Replies { conversations, since } => {
            Shown::new(Tone::Lavender, Icon::Message, words::ANSWER, Page::Replies)
                .urgent()
                .title(move || words::replies(lang(), &number(conversations)))
                .text(move || words::replies_since(lang(), &date::relative(since)))
        }
        Need::Refused { import, file, rows } => {
            Shown::new(Tone::Amber, Icon::Import, words::LOOK, Page::Import(import))
                .named(file)
                .text(move || words::refused(lang(), &number(rows)))
        }
        Need::Gap {
            segment,
            name,
            customers,
            days,
        } => Shown::new(Tone::Lavender, Icon::Clock, words::LOOK, Page::Segment(segment))
            .named(name)
            .text(move || words::gap(lang(), &number(customers), &number(days))),
        Need::NoCustomers {} => no_customers(),
    }
}

/// A carrier sends nothing or is not heard: whoever may mend it is led to it, else to the runs.
fn carrier_stands(carrier: &str, trouble: CarrierTrouble) -> Shown {
    let (action, page) = if session::may(Capability::Administer) {
        (words::TO_CARRIERS, Page::Settings(Section::Carriers))
    } else {
        (words::LOOK, Page::Runs)
    };
    let carrier = carrier.to_owned();
    Shown::new(Tone::Crimson, Icon::Carrier, action, page)
        .urgent()
        .title(move || words::carrier(lang(), &called(&carrier), trouble))
}

/// The empty house: whoever may not import is led to the demo firm.
fn no_customers() -> Shown {
    let (action, page) = if session::may(Capability::EditCustomers) {
        (words::IMPORT, Page::Imports)
    } else {
        (words::LOAD_DEMO, Page::Settings(Section::Organisation))
    };
    let text = if session::may(Capability::Administer) {
        words::NO_CUSTOMERS_OR_DEMO
    } else {
        words::NO_CUSTOMERS_TEXT
    };
    Shown::new(Tone::Neutral, Icon::Customers, action, page)
        .urgent()
        .title(|| words::NO_CUSTOMERS.get().to_owned())
        .text(move || text.get().to_owned())
}
