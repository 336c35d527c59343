//! Documents in a file: operators put a SOAP envelope before each invoice, as an XML document of its own, so that the file
//! as a whole is none.

use super::encoding::decode;
use super::read::ReadError;
use crate::document::limit::LARGEST;
use memchr::memmem;

/// How many documents one file may hold, envelopes among them.
const MOST_DOCUMENTS: usize = 20_000;

const ROOT: &str = "<Finvoice";

/// The end of the envelope's last tag, whatever its prefix.
const ENVELOPE_END: &str = "Envelope>";

/// How far into a file its first element is looked for.
const HEAD: usize = 64 * 1024;

/// Whether a file says by its first element that it is Finvoice, or an envelope that may hold one.
pub fn is_finvoice(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    matches!(root_name(&head), Some("Finvoice" | "Envelope"))
}

/// The documents of the file as text, envelopes left out.
pub(super) fn documents(bytes: &[u8]) -> Result<Vec<String>, ReadError> {
    if bytes.len() > LARGEST {
        return Err(ReadError::TooLarge { bytes: bytes.len() });
    }
    let mut documents = Vec::new();
    let parts = parts(bytes);
    if parts.len() > MOST_DOCUMENTS {
        return Err(ReadError::TooMany);
    }
    for part in parts {
        let text = decode(part)?;
        if is_envelope_alone(&text) {
            continue;
        }
        documents.push(match after_envelope(&text) {
            Some(at) => text[at..].to_owned(),
            None => text,
        });
    }
    Ok(documents)
}

/// The file cut before each XML declaration; white space and a byte order mark before the first one belong to no document.
fn parts(bytes: &[u8]) -> Vec<&[u8]> {
    let mut cuts: Vec<usize> = memmem::find_iter(bytes, b"<?xml")
        .filter(|at| bytes.get(at + 5).is_some_and(u8::is_ascii_whitespace))
        .collect();
    let first = cuts.first().copied().unwrap_or(0);
    let before = bytes.get(..first).unwrap_or_default();
    let is_blank = before
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || [0xEF, 0xBB, 0xBF].contains(byte));
    if !is_blank || cuts.is_empty() {
        cuts.insert(0, 0);
    }
    let ends = cuts.iter().copied().skip(1).chain([bytes.len()]);
    cuts.iter()
        .zip(ends)
        .filter_map(|(from, to)| bytes.get(*from..to))
        .collect()
}

/// Whether the text is an envelope without an invoice in it. It is not read any further.
fn is_envelope_alone(text: &str) -> bool {
    !text.contains(ROOT) && root_name(text).is_some_and(|name| name == "Envelope")
}

/// Where the invoice begins that stands behind an envelope without a declaration of its own.
fn after_envelope(text: &str) -> Option<usize> {
    if root_name(text)? != "Envelope" {
        return None;
    }
    let root = memmem::find(text.as_bytes(), ROOT.as_bytes())?;
    let envelope = memmem::rfind(text.get(..root)?.as_bytes(), ENVELOPE_END.as_bytes())?;
    let is_closed = text
        .get(..envelope)
        .and_then(|head| head.rfind('<').and_then(|at| head.get(at..)))
        .is_some_and(|tag| tag.starts_with("</"));
    is_closed.then_some(root)
}

/// The name of the first element without its prefix, as far as can be told without reading the document.
fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find('<')? + 1..)?;
        if rest.starts_with("!--") {
            rest = rest.get(rest.find("-->")?..)?;
        } else if !rest.starts_with(['?', '!']) {
            break;
        }
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = rest.get(..end)?;
    Some(name.rsplit(':').next().unwrap_or(name))
}
