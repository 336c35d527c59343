//! The document as a screen reader hears it: headings, paragraphs, lists, tables (PDF 1.7, 14.8).

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use std::num::NonZeroU16;

/// An element of the document, by its place in the structure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ElementId(usize);

/// What an element is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// One document of a print file, and its language.
    Part(&'static str),
    /// The heading of a document.
    Heading(String),
    /// A heading within a document.
    Subheading(String),
    /// A paragraph.
    Paragraph,
    /// Names with their values.
    List,
    /// One of them.
    Item,
    /// Its name.
    Label,
    /// Its value.
    Value,
    /// A table; what it holds in one phrase.
    Table(String),
    /// The head of a table.
    TableHead,
    /// The rows of a table.
    TableBody,
    /// A row.
    Row,
    /// The head of a column.
    ColumnHead,
    /// The cell that names its row.
    RowHead,
    /// Any other cell.
    Cell,
    /// A picture; what it shows.
    Figure(String),
}

#[derive(Debug)]
struct Element {
    role: Role,
    children: Vec<usize>,
}

/// All elements, each after its parent.
#[derive(Default, Debug)]
pub(super) struct Structure {
    elements: Vec<Element>,
    roots: Vec<usize>,
}

impl Structure {
    /// Adds an element as its parent's last child.
    pub fn add(&mut self, parent: Option<ElementId>, role: Role) -> ElementId {
        let id = self.elements.len();
        self.elements.push(Element {
            role,
            children: Vec::new(),
        });
        match parent {
            Some(ElementId(parent)) => self.elements[parent].children.push(id),
            None => self.roots.push(id),
        }
        ElementId(id)
    }

    /// The tree, given what was drawn for each element.
    pub fn tree(&self, drawn: &Drawn, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for root in &self.roots {
            tree.push(Node::Group(self.group(*root, drawn)));
        }
        tree
    }

    fn group(&self, id: usize, drawn: &Drawn) -> TagGroup {
        let element = &self.elements[id];
        let mut group = TagGroup::new(element.role.tag());
        for identifier in drawn.0.get(id).into_iter().flatten() {
            group.push(Node::Leaf(*identifier));
        }
        for child in &element.children {
            group.push(Node::Group(self.group(*child, drawn)));
        }
        group
    }
}

/// What was drawn for each element, in order.
#[derive(Default)]
pub(super) struct Drawn(Vec<Vec<Identifier>>);

impl Drawn {
    /// Notes a piece of an element.
    pub fn note(&mut self, ElementId(id): ElementId, identifier: Identifier) {
        if self.0.len() <= id {
            self.0.resize_with(id + 1, Vec::new);
        }
        self.0[id].push(identifier);
    }
}

impl Role {
    fn tag(&self) -> TagKind {
        match self {
            Role::Part(language) => Tag::Part.with_lang(Some((*language).to_owned())).into(),
            Role::Heading(title) => Tag::Hn(NonZeroU16::MIN, Some(title.clone())).into(),
            Role::Subheading(title) => {
                Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(title.clone())).into()
            }
            Role::Paragraph => Tag::P.into(),
            Role::List => Tag::L(ListNumbering::None).into(),
            Role::Item => Tag::LI.into(),
            Role::Label => Tag::Lbl.into(),
            Role::Value => Tag::LBody.into(),
            Role::Table(summary) => Tag::Table.with_summary(Some(summary.clone())).into(),
            Role::TableHead => Tag::THead.into(),
            Role::TableBody => Tag::TBody.into(),
            Role::Row => Tag::TR.into(),
            Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
            Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
            Role::Cell => Tag::TD.into(),
            Role::Figure(shows) => Tag::Figure(Some(shows.clone())).into(),
        }
    }
}
