//! What a seller chooses about their paper: template, accent colour, logo.

pub use super::logo::Logo;

/// How a seller's documents look.
#[derive(Clone, Debug)]
pub struct Look {
    /// The template.
    pub template: Template,
    /// The accent colour as chosen; drawn as dark as it must be to be read.
    pub accent: Rgb,
    /// The logo.
    pub logo: Option<Logo>,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            template: Template::Classic,
            accent: Rgb::new(0x1f, 0x5c, 0x4d),
            logo: None,
        }
    }
}

/// A design.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Template {
    /// A letterhead: fine rules, the accent on the title and at the sum.
    #[default]
    Classic,
    /// Areas of colour: a band at the head, the amount in a panel of its own, filled heads of tables.
    Modern,
    /// Black on white, with no area of colour and the least ink.
    Plain,
}

impl Template {
    /// Every template, in the order in which a form offers them.
    pub const ALL: [Template; 3] = [Template::Classic, Template::Modern, Template::Plain];
}

/// A colour on the screen (sRGB).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Rgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// The least contrast of text with its ground (WCAG 2.2, success criterion 1.4.3).
const LEAST_CONTRAST: f32 = 4.5;

impl Rgb {
    /// White.
    pub const WHITE: Rgb = Rgb::new(255, 255, 255);

    /// A colour.
    pub const fn new(red: u8, green: u8, blue: u8) -> Rgb {
        Rgb { red, green, blue }
    }

    /// The contrast with white, from 1 to 21 (WCAG 2.2: relative luminance).
    pub fn contrast_with_white(self) -> f32 {
        1.05 / (self.luminance() + 0.05)
    }

    /// The colour, darkened until text in it can be read on white, and white text on it.
    pub fn readable(self) -> Rgb {
        let mut colour = self;
        while colour.contrast_with_white() < LEAST_CONTRAST {
            colour = colour.mixed(Rgb::new(0, 0, 0), 0.04);
        }
        colour
    }

    /// A mixture with so much of the other, from 0 to 1.
    pub(super) fn mixed(self, other: Rgb, share: f32) -> Rgb {
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

    fn luminance(self) -> f32 {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
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
