//! Bytes of a file as text. Finvoice files come in UTF-8, ISO-8859-1 and ISO-8859-15.

use super::read::ReadError;

const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// How far into the file its declaration is looked for.
const DECLARATION: usize = 200;

/// The text in the encoding that the bytes declare; UTF-8 where they declare none.
pub(super) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if let Some(text) = bytes.strip_prefix(MARK) {
        return utf8(text);
    }
    if bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]) {
        return Err(ReadError::Encoding {
            name: "UTF-16".into(),
        });
    }
    let name = declared(bytes).unwrap_or_else(|| "UTF-8".into());
    match name.to_ascii_uppercase().as_str() {
        "UTF-8" | "UTF8" | "US-ASCII" | "ASCII" => utf8(bytes),
        "ISO-8859-1" | "LATIN1" | "LATIN-1" => Ok(bytes.iter().copied().map(char::from).collect()),
        "ISO-8859-15" | "LATIN9" | "LATIN-9" => Ok(bytes.iter().copied().map(latin_9).collect()),
        _ => Err(ReadError::Encoding { name }),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, ReadError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(ReadError::Bytes {
            at: error.valid_up_to(),
        }),
    }
}

/// The encoding named in `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head: String = bytes
        .iter()
        .take(DECLARATION)
        .copied()
        .map(char::from)
        .collect();
    let declaration = head.trim_start().strip_prefix("<?xml")?;
    let declaration = declaration.split_once("?>").map(|(inside, _)| inside)?;
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = after.get(1..)?.split(quote).next()?;
    Some(name.trim().to_owned())
}

/// ISO-8859-15 differs from ISO-8859-1 in eight places.
fn latin_9(byte: u8) -> char {
    match byte {
        0xA4 => '€',
        0xA6 => 'Š',
        0xA8 => 'š',
        0xB4 => 'Ž',
        0xB8 => 'ž',
        0xBC => 'Œ',
        0xBD => 'œ',
        0xBE => 'Ÿ',
        other => char::from(other),
    }
}
