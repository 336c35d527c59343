//! Blocks: pieces of a page that know their height before they have a place.

use super::look::Rgb;
use super::shape::Line;
use super::structure::ElementId;
use std::rc::Rc;

/// A piece of a page. Lengths are in points, from its upper left corner.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// How high it is.
    pub height: f32,
    pub items: Vec<Item>,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    pub height: f32,
    pub what: What,
    pub mark: Mark,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A line of text.
    Text {
        line: Rc<Line>,
        size: f32,
        /// From the upper edge.
        baseline: f32,
        colour: Rgb,
    },
    /// A filled rectangle.
    Area { width: f32, colour: Rgb },
    /// The logo.
    Logo { width: f32 },
    /// Rectangles of one picture, relative to the item: a code to pay from.
    Code(Rc<Vec<Bar>>),
}

/// A black rectangle of a code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// What a drawn thing is to the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// Part of an element.
    Element(ElementId),
    /// Decoration.
    Decoration,
    /// Comes with the page: repeated heads, sums carried forward, page numbers.
    Pagination,
}

impl Block {
    /// Puts another block into this one; its height grows as needed.
    pub fn put(&mut self, x: f32, y: f32, other: Block) {
        self.height = self.height.max(y + other.height);
        self.items.extend(other.items.into_iter().map(|mut item| {
            item.x += x;
            item.y += y;
            item
        }));
    }

    /// Puts another block below everything.
    pub fn append(&mut self, gap: f32, other: Block) {
        let y = if self.items.is_empty() {
            0.0
        } else {
            self.height + gap
        };
        self.put(0.0, y, other);
    }

    /// A filled rectangle, behind what is added later.
    pub fn area(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Rgb) {
        self.height = self.height.max(y + height);
        self.items.push(Item {
            x,
            y,
            height,
            what: What::Area { width, colour },
            mark: Mark::Decoration,
        });
    }

    /// A horizontal rule, drawn within no height of its own.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, thickness: f32, colour: Rgb) {
        let height = self.height;
        self.area(x, y - thickness / 2.0, width, thickness, colour);
        self.height = height.max(y);
    }

    /// Cuts it so that the first part is no higher than `most`; between lines, never through one. At least one line
    /// stays above, so that cutting ends. Areas of colour are cut where the lines are.
    pub fn split(self, most: f32) -> (Block, Block) {
        let tops = |from: f32| {
            self.items
                .iter()
                .filter(|item| !item.is_area())
                .map(|item| item.y)
                .filter(move |y| *y > from)
                .fold(f32::INFINITY, f32::min)
        };
        let first = tops(f32::NEG_INFINITY);
        let too_low = self
            .items
            .iter()
            .filter(|item| !item.is_area() && item.y + item.height > most)
            .map(|item| item.y)
            .fold(f32::INFINITY, f32::min);
        let cut = if too_low > first {
            too_low
        } else {
            tops(first)
        };
        let mut above = Block::default();
        let mut below = Block::default();
        for item in self.items {
            let end = item.y + item.height;
            if item.y >= cut {
                below.items.push(item);
            } else if item.is_area() && end > cut {
                let height = cut - item.y;
                above.items.push(Item {
                    height,
                    ..item.clone()
                });
                below.items.push(Item {
                    y: cut,
                    height: end - cut,
                    ..item
                });
            } else {
                above.items.push(item);
            }
        }
        for item in &mut below.items {
            item.y -= cut;
        }
        let end = |block: &Block| {
            let ends = block.items.iter().map(|item| item.y + item.height);
            ends.fold(0.0, f32::max)
        };
        above.height = end(&above);
        below.height = end(&below);
        (above, below)
    }
}

impl Item {
    fn is_area(&self) -> bool {
        matches!(self.what, What::Area { .. })
    }
}
