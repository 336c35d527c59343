//! A page as a picture on the screen (SVG 1.1): the very blocks that are printed, so that a preview can't differ from the file.
//!
//! Letters are drawn by their outlines: a browser needs no typeface to show them, and moves none.

use super::block::{Bar, Block, Item, What};
use super::fonts::Fonts;
use super::geometry::{HEIGHT, WIDTH};
use super::look::{Logo, Rgb};
use super::shape::Run;
use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Draws one page. Lengths are in points.
pub(super) fn picture(page: &Block, fonts: &Fonts, logo: Option<&Logo>) -> String {
    let mut picture = Picture::new(fonts, logo);
    for item in &page.items {
        picture.draw(item);
    }
    picture.finish()
}

struct Picture<'a> {
    logo: Option<&'a Logo>,
    faces: Vec<rustybuzz::Face<'a>>,
    /// Outlines by face and glyph; `None` for those without one, as a space has none.
    glyphs: BTreeMap<(usize, u16), Option<String>>,
    body: String,
}

impl<'a> Picture<'a> {
    fn new(fonts: &'a Fonts, logo: Option<&'a Logo>) -> Picture<'a> {
        let faces = fonts.faces().iter();
        Picture {
            logo,
            // None is lost here: `Fonts` only holds files that can be read.
            faces: faces
                .filter_map(|face| rustybuzz::Face::from_slice(&face.file, 0))
                .collect(),
            glyphs: BTreeMap::new(),
            body: String::new(),
        }
    }

    fn draw(&mut self, item: &Item) {
        match &item.what {
            What::Text {
                line,
                size,
                baseline,
                colour,
            } => {
                let mut x = item.x;
                for run in &line.runs {
                    self.run(run, (x, item.y + baseline), *size, *colour);
                    x += run.width * size;
                }
            }
            What::Area { width, colour } => {
                let bar = Bar {
                    x: 0.0,
                    y: 0.0,
                    width: *width,
                    height: item.height,
                };
                self.bars(item, &[bar], *colour);
            }
            What::Code(bars) => self.bars(item, bars, Rgb::new(0, 0, 0)),
            What::Logo { width } => {
                if let Some(logo) = self.logo {
                    self.put(format_args!(
                        r#"<image x="{:.2}" y="{:.2}" width="{width:.2}" height="{:.2}" preserveAspectRatio="none" href="{}"/>"#,
                        item.x, item.y, item.height, logo.address,
                    ));
                }
            }
        }
    }

    fn run(&mut self, run: &Run, (x, y): (f32, f32), size: f32, colour: Rgb) {
        let Some(face) = self.faces.get(run.face) else {
            return;
        };
        #[allow(clippy::cast_precision_loss)]
        let em = face.units_per_em() as f32;
        let scale = size / em;
        self.put(format_args!(
            r#"<g fill="{colour}" transform="translate({x:.2} {y:.2}) scale({scale:.5} -{scale:.5})">"#
        ));
        let mut at = 0.0;
        for glyph in &run.glyphs {
            let id = u16::try_from(glyph.glyph_id.to_u32()).unwrap_or_default();
            if self.has_outline(run.face, id) {
                let (x, y) = ((at + glyph.x_offset) * em, glyph.y_offset * em);
                let face = run.face;
                self.put(format_args!(
                    r##"<use href="#g{face}-{id}" x="{x:.0}" y="{y:.0}"/>"##
                ));
            }
            at += glyph.x_advance;
        }
        self.body.push_str("</g>");
    }

    fn has_outline(&mut self, face: usize, id: u16) -> bool {
        let faces = &self.faces;
        let outline = self.glyphs.entry((face, id)).or_insert_with(|| {
            let mut path = Outline::default();
            faces
                .get(face)?
                .outline_glyph(GlyphId(id), &mut path)
                .map(|_| path.0)
        });
        outline.is_some()
    }

    /// One path for all, so that neighbouring rectangles leave no seam between them.
    fn bars(&mut self, item: &Item, bars: &[Bar], colour: Rgb) {
        let mut path = String::new();
        for bar in bars {
            let (x, y) = (item.x + bar.x, item.y + bar.y);
            let (width, height) = (bar.width, bar.height);
            write_to(
                &mut path,
                format_args!("M{x:.2} {y:.2}h{width:.2}v{height:.2}h-{width:.2}z"),
            );
        }
        self.put(format_args!(r#"<path fill="{colour}" d="{path}"/>"#));
    }

    fn put(&mut self, text: std::fmt::Arguments) {
        write_to(&mut self.body, text);
    }

    fn finish(self) -> String {
        let mut svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.2} {HEIGHT:.2}" width="{WIDTH:.2}" height="{HEIGHT:.2}"><defs>"#
        );
        for ((face, id), outline) in &self.glyphs {
            if let Some(outline) = outline {
                write_to(
                    &mut svg,
                    format_args!(r#"<path id="g{face}-{id}" d="{outline}"/>"#),
                );
            }
        }
        svg.push_str(r##"</defs><path fill="#ffffff" d="M0 0h"##);
        write_to(
            &mut svg,
            format_args!(r#"{WIDTH:.2}v{HEIGHT:.2}h-{WIDTH:.2}z"/>"#),
        );
        svg.push_str(&self.body);
        svg.push_str("</svg>");
        svg
    }
}

fn write_to(text: &mut String, what: std::fmt::Arguments) {
    text.write_fmt(what)
        .expect("a string takes everything that is written to it");
}

/// A glyph's outline as the data of a path, in the units of its face.
#[derive(Default)]
struct Outline(String);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        write_to(&mut self.0, format_args!("M{x:.0} {y:.0}"));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        write_to(&mut self.0, format_args!("L{x:.0} {y:.0}"));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        write_to(&mut self.0, format_args!("Q{x1:.0} {y1:.0} {x:.0} {y:.0}"));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        write_to(
            &mut self.0,
            format_args!("C{x1:.0} {y1:.0} {x2:.0} {y2:.0} {x:.0} {y:.0}"),
        );
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}
