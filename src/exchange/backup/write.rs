//! Writing the file, a section after the other, so that only what is being written is in memory.

use super::scan::records_of;
use super::{FORMAT, FORMAT_VERSION, Mark, Section};
use crate::billing::seller::Seller;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use std::io::{self, Write};

/// What stands before the sections.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    /// How far the book has come; it names the book.
    pub mark: &'a Mark,
    /// When the file is written.
    pub exported_at: DateTime<Utc>,
    /// The seller.
    pub seller: &'a Seller,
}

/// Writes the sections in their order, one record a line. The same records give the same bytes, however they are
/// handed over.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    /// The sections not begun yet, the next one last.
    waiting: Vec<Section>,
    open: Option<Section>,
    is_first: bool,
    line: Vec<u8>,
}

impl<W: Write> Writer<W> {
    /// Begins the file.
    pub fn begin(mut out: W, header: &Header<'_>) -> io::Result<Self> {
        writeln!(out, "{{\"format\":\"{FORMAT}\",")?;
        writeln!(out, "\"version\":{FORMAT_VERSION},")?;
        writeln!(out, "\"database\":\"{}\",", header.mark.database)?;
        let at = header
            .exported_at
            .to_rfc3339_opts(SecondsFormat::AutoSi, true);
        writeln!(out, "\"exported_at\":\"{at}\",")?;
        out.write_all(b"\"mark\":")?;
        serde_json::to_writer(&mut out, header.mark)?;
        out.write_all(b",\n\"seller\":")?;
        serde_json::to_writer(&mut out, header.seller)?;
        Ok(Writer {
            out,
            waiting: Section::ALL.into_iter().rev().collect(),
            open: None,
            is_first: true,
            line: Vec::new(),
        })
    }

    /// Writes one record. The sections come in their order, and within a section the records in theirs.
    pub fn record<T: Serialize>(&mut self, section: Section, record: &T) -> io::Result<()> {
        self.turn_to(section)?;
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        serde_json::to_writer(&mut line, record)?;
        let written = self.line(&line);
        self.line = line;
        written
    }

    /// Writes one record that is JSON already, as this program writes it.
    pub fn raw(&mut self, section: Section, record: &[u8]) -> io::Result<()> {
        self.turn_to(section)?;
        self.line(record)
    }

    /// Writes the records of a JSON array without reading what is in them.
    pub fn pack(&mut self, section: Section, pack: &[u8]) -> io::Result<()> {
        self.turn_to(section)?;
        for record in records_of(pack) {
            let record =
                record.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            self.line(record)?;
        }
        Ok(())
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<W> {
        while let Some(section) = self.waiting.last().copied() {
            if section.is_required() {
                self.turn_to(section)?;
            } else {
                self.waiting.pop();
            }
        }
        self.close()?;
        self.out.write_all(b"\n}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// What is written to, for instance to hand over what has been written so far.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    fn line(&mut self, record: &[u8]) -> io::Result<()> {
        self.out
            .write_all(if self.is_first { b"\n" } else { b",\n" })?;
        self.is_first = false;
        self.out.write_all(record)
    }

    /// Writes the sections up to this one, empty where nothing was put into them. Those that a file may lack are left out
    /// then, so that a book without a customer desk is the same file as ever.
    fn turn_to(&mut self, section: Section) -> io::Result<()> {
        while self.open != Some(section) {
            let Some(next) = self.waiting.pop() else {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "a section was written after a later one",
                ));
            };
            if next != section && !next.is_required() {
                continue;
            }
            self.close()?;
            write!(self.out, ",\n\"{}\":[", next.key())?;
            self.open = Some(next);
            self.is_first = true;
        }
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        match self.open {
            Some(_) if self.is_first => self.out.write_all(b"]"),
            Some(_) => self.out.write_all(b"\n]"),
            None => Ok(()),
        }
    }
}
