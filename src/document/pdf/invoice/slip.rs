//! The Swiss payment part with its receipt, across the lower edge of the page.
//!
//! Places, sizes, words and their order are those of the Swiss Implementation Guidelines QR-bill (SIX, version 2.1,
//! chapter 3 and annex D) and of its style guide. The guidelines have German, French, Italian and English words; ours are
//! English, whatever the document's language.
//!
//! One thing is not theirs: they allow the faces Arial, Frutiger, Helvetica and Liberation Sans, and this is drawn in the
//! face of the document.

use super::super::block::{Block, Mark};
use super::super::extra::PaymentPart;
use super::super::geometry::{FOOT_BOTTOM, HEIGHT, WIDTH, mm};
use super::super::look::Rgb;
use super::super::structure::{ElementId, Role};
use super::super::table::count;
use super::super::typesetter::{Align, Style, Typesetter};
use super::payment::{drawn, modules};

/// Where it begins on the page: it is 105 mm high.
pub(super) const TOP: f32 = HEIGHT - mm(105.0);

/// How much higher foot and page number of its page stand: between them and the slip is the word to separate it.
pub(super) const LIFT: f32 = FOOT_BOTTOM - (TOP - mm(10.0));

const BLACK: Rgb = Rgb::new(0, 0, 0);

/// Lines, and the corners of fields that are filled in by hand.
const LINE: f32 = 0.75;

/// The receipt is at the left.
const RECEIPT_WIDTH: f32 = mm(62.0);

/// One of the two halves: where its sections stand, and how large its text is.
struct Half {
    title: &'static str,
    x: f32,
    /// Upper left corner, width and height of the section that says who pays whom.
    information: (f32, f32, f32, f32),
    /// From the currency to the amount.
    amount: f32,
    /// The field for name and address.
    field: (f32, f32),
    /// Sizes of headings and values with their leading, the usual ones first; smaller ones where more must be said.
    sizes: &'static [Sizes],
    /// Whether what is said beside account and reference has a place.
    says_all: bool,
}

#[derive(Clone, Copy)]
struct Sizes {
    heading: f32,
    value: f32,
    leading: f32,
}

const fn sizes(heading: f32, value: f32, leading: f32) -> Sizes {
    Sizes {
        heading,
        value,
        leading,
    }
}

const RECEIPT: Half = Half {
    title: "Receipt",
    x: mm(5.0),
    information: (mm(5.0), mm(12.0), mm(52.0), mm(56.0)),
    amount: mm(12.0),
    field: (mm(52.0), mm(20.0)),
    sizes: &[
        sizes(6.0, 8.0, 9.0),
        sizes(6.0, 7.0, 8.0),
        sizes(6.0, 6.0, 7.0),
    ],
    says_all: false,
};

const PAYMENT: Half = Half {
    title: "Payment part",
    x: mm(67.0),
    information: (mm(118.0), mm(5.0), mm(87.0), mm(85.0)),
    amount: mm(16.0),
    field: (mm(65.0), mm(25.0)),
    sizes: &[
        sizes(8.0, 10.0, 11.0),
        sizes(7.0, 9.0, 10.0),
        sizes(6.0, 8.0, 9.0),
    ],
    says_all: true,
};

const TITLE_TOP: f32 = mm(5.0);
const AMOUNT_TOP: f32 = mm(68.0);
const ACCEPTANCE_TOP: f32 = mm(82.0);
/// The code without the white around it.
const CODE: f32 = mm(46.0);
const CODE_TOP: f32 = mm(17.0);

/// The slip, from the left edge of the page and [`TOP`] on; the word to separate it stands above.
pub(super) fn block(ts: &Typesetter, part: ElementId, said: &PaymentPart) -> Block {
    let mut block = Block::default();
    block.area(0.0, -LINE / 2.0, WIDTH, LINE, BLACK);
    block.area(RECEIPT_WIDTH - LINE / 2.0, 0.0, LINE, HEIGHT - TOP, BLACK);
    let separate = ts.paragraph(
        part,
        "Separate before paying in",
        style(ts, 7.0, 9.0),
        WIDTH,
        Align::Centre,
    );
    block.put(0.0, -mm(3.8), separate);
    half(ts, part, said, &RECEIPT, &mut block);
    let acceptance = ts.paragraph(
        part,
        "Acceptance point",
        style(ts, 6.0, 8.0).strong(),
        RECEIPT.information.2,
        Align::Right,
    );
    block.put(RECEIPT.x, ACCEPTANCE_TOP, acceptance);
    half(ts, part, said, &PAYMENT, &mut block);
    block.put(PAYMENT.x, CODE_TOP, code(ts, part, said));
    block.height = HEIGHT - TOP;
    block
}

fn style(ts: &Typesetter, size: f32, leading: f32) -> Style {
    ts.body().sized(size, leading).coloured(BLACK)
}

fn half(ts: &Typesetter, part: ElementId, said: &PaymentPart, half: &Half, block: &mut Block) {
    let heading = Role::Subheading(half.title.to_owned());
    let heading = Mark::Element(ts.element(Some(part), heading));
    let (x, y, _, height) = half.information;
    let title = style(ts, 11.0, 11.0).strong();
    let title = ts.text(half.title, title, RECEIPT_WIDTH, Align::Left, heading);
    block.put(half.x, TITLE_TOP, title);
    // Measured before it is marked: what is not drawn must not be part of the document.
    let unmarked = || (Mark::Pagination, Mark::Pagination);
    let fits = |sizes: &&Sizes| information(ts, said, half, **sizes, &unmarked).height <= height;
    let smallest = half.sizes.last().copied();
    let chosen = half.sizes.iter().find(fits).copied().or(smallest);
    let Some(sizes) = chosen else { return };
    let list = ts.element(Some(part), Role::List);
    let set = information(ts, said, half, sizes, &|| ts.pair(list));
    block.put(x, y, set);
    let amount = amount(ts, list, said, half, sizes);
    block.put(half.x, AMOUNT_TOP, amount);
}

/// Account and payee, reference, what else is said, and who pays, each below its heading; nothing is said of what the code
/// lacks, but for the payer, whose field is filled in by hand.
fn information(
    ts: &Typesetter,
    said: &PaymentPart,
    half: &Half,
    sizes: Sizes,
    marks: &dyn Fn() -> (Mark, Mark),
) -> Block {
    let payee = [vec![said.account.clone()], said.creditor.clone()].concat();
    let information = match half.says_all {
        true => said.information.clone(),
        false => String::new(),
    };
    let parts = [
        ("Account / Payable to", payee.join("\n")),
        ("Reference", said.reference.clone()),
        ("Additional information", information),
        ("Payable by", said.debtor.join("\n")),
    ];
    let width = half.information.2;
    let mut block = Block::default();
    for (heading, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        let set = headed(ts, (heading, value), sizes, width, marks());
        block.append(sizes.leading, set);
    }
    if said.debtor.is_empty() {
        let (heading, _) = marks();
        let style = style(ts, sizes.heading, sizes.leading).strong();
        let mut by_hand = ts.text(
            "Payable by (name/address)",
            style,
            width,
            Align::Left,
            heading,
        );
        by_hand.append(2.0, field(half.field));
        block.append(sizes.leading, by_hand);
    }
    block
}

fn headed(
    ts: &Typesetter,
    (heading, value): (&str, &str),
    sizes: Sizes,
    width: f32,
    (heading_mark, value_mark): (Mark, Mark),
) -> Block {
    let strong = style(ts, sizes.heading, sizes.leading).strong();
    let mut block = ts.text(heading, strong, width, Align::Left, heading_mark);
    let plain = style(ts, sizes.value, sizes.leading);
    block.append(0.0, ts.text(value, plain, width, Align::Left, value_mark));
    block
}

/// The corners of a field to be filled in by hand, 3 mm long.
fn field((width, height): (f32, f32)) -> Block {
    let mut block = Block::default();
    let long = mm(3.0);
    for (x, beside) in [(0.0, 0.0), (width - long, width - LINE)] {
        for (y, above) in [(0.0, 0.0), (height - long, height - LINE)] {
            block.area(x, above, long, LINE, BLACK);
            block.area(beside, y, LINE, long, BLACK);
        }
    }
    block
}

/// Currency and amount side by side, each below its heading.
fn amount(
    ts: &Typesetter,
    list: ElementId,
    said: &PaymentPart,
    half: &Half,
    sizes: Sizes,
) -> Block {
    let set = |heading, value: &str| {
        let (heading_mark, value_mark) = ts.pair(list);
        let strong = style(ts, sizes.heading, sizes.leading).strong();
        let plain = style(ts, sizes.value, sizes.leading + 2.0);
        let mut block = ts.text(heading, strong, mm(38.0), Align::Left, heading_mark);
        block.append(
            0.0,
            ts.text(value, plain, mm(38.0), Align::Left, value_mark),
        );
        block
    };
    let mut block = set("Currency", &said.currency);
    block.put(
        half.amount,
        0.0,
        set("Amount", &said.amount.replace(' ', "\u{a0}")),
    );
    block
}

/// The code of 46 mm with its cross of 7 mm: a black square with a white edge and a white cross.
fn code(ts: &Typesetter, part: ElementId, said: &PaymentPart) -> Block {
    let figure = Role::Figure(said.code.caption.clone());
    let figure = Mark::Element(ts.element(Some(part), figure));
    let module = CODE / count(said.code.side());
    let mut block = Block::default();
    block
        .items
        .push(drawn(modules(&said.code, 0.0, module), CODE, figure));
    let middle = CODE / 2.0;
    let mut square = |size: (f32, f32), colour| {
        let (width, height) = (mm(size.0), mm(size.1));
        block.area(
            middle - width / 2.0,
            middle - height / 2.0,
            width,
            height,
            colour,
        );
    };
    square((7.0, 7.0), Rgb::WHITE);
    square((6.0, 6.0), BLACK);
    square((3.9, 1.17), Rgb::WHITE);
    square((1.17, 3.9), Rgb::WHITE);
    block
}
