//! Texts as the schema takes them: without characters XML forbids, and no longer than their element.

/// One line of text: control characters and runs of white space become one space, what XML 1.0 forbids is left out.
pub(super) fn one_line(text: &str) -> String {
    let allowed: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect();
    allowed
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// One line of at most so many characters, which the schema counts as code points.
pub(super) fn cut(text: &str, most: usize) -> String {
    let kept: String = one_line(text).chars().take(most).collect();
    kept.trim_end().to_owned()
}

/// The text broken between words into lines of at most `most` characters; a longer word is broken within. Every line of the
/// text begins a new one.
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        wrap_paragraph(&one_line(paragraph), most.max(1), &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, most: usize, lines: &mut Vec<String>) {
    let (mut line, mut length) = (String::new(), 0);
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > most {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for character in word.chars() {
            if length == most {
                lines.push(std::mem::take(&mut line));
                length = 0;
            }
            line.push(character);
            length += 1;
        }
    }
    if length > 0 {
        lines.push(line);
    }
}
