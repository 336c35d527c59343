//! Tables of statistics: what a figure is, how it is computed, which customers are behind it, and the same as a file.
//!
//! The file holds the numbers themselves, not the texts on the screen, so that a spreadsheet can go on computing.

use super::{
    badge::Tone,
    button::{Button, ButtonKind},
    dialog::Dialog,
    icon::Symbol,
    short_table::ShortTable,
    stat::Stat,
    toast::use_toasts,
};
use crate::app::{
    download::save_text,
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    route::Route,
};
use crate::billing::id::AccountId;
use crate::exchange::csv::{Cell, Sheet};
use crate::money::{DecimalStyle, Money};
use chrono::NaiveDate;
use leptos::prelude::*;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Customers listed at once; more would be a list nobody reads in a dialog.
const LISTED: usize = 200;

/// What a column is called, and how its cells stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureColumn {
    name: String,
    is_amount: bool,
}

impl FigureColumn {
    /// A column of words.
    pub fn words(name: impl Into<String>) -> FigureColumn {
        FigureColumn {
            name: name.into(),
            is_amount: false,
        }
    }

    /// A column of numbers, which stand at the right.
    pub fn amount(name: impl Into<String>) -> FigureColumn {
        FigureColumn {
            name: name.into(),
            is_amount: true,
        }
    }
}

/// One cell: what the screen shows, what the file holds, and whom it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureCell {
    text: String,
    value: Cell,
    customers: Arc<[AccountId]>,
    shade: Option<f64>,
    leads_to: Option<AccountId>,
}

impl FigureCell {
    fn new(text: String, value: Cell) -> FigureCell {
        FigureCell {
            text,
            value,
            customers: Arc::from([]),
            shade: None,
            leads_to: None,
        }
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> FigureCell {
        let text = text.into();
        FigureCell::new(text.clone(), Cell::Text(text))
    }

    /// An amount of money.
    pub fn money(format: Format, money: Money) -> FigureCell {
        FigureCell::new(format.money(money), Cell::Number(money.to_decimal()))
    }

    /// An amount of money without its currency, which the title or the column names.
    pub fn amount(format: Format, money: Money) -> FigureCell {
        FigureCell::new(format.amount_plain(money), Cell::Number(money.to_decimal()))
    }

    /// How many.
    pub fn count(format: Format, count: usize) -> FigureCell {
        FigureCell::new(format.number(count), Cell::Number(Decimal::from(count)))
    }

    /// A computed number with so many decimals; a dash and an empty cell where it is none.
    pub fn decimal(format: Format, figure: f64, decimals: u32) -> FigureCell {
        FigureCell::new(format.decimal(figure, decimals), number(figure, decimals))
    }

    /// A share of one, shown in per cent. The file holds the per cent as a number, so its column's name must say so.
    pub fn share(format: Format, share: f64, decimals: u32) -> FigureCell {
        FigureCell::new(
            format.share(share, decimals),
            number(share * 100.0, decimals),
        )
    }

    /// A number that the screen writes in a way of its own, as a time in minutes and seconds.
    pub fn written(text: impl Into<String>, value: Decimal) -> FigureCell {
        FigureCell::new(text.into(), Cell::Number(value))
    }

    /// A day.
    pub fn day(format: Format, day: NaiveDate) -> FigureCell {
        FigureCell::new(format.date(day), Cell::Date(day))
    }

    /// Nothing that could be known: a dash, and an empty cell in the file.
    pub fn unknown() -> FigureCell {
        FigureCell::new("–".to_owned(), Cell::Empty)
    }

    /// Nothing at all, as beyond the end of a triangle.
    pub fn empty() -> FigureCell {
        FigureCell::new(String::new(), Cell::Empty)
    }

    /// Other words for the screen, where the file's figure alone would promise too much.
    pub fn shown_as(mut self, text: impl Into<String>) -> FigureCell {
        self.text = text.into();
        self
    }

    /// The customers this one figure is about: it becomes a button that lists them.
    pub fn of(mut self, customers: impl Into<Arc<[AccountId]>>) -> FigureCell {
        self.customers = customers.into();
        self
    }

    /// How strongly the cell is shaded, from 0 to 1. The shade only repeats what the figure says.
    pub fn shaded(mut self, shade: f64) -> FigureCell {
        self.shade = shade.is_finite().then_some(shade.clamp(0.0, 1.0));
        self
    }

    /// The customer the cell names: it becomes a link to the customer's page.
    pub fn link(mut self, customer: AccountId) -> FigureCell {
        self.leads_to = Some(customer);
        self
    }
}

fn number(figure: f64, decimals: u32) -> Cell {
    let exact = Decimal::from_f64_retain(figure);
    exact.map_or(Cell::Empty, |exact| {
        Cell::Number(exact.round_dp(decimals).normalize())
    })
}

/// One row; its first cell is its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    cells: Vec<FigureCell>,
    customers: Option<Arc<[AccountId]>>,
    is_sum: bool,
}

impl FigureRow {
    /// A row.
    pub fn new(cells: Vec<FigureCell>) -> FigureRow {
        FigureRow {
            cells,
            customers: None,
            is_sum: false,
        }
    }

    /// The customers behind the whole row: a button at its end lists them.
    pub fn of(mut self, customers: impl Into<Arc<[AccountId]>>) -> FigureRow {
        self.customers = Some(customers.into());
        self
    }

    /// The row that sums up those above.
    pub fn sum(mut self) -> FigureRow {
        self.is_sum = true;
        self
    }
}

/// A table with all that must go along with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// What the table shows.
    pub title: String,
    /// How the figures are computed and from what, in plain words.
    pub definition: String,
    /// The columns; the first one names the rows.
    pub columns: Vec<FigureColumn>,
    /// The rows.
    pub rows: Vec<FigureRow>,
    /// The day the figures are of.
    pub on: NaiveDate,
    /// The file's name, without the day and the ending.
    pub file: String,
}

impl Figures {
    fn names_customers(&self) -> bool {
        self.rows.iter().any(|row| row.customers.is_some())
    }

    /// The file: title, definition and day first, then the table.
    fn csv(&self, i18n: I18n, format: Format) -> String {
        let day = t_string!(i18n, words.figures_on, date = format.date(self.on)).to_string();
        let mut header: Vec<&str> = self.columns.iter().map(|each| each.name.as_str()).collect();
        let with_customers = self.names_customers();
        if with_customers {
            header.push(t_string!(i18n, words.figures_customers));
        }
        let comma = format.decimal_style() == DecimalStyle::Comma;
        let notes = [self.title.as_str(), self.definition.as_str(), day.as_str()];
        let mut sheet = Sheet::with_notes(&notes, &header, comma);
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| cell.value.clone());
            let count = with_customers.then(|| match &row.customers {
                Some(customers) => Cell::Number(Decimal::from(customers.len())),
                None => Cell::Empty,
            });
            sheet.row(cells.chain(count));
        }
        sheet.finish()
    }
}

/// What the dialog lists.
#[derive(Clone, PartialEq)]
struct Behind {
    title: String,
    customers: Arc<[AccountId]>,
}

/// Opens the dialog.
#[derive(Clone, Copy)]
struct Opener {
    behind: RwSignal<Option<Behind>>,
    open: RwSignal<bool>,
}

impl Opener {
    fn show(self, title: String, customers: Arc<[AccountId]>) {
        self.behind.set(Some(Behind { title, customers }));
        self.open.set(true);
    }
}

/// `<FigureTable figures name_of=move |id| …/>`: the table, its definition, the button that saves it, and the dialog that
/// lists the customers behind a figure.
#[component]
pub fn FigureTable(
    /// What is shown.
    figures: Figures,
    /// A customer's name.
    #[prop(into)]
    name_of: Callback<AccountId, String>,
    /// Below a heading that says the same, the title is only heard.
    #[prop(optional)]
    is_titled: bool,
    /// Rows drawn at most; the file has all of them.
    #[prop(default = usize::MAX)]
    most: usize,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let toasts = use_toasts();
    let opener = Opener {
        behind: RwSignal::new(None),
        open: RwSignal::new(false),
    };
    let with_customers = figures.names_customers();
    let heads = figures
        .columns
        .iter()
        .map(|column| {
            view! { <th scope="col" class:amount=column.is_amount>{column.name.clone()}</th> }
        })
        .collect_view();
    let customers_head = with_customers.then(|| {
        view! { <th scope="col" class="figure-behind"><span class="heard">{t!(i18n, words.figures_customers)}</span></th> }
    });
    let rows = figures
        .rows
        .iter()
        .take(most)
        .map(|row| row_view(row, &figures.columns, with_customers, opener))
        .collect_view();
    let count = figures.rows.len();
    let rest = (count > most).then(|| {
        let say = move || {
            let (shown, number) = (format.get().number(most), format.get().number(count));
            t_string!(i18n, words.figures_rows, shown = shown, number = number).to_string()
        };
        view! { <p class="quiet">{say}</p> }
    });
    let (title, definition) = (figures.title.clone(), figures.definition.clone());
    let label = title.clone();
    let figures = StoredValue::new(figures);
    let save = move |()| {
        let (text, name) = figures.with_value(|figures| {
            let text = figures.csv(i18n, format.get_untracked());
            (text, format!("{}-{}.csv", figures.file, figures.on))
        });
        if let Err(error) = save_text(&text, "text/csv;charset=utf-8", &name) {
            let words = format!("{error:?}");
            toasts.warn(t_string!(i18n, words.figures_failed, words = words).to_string());
        }
    };
    view! {
        <div class="figures">
            <p class="figures-title" class:heard=is_titled>{title}</p>
            <ShortTable label=move || label.clone()>
                <thead><tr>{heads}{customers_head}</tr></thead>
                <tbody>{rows}</tbody>
            </ShortTable>
            {rest}
            <div class="figures-foot">
                <p class="figures-definition">{definition}</p>
                <Button kind=ButtonKind::Quiet symbol=Symbol::Download on_press=save>{t!(i18n, words.figures_csv)}</Button>
            </div>
            <BehindDialog opener name_of/>
        </div>
    }
}

/// A figure that leads a page and opens to the customers behind it; without customers it is a figure only.
#[component]
pub fn FigureStat(
    /// What the figure counts.
    #[prop(into)]
    label: Signal<String>,
    /// How it stands.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// A quiet line below.
    #[prop(into)]
    note: Signal<String>,
    /// The figure.
    #[prop(into)]
    figure: Signal<String>,
    /// Whom it is about.
    #[prop(into)]
    customers: Signal<Arc<[AccountId]>>,
    /// A customer's name.
    #[prop(into)]
    name_of: Callback<AccountId, String>,
) -> impl IntoView {
    let opener = Opener {
        behind: RwSignal::new(None),
        open: RwSignal::new(false),
    };
    let shown = move || {
        let (text, customers) = (figure.get(), customers.get());
        if customers.is_empty() {
            return text.into_any();
        }
        view! { <CellButton what=label.get() text customers opener/> }.into_any()
    };
    view! {
        <Stat label tone note>{shown}</Stat>
        <BehindDialog opener name_of/>
    }
}

fn row_view(
    row: &FigureRow,
    columns: &[FigureColumn],
    with_customers: bool,
    opener: Opener,
) -> AnyView {
    let heading = row
        .cells
        .first()
        .map(|cell| cell.text.clone())
        .unwrap_or_default();
    let cells = row
        .cells
        .iter()
        .enumerate()
        .map(|(place, cell)| {
            let column = columns.get(place);
            let is_amount = column.is_some_and(|column| column.is_amount);
            let column = column.map(|column| column.name.as_str()).unwrap_or_default();
            let content = cell_view(cell, &heading, column, opener);
            if place == 0 {
                return view! { <th scope="row" class:amount=is_amount>{content}</th> }.into_any();
            }
            match cell.shade {
                None => view! { <td class:amount=is_amount>{content}</td> }.into_any(),
                // A property that is set, not an attribute: the page's policy forbids styles in the markup.
                Some(shade) => {
                    let shade = format!("{:.0}%", shade * 100.0);
                    view! { <td class="figure-shaded" class:amount=is_amount style:--shade=shade>{content}</td> }
                        .into_any()
                }
            }
        })
        .collect_view();
    let behind = with_customers.then(|| {
        let button = row.customers.clone().map(|customers| {
            let heading = heading.clone();
            view! { <BehindButton heading customers opener/> }
        });
        view! { <td class="figure-behind">{button}</td> }
    });
    view! { <tr class:figure-sum=row.is_sum>{cells}{behind}</tr> }.into_any()
}

fn cell_view(cell: &FigureCell, row: &str, column: &str, opener: Opener) -> AnyView {
    let text = cell.text.clone();
    if let Some(customer) = cell.leads_to {
        return view! { <a href=Route::Account(customer).href()>{text}</a> }.into_any();
    }
    if cell.customers.is_empty() {
        return text.into_any();
    }
    let what = match (row.is_empty(), column.is_empty()) {
        (false, false) => format!("{row}, {column}"),
        _ => format!("{row}{column}"),
    };
    let customers = cell.customers.clone();
    view! { <CellButton what text customers opener/> }.into_any()
}

#[component]
fn CellButton(
    what: String,
    text: String,
    customers: Arc<[AccountId]>,
    opener: Opener,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let count = customers.len();
    let (about, figure) = (what.clone(), text.clone());
    let label = move || {
        let (what, figure) = (about.clone(), figure.clone());
        let number = format.get().number(count);
        t_string!(
            i18n,
            words.figures_open,
            count = count,
            what = what,
            figure = figure,
            number = number
        )
        .to_string()
    };
    view! {
        <button
            type="button"
            class="figure-open"
            aria-label=label
            on:click=move |_| opener.show(what.clone(), customers.clone())
        >
            {text}
        </button>
    }
}

#[component]
fn BehindButton(heading: String, customers: Arc<[AccountId]>, opener: Opener) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let count = customers.len();
    let is_empty = count == 0;
    let label = move || {
        let number = format.get().number(count);
        t_string!(i18n, words.figures_behind, count = count, number = number).to_string()
    };
    let named = heading.clone();
    view! {
        <button
            type="button"
            class="figure-open"
            disabled=is_empty
            on:click=move |_| opener.show(heading.clone(), customers.clone())
        >
            {label}<span class="heard">": "{named}</span>
        </button>
    }
}

#[component]
fn BehindDialog(opener: Opener, name_of: Callback<AccountId, String>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let title = move || {
        opener
            .behind
            .with(|behind| behind.as_ref().map(|behind| behind.title.clone()))
            .unwrap_or_default()
    };
    let say = move |count: usize| {
        let number = format.get().number(count);
        if count > LISTED {
            let shown = format.get().number(LISTED);
            return t_string!(i18n, words.figures_first, shown = shown, number = number)
                .to_string();
        }
        t_string!(i18n, words.figures_behind, count = count, number = number).to_string()
    };
    let list = move || {
        opener.behind.get().map(|behind| {
            let count = behind.customers.len();
            let items = behind
                .customers
                .iter()
                .take(LISTED)
                .map(|id| {
                    let name = name_of.run(*id);
                    view! { <li><a href=Route::Account(*id).href()>{name}</a></li> }
                })
                .collect_view();
            view! {
                <p class="quiet">{say(count)}</p>
                <ul class="figure-customers">{items}</ul>
            }
        })
    };
    view! { <Dialog title open=opener.open>{list}</Dialog> }
}
