//! The press: pages become a PDF file.
//!
//! PDF/A-3a for the archive and PDF/UA-1 for those who hear a document. Nothing in the file depends on when or where it
//! was made.

use super::block::{Bar, Block, Item, Mark, What};
use super::error::{LogoFault, PdfError};
use super::extra::{Attachment, Relationship};
use super::fonts::Fonts;
use super::geometry::{HEIGHT, WIDTH};
use super::look::{Logo, Rgb};
use super::structure::Drawn;
use super::typesetter::Typesetter;
use chrono::{Datelike, NaiveDate};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::{Document, SerializeSettings};

/// A document laid out, with the line it has in the outline.
pub(super) struct Sheets {
    pub title: String,
    pub pages: Vec<Block>,
}

/// What the file says about itself.
pub(super) struct About {
    pub title: String,
    pub author: String,
    pub language: &'static str,
    /// Stands as the day on which the file was made.
    pub day: NaiveDate,
    /// What tells this file from others.
    pub id: String,
}

/// What is drawn with.
#[derive(Clone, Copy)]
struct Tools<'a> {
    fonts: &'a Fonts,
    logo: Option<&'a Logo>,
}

/// Prints one document that was set by itself.
pub(super) fn print(
    ts: Typesetter,
    fonts: &Fonts,
    sheets: &Sheets,
    about: About,
) -> Result<Vec<u8>, PdfError> {
    let mut press = Press::new(fonts, ts.logo)?;
    press.add(sheets);
    press.finish(ts, about, Vec::new())
}

/// A file as it is printed. Of each document only its place in the structure is kept, so that many find room.
pub(super) struct Press<'a> {
    tools: Tools<'a>,
    file: Document,
    drawn: Drawn,
    outline: Outline,
    pages: usize,
}

impl<'a> Press<'a> {
    pub fn new(fonts: &'a Fonts, logo: Option<&'a Logo>) -> Result<Press<'a>, PdfError> {
        let configuration = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A3_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|error| PdfError::Refused(format!("{error:?}")))?;
        let file = Document::new_with(SerializeSettings {
            configuration,
            ..SerializeSettings::default()
        });
        Ok(Press {
            tools: Tools { fonts, logo },
            file,
            drawn: Drawn::default(),
            outline: Outline::new(),
            pages: 0,
        })
    }

    /// Draws a document, and gives it its line in the outline.
    pub fn add(&mut self, document: &Sheets) {
        let top = XyzDestination::new(self.pages, Point::from_xy(0.0, 0.0));
        self.outline
            .push_child(OutlineNode::new(document.title.clone(), top));
        for page in &document.pages {
            draw_page(&mut self.file, page, self.tools, &mut self.drawn);
            self.pages += 1;
        }
    }

    /// The file with its structure; all documents were set by one typesetter.
    pub fn finish(
        self,
        ts: Typesetter,
        about: About,
        attachments: Vec<Attachment>,
    ) -> Result<Vec<u8>, PdfError> {
        let mut file = self.file;
        file.set_outline(self.outline);
        file.set_tag_tree(ts.into_structure().tree(&self.drawn, about.language));
        let day = pdf_date(about.day);
        for attachment in attachments {
            attach(&mut file, attachment, day)?;
        }
        file.set_metadata(
            Metadata::new()
                .title(about.title)
                .authors(vec![about.author])
                .language(about.language.to_owned())
                .creator("Lasku".to_owned())
                .creation_date(day)
                .document_id(about.id),
        );
        file.finish().map_err(explained)
    }
}

fn draw_page(file: &mut Document, page: &Block, tools: Tools, drawn: &mut Drawn) {
    let settings = PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default();
    let mut page_of_file = file.start_page_with(settings);
    let mut surface = page_of_file.surface();
    for same in page.items.chunk_by(|one, other| one.mark == other.mark) {
        let Some(first) = same.first() else { continue };
        match first.mark {
            Mark::Element(element) => {
                let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                drawn.note(element, identifier);
            }
            Mark::Decoration => artifact(&mut surface, ArtifactType::Layout),
            Mark::Pagination => artifact(&mut surface, ArtifactType::PaginationOther),
        }
        for item in same {
            draw(&mut surface, item, tools);
        }
        surface.end_tagged();
    }
    surface.finish();
    page_of_file.finish();
}

fn artifact(surface: &mut Surface, kind: ArtifactType) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
}

fn draw(surface: &mut Surface, item: &Item, tools: Tools) {
    match &item.what {
        What::Text {
            line,
            size,
            baseline,
            colour,
        } => {
            surface.set_fill(Some(fill(*colour)));
            let mut x = item.x;
            for run in &line.runs {
                if let Some(face) = tools.fonts.faces().get(run.face) {
                    let start = Point::from_xy(x, item.y + baseline);
                    let font = face.font.clone();
                    surface.draw_glyphs(start, &run.glyphs, font, &line.text, *size, false);
                }
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
            draw_bars(surface, item, &[bar], *colour);
        }
        What::Code(bars) => draw_bars(surface, item, bars, Rgb::new(0, 0, 0)),
        What::Logo { width } => {
            if let (Some(logo), Some(size)) = (tools.logo, Size::from_wh(*width, item.height)) {
                surface.push_transform(&Transform::from_translate(item.x, item.y));
                surface.draw_image(logo.image.clone(), size);
                surface.pop();
            }
        }
    }
}

fn draw_bars(surface: &mut Surface, item: &Item, bars: &[Bar], colour: Rgb) {
    if let Some(path) = path_of(item, bars) {
        surface.set_fill(Some(fill(colour)));
        surface.draw_path(&path);
    }
}

/// One path for all, so that neighbouring rectangles leave no seam between them.
fn path_of(item: &Item, bars: &[Bar]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for bar in bars {
        let (x, y) = (item.x + bar.x, item.y + bar.y);
        if let Some(rect) = Rect::from_xywh(x, y, bar.width, bar.height) {
            path.push_rect(rect);
        }
    }
    path.finish()
}

fn fill(colour: Rgb) -> Fill {
    Fill {
        paint: rgb::Color::new(colour.red, colour.green, colour.blue).into(),
        ..Fill::default()
    }
}

fn attach(file: &mut Document, attachment: Attachment, day: DateTime) -> Result<(), PdfError> {
    let refused = PdfError::Attachment {
        name: attachment.name.clone(),
    };
    let Some(mime) = MimeType::new(&attachment.mime) else {
        return Err(refused);
    };
    let embedded = file.embed_file(EmbeddedFile {
        path: attachment.name,
        mime_type: Some(mime),
        description: Some(attachment.description),
        association_kind: match attachment.relationship {
            Relationship::Source => AssociationKind::Source,
            Relationship::Data => AssociationKind::Data,
            Relationship::Alternative => AssociationKind::Alternative,
            Relationship::Supplement => AssociationKind::Supplement,
            Relationship::Unspecified => AssociationKind::Unspecified,
        },
        data: attachment.content.into(),
        modification_date: Some(day),
        compress: Some(true),
        location: None,
    });
    embedded.ok_or(refused)
}

/// Midnight, UTC: the same everywhere.
fn pdf_date(day: NaiveDate) -> DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    DateTime::new(u16::try_from(day.year()).unwrap_or(0))
        .month(small(day.month()))
        .day(small(day.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn explained(error: KrillaError) -> PdfError {
    match error {
        KrillaError::Image(_, _, why) => PdfError::Logo(LogoFault::Damaged(why)),
        other => PdfError::Refused(other.to_string()),
    }
}
