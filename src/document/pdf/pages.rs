//! The pages of one document: blocks flow down one and go on at the next.

use super::block::Block;
use super::geometry::LEFT;

/// What a sum of lengths may be off by.
const HAIR: f32 = 0.01;

/// Pages as they fill.
#[derive(Debug)]
pub(super) struct Pages {
    pub sheets: Vec<Block>,
    /// Where the next block begins.
    pub y: f32,
    /// Where the body of a following page begins.
    pub top: f32,
    /// Where the body of every page ends.
    pub bottom: f32,
}

impl Pages {
    /// One page whose body begins at `y`.
    pub fn new(first: Block, y: f32, top: f32, bottom: f32) -> Pages {
        Pages {
            sheets: vec![first],
            y,
            top,
            bottom,
        }
    }

    /// What is left of the page.
    pub fn room(&self) -> f32 {
        self.bottom - self.y
    }

    /// What a following page has.
    pub fn capacity(&self) -> f32 {
        self.bottom - self.top
    }

    /// Puts a block at the left edge of the text and goes on below it.
    pub fn put(&mut self, block: Block) {
        let height = block.height;
        self.put_at(LEFT, self.y, block);
        self.y += height;
    }

    /// Puts a block at a place of its own on the page, and goes on where the page was.
    pub fn put_at(&mut self, x: f32, y: f32, block: Block) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.put(x, y, block);
        }
    }

    /// Leaves space, which a page does not begin with.
    pub fn gap(&mut self, gap: f32) {
        if self.y > self.top {
            self.y += gap;
        }
    }

    /// Begins a page.
    pub fn turn(&mut self) {
        self.sheets.push(Block::default());
        self.y = self.top;
    }

    /// Puts a block that stays whole, on the next page if it must; one that is higher than a page is cut between lines.
    pub fn keep(&mut self, block: Block) {
        if block.height > self.room() + HAIR && block.height <= self.capacity() {
            self.turn();
        }
        self.flow(block);
    }

    /// Puts a block whose lines may go on at the next page.
    pub fn flow(&mut self, mut block: Block) {
        while block.height > self.room() + HAIR {
            let is_fresh = self.y <= self.top;
            let fits_a_line = block
                .items
                .iter()
                .any(|item| item.y <= 0.1 && item.height <= self.room());
            if !is_fresh && !fits_a_line {
                self.turn();
                continue;
            }
            let (above, below) = block.split(self.room());
            self.put(above);
            if below.items.is_empty() {
                return;
            }
            self.turn();
            block = below;
        }
        self.put(block);
    }

    /// Puts a block that stays whole at the very foot of its page: a slip is looked for there. Alone on a page it
    /// stands at the head.
    pub fn keep_at_the_foot(&mut self, block: Block) {
        let free = self.room() - block.height;
        if free > 0.0 {
            self.y += free;
        }
        self.keep(block);
    }
}
