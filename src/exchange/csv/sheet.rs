//! Lists for spreadsheets. A cell of text never becomes a formula there.

use super::{BadRow, Delimiter, RowFault, Table};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Text that people or other programs wrote.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Date(NaiveDate),
    /// Nothing.
    Empty,
}

/// A list being written: UTF-8 with a mark at its beginning, by which spreadsheets know it.
#[derive(Debug)]
pub struct Sheet {
    text: String,
    delimiter: char,
    decimal_comma: bool,
}

impl Sheet {
    /// Begins a list with the names of its columns. Where decimals stand behind a comma, cells are parted by semicolons.
    pub fn new(header: &[&str], decimal_comma: bool) -> Sheet {
        Sheet::with_notes(&[], header, decimal_comma)
    }

    /// Begins a list with what is said about it, a row for each note, before the names of its columns: a figure that leaves
    /// the app takes its definition along.
    pub fn with_notes(notes: &[&str], header: &[&str], decimal_comma: bool) -> Sheet {
        let delimiter = if decimal_comma { ';' } else { ',' };
        let mut sheet = Sheet {
            text: "\u{feff}".to_owned(),
            delimiter,
            decimal_comma,
        };
        for note in notes {
            sheet.row([Cell::Text((*note).to_owned())]);
        }
        sheet.row(header.iter().map(|name| Cell::Text((*name).to_owned())));
        sheet
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.text.push(self.delimiter);
            }
            match cell {
                Cell::Text(text) => push_text(&mut self.text, &text),
                Cell::Number(number) if self.decimal_comma => {
                    self.text.push_str(&number.to_string().replace('.', ","));
                }
                Cell::Number(number) => self.text.push_str(&number.to_string()),
                Cell::Date(day) => self.text.push_str(&day.to_string()),
                Cell::Empty => {}
            }
        }
        self.text.push_str("\r\n");
    }

    /// The file.
    pub fn finish(self) -> String {
        self.text
    }
}

/// The bad rows as they were, each with its line and what is wrong with it.
pub fn bad_rows(
    table: &Table,
    delimiter: Delimiter,
    bad: &[BadRow],
    [line, problem]: [&str; 2],
    explain: impl Fn(&RowFault) -> String,
) -> String {
    let mut header: Vec<&str> = vec![line, problem];
    header.extend(table.header.iter().map(String::as_str));
    let mut sheet = Sheet::new(&header, delimiter == Delimiter::Semicolon);
    for each in bad {
        let Some(row) = table.rows.get(each.row) else {
            continue;
        };
        let problems: Vec<String> = each.faults.iter().map(&explain).collect();
        let cells = row.cells.iter().map(|cell| Cell::Text(cell.clone()));
        let begin = [
            Cell::Number(row.line.into()),
            Cell::Text(problems.join("; ")),
        ];
        sheet.row(begin.into_iter().chain(cells));
    }
    sheet.finish()
}

/// Quotes a text, and puts an apostrophe before what a spreadsheet would take for a formula. A negative number is none.
fn push_text(out: &mut String, text: &str) {
    let is_number = text.parse::<Decimal>().is_ok();
    let begins_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
    out.push('"');
    if begins_formula && !is_number {
        out.push('\'');
    }
    for character in text.chars() {
        if character == '"' {
            out.push('"');
        }
        out.push(character);
    }
    out.push('"');
}
