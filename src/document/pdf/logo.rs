//! The seller's logo: a PNG or JPEG file, drawn as it is.

use super::error::{LogoFault, PdfError};
use crate::billing::stationery::{Picture, PictureKind};
use krilla::image::Image;

/// A logo that can be drawn. Only its head was read: a file that breaks off later is refused when the document is made.
#[derive(Clone, Debug)]
pub struct Logo {
    pub(super) image: Image,
    /// Width over height.
    pub(super) proportion: f32,
    /// The file as a `data:` address, for a picture on the screen.
    pub(super) address: String,
}

impl Logo {
    /// Reads a PNG or JPEG file.
    pub fn read(file: Vec<u8>) -> Result<Logo, PdfError> {
        let picture = Picture::of(&file).map_err(|_| PdfError::Logo(LogoFault::Format))?;
        let damaged = |why| PdfError::Logo(LogoFault::Damaged(why));
        let image = match picture.kind {
            PictureKind::Png => Image::from_png(file.into(), false).map_err(damaged)?,
            PictureKind::Jpeg => {
                if colours_of_jpeg(&file) == Some(4) {
                    return Err(PdfError::Logo(LogoFault::Cmyk));
                }
                Image::from_jpeg(file.into(), false).map_err(damaged)?
            }
        };
        let (width, height) = image.size();
        if width == 0 || height == 0 {
            return Err(PdfError::Logo(LogoFault::NoSize));
        }
        #[allow(clippy::cast_precision_loss)]
        let proportion = width as f32 / height as f32;
        Ok(Logo {
            image,
            proportion,
            address: picture.data_url(),
        })
    }

    /// The largest size within a box, in points.
    pub(super) fn fitted(&self, most_width: f32, most_height: f32) -> (f32, f32) {
        let height = most_height.min(most_width / self.proportion);
        (height * self.proportion, height)
    }
}

/// How many colours a JPEG file has: the last figure of its frame header (ITU-T T.81, B.2.2).
fn colours_of_jpeg(file: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let [0xff, marker, high, low] = *file.get(at..at + 4)? else {
            return None;
        };
        // Frame headers are C0 to CF without the three that are tables.
        let is_frame = (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker);
        if is_frame {
            return file.get(at + 9).copied();
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
}
