//! What a seller chooses about their paper: template, accent colour, logo.

pub use super::logo::Logo;
use super::{PdfError, error::LogoFault};
use crate::billing::stationery::{PictureFault, Stationery};
pub use crate::billing::stationery::{Rgb, Template};

/// How a seller's documents look.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The template.
    pub template: Template,
    /// The accent colour as chosen; drawn as dark as it must be to be read.
    pub accent: Rgb,
    /// The logo.
    pub logo: Option<Logo>,
}

impl Look {
    /// What a seller chose.
    ///
    /// # Errors
    /// If the logo is no picture that can be drawn.
    pub fn of(stationery: &Stationery) -> Result<Look, PdfError> {
        let logo = match &stationery.logo {
            None => None,
            Some(picture) => {
                let file = picture.file().map_err(|fault| {
                    PdfError::Logo(match fault {
                        PictureFault::Kind | PictureFault::TooLarge { .. } => LogoFault::Format,
                        PictureFault::Broken => LogoFault::Damaged("Base64".to_owned()),
                    })
                })?;
                Some(Logo::read(file)?)
            }
        };
        Ok(Look {
            template: stationery.template,
            accent: stationery.accent,
            logo,
        })
    }
}

/// The least contrast of text with its ground (WCAG 2.2, success criterion 1.4.3).
const LEAST_CONTRAST: f32 = 4.5;

/// How a colour stands to others.
pub trait Shade {
    /// The contrast with white, from 1 to 21 (WCAG 2.2: relative luminance).
    fn contrast_with_white(self) -> f32;
    /// The colour, darkened until text in it can be read on white, and white text on it.
    fn readable(self) -> Self;
    /// A mixture with so much of the other, from 0 to 1.
    fn mixed(self, other: Self, share: f32) -> Self;
}

impl Shade for Rgb {
    fn contrast_with_white(self) -> f32 {
        1.05 / (luminance(self) + 0.05)
    }

    fn readable(self) -> Rgb {
        let mut colour = self;
        while colour.contrast_with_white() < LEAST_CONTRAST {
            colour = colour.mixed(Rgb::new(0, 0, 0), 0.04);
        }
        colour
    }

    fn mixed(self, other: Rgb, share: f32) -> Rgb {
        // Never brighter than the exact mixture, so that darkening gets on even where a step is less than one.
        let mix = |one: u8, other: u8| {
            let exact = f32::from(one) + (f32::from(other) - f32::from(one)) * share;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let whole = exact.clamp(0.0, 255.0).floor() as u8;
            whole
        };
        Rgb::new(
            mix(self.red, other.red),
            mix(self.green, other.green),
            mix(self.blue, other.blue),
        )
    }
}

fn luminance(colour: Rgb) -> f32 {
    let linear = |part: u8| {
        let part = f32::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

/// The colours of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    /// Text.
    pub text: Rgb,
    /// Text that steps back: labels, derivations, the foot.
    pub quiet: Rgb,
    /// The accent, readable on white.
    pub accent: Rgb,
    /// Fine rules.
    pub rule: Rgb,
    /// Areas behind text.
    pub tint: Rgb,
}

impl Palette {
    pub(super) fn of(look: &Look) -> Palette {
        let accent = match look.template {
            Template::Classic | Template::Modern => look.accent.readable(),
            Template::Plain => Rgb::new(0x1a, 0x1a, 0x1a),
        };
        Palette {
            text: Rgb::new(0x1b, 0x1f, 0x1e),
            quiet: Rgb::new(0x59, 0x61, 0x5e),
            accent,
            rule: Rgb::new(0xcd, 0xd3, 0xd0),
            tint: accent.mixed(Rgb::WHITE, 0.93),
        }
    }
}
