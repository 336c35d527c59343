//! The faces a document is set in. They are handed in as files, so that none is part of the program.

use super::error::PdfError;
use krilla::text::Font;
use std::sync::Arc;

/// The faces of a document.
#[derive(Clone, Debug)]
pub struct Fonts {
    faces: Vec<Face>,
}

/// One face: its file, and the library's view of it.
#[derive(Clone, Debug)]
pub(super) struct Face {
    pub file: Arc<Vec<u8>>,
    pub font: Font,
}

/// How heavy text is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Weight {
    Regular,
    Strong,
}

impl Fonts {
    /// Takes a face in two weights, and others for the letters it lacks, in the order in which they are asked.
    ///
    /// Each is a TrueType or OpenType file; of a collection the first face counts.
    pub fn read(
        regular: Vec<u8>,
        strong: Vec<u8>,
        others: Vec<Vec<u8>>,
    ) -> Result<Fonts, PdfError> {
        let faces = [regular, strong]
            .into_iter()
            .chain(others)
            .enumerate()
            .map(|(index, file)| {
                let file = Arc::new(file);
                let font = Font::new(file.clone().into(), 0);
                let is_readable = rustybuzz::Face::from_slice(&file, 0).is_some();
                match font {
                    Some(font) if is_readable => Ok(Face { file, font }),
                    _ => Err(PdfError::Font { index }),
                }
            })
            .collect::<Result<_, _>>()?;
        Ok(Fonts { faces })
    }

    /// The letters of a text that no face has; a document shows a sign of replacement for each.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let faces: Vec<_> = self
            .faces
            .iter()
            .filter_map(|face| rustybuzz::Face::from_slice(&face.file, 0))
            .collect();
        let mut missing: Vec<char> = text
            .chars()
            .filter(|letter| !letter.is_control() && !letter.is_whitespace())
            .filter(|letter| faces.iter().all(|face| face.glyph_index(*letter).is_none()))
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    pub(super) fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The faces to ask for a letter, in order.
    pub(super) fn order(&self, weight: Weight) -> impl Iterator<Item = usize> + use<> {
        let own = match weight {
            Weight::Regular => 0,
            Weight::Strong => 1,
        };
        std::iter::once(own).chain(2..self.faces.len())
    }
}
