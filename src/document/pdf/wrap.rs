//! Breaking text into lines of a given width: at spaces, after hyphens and strokes, and within a word only where it is
//! wider than a line.

use super::fonts::Weight;
use super::shape::{Line, Shaper, clusters};
use std::rc::Rc;

/// Breaks a text into lines no wider than `width`, in em. Line ends in the text are kept. At least one line.
pub(super) fn wrapped(shaper: &Shaper, text: &str, weight: Weight, width: f32) -> Vec<Rc<Line>> {
    let mut lines = Vec::new();
    for paragraph in text.trim().lines() {
        let broken = broken(shaper, paragraph, weight, width);
        let last = broken.len().saturating_sub(1);
        for (at, line) in broken.iter().enumerate() {
            let line = shaped(shaper, line.trim_end(), weight, at < last);
            lines.push(Rc::new(line));
        }
    }
    if lines.is_empty() {
        lines.push(Rc::new(shaper.line("", weight)));
    }
    lines
}

/// Where a line goes on, the space between the words is kept beyond its end, so that the words stay apart when they are
/// read aloud or copied.
fn shaped(shaper: &Shaper, text: &str, weight: Weight, goes_on: bool) -> Line {
    let is_ltr = text.chars().all(|letter| letter < '\u{590}');
    if !goes_on || !is_ltr || text.ends_with('-') {
        return shaper.line(text, weight);
    }
    let mut line = shaper.line(&format!("{text} "), weight);
    line.width -= shaper.width(" ", weight);
    line
}

fn broken(shaper: &Shaper, paragraph: &str, weight: Weight, width: f32) -> Vec<String> {
    // A hair more than the width: a line that was measured as a whole must not break on itself.
    let limit = width + 0.001;
    let space = shaper.width(" ", weight);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for word in words(paragraph) {
        let bare = word.trim_end_matches(' ');
        let gap = f32::from(u8::try_from(word.len() - bare.len()).unwrap_or(u8::MAX)) * space;
        let own = shaper.width(bare, weight);
        if !line.is_empty() && used + own > limit {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        if own > limit {
            let mut pieces = split(shaper, bare, weight, limit);
            let last = pieces.pop().unwrap_or_default();
            lines.extend(pieces);
            used = shaper.width(&last, weight) + gap;
            line = last + &word[bare.len()..];
        } else {
            line.push_str(word);
            used += own + gap;
        }
    }
    lines.push(line);
    lines
}

/// Words with what follows them up to where a line may end.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let next = letters.peek().map(|(_, next)| *next);
        let may_end = match letter {
            ' ' | '\t' => next.is_some_and(|next| next != ' ' && next != '\t'),
            // `2026-04-16` and `-5` stay whole; `home-made` may end a line.
            '-' | '/' | '‐' => next.is_some_and(char::is_alphabetic),
            '–' | '—' | '\u{200b}' | '\u{ad}' => next.is_some_and(|next| next != ' '),
            _ => false,
        };
        if may_end {
            words.push(&text[start..end]);
            start = end;
        }
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// Pieces of a word that is wider than a line.
fn split(shaper: &Shaper, word: &str, weight: Weight, limit: f32) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut used = 0.0;
    for cluster in clusters(word) {
        let letter = &word[cluster];
        let own = shaper.width(letter, weight);
        if !piece.is_empty() && used + own > limit {
            pieces.push(std::mem::take(&mut piece));
            used = 0.0;
        }
        piece.push_str(letter);
        used += own;
    }
    pieces.push(piece);
    pieces
}
