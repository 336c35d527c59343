//! Tables that go on over pages: the head again on each, the sum carried forward at the foot and brought forward at the
//! head, and no row cut in two.

use super::block::{Block, Mark};
use super::geometry::{MEASURE, mm};
use super::look::{Rgb, Template};
use super::pages::Pages;
use super::structure::{ElementId, Role};
use super::typesetter::{Align, Style, Typesetter};

/// A column.
pub(super) struct Column {
    pub head: String,
    pub align: Align,
}

/// A row: for each column its paragraphs, the first of them its main text.
pub(super) struct Row {
    pub cells: Vec<Vec<(String, Style)>>,
    /// The sum up to and with this row, as it is carried forward.
    pub carried: String,
}

/// What a table says.
pub(super) struct Table {
    /// What it holds, in one phrase.
    pub summary: String,
    /// The column that gets what the others leave.
    pub wide: usize,
    /// The last holds what is summed.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub carried_forward: String,
    pub brought_forward: String,
}

/// A table with its rows set.
pub(super) struct SetTable {
    head: Block,
    head_again: Block,
    rows: Vec<(Block, String)>,
    carried_forward: String,
    brought_forward: String,
}

/// Between columns.
const GAP: f32 = mm(4.0);
/// What the wide column has at least.
const LEAST: f32 = mm(52.0);

/// From the edge of the text to the text of a table; areas of colour have a margin.
pub(super) fn inset(template: Template) -> f32 {
    match template {
        Template::Classic | Template::Plain => 0.0,
        Template::Modern => mm(2.5),
    }
}

/// Sets a table.
pub(super) fn set(ts: &Typesetter, parent: ElementId, table: Table) -> SetTable {
    let widths = widths(ts, &table);
    let element = ts.element(Some(parent), Role::Table(table.summary.clone()));
    let head_row = ts.element(Some(element), Role::TableHead);
    let head_row = ts.element(Some(head_row), Role::Row);
    let head = head(ts, &table, &widths, |ts| {
        Mark::Element(ts.element(Some(head_row), Role::ColumnHead))
    });
    let head_again = self::head(ts, &table, &widths, |_| Mark::Pagination);
    let body = ts.element(Some(element), Role::TableBody);
    let rows = table
        .rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let block = set_row(ts, body, &row.cells, &table.columns, &widths, index);
            (block, row.carried)
        })
        .collect();
    SetTable {
        head,
        head_again,
        rows,
        carried_forward: table.carried_forward,
        brought_forward: table.brought_forward,
    }
}

/// Puts a table onto the pages; what closes it stays with its last row.
pub(super) fn flow(ts: &Typesetter, pages: &mut Pages, table: SetTable, closing: Block) {
    let carry = |label: &str, sum: &str| carry_row(ts, label, sum);
    let carry_height = carry("", "").height;
    let first = table.rows.first().map_or(0.0, |(row, _)| row.height);
    if table.head.height + first + carry_height > pages.room() {
        pages.turn();
    }
    pages.put(table.head);
    let last = table.rows.len().saturating_sub(1);
    let mut brought = String::new();
    let mut is_first_on_page = true;
    for (index, (row, carried)) in table.rows.into_iter().enumerate() {
        let beginning = table.head_again.height + carry_height;
        let with_closing = row.height + closing.height;
        let reserve = match index == last {
            true if beginning + with_closing <= pages.capacity() => closing.height,
            true => 0.0,
            false => carry_height,
        };
        let go_on = |pages: &mut Pages, brought: &str| {
            pages.turn();
            pages.put(table.head_again.clone());
            if !brought.is_empty() {
                pages.put(carry(&table.brought_forward, brought));
            }
        };
        if row.height + reserve > pages.room() && !is_first_on_page {
            pages.put(carry(&table.carried_forward, &brought));
            go_on(pages, &brought);
        }
        // Only what no page can hold is cut.
        let mut rest = row;
        while rest.height + carry_height > pages.room() {
            let (above, below) = rest.split(pages.room() - carry_height);
            pages.put(above);
            rest = below;
            if rest.items.is_empty() {
                break;
            }
            go_on(pages, &brought);
        }
        pages.put(rest);
        is_first_on_page = false;
        brought = carried;
    }
    pages.keep(closing);
}

/// Each column as wide as its widest text, one with what is left. Where too little is left, the others give way and
/// their texts break; the last never does, because an amount is read as a whole.
fn widths(ts: &Typesetter, table: &Table) -> Vec<f32> {
    let natural: Vec<f32> = (0..table.columns.len())
        .map(|column| {
            let head = ts.width(&table.columns[column].head, ts.small().strong());
            let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
            cells
                .flatten()
                .map(|(text, style)| ts.width(text, *style))
                .fold(head, f32::max)
        })
        .collect();
    let gaps = GAP * count(table.columns.len().saturating_sub(1));
    let room = MEASURE - 2.0 * inset(ts.template) - gaps;
    let last = natural.len().saturating_sub(1);
    let narrowed = |most: f32| -> Vec<f32> {
        let mut widths: Vec<f32> = natural
            .iter()
            .enumerate()
            .map(|(index, width)| {
                if index == last {
                    *width
                } else {
                    width.min(most)
                }
            })
            .collect();
        if let Some(wide) = widths.get_mut(table.wide) {
            *wide = 0.0;
        }
        let others: f32 = widths.iter().sum();
        if let Some(wide) = widths.get_mut(table.wide) {
            *wide = room - others;
        }
        widths
    };
    let mut most = room;
    let mut widths = narrowed(most);
    while widths.get(table.wide).is_some_and(|wide| *wide < LEAST) && most > mm(12.0) {
        most -= mm(1.0);
        widths = narrowed(most);
    }
    widths
}

fn head(
    ts: &Typesetter,
    table: &Table,
    widths: &[f32],
    mark: impl Fn(&Typesetter) -> Mark,
) -> Block {
    let colour = match ts.template {
        Template::Classic => ts.palette.accent,
        Template::Modern => Rgb::WHITE,
        Template::Plain => ts.palette.text,
    };
    let style = ts.small().strong().coloured(colour);
    let mut texts = Block::default();
    let mut x = inset(ts.template);
    for (column, width) in table.columns.iter().zip(widths) {
        let text = ts.text(&column.head, style, *width, column.align, mark(ts));
        texts.put(x, 0.0, text);
        x += width + GAP;
    }
    let mut block = Block::default();
    let height = texts.height + 8.0;
    match ts.template {
        Template::Classic => {
            block.rule(0.0, 0.0, MEASURE, 0.9, ts.palette.accent);
            block.rule(0.0, height, MEASURE, 0.4, ts.palette.accent);
        }
        Template::Modern => block.area(0.0, 0.0, MEASURE, height, ts.palette.accent),
        Template::Plain => block.rule(0.0, height, MEASURE, 0.8, ts.palette.text),
    }
    block.put(0.0, 4.0, texts);
    block.height = height;
    block
}

fn set_row(
    ts: &Typesetter,
    body: ElementId,
    cells: &[Vec<(String, Style)>],
    columns: &[Column],
    widths: &[f32],
    index: usize,
) -> Block {
    let row = ts.element(Some(body), Role::Row);
    let mut texts = Block::default();
    let mut x = inset(ts.template);
    for (at, ((cell, column), width)) in cells.iter().zip(columns).zip(widths).enumerate() {
        let role = if at == 0 { Role::RowHead } else { Role::Cell };
        let mark = Mark::Element(ts.element(Some(row), role));
        let mut block = Block::default();
        for (text, style) in cell {
            block.append(0.0, ts.text(text, *style, *width, column.align, mark));
        }
        texts.put(x, 0.0, block);
        x += width + GAP;
    }
    let pad = match ts.template {
        Template::Classic | Template::Modern => 3.5,
        Template::Plain => 3.0,
    };
    let height = texts.height + 2.0 * pad;
    let mut block = Block::default();
    let is_striped = ts.template == Template::Modern && index % 2 == 1;
    if is_striped {
        block.area(0.0, 0.0, MEASURE, height, ts.palette.tint);
    }
    block.put(0.0, pad, texts);
    if ts.template == Template::Classic {
        block.rule(0.0, height, MEASURE, 0.4, ts.palette.rule);
    }
    block.height = height;
    block
}

fn carry_row(ts: &Typesetter, label: &str, sum: &str) -> Block {
    let style = ts.small().sized(8.5, 12.0).strong();
    let inset = inset(ts.template);
    let width = MEASURE - 2.0 * inset;
    let mut block = Block::default();
    let label_width = width - ts.width(sum, style) - GAP;
    let label = ts.text(label, style, label_width, Align::Left, Mark::Pagination);
    block.put(inset, 4.0, label);
    block.put(
        inset,
        4.0,
        ts.text(sum, style, width, Align::Right, Mark::Pagination),
    );
    block.height += 4.0;
    block
}

#[allow(clippy::cast_precision_loss)]
pub(super) fn count(number: usize) -> f32 {
    number as f32
}
