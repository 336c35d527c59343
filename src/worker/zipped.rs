//! A ZIP archive that is handed on while it grows.

use super::press::{Pressed, unique};
use chrono::{DateTime, Datelike, Timelike, Utc};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::rc::Rc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An archive under way; its parts are given to `take`.
pub(super) struct Archive<F: FnMut(Vec<u8>) -> io::Result<()>> {
    zip: ZipWriter<Tail>,
    tail: Tail,
    take: F,
    at: zip::DateTime,
    taken: BTreeSet<String>,
}

impl<F: FnMut(Vec<u8>) -> io::Result<()>> Archive<F> {
    /// An archive without files; they are all of that time.
    pub fn new(take: F, at: DateTime<Utc>) -> Self {
        let tail = Tail::default();
        let mut zip = ZipWriter::new(tail.clone());
        zip.set_flush_on_finish_file(true);
        Archive {
            zip,
            tail,
            take,
            at: stamp(at),
            taken: BTreeSet::new(),
        }
    }

    /// Adds a file, under a name of its own. A PDF is packed within itself; of XML a tenth is left.
    pub fn add(&mut self, file: &Pressed) -> io::Result<()> {
        let method = match file.kind {
            "application/pdf" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.at);
        let name = unique(&file.name, &mut self.taken);
        self.zip.start_file(name, options)?;
        // The file before is complete by now.
        self.tail.hand_over(&mut self.take)?;
        self.zip.write_all(&file.content)?;
        Ok(())
    }

    /// Writes what stands at an archive's end, and hands over the rest.
    pub fn finish(mut self) -> io::Result<()> {
        self.zip.finish()?;
        (self.take)(self.tail.rest())?;
        Ok(())
    }
}

/// A time as ZIP has it: without a zone, from 1980 to 2107.
fn stamp(at: DateTime<Utc>) -> zip::DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(0);
    zip::DateTime::from_date_and_time(
        year,
        small(at.month()),
        small(at.day()),
        small(at.hour()),
        small(at.minute()),
        small(at.second()),
    )
    .unwrap_or_default()
}

/// The end of an archive: sizes and check sums are put into a file's head when it is complete.
#[derive(Clone, Default)]
struct Tail(Rc<RefCell<Kept>>);

#[derive(Default)]
struct Kept {
    /// How many bytes were handed over.
    before: u64,
    bytes: Vec<u8>,
    /// Where the next byte goes, counted from the beginning of the archive.
    at: u64,
    /// How far files are complete: none of it is changed any more.
    complete: u64,
}

impl Kept {
    /// Where in the bytes that are kept.
    fn place(&self) -> io::Result<usize> {
        self.at
            .checked_sub(self.before)
            .and_then(|at| usize::try_from(at).ok())
            .filter(|at| *at <= self.bytes.len())
            .ok_or_else(|| io::Error::other("what is handed over is out of reach"))
    }
}

/// Parts smaller than this are not handed over one by one.
const PART: usize = 1 << 20;

impl Tail {
    /// Gives away the files that are complete, when they come to something.
    fn hand_over(&self, take: &mut impl FnMut(Vec<u8>) -> io::Result<()>) -> io::Result<()> {
        let mut kept = self.0.borrow_mut();
        let done = usize::try_from(kept.complete.saturating_sub(kept.before)).unwrap_or(0);
        if done < PART {
            return Ok(());
        }
        let done = done.min(kept.bytes.len());
        let rest = kept.bytes.split_off(done);
        let part = std::mem::replace(&mut kept.bytes, rest);
        kept.before += part.len() as u64;
        take(part)
    }

    fn rest(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut().bytes)
    }
}

/// Only what is still kept can be read.
impl Read for Tail {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut kept = self.0.borrow_mut();
        let at = kept.place()?;
        let count = into.len().min(kept.bytes.len() - at);
        into[..count].copy_from_slice(&kept.bytes[at..at + count]);
        kept.at += count as u64;
        Ok(count)
    }
}

impl Write for Tail {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self.0.borrow_mut();
        let at = kept.place()?;
        let over = bytes.len().min(kept.bytes.len() - at);
        let (changed, added) = bytes.split_at(over);
        kept.bytes[at..at + over].copy_from_slice(changed);
        kept.bytes.extend_from_slice(added);
        kept.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    /// Asked for when a file is complete, and only then.
    fn flush(&mut self) -> io::Result<()> {
        let mut kept = self.0.borrow_mut();
        kept.complete = kept.at;
        Ok(())
    }
}

impl Seek for Tail {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut kept = self.0.borrow_mut();
        let end = kept.before + kept.bytes.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(offset) => end.checked_add_signed(offset),
            SeekFrom::Current(offset) => kept.at.checked_add_signed(offset),
        };
        kept.at = at.ok_or_else(|| io::Error::other("before the beginning"))?;
        Ok(kept.at)
    }
}
