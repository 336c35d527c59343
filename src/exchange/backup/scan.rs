//! Finding where a JSON value ends, without reading what is in it.
//!
//! Whether the value is well formed is for the parser of the record to say; here only quotes and brackets count.

use memchr::memchr2;
use std::fmt;

/// Deeper records than any of ours; the parser has a limit of its own (128).
pub(super) const MAX_DEPTH: u32 = 64;

/// Follows one value over any number of slices.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ValueScan {
    depth: u32,
    in_string: bool,
    escaped: bool,
    started: bool,
}

/// How far the value was followed in a slice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// It goes on in the next slice.
    More,
    /// It ends before this byte of the slice.
    Complete(usize),
    /// It is nested deeper than any record of ours.
    TooDeep,
    /// There is no value here.
    Missing,
}

impl ValueScan {
    /// Follows the value through `bytes`, which begin with it or continue it.
    pub(super) fn advance(&mut self, bytes: &[u8]) -> Step {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if self.in_string {
                if self.escaped {
                    self.escaped = false;
                    at += 1;
                    continue;
                }
                let Some(found) = memchr2(b'"', b'\\', &bytes[at..]) else {
                    return Step::More;
                };
                at += found + 1;
                if bytes[at - 1] == b'\\' {
                    self.escaped = true;
                } else {
                    self.in_string = false;
                    if self.depth == 0 {
                        return Step::Complete(at);
                    }
                }
                continue;
            }
            match byte {
                b'"' if self.depth == 0 && self.started => return Step::Complete(at),
                b'"' => self.in_string = true,
                b'{' | b'[' if self.depth == 0 && self.started => return Step::Complete(at),
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Step::TooDeep;
                    }
                }
                b'}' | b']' if self.depth == 0 => return self.end_of_plain(at),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Step::Complete(at + 1);
                    }
                }
                b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => {
                    return self.end_of_plain(at);
                }
                _ => {}
            }
            self.started = true;
            at += 1;
        }
        Step::More
    }

    /// A number or a word ends where something else begins.
    fn end_of_plain(self, at: usize) -> Step {
        if self.started {
            Step::Complete(at)
        } else {
            Step::Missing
        }
    }
}

/// Bytes that are no JSON array of records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ScanError {
    /// The byte at which that shows, counted from 0.
    pub at: usize,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a JSON array at byte {}", self.at)
    }
}

impl std::error::Error for ScanError {}

/// The records of a JSON array, as the bytes they are written in.
pub fn records_of(pack: &[u8]) -> impl Iterator<Item = Result<&[u8], ScanError>> {
    Records {
        pack,
        at: 0,
        opened: false,
        done: false,
    }
}

struct Records<'a> {
    pack: &'a [u8],
    at: usize,
    opened: bool,
    done: bool,
}

impl<'a> Records<'a> {
    fn skip_space(&mut self) {
        while matches!(self.pack.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn error(&mut self) -> Option<Result<&'a [u8], ScanError>> {
        self.done = true;
        Some(Err(ScanError { at: self.at }))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<&'a [u8], ScanError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.skip_space();
        let first = !self.opened;
        if first {
            if self.pack.get(self.at) != Some(&b'[') {
                return self.error();
            }
            self.opened = true;
            self.at += 1;
            self.skip_space();
        }
        match self.pack.get(self.at) {
            Some(b']') => {
                self.done = true;
                self.at += 1;
                self.skip_space();
                return (self.at != self.pack.len()).then_some(Err(ScanError { at: self.at }));
            }
            Some(b',') if !first => {
                self.at += 1;
                self.skip_space();
            }
            Some(_) if first => {}
            _ => return self.error(),
        }
        let rest = &self.pack[self.at..];
        match ValueScan::default().advance(rest) {
            Step::Complete(end) => {
                self.at += end;
                Some(Ok(&rest[..end]))
            }
            Step::More | Step::TooDeep | Step::Missing => self.error(),
        }
    }
}
