//! Elements one after another, in the order they are asked for.

use super::{text, value};
use crate::money::Money;
use chrono::NaiveDate;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;

/// A document being written. Amounts of a credit note change their sign on the way out: they are positive in the book and
/// negative in Finvoice.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    credits: bool,
}

impl Xml {
    /// Begins a document in UTF-8.
    pub(super) fn begin(credits: bool) -> Xml {
        let mut xml = Xml {
            writer: Writer::new_with_indent(Vec::new(), b' ', 2),
            credits,
        };
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// The bytes of the document.
    pub(super) fn end(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    /// An element with others inside.
    pub(super) fn group(&mut self, name: &str, inside: impl FnOnce(&mut Xml)) {
        self.group_with(name, &[], inside);
    }

    /// The same with attributes.
    pub(super) fn group_with(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Xml),
    ) {
        self.put(Event::Start(start(name, attributes)));
        inside(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text of at most `most` characters; none where the text is empty.
    pub(super) fn text(&mut self, name: &str, content: &str, most: usize) {
        let content = text::cut(content, most);
        if !content.is_empty() {
            self.exact(name, &[], &content);
        }
    }

    /// An element with a text that makes no sense when cut, such as an address: none where it is empty or too long.
    pub(super) fn whole(&mut self, name: &str, content: &str, most: usize) {
        let content = text::one_line(content);
        if (1..=most).contains(&content.chars().count()) {
            self.exact(name, &[], &content);
        }
    }

    /// An element for each of the texts.
    pub(super) fn texts(&mut self, name: &str, contents: impl IntoIterator<Item = String>) {
        for content in contents {
            self.exact(name, &[], &content);
        }
    }

    /// An element with exactly this content.
    pub(super) fn exact(&mut self, name: &str, attributes: &[(&str, &str)], content: &str) {
        if content.is_empty() {
            self.put(Event::Empty(start(name, attributes)));
            return;
        }
        self.put(Event::Start(start(name, attributes)));
        self.put(Event::Text(BytesText::new(content)));
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// A day.
    pub(super) fn date(&mut self, name: &str, day: NaiveDate) {
        self.exact(name, &[("Format", "CCYYMMDD")], &value::date(day));
    }

    /// An amount, with the sign of the document.
    pub(super) fn amount(&mut self, name: &str, amount: Money) {
        let signed = if self.credits { -amount } else { amount };
        let currency = amount.currency();
        self.exact(
            name,
            &[("AmountCurrencyIdentifier", currency.code())],
            &value::amount(signed),
        );
    }

    /// The same where it is more than nothing.
    pub(super) fn amount_unless_zero(&mut self, name: &str, amount: Money) {
        if !amount.is_zero() {
            self.amount(name, amount);
        }
    }

    /// Whether the document is a credit note.
    pub(super) fn credits(&self) -> bool {
        self.credits
    }

    fn put(&mut self, event: Event<'_>) {
        let written = self.writer.write_event(event);
        // Memory takes every byte, or the program has ended.
        debug_assert!(written.is_ok(), "writing into memory failed");
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for &(name, content) in attributes {
        start.push_attribute((name, content));
    }
    start
}
