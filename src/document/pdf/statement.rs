//! Statements of account: what moved between two days, and what is owed.

use super::block::Block;
use super::error::PdfError;
use super::fonts::Fonts;
use super::format::Format;
use super::furniture::{self, Furniture, Headline, address_lines, filled};
use super::geometry::MEASURE;
use super::invoice::spread;
use super::look::Look;
use super::press::{self, About, Sheets};
use super::structure::Role;
use super::table::{self, Column, Row, Table, inset};
use super::tag;
use super::typesetter::{Align, Style, Typesetter};
use super::wording;
use super::words::Words;
use crate::billing::account::{Account, Language};
use crate::billing::seller::Seller;
use crate::billing::statement::{Movement, Statement};
use chrono::NaiveDate;

/// Whose statement it is, and from whom.
#[derive(Clone, Copy, Debug)]
pub struct StatementOf<'a> {
    /// Who writes.
    pub seller: &'a Seller,
    /// Whose account it is; the document is in their language.
    pub account: &'a Account,
    /// The day it is written on.
    pub on: NaiveDate,
}

/// Draws a statement of account.
pub fn statement(
    statement: &Statement,
    of: StatementOf,
    look: &Look,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let ts = Typesetter::new(fonts, look);
    let language = of.account.language;
    let words = Words::of(language);
    let it = furniture_of(statement, of);
    let part = ts.element(None, Role::Part(tag(language)));
    let first = furniture::first_page(&ts, part, &it);
    let (mut pages, foot) = furniture::begin(&ts, &it, first);
    let set = table::set(&ts, part, movements(&ts, statement, language));
    let closing = Format::new(language).money(statement.closing);
    let list = ts.element(Some(part), Role::List);
    let style = ts
        .body()
        .strong()
        .sized(11.0, 15.0)
        .coloured(ts.palette.accent);
    let width = MEASURE - 2.0 * inset(ts.template);
    let last = spread(&ts, (&words.closing, &closing), style, width, ts.pair(list));
    let mut spaced = Block::default();
    spaced.put(inset(ts.template), 6.0, last);
    table::flow(&ts, &mut pages, set, spaced);
    let sheets = Sheets {
        title: it.title.clone(),
        pages: furniture::finish(&ts, part, &it, (pages, foot), 0.0),
    };
    let about = About {
        title: format!("{}, {}", it.title, of.account.name),
        author: of.seller.name.clone(),
        language: tag(language),
        day: of.on,
        id: format!(
            "{} {} {}",
            of.account.id,
            statement.period.from(),
            statement.period.to()
        ),
    };
    press::print(ts, fonts, &sheets, about)
}

fn furniture_of<'a>(statement: &Statement, of: StatementOf<'a>) -> Furniture<'a> {
    let language = of.account.language;
    let (words, format) = (Words::of(language), Format::new(language));
    let (account, home) = (of.account, of.seller.address.country);
    let address = address_lines(&account.address, home, language);
    Furniture {
        seller: of.seller,
        language,
        title: words.statement.clone(),
        number: String::new(),
        notice: None,
        recipient: filled([vec![account.name.clone()], address].concat()),
        facts: vec![
            (words.statement_date.clone(), format.date(of.on)),
            (
                words.statement_period.clone(),
                format.period(statement.period),
            ),
            (words.customer_number.clone(), account.number.clone()),
        ],
        headline: Some(Headline {
            label: words.closing.clone(),
            amount: format.money(statement.closing),
            until: Some((words.statement_date.clone(), format.date(of.on))),
        }),
    }
}

fn movements(ts: &Typesetter, statement: &Statement, language: Language) -> Table {
    let (words, format) = (Words::of(language), Format::new(language));
    let style = ts.cell();
    let column = |head: &str, align| Column {
        head: head.to_owned(),
        align,
    };
    let balance_head = format!(
        "{} ({})",
        words.column_balance,
        statement.closing.currency()
    );
    let opening = Row {
        cells: vec![
            vec![(format.date(statement.period.from()), style)],
            vec![(words.opening.clone(), style.strong())],
            vec![("–".to_owned(), style)],
            vec![(format.amount_plain(statement.opening), style.strong())],
        ],
        carried: format.amount_plain(statement.opening),
    };
    let rows = statement
        .movements
        .iter()
        .map(|each| row(each, words, format, style));
    Table {
        summary: words.statement.clone(),
        wide: 1,
        columns: vec![
            column(&words.column_date, Align::Left),
            column(&words.column_movement, Align::Left),
            column(&words.column_amount, Align::Right),
            column(&balance_head, Align::Right),
        ],
        rows: std::iter::once(opening).chain(rows).collect(),
        carried_forward: words.carried_forward.clone(),
        brought_forward: words.brought_forward.clone(),
    }
}

fn row(movement: &Movement, words: &Words, format: Format, style: Style) -> Row {
    let what = format!(
        "{} {}",
        wording::movement(words, movement.kind),
        movement.label
    );
    let balance = format.amount_plain(movement.balance);
    Row {
        cells: vec![
            vec![(format.date(movement.on), style)],
            vec![(what.trim().to_owned(), style)],
            vec![(format.amount_plain(movement.amount), style)],
            vec![(balance.clone(), style)],
        ],
        carried: balance,
    }
}
