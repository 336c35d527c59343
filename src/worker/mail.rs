//! A draft of an e-mail as a file (RFC 5322), for the person's own mail program. Nothing is sent from here.

use super::press::{Pressed, unique};
use super::protocol::Mail;
use chrono::{DateTime, Utc};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use std::collections::BTreeSet;

/// The media type of an e-mail.
pub const KIND: &str = "message/rfc822";

/// Writes the draft. `id` tells this one from others; `at` is when it was written.
///
/// `X-Unsent` makes Outlook open it to be sent; other programs open it to be read, and sent on or edited from there. A
/// receiver without an address is left for the person to fill in.
pub fn write(mail: &Mail, files: &[Pressed], id: &str, at: DateTime<Utc>) -> Vec<u8> {
    // An id is made of letters that every program knows.
    let id: String = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let mut message = MessageBuilder::new()
        .header("X-Unsent", Raw::new("1"))
        .date(at.timestamp())
        .message_id(format!("{id}.{}@lasku.invalid", at.timestamp()))
        .subject(one_line(&mail.subject));
    if let Some(from) = address(&mail.from) {
        message = message.from(from);
    }
    if let Some(to) = address(&mail.to) {
        message = message.to(to);
    }
    let mut message = message.text_body(text(&mail.paragraphs));
    let mut taken = BTreeSet::new();
    let attachments = files.iter().map(|file| {
        // As bytes, so that nothing is done to line ends: a signature or check sum may be over them.
        let content = BodyPart::Binary(file.content.as_slice().into());
        MimePart::new(file.kind, content).attachment(unique(&file.name, &mut taken))
    });
    message.attachments = Some(attachments.collect());
    let mut written = Vec::new();
    message.serialize(&mut written);
    written
}

fn address((name, address): &(String, String)) -> Option<Address<'static>> {
    let (name, address) = (one_line(name), one_line(address));
    if address.is_empty() {
        return None;
    }
    let name = (!name.is_empty()).then_some(name);
    Some(Address::new_address(name, address))
}

/// A header is one line: a line break in it would begin another header.
fn one_line(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Paragraphs with an empty line between them; lines end as e-mail has it.
fn text(paragraphs: &[String]) -> String {
    let paragraphs = paragraphs
        .iter()
        .map(|text| text.trim().lines().collect::<Vec<_>>().join("\r\n"))
        .filter(|text| !text.is_empty());
    let mut text = paragraphs.collect::<Vec<_>>().join("\r\n\r\n");
    text.push_str("\r\n");
    text
}
