//! Setting text: styles, lines, and names with their values.

use super::block::{Block, Item, Mark, What};
use super::fonts::{Fonts, Weight};
use super::look::{Logo, Look, Palette, Rgb, Template};
use super::shape::{Line, Shaper};
use super::structure::{ElementId, Role, Structure};
use super::wrap::wrapped;
use std::{cell::RefCell, rc::Rc};

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub weight: Weight,
    /// In points; never below 7.
    pub size: f32,
    /// From line to line, in points.
    pub leading: f32,
    pub colour: Rgb,
}

impl Style {
    pub fn strong(self) -> Style {
        Style {
            weight: Weight::Strong,
            ..self
        }
    }

    pub fn coloured(self, colour: Rgb) -> Style {
        Style { colour, ..self }
    }

    pub fn sized(self, size: f32, leading: f32) -> Style {
        Style {
            size,
            leading,
            ..self
        }
    }
}

/// Where lines stand within their width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Align {
    Left,
    Right,
    Centre,
}

/// A value beside the flow of the pages has at most so many lines.
pub(super) const MOST_LINES: usize = 10;

/// Sets the text of one file.
pub(super) struct Typesetter<'f> {
    pub shaper: Shaper<'f>,
    pub palette: Palette,
    pub template: Template,
    pub logo: Option<&'f Logo>,
    structure: RefCell<Structure>,
}

impl<'f> Typesetter<'f> {
    pub fn new(fonts: &'f Fonts, look: &'f Look) -> Typesetter<'f> {
        Typesetter {
            shaper: Shaper::new(fonts),
            palette: Palette::of(look),
            template: look.template,
            logo: look.logo.as_ref(),
            structure: RefCell::default(),
        }
    }

    /// Text as most of it is.
    pub fn body(&self) -> Style {
        Style {
            weight: Weight::Regular,
            size: 9.5,
            leading: 13.5,
            colour: self.palette.text,
        }
    }

    /// Text in tables.
    pub fn cell(&self) -> Style {
        self.body().sized(9.0, 12.5)
    }

    /// Names of values, derivations, the foot.
    pub fn small(&self) -> Style {
        self.body().sized(7.5, 10.5).coloured(self.palette.quiet)
    }

    /// An element as its parent's last child.
    pub fn element(&self, parent: Option<ElementId>, role: Role) -> ElementId {
        self.structure.borrow_mut().add(parent, role)
    }

    /// The structure of everything set so far.
    pub fn into_structure(self) -> Structure {
        self.structure.into_inner()
    }

    /// The width of a text on one line, in points.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        self.shaper.width(text.trim(), style.weight) * style.size
    }

    /// Text in lines no wider than `width`.
    pub fn text(&self, text: &str, style: Style, width: f32, align: Align, mark: Mark) -> Block {
        let lines = wrapped(&self.shaper, text, style.weight, width / style.size);
        self.lines(&lines, style, width, align, mark)
    }

    /// Text in at most so many lines; the last ends in an ellipsis where more was said. For what stands beside the flow of
    /// the pages, so that it never grows into something else.
    pub fn clipped(
        &self,
        text: &str,
        style: Style,
        width: f32,
        (align, most): (Align, usize),
        mark: Mark,
    ) -> Block {
        let em = width / style.size;
        let mut lines = wrapped(&self.shaper, text, style.weight, em);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = Rc::new(self.shortened(&last.text, style.weight, em));
            }
        }
        self.lines(&lines, style, width, align, mark)
    }

    /// As much of a text as stands before an ellipsis, within `width` in em.
    fn shortened(&self, text: &str, weight: Weight, width: f32) -> Line {
        let mut kept = text.trim_end().to_owned();
        loop {
            let line = self.shaper.line(&format!("{kept}…"), weight);
            if line.width <= width || kept.pop().is_none() {
                return line;
            }
        }
    }

    fn lines(
        &self,
        lines: &[Rc<Line>],
        style: Style,
        width: f32,
        align: Align,
        mark: Mark,
    ) -> Block {
        let mut block = Block::default();
        // Capitals stand in the middle of the line's height, so that text sits well in filled areas.
        let baseline = style.leading / 2.0 + style.size * 0.35;
        for line in lines {
            let free = width - line.width * style.size;
            let x = match align {
                Align::Left => 0.0,
                Align::Right => free,
                Align::Centre => free / 2.0,
            };
            block.items.push(Item {
                x,
                y: block.height,
                height: style.leading,
                what: What::Text {
                    line: line.clone(),
                    size: style.size,
                    baseline,
                    colour: style.colour,
                },
                mark,
            });
            block.height += style.leading;
        }
        block
    }

    /// A paragraph of its own.
    pub fn paragraph(
        &self,
        parent: ElementId,
        text: &str,
        style: Style,
        width: f32,
        align: Align,
    ) -> Block {
        let mark = Mark::Element(self.element(Some(parent), Role::Paragraph));
        self.text(text, style, width, align, mark)
    }

    /// A name above its value, which has at most so many lines.
    pub fn stacked(
        &self,
        list: ElementId,
        (name, value): (&str, &str),
        style: Style,
        width: f32,
        most: usize,
    ) -> Block {
        let (name_mark, value_mark) = self.pair(list);
        let mut block = self.text(name, self.small(), width, Align::Left, name_mark);
        let most = (Align::Left, most);
        block.append(0.5, self.clipped(value, style, width, most, value_mark));
        block
    }

    /// The marks of a name and of its value in a list.
    pub fn pair(&self, list: ElementId) -> (Mark, Mark) {
        let item = self.element(Some(list), Role::Item);
        (
            Mark::Element(self.element(Some(item), Role::Label)),
            Mark::Element(self.element(Some(item), Role::Value)),
        )
    }
}
