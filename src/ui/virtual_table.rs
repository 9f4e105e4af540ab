//! The table for any number of rows: only those in sight are in the document.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::problem::ProblemView;
use super::table::{Column, Sort, head, row};
use crate::locale::{Text, lang, number, tr, ui as words};
use crate::state::effect::effect;

/// Rows kept ready above and below what is in sight.
const MARGIN: usize = 12;
/// How near the end more is asked for.
const NEAR_END: usize = 40;
/// Below this width in pixels a row is a card, where the caller does not say another.
const CARD_WIDTH: f64 = 640.0;

/// What of the rows is in sight.
#[derive(Clone, Copy)]
struct Sight {
    frame: NodeRef<html::Div>,
    top: RwSignal<f64>,
    /// Whether rows are cards.
    narrow: Memo<bool>,
    /// A row's height in pixels.
    one: Memo<f64>,
    /// The rows in the document: from the first, to before the second.
    range: Memo<(usize, usize)>,
}

impl Sight {
    fn new(count: Memo<usize>, row_height: u32, card_height: u32, card_width: f64) -> Sight {
        let frame = NodeRef::<html::Div>::new();
        let (top, height, width) = (RwSignal::new(0.0), RwSignal::new(800.0), RwSignal::new(1000.0));
        effect(move || {
            if let Some(frame) = frame.get() {
                watch_size(&frame, width, height);
            }
        });
        let narrow = Memo::new(move |_| width.get() < card_width);
        let one = Memo::new(move |_| {
            f64::from(match (narrow.get(), row_height) {
                (true, _) => card_height,
                (false, 0) => crate::state::density::row_height(),
                (false, height) => height,
            })
        });
        let range = Memo::new(move |_| {
            let first = (top.get() / one.get()) as usize;
            let shown = (height.get() / one.get()).ceil() as usize;
            (
                first.saturating_sub(MARGIN).min(count.get()),
                (first + shown + MARGIN).min(count.get()),
            )
        });
        Sight {
            frame,
            top,
            narrow,
            one,
            range,
        }
    }

    fn scrolled(self) {
        if let Some(frame) = self.frame.get_untracked() {
            self.top.set(f64::from(frame.scroll_top()));
        }
    }

    /// The height of so many rows, in CSS.
    fn space(self, rows: usize) -> String {
        format!("{}px", rows as f64 * self.one.get())
    }
}

/// A table for any number of rows of fixed height, which asks for more as one nears the end. Under `card_width` of its own
/// width, rows are cards. Arrows, Page Up and Down, Home and End move between rows with links; Enter follows one.
#[component]
pub fn VirtualTable<T>(
    /// What the table holds; said to screen readers.
    #[prop(into)]
    label: Text,
    /// The columns.
    columns: Vec<Column<T>>,
    /// The rows loaded so far.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// Whether there are more than are loaded.
    #[prop(into, optional)]
    has_more: Signal<bool>,
    /// Whether more are on their way; until they are here, `on_more` is not called again.
    #[prop(into, optional)]
    loading: Signal<bool>,
    /// How many there are in all, if that is known.
    #[prop(into, optional)]
    total: Signal<Option<u64>>,
    /// Loads more.
    #[prop(into, optional)]
    on_more: Option<Callback<()>>,
    /// Where a row leads.
    #[prop(into, optional)]
    href: Option<Callback<T, String>>,
    /// Why the last page did not come; shown in its place.
    #[prop(into, optional)]
    error: Signal<Option<crate::api::Error>>,
    /// Tries again after an error.
    #[prop(into, optional)]
    on_retry: Option<Callback<()>>,
    /// How it is ordered; the caller orders the rows.
    #[prop(optional)]
    sort: Option<RwSignal<Option<Sort>>>,
    /// A row's height in pixels as a table; `0` follows the density (44 or 36).
    #[prop(optional)]
    row_height: u32,
    /// A row's height in pixels as a card.
    #[prop(default = 96)]
    card_height: u32,
    /// Below this width of its own in pixels, rows are cards.
    #[prop(default = CARD_WIDTH)]
    card_width: f64,
    /// What is shown without rows, once nothing more is on its way.
    #[prop(into, optional)]
    empty: ViewFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let count = Memo::new(move |_| rows.with(Vec::len));
    let sight = Sight::new(count, row_height, card_height, card_width);
    effect(move || {
        let wanted = sight.range.get().1 + NEAR_END >= count.get();
        if wanted
            && has_more.get()
            && !loading.get()
            && let Some(on_more) = on_more
        {
            on_more.run(());
        }
    });
    let head = head(&columns, sort);
    let columns = StoredValue::new(columns);
    let body = move |index: usize| {
        let item = rows.with(|rows| rows.get(index).cloned())?;
        let href = href.map(|href| href.run(item.clone()));
        let linked = href.is_some();
        Some(view! {
            <tr
                class="table__row"
                class:table__row--link=linked
                aria-rowindex=(index + 2).to_string()
                style:height=move || sight.space(1)
            >
                {columns.with_value(|columns| row(columns, &item, href))}
            </tr>
        })
    };
    let some = Memo::new(move |_| count.get() > 0 || loading.get());
    let below = move || count.get() - sight.range.get().1.min(count.get());
    view! {
        <div class="vtable" class:vtable--cards=move || sight.narrow.get() aria-busy=move || loading.get().to_string()>
            <div
                class="vtable__frame"
                node_ref=sight.frame
                tabindex="0"
                role="region"
                aria-label=label.view()
                on:scroll=move |_| sight.scrolled()
                on:keydown=move |event| sight.move_row(&event, count.get_untracked())
            >
                <table class="table table--fixed" aria-label=label.view() aria-rowcount=move || total.get().map_or(-1_i64, |total| total as i64 + 1).to_string()>
                    <thead><tr aria-rowindex="1">{head}</tr></thead>
                    <tbody>
                        <tr aria-hidden="true" class="vtable__space"><td style:height=move || sight.space(sight.range.get().0)></td></tr>
                        // Keyed by place, so that the focus stays on its row while others come and go.
                        <For each=move || sight.range.get().0..sight.range.get().1 key=|index| *index let:index>
                            {move || body(index)}
                        </For>
                        <tr aria-hidden="true" class="vtable__space"><td style:height=move || sight.space(below())></td></tr>
                    </tbody>
                </table>
                {move || {
                    let none = count.get() == 0 && !loading.get() && !has_more.get();
                    match error.get() {
                        Some(error) => Some(problem(error, on_retry)),
                        None => none.then(|| empty.run()),
                    }
                }}
            </div>
            {move || some.get().then(|| foot(count, total, loading))}
        </div>
    }
}

/// How many rows are there, and whether more are coming.
fn foot(count: Memo<usize>, total: Signal<Option<u64>>, loading: Signal<bool>) -> impl IntoView {
    let loaded = move || {
        let total = total.get().map(number);
        words::loaded_of(lang(), &number(count.get() as i64), total.as_deref())
    };
    view! {
        <p class="vtable__foot" aria-live="polite">
            {loaded}
            {move || loading.get().then(|| view! { <span class="vtable__loading">{tr(words::LOADING)}</span> })}
        </p>
    }
}

fn problem(error: crate::api::Error, on_retry: Option<Callback<()>>) -> AnyView {
    let error = Signal::stored(error);
    match on_retry {
        Some(on_retry) => view! { <ProblemView error on_retry/> }.into_any(),
        None => view! { <ProblemView error/> }.into_any(),
    }
}

fn watch_size(frame: &web_sys::HtmlDivElement, width: RwSignal<f64>, height: RwSignal<f64>) {
    let measure = {
        let frame = frame.clone();
        move || {
            width.try_set(f64::from(frame.client_width()));
            height.try_set(f64::from(frame.client_height()));
        }
    };
    measure();
    let closure = Closure::<dyn Fn()>::new(measure);
    if let Ok(observer) = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()) {
        observer.observe(frame);
        let kept = StoredValue::new_local((observer, closure));
        on_cleanup(move || {
            let _ = kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    }
}

/// Which row the key leads to from row `from`, of `count`, `page` of them in sight; `None`: the key is no move.
fn target(key: &str, from: usize, count: usize, page: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let to = match key {
        "ArrowDown" => from + 1,
        "ArrowUp" => from.saturating_sub(1),
        "PageDown" => from + page.max(1),
        "PageUp" => from.saturating_sub(page.max(1)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

impl Sight {
    /// Moves the focus from the row that has it by a key, and brings the row that gets it into sight.
    fn move_row(self, event: &web_sys::KeyboardEvent, count: usize) {
        let at = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let row = at.and_then(|at| at.closest("tr[aria-rowindex]").ok().flatten());
        let place = row.and_then(|row| row.get_attribute("aria-rowindex")?.parse::<usize>().ok());
        // The head is the first row.
        let (Some(frame), Some(from)) = (self.frame.get_untracked(), place.and_then(|place| place.checked_sub(2)))
        else {
            return;
        };
        let one = self.one.get_untracked();
        let page = (f64::from(frame.client_height()) / one) as usize;
        let Some(to) = target(&event.key(), from, count, page.saturating_sub(1)) else {
            return;
        };
        event.prevent_default();
        let (above, below) = (
            to as f64 * one,
            (to + 2) as f64 * one - f64::from(frame.client_height()),
        );
        let top = f64::from(frame.scroll_top());
        frame.set_scroll_top(top.min(above).max(below) as i32);
        self.scrolled();
        // The row is in the document once what is in sight was drawn.
        request_animation_frame(move || {
            let link = frame.query_selector(&format!("tr[aria-rowindex='{}'] .table__link", to + 2));
            if let Some(link) = link
                .ok()
                .flatten()
                .and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let _ = link.focus();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn keys_stay_within_the_rows() {
        for (key, from, expected) in [
            ("ArrowDown", 3, Some(4)),
            ("ArrowDown", 99, Some(99)),
            ("ArrowUp", 0, Some(0)),
            ("PageDown", 3, Some(13)),
            ("PageDown", 95, Some(99)),
            ("PageUp", 13, Some(3)),
            ("PageUp", 3, Some(0)),
            ("Home", 50, Some(0)),
            ("End", 50, Some(99)),
            ("Tab", 50, None),
        ] {
            assert_eq!(target(key, from, 100, 10), expected, "{key} from {from}");
        }
        assert_eq!(target("End", 0, 0, 10), None);
    }
}
