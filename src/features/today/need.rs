//! What waits for the reader, each with the one button that settles it.

use domain::role::Capability;
use leptos::prelude::*;
use wire::today::Need;

use crate::features::runs::hold_name;
use crate::locale::{date, lang, number, today as words};
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
    title: Box<dyn Fn() -> String + Send + Sync>,
    text: Box<dyn Fn() -> String + Send + Sync>,
    action: crate::locale::Msg,
    look: Look,
    page: Page,
}

fn shown(need: Need) -> Shown {
    let text = |text: String| -> Box<dyn Fn() -> String + Send + Sync> { Box::new(move || text.clone()) };
    match need {
        Need::BrokenLog { event, since } => Shown {
            tone: Tone::Crimson,
            icon: Icon::Shield,
            title: Box::new(|| words::BROKEN_LOG.get().to_owned()),
            text: Box::new(move || {
                let event = event.map(number);
                words::broken_log(lang(), event.as_deref(), &date::relative(since))
            }),
            action: words::LOOK,
            look: Look::Primary,
            page: Page::Log,
        },
        Need::Approval(row) => {
            let (by, at, due) = (row.by, row.at, row.next_at);
            Shown {
                tone: Tone::Neutral,
                icon: Icon::Approvals,
                title: text(row.name),
                text: Box::new(move || {
                    let due = due.map(date::moment);
                    words::approval(lang(), &by, &date::relative(at), due.as_deref())
                }),
                action: words::READ,
                look: Look::Primary,
                page: Page::Approval(row.campaign),
            }
        }
        Need::HeldRun(run) => Shown {
            tone: Tone::Amber,
            icon: Icon::Pause,
            title: text(run.name),
            text: Box::new(move || run.held_why.map_or("", |why| hold_name(why).get()).to_owned()),
            action: words::DECIDE,
            look: Look::Quiet,
            page: Page::Run(run.id),
        },
        Need::Carrier {
            carrier,
            trouble,
            since,
            again,
            reason,
            waiting,
            second,
        } => {
            let admin = session::may(Capability::Administer);
            Shown {
                tone: Tone::Crimson,
                icon: Icon::Carrier,
                title: Box::new(move || words::carrier(lang(), &carrier)),
                text: Box::new(move || {
                    let what = words::carrier_trouble(lang(), trouble, &date::relative(since), reason.as_deref());
                    let next = words::carrier_next(lang(), trouble, again.map(date::moment).as_deref());
                    let waits = words::carrier_waiting(lang(), &number(waiting));
                    let meanwhile = second.as_deref().map(|second| words::carrier_second(lang(), second));
                    [what, waits, meanwhile.unwrap_or_default(), next].join("")
                }),
                action: if admin { words::TO_CARRIERS } else { words::LOOK },
                look: Look::Primary,
                page: if admin {
                    Page::Settings(Section::Carriers)
                } else {
                    Page::Runs
                },
            }
        }
        Need::InDoubt {
            run,
            name,
            entries,
            since,
        } => Shown {
            tone: Tone::Amber,
            icon: Icon::Question,
            title: text(name),
            text: Box::new(move || words::in_doubt(lang(), &number(entries), &date::relative(since))),
            action: words::SETTLE,
            look: Look::Quiet,
            page: Page::Run(run),
        },
        Need::Returned {
            campaign,
            name,
            comment,
        } => Shown {
            tone: Tone::Crimson,
            icon: Icon::Reply,
            title: text(name),
            text: Box::new(move || words::returned(lang(), &comment)),
            action: words::MEND,
            look: Look::Primary,
            page: Page::Campaign(campaign),
        },
        Need::Replies { conversations, since } => Shown {
            tone: Tone::Lavender,
            icon: Icon::Message,
            title: Box::new(move || words::replies(lang(), &number(conversations))),
            text: Box::new(move || words::replies_since(lang(), &date::relative(since))),
            action: words::ANSWER,
            look: Look::Primary,
            page: Page::Replies,
        },
        Need::Refused { import, file, rows } => Shown {
            tone: Tone::Amber,
            icon: Icon::Import,
            title: text(file),
            text: Box::new(move || words::refused(lang(), &number(rows))),
            action: words::LOOK,
            look: Look::Quiet,
            page: Page::Import(import),
        },
        Need::Gap {
            segment,
            name,
            customers,
            days,
        } => Shown {
            tone: Tone::Lavender,
            icon: Icon::Clock,
            title: text(name),
            text: Box::new(move || words::gap(lang(), &number(customers), &number(days))),
            action: words::LOOK,
            look: Look::Quiet,
            page: Page::Segment(segment),
        },
        Need::NoCustomers {} => {
            let admin = !session::may(Capability::EditCustomers) || session::may(Capability::Administer);
            Shown {
                tone: Tone::Neutral,
                icon: Icon::Customers,
                title: Box::new(|| words::NO_CUSTOMERS.get().to_owned()),
                text: Box::new(|| words::NO_CUSTOMERS_TEXT.get().to_owned()),
                action: if admin { words::LOAD_DEMO } else { words::IMPORT },
                look: Look::Primary,
                page: if admin {
                    Page::Settings(Section::Organisation)
                } else {
                    Page::Imports
                },
            }
        }
    }
}
