//! What a document is refused for before it is read as a tree, which would take long or much memory for it.
//!
//! The tree compares each attribute of an element with every other, and carries the namespaces in scope along with every
//! element that declares one; so both are bounded here, and depth and number of elements with them.

use super::read::ReadError;
use crate::document::limit::MOST_DEPTH;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// How many elements one document may have. An invoice of twenty megabytes has about three hundred thousand.
const MOST_ELEMENTS: usize = 1_000_000;

/// How many attributes one element may have. The schema gives no element more than three, frames some of their own.
const MOST_ATTRIBUTES: usize = 64;

/// How many namespaces one document may declare.
const MOST_NAMESPACES: usize = 1_000;

/// Refuses document type declarations and whatever is beyond the bounds; whether the rest is well-formed, the tree tells.
pub(super) fn check(text: &str) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(text);
    let mut counted = Counted::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                counted.open(&tag)?;
            }
            Ok(Event::Empty(tag)) => {
                counted.open(&tag)?;
                counted.close();
            }
            Ok(Event::End(_)) => counted.close(),
            Ok(Event::DocType(_)) => return Err(ReadError::DocumentType),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(broken_at(text, reader.error_position())),
        }
    }
}

#[derive(Default)]
struct Counted {
    depth: usize,
    elements: usize,
    namespaces: usize,
}

impl Counted {
    fn open(&mut self, tag: &BytesStart) -> Result<(), ReadError> {
        self.depth += 1;
        self.elements += 1;
        if self.depth > MOST_DEPTH {
            return Err(ReadError::TooDeep);
        }
        // Without its own checks, which compare each with every other as well.
        for (index, attribute) in tag.attributes().with_checks(false).enumerate() {
            let is_namespace =
                attribute.is_ok_and(|attribute| attribute.key.as_namespace_binding().is_some());
            self.namespaces += usize::from(is_namespace);
            if index >= MOST_ATTRIBUTES {
                return Err(ReadError::TooMany);
            }
        }
        if self.elements > MOST_ELEMENTS || self.namespaces > MOST_NAMESPACES {
            return Err(ReadError::TooMany);
        }
        Ok(())
    }

    /// An end without a beginning is the tree's to refuse.
    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Line and character of a byte, both counted from 1.
fn broken_at(text: &str, byte: u64) -> ReadError {
    let byte = usize::try_from(byte).unwrap_or(text.len()).min(text.len());
    let before = text.as_bytes().get(..byte).unwrap_or_default();
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let from = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let rest = before.get(from..).unwrap_or_default();
    // Bytes that go on with a character don't begin one.
    let column = 1 + rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    ReadError::Broken {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}
