//! A table of any length: only the rows in sight are in the document, and a screen reader still hears a table.
//!
//! On a phone each row becomes a card of two lines; every column says where in the card it stands.

use super::icon::{Icon, Symbol};
use crate::app::route::Route;
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use std::sync::Arc;
use wasm_bindgen::{JsCast, closure::Closure};

/// Rows kept above and below what is in sight, so that a quick scroll finds them there.
const MARGIN_ROWS: usize = 12;
/// The window moves in steps of so many rows; a smaller step only costs work.
const STEP: usize = 4;
/// The height of a row in CSS pixels, on a desktop and as a card on a phone; `style/virtual-table.css` has the same.
const ROW_HEIGHT: usize = 40;
const CARD_HEIGHT: usize = 64;
/// Where the page turns into a phone's; `style/` has the same.
const PHONE: &str = "(max-width: 47.99rem)";

/// Where a column stands in a phone's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    /// First line, left: what the row is.
    Title,
    /// First line, right: the amount.
    Value,
    /// Second line, left.
    Detail,
    /// Second line, right.
    Aside,
    /// Not on a phone.
    Hidden,
}

impl Card {
    fn class(self) -> &'static str {
        match self {
            Card::Title => "cell cell-title",
            Card::Value => "cell cell-value",
            Card::Detail => "cell cell-detail",
            Card::Aside => "cell cell-aside",
            Card::Hidden => "cell cell-hidden",
        }
    }
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The column a table is sorted by; the page sorts its rows when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's key.
    pub key: &'static str,
    /// Which way.
    pub direction: Direction,
}

impl Sort {
    /// Smallest first.
    pub fn ascending(key: &'static str) -> Self {
        Sort {
            key,
            direction: Direction::Ascending,
        }
    }

    /// Largest first.
    pub fn descending(key: &'static str) -> Self {
        Sort {
            key,
            direction: Direction::Descending,
        }
    }

    /// What pressing a column's head makes of it.
    fn pressed(self, key: &'static str) -> Self {
        match self {
            Sort {
                key: sorted,
                direction: Direction::Ascending,
            } if sorted == key => Sort::descending(key),
            Sort { .. } => Sort::ascending(key),
        }
    }
}

/// One column: how it is named, how wide it is, and what stands in it.
#[derive(Clone)]
pub struct Column {
    key: &'static str,
    name: Signal<String>,
    width: u32,
    is_amount: bool,
    can_sort: bool,
    card: Card,
    cell: Arc<dyn Fn(usize) -> AnyView + Send + Sync>,
}

impl Column {
    /// A column of words that can be sorted. `width` is its share of the table; `cell` shows the row at a place.
    pub fn new<V>(
        key: &'static str,
        name: Signal<String>,
        width: u32,
        cell: impl Fn(usize) -> V + Send + Sync + 'static,
    ) -> Self
    where
        V: IntoAny,
    {
        Column {
            key,
            name,
            width,
            is_amount: false,
            can_sort: true,
            card: Card::Detail,
            cell: Arc::new(move |row| cell(row).into_any()),
        }
    }

    /// Right aligned, with figures of equal width.
    pub fn amount(self) -> Self {
        Column {
            is_amount: true,
            ..self
        }
    }

    /// Its head does not sort.
    pub fn unsorted(self) -> Self {
        Column {
            can_sort: false,
            ..self
        }
    }

    /// Where it stands in a phone's card; [`Card::Detail`] unless said.
    pub fn card(self, card: Card) -> Self {
        Column { card, ..self }
    }

    fn class(&self) -> String {
        format!(
            "{}{}",
            self.card.class(),
            if self.is_amount { " cell-amount" } else { "" }
        )
    }
}

/// A link in a row's first cell that makes the whole row lead there.
#[component]
pub fn RowLink(
    /// The screen it leads to.
    route: Route,
    children: Children,
) -> impl IntoView {
    view! { <a class="row-link" href=route.href()>{children()}</a> }
}

/// The table: `<VirtualTable label=… count columns sort/>`.
///
/// `columns`' cells read the rows from a signal, so a change of the rows shows itself; `sort` is for the page to read.
#[component]
pub fn VirtualTable(
    /// What the table holds, with how many: its name for a screen reader.
    #[prop(into)]
    label: Signal<String>,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The columns, in order.
    columns: Vec<Column>,
    /// What it is sorted by, both ways; none where the order is the page's own.
    #[prop(optional)]
    sort: Option<RwSignal<Sort>>,
    /// What narrows the rows; where it changes, the table begins at its top again.
    #[prop(optional, into)]
    query: Option<Signal<String>>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let view = Viewport::watch(place);
    Effect::new(move |before: Option<()>| {
        if let Some(query) = query {
            query.track();
        }
        if let Some(sort) = sort {
            sort.track();
        }
        if let (Some(()), Some(region)) = (before, place.get_untracked()) {
            region.set_scroll_top(0);
        }
    });
    let columns = Arc::new(columns);
    let row_height = move || {
        if view.is_phone.get() {
            CARD_HEIGHT
        } else {
            ROW_HEIGHT
        }
    };
    let window_start = Memo::new(move |_| {
        // The rows may have become fewer than were scrolled past.
        let last = count.get().saturating_sub(view.height.get() / row_height());
        let first = (view.top.get() / row_height()).min(last);
        first.saturating_sub(MARGIN_ROWS) / STEP * STEP
    });
    let window_end = Memo::new(move |_| {
        let rows_in_sight = view.height.get() / row_height() + 1;
        (window_start.get() + rows_in_sight + 2 * MARGIN_ROWS + STEP).min(count.get())
    });
    let rows =
        move || (window_start.get().min(window_end.get())..window_end.get()).collect::<Vec<_>>();
    let share: u32 = columns.iter().map(|column| column.width).sum();
    let widths = columns
        .iter()
        .map(|column| {
            let width = format!("{}%", column.width * 100 / share.max(1));
            view! { <col style:width=width/> }
        })
        .collect_view();
    let heads = columns
        .iter()
        .map(|column| view! { <Head column=column.clone() sort/> })
        .collect_view();
    let column_count = columns.len();
    view! {
        <div class="virtual-table" role="region" aria-label=label tabindex="0" node_ref=place>
            <div
                class="virtual-table-length"
                style:padding-top=move || format!("{}px", window_start.get() * row_height())
                style:padding-bottom=move || format!("{}px", (count.get() - window_end.get()) * row_height())
            >
                <table
                    role="table"
                    aria-label=label
                    aria-rowcount=move || count.get() + 1
                    aria-colcount=column_count
                >
                    <colgroup>{widths}</colgroup>
                    <thead role="rowgroup"><tr role="row" aria-rowindex="1">{heads}</tr></thead>
                    <tbody role="rowgroup">
                        <For
                            each=rows
                            key=|row| *row
                            children=move |row| view! { <Row row count columns=columns.clone()/> }
                        />
                    </tbody>
                </table>
            </div>
        </div>
    }
}

/// The head of one column: a button where it sorts.
#[component]
fn Head(column: Column, sort: Option<RwSignal<Sort>>) -> impl IntoView {
    let (key, name) = (column.key, column.name);
    let sort = sort.filter(|_| column.can_sort);
    let direction = move || {
        sort.map(|sort| sort.get())
            .filter(|sort| sort.key == key)
            .map(|sort| sort.direction)
    };
    let spoken = move || {
        sort.map(|_| match direction() {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "none",
        })
    };
    let symbol = Signal::derive(move || match direction() {
        Some(Direction::Ascending) => Symbol::ChevronUp,
        Some(Direction::Descending) => Symbol::ChevronDown,
        None => Symbol::Sort,
    });
    view! {
        <th
            role="columnheader"
            scope="col"
            class=column.class()
            class:cell-sorts=sort.is_some()
            aria-sort=spoken
        >
            {match sort {
                Some(sort) => view! {
                    <button type="button" class="sort-button" on:click=move |_| sort.update(|sort| *sort = sort.pressed(key))>
                        <span>{name}</span>
                        <Icon symbol/>
                    </button>
                }.into_any(),
                None => view! { <span>{name}</span> }.into_any(),
            }}
        </th>
    }
}

/// One row; empty for the moment in which its place has gone and it is about to go too.
#[component]
fn Row(row: usize, count: Signal<usize>, columns: Arc<Vec<Column>>) -> impl IntoView {
    let cells = move || {
        let is_there = row < count.get();
        columns
            .iter()
            .filter(|_| is_there)
            .map(|column| {
                view! {
                    <td role="cell" class=column.class()>{(column.cell)(row)}</td>
                }
            })
            .collect_view()
    };
    view! { <tr role="row" aria-rowindex=row + 2>{cells}</tr> }
}

/// How far a region is scrolled and how much of it is in sight, in CSS pixels.
#[derive(Clone, Copy)]
struct Viewport {
    top: RwSignal<usize>,
    height: RwSignal<usize>,
    is_phone: RwSignal<bool>,
}

impl Viewport {
    fn watch(place: NodeRef<html::Div>) -> Self {
        let phone = window().match_media(PHONE).ok().flatten();
        let view = Viewport {
            top: RwSignal::new(0),
            height: RwSignal::new(800),
            is_phone: RwSignal::new(phone.is_some_and(|media| media.matches())),
        };
        Effect::new(move || {
            let Some(region) = place.get() else { return };
            let measured = region.clone();
            let measure: Closure<dyn FnMut()> = Closure::new(move || view.measure(&measured));
            view.measure(&region);
            let handler = measure.as_ref().unchecked_ref::<js_sys::Function>().clone();
            if let Err(error) = region.add_event_listener_with_callback("scroll", &handler) {
                leptos::logging::warn!("the table cannot follow its scrolling: {error:?}");
            }
            let observer = web_sys::ResizeObserver::new(&handler).ok();
            if let Some(observer) = &observer {
                observer.observe(&region);
            }
            let kept = SendWrapper::new((measure, observer));
            on_cleanup(move || {
                let (measure, observer) = kept.take();
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(measure);
            });
        });
        view
    }

    fn measure(self, region: &web_sys::HtmlDivElement) {
        let is_phone = window()
            .match_media(PHONE)
            .ok()
            .flatten()
            .is_some_and(|media| media.matches());
        // A page may be gone while its last event is on the way.
        self.top
            .try_set(usize::try_from(region.scroll_top()).unwrap_or(0));
        if self.height.try_get_untracked()
            != Some(usize::try_from(region.client_height()).unwrap_or(0))
        {
            self.height
                .try_set(usize::try_from(region.client_height()).unwrap_or(0));
        }
        if self.is_phone.try_get_untracked() != Some(is_phone) {
            self.is_phone.try_set(is_phone);
        }
    }
}
