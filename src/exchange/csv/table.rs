//! A text cut into rows and cells.

use csv::{ReaderBuilder, StringRecord};
use serde::{Deserialize, Serialize};

/// What stands between two cells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    Pipe,
}

impl Delimiter {
    /// Every delimiter, in the order in which a form offers them.
    pub const ALL: [Delimiter; 4] = [
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Tab,
        Delimiter::Pipe,
    ];

    /// The character.
    pub fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }

    /// The one that cuts the first lines into the most cells, all lines alike.
    pub fn guess(text: &str) -> Delimiter {
        let beginning = first_lines(text, 20);
        let score = |delimiter: Delimiter| {
            let rows: Vec<usize> = records(beginning, delimiter)
                .filter_map(|record| Some(record.ok()?.len()))
                .collect();
            let width = rows.first().copied().unwrap_or(0);
            let alike = rows.iter().filter(|each| **each == width).count();
            // Lines that differ weigh more than many cells: text is full of commas.
            let uneven = rows.len() - alike;
            (width > 1, std::cmp::Reverse(uneven), width)
        };
        Delimiter::ALL
            .into_iter()
            .rev()
            .max_by_key(|delimiter| score(*delimiter))
            .unwrap_or(Delimiter::Comma)
    }
}

/// Rows and cells, all of them text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The rows below.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// The line of the file it begins on, from 1.
    pub line: u64,
    /// Its cells, without white space around them.
    pub cells: Vec<String>,
}

/// Why a text is no table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TableError {
    /// There is nothing in it.
    Empty,
    /// More rows than can be imported at once.
    TooManyRows {
        /// The most.
        limit: usize,
    },
    /// More columns than any list of customers has.
    TooManyColumns {
        /// The most.
        limit: usize,
    },
}

/// A file of more customers is better split: undoing an import takes all of it back.
const MAX_ROWS: usize = 200_000;
const MAX_COLUMNS: usize = 500;
/// Longer cells are cut, so that they can be shown; no field of ours takes them anyway.
const MAX_CELL: usize = 10_000;

impl Table {
    /// Cuts a text. Where there are no names of columns, they are numbered.
    pub fn read(text: &str, delimiter: Delimiter, has_header: bool) -> Result<Table, TableError> {
        let mut table = Table::default();
        let mut waits_for_header = has_header;
        let mut lines = Lines::of(text);
        for record in records(text, delimiter) {
            // The text is UTF-8 and rows may have any length, so nothing can go wrong while cutting.
            let Ok(record) = record else { continue };
            let cells: Vec<String> = record.iter().map(cell).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if cells.len() > MAX_COLUMNS {
                return Err(TableError::TooManyColumns { limit: MAX_COLUMNS });
            }
            if waits_for_header {
                table.header = cells;
                waits_for_header = false;
                continue;
            }
            if table.rows.len() == MAX_ROWS {
                return Err(TableError::TooManyRows { limit: MAX_ROWS });
            }
            let line = record.position().map_or(0, |place| lines.at(place.byte()));
            table.rows.push(Row { line, cells });
        }
        if table.header.is_empty() && table.rows.is_empty() {
            return Err(TableError::Empty);
        }
        let width = table.rows.iter().map(|row| row.cells.len()).max();
        for column in table.header.len()..width.unwrap_or(0).min(MAX_COLUMNS) {
            // Cells beyond the heading are shown under their place.
            if !has_header {
                table.header.push((column + 1).to_string());
            }
        }
        Ok(table)
    }

    /// The cells of a column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter_map(move |row| row.cells.get(column).map(String::as_str))
    }

    /// The first rows, for a preview.
    pub fn beginning(&self, rows: usize) -> Table {
        Table {
            header: self.header.clone(),
            rows: self.rows.iter().take(rows).cloned().collect(),
        }
    }
}

fn records(
    text: &str,
    delimiter: Delimiter,
) -> impl Iterator<Item = csv::Result<StringRecord>> + use<'_> {
    ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
}

/// Lines of a text, asked for from the front to the back.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Lines {
            bytes: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line on which the first text at or behind a byte stands; the parser's own place may be before empty lines.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(found) = self.bytes.get(self.at) {
            let is_end = matches!(found, b'\n' | b'\r');
            if self.at >= byte && !is_end {
                break;
            }
            self.line += u64::from(*found == b'\n');
            self.at += 1;
        }
        self.line
    }
}

fn cell(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MAX_CELL) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

fn first_lines(text: &str, lines: usize) -> &str {
    let end = text.match_indices('\n').nth(lines).map(|(at, _)| at);
    &text[..end.unwrap_or(text.len())]
}
