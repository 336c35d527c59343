//! Shaping: from a line of text to glyphs in the order in which they are drawn.
//!
//! Direction comes from the Unicode Bidirectional Algorithm, glyphs from the face's own tables, and a letter that a face
//! lacks from the next one that has it. Lengths are in em, so that one shaping serves every size.

use super::fonts::{Fonts, Weight};
use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Feature, ShapePlan, UnicodeBuffer, ttf_parser::Tag};
use std::{cell::RefCell, collections::HashMap, ops::Range, rc::Rc};
use unicode_bidi::BidiInfo;
use unicode_normalization::char::is_combining_mark;

/// One line, ready to draw.
#[derive(Debug)]
pub(super) struct Line {
    /// What it says, in the order in which it is read.
    pub text: String,
    /// From left to right.
    pub runs: Vec<Run>,
    /// In em.
    pub width: f32,
}

/// Neighbouring glyphs of one face.
#[derive(Debug)]
pub(super) struct Run {
    pub face: usize,
    pub glyphs: Vec<KrillaGlyph>,
    /// In em.
    pub width: f32,
}

/// Turns text into glyphs. It remembers what it measured, because the words of a document repeat.
pub(super) struct Shaper<'f> {
    fonts: &'f Fonts,
    faces: Vec<rustybuzz::Face<'f>>,
    features: [Feature; 1],
    plans: RefCell<HashMap<(usize, bool, u32), Rc<ShapePlan>>>,
    widths: RefCell<HashMap<(Weight, String), f32>>,
}

/// Stands for a letter that no face has.
const REPLACEMENT: char = '\u{fffd}';

impl<'f> Shaper<'f> {
    pub fn new(fonts: &'f Fonts) -> Shaper<'f> {
        Shaper {
            fonts,
            // None is lost here: `Fonts` only holds files that can be read.
            faces: fonts
                .faces()
                .iter()
                .filter_map(|face| rustybuzz::Face::from_slice(&face.file, 0))
                .collect(),
            // Figures of one width, so that columns of amounts stand under each other.
            features: [Feature::new(Tag::from_bytes(b"tnum"), 1, ..)],
            plans: RefCell::default(),
            widths: RefCell::default(),
        }
    }

    /// Shapes one line.
    pub fn line(&self, text: &str, weight: Weight) -> Line {
        let text = cleaned(text);
        let mut runs = Vec::new();
        for (range, is_rtl) in directions(&text) {
            let mut parts = self.by_face(&text, range, weight);
            if is_rtl {
                parts.reverse();
            }
            for (part, face) in parts {
                runs.push(self.run(&text, part, face, is_rtl));
            }
        }
        let width = runs.iter().map(|run| run.width).sum();
        Line { text, runs, width }
    }

    /// The width of a text in em.
    pub fn width(&self, text: &str, weight: Weight) -> f32 {
        let key = (weight, text.to_owned());
        if let Some(width) = self.widths.borrow().get(&key) {
            return *width;
        }
        let width = self.line(text, weight).width;
        self.widths.borrow_mut().insert(key, width);
        width
    }

    /// Cuts a piece of text where the face changes. A letter and its marks stay in one face.
    fn by_face(
        &self,
        text: &str,
        range: Range<usize>,
        weight: Weight,
    ) -> Vec<(Range<usize>, Option<usize>)> {
        let mut parts: Vec<(Range<usize>, Option<usize>)> = Vec::new();
        for cluster in clusters(&text[range.clone()]) {
            let cluster = range.start + cluster.start..range.start + cluster.end;
            let last = parts.last().and_then(|(_, face)| *face);
            let face = self.face_of(&text[cluster.clone()], weight, last);
            match parts.last_mut() {
                Some((part, same)) if *same == face => part.end = cluster.end,
                _ => parts.push((cluster, face)),
            }
        }
        parts
    }

    fn face_of(&self, cluster: &str, weight: Weight, last: Option<usize>) -> Option<usize> {
        let has_all = |face: &usize| {
            self.faces.get(*face).is_some_and(|face| {
                cluster
                    .chars()
                    .all(|letter| is_ignorable(letter) || face.glyph_index(letter).is_some())
            })
        };
        // A space within words of another face keeps that face: the words stay one run.
        let is_neutral = cluster
            .chars()
            .all(|letter| letter == ' ' || is_ignorable(letter));
        last.filter(|face| is_neutral && has_all(face))
            .or_else(|| self.fonts.order(weight).find(has_all))
    }

    fn run(&self, text: &str, range: Range<usize>, face: Option<usize>, is_rtl: bool) -> Run {
        face.and_then(|face| self.shaped(text, range.clone(), face, is_rtl))
            .unwrap_or_else(|| self.replaced(text, range))
    }

    /// `None` where the face turns out to lack a glyph.
    fn shaped(&self, text: &str, range: Range<usize>, face: usize, is_rtl: bool) -> Option<Run> {
        let source = self.faces.get(face)?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text[range.clone()]);
        buffer.guess_segment_properties();
        let direction = if is_rtl {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        };
        buffer.set_direction(direction);
        let script = buffer.script();
        let plan = self
            .plans
            .borrow_mut()
            .entry((face, is_rtl, script.tag().0))
            .or_insert_with(|| {
                Rc::new(ShapePlan::new(
                    source,
                    direction,
                    Some(script),
                    None,
                    &self.features,
                ))
            })
            .clone();
        let output = rustybuzz::shape_with_plan(source, &plan, buffer);
        let infos = output.glyph_infos();
        if infos.iter().any(|info| info.glyph_id == 0) {
            return None;
        }
        let mut starts: Vec<usize> = infos.iter().map(|info| offset(info.cluster)).collect();
        starts.sort_unstable();
        starts.dedup();
        let end_of = |start: usize| {
            let next = starts.partition_point(|each| *each <= start);
            starts.get(next).copied().unwrap_or(range.len())
        };
        #[allow(clippy::cast_precision_loss)]
        let em = |units: i32| units as f32 / source.units_per_em() as f32;
        let glyphs: Vec<KrillaGlyph> = infos
            .iter()
            .zip(output.glyph_positions())
            .map(|(info, position)| {
                let start = offset(info.cluster);
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    em(position.x_advance),
                    em(position.x_offset),
                    em(position.y_offset),
                    em(position.y_advance),
                    range.start + start..range.start + end_of(start),
                    None,
                )
            })
            .collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Some(Run {
            face,
            glyphs,
            width,
        })
    }

    /// A sign of replacement for each letter. Copied from the document, the text still is what it was.
    fn replaced(&self, text: &str, range: Range<usize>) -> Run {
        let found = [REPLACEMENT, '?', ' '].into_iter().find_map(|sign| {
            let mut faces = self.faces.iter().enumerate();
            faces.find_map(|(index, face)| Some((index, face, face.glyph_index(sign)?)))
        });
        let Some((index, face, glyph)) = found else {
            return Run {
                face: 0,
                glyphs: Vec::new(),
                width: 0.0,
            };
        };
        let advance = f32::from(face.glyph_hor_advance(glyph).unwrap_or(0));
        #[allow(clippy::cast_precision_loss)]
        let advance = advance / face.units_per_em() as f32;
        let glyphs: Vec<KrillaGlyph> = clusters(&text[range.clone()])
            .into_iter()
            .map(|cluster| {
                KrillaGlyph::new(
                    GlyphId::new(u32::from(glyph.0)),
                    advance,
                    0.0,
                    0.0,
                    0.0,
                    range.start + cluster.start..range.start + cluster.end,
                    None,
                )
            })
            .collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Run {
            face: index,
            glyphs,
            width,
        }
    }
}

/// A letter with its marks, at a time.
pub(super) fn clusters(text: &str) -> Vec<Range<usize>> {
    let mut clusters: Vec<Range<usize>> = Vec::new();
    let mut joins = false;
    for (start, letter) in text.char_indices() {
        let end = start + letter.len_utf8();
        let belongs = joins || is_combining_mark(letter) || is_ignorable(letter);
        match clusters.last_mut() {
            Some(cluster) if belongs => cluster.end = end,
            _ => clusters.push(start..end),
        }
        joins = letter == '\u{200d}';
    }
    clusters
}

/// The pieces of a line from left to right, and which of them are read from right to left.
fn directions(text: &str) -> Vec<(Range<usize>, bool)> {
    // No letter before Hebrew in Unicode is read from right to left.
    if text.chars().all(|letter| letter < '\u{590}') {
        return vec![(0..text.len(), false)];
    }
    let info = BidiInfo::new(text, None);
    let mut pieces = Vec::new();
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let is_rtl = levels.get(run.start).is_some_and(|level| level.is_rtl());
            pieces.push((run, is_rtl));
        }
    }
    pieces
}

/// Text without what has no place in a document: control characters, and characters that mean nothing to others.
fn cleaned(text: &str) -> String {
    text.chars()
        .filter(|letter| *letter != '\u{feff}')
        .map(|letter| match letter {
            letter if letter.is_control() || letter == '\u{2028}' || letter == '\u{2029}' => ' ',
            // Private use, which PDF/A-3a does not allow, and what Unicode will never assign.
            '\u{e000}'..='\u{f8ff}'
            | '\u{f0000}'..
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fff0}'..='\u{fffb}' => REPLACEMENT,
            letter if u32::from(letter) & 0xfffe == 0xfffe => REPLACEMENT,
            letter => letter,
        })
        .collect()
}

/// Whether it is drawn as nothing (Unicode: default ignorable), as far as texts have such characters.
fn is_ignorable(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

fn offset(cluster: u32) -> usize {
    usize::try_from(cluster).unwrap_or(usize::MAX)
}
