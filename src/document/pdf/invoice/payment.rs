//! How to pay: account, reference, day and amount, as a payer types them into the bank, and the same as codes.

use super::super::block::{Bar, Block, Item, Mark, What};
use super::super::extra::{Barcode, Extra, QrCode};
use super::super::geometry::{MEASURE, mm};
use super::super::look::{Rgb, Template};
use super::super::structure::{ElementId, Role};
use super::super::table::count;
use super::super::typesetter::{Align, MOST_LINES, Style, Typesetter};
use super::Setting;
use std::rc::Rc;

/// The box of a payable invoice.
pub(super) fn block(ts: &Typesetter, it: &Setting, extra: &Extra) -> Block {
    let pad = match ts.template {
        Template::Classic | Template::Modern => mm(3.4),
        Template::Plain => 0.0,
    };
    let inner = MEASURE - 2.0 * pad;
    let code_width = extra.qr.as_ref().map_or(0.0, |_| CODE + mm(6.0));
    let heading = Role::Subheading(it.words.payment.clone());
    let heading = Mark::Element(ts.element(Some(it.part), heading));
    let style = ts.body().strong().coloured(ts.palette.accent);
    let mut left = ts.text(
        &it.words.payment,
        style,
        inner - code_width,
        Align::Left,
        heading,
    );
    left.append(mm(1.5), instructions(ts, it, inner - code_width));
    let mut content = left;
    if let Some(code) = &extra.qr {
        let drawn = qr(ts, it.part, code);
        content.put(inner - CODE, 0.0, drawn);
    }
    if let Some(code) = &extra.barcode {
        content.append(mm(2.5), barcode(ts, it.part, code, inner));
    }
    framed(ts, content, pad)
}

/// The box around it, as the template has it.
fn framed(ts: &Typesetter, content: Block, pad: f32) -> Block {
    let mut block = Block::default();
    match ts.template {
        Template::Classic => {
            let (height, line) = (content.height + 2.0 * pad, 0.6);
            let colour = ts.palette.accent;
            block.area(0.0, 0.0, MEASURE, line, colour);
            block.area(0.0, height - line, MEASURE, line, colour);
            block.area(0.0, 0.0, line, height, colour);
            block.area(MEASURE - line, 0.0, line, height, colour);
            block.put(pad, pad, content);
            block.height = height;
        }
        Template::Modern => {
            let height = content.height + 2.0 * pad;
            block.area(0.0, 0.0, MEASURE, height, ts.palette.tint);
            block.put(pad, pad, content);
            block.height = height;
        }
        Template::Plain => {
            block.rule(0.0, 0.4, MEASURE, 0.8, ts.palette.text);
            block.put(0.0, mm(3.8), content);
        }
    }
    block
}

/// Two columns side by side: to whom at the left, when and how much at the right.
fn instructions(ts: &Typesetter, it: &Setting, width: f32) -> Block {
    let (invoice, words, seller) = (it.invoice, it.words, &it.invoice.seller);
    let reference = match &invoice.reference {
        Some(reference) => reference.printed(),
        None => invoice.number.clone(),
    };
    let iban = seller.iban.as_ref().map(|iban| iban.grouped());
    let bic = seller.bic.as_ref().map(ToString::to_string);
    let to_whom = [
        (words.recipient.as_str(), seller.name.clone()),
        ("IBAN", iban.unwrap_or_default()),
        ("BIC", bic.unwrap_or_default()),
    ];
    let how_much = [
        (words.due_date.as_str(), it.format.date(invoice.due_date)),
        (
            words.amount.as_str(),
            it.format.money(invoice.totals.amount_due),
        ),
        (words.reference.as_str(), reference),
    ];
    let list = ts.element(Some(it.part), Role::List);
    let gap = mm(6.0);
    let left_width = (width - gap) * 0.55;
    let right_width = width - gap - left_width;
    let mut block = column(ts, list, &to_whom, left_width);
    block.put(
        left_width + gap,
        0.0,
        column(ts, list, &how_much, right_width),
    );
    block
}

fn column(ts: &Typesetter, list: ElementId, rows: &[(&str, String)], width: f32) -> Block {
    let style: Style = ts.body().sized(10.0, 13.0).strong();
    let mut block = Block::default();
    for (name, value) in rows.iter().filter(|(_, value)| !value.trim().is_empty()) {
        block.append(
            mm(1.1),
            ts.stacked(list, (name, value), style, width, MOST_LINES),
        );
    }
    block
}

/// How wide a code is drawn, with its quiet zone.
const CODE: f32 = mm(30.0);

fn qr(ts: &Typesetter, part: ElementId, code: &QrCode) -> Block {
    // Four light modules on every side (ISO/IEC 18004). Where the box is white, they are the space around the code.
    let quiet = match ts.template {
        Template::Classic | Template::Plain => 0.0,
        Template::Modern => 4.0,
    };
    let side = CODE;
    let figure = Mark::Element(ts.element(Some(part), Role::Figure(code.caption.clone())));
    let mut block = Block::default();
    block.area(0.0, 0.0, side, side, Rgb::WHITE);
    let module = side / (count(code.side()) + 2.0 * quiet);
    let bars = modules(code, module * quiet, module);
    block.items.push(drawn(bars, side, figure));
    let caption = Mark::Element(ts.element(Some(part), Role::Paragraph));
    let style = ts.small().sized(7.0, 9.0);
    block.append(
        if quiet > 0.0 { 1.0 } else { mm(2.5) },
        ts.text(&code.caption, style, side, Align::Centre, caption),
    );
    block
}

/// The dark modules of a code, that many points from its upper left corner.
pub(super) fn modules(code: &QrCode, start: f32, module: f32) -> Vec<Bar> {
    let mut bars = Vec::new();
    for (row, modules) in code.rows().enumerate() {
        let y = start + module * count(row);
        runs(modules, |from, length| {
            bars.push(Bar {
                x: start + module * count(from),
                y,
                width: module * count(length),
                height: module,
            });
        });
    }
    bars
}

fn barcode(ts: &Typesetter, part: ElementId, code: &Barcode, width: f32) -> Block {
    // The Finnish bank barcode of 332 modules comes out 105 mm wide.
    const MODULE: f32 = mm(105.0 / 332.0);
    const HEIGHT: f32 = mm(10.5);
    const QUIET: f32 = 10.0;
    let modules = count(code.modules.len()).max(1.0);
    let module = MODULE.min(width / (modules + 2.0 * QUIET));
    let whole = module * (modules + 2.0 * QUIET);
    let x = (width - whole) / 2.0;
    let figure = Mark::Element(ts.element(Some(part), Role::Figure(code.text.clone())));
    let mut bars = Vec::new();
    runs(&code.modules, |from, length| {
        bars.push(Bar {
            x: x + module * (QUIET + count(from)),
            y: 1.5,
            width: module * count(length),
            height: HEIGHT,
        });
    });
    let mut block = Block::default();
    block.area(x, 0.0, whole, HEIGHT + 3.0, Rgb::WHITE);
    block.items.push(drawn(bars, HEIGHT, figure));
    let text = Mark::Element(ts.element(Some(part), Role::Paragraph));
    let style = ts.small().sized(8.0, 11.0);
    block.append(1.5, ts.text(&code.text, style, width, Align::Centre, text));
    block
}

pub(super) fn drawn(bars: Vec<Bar>, height: f32, mark: Mark) -> Item {
    Item {
        x: 0.0,
        y: 0.0,
        height,
        what: What::Code(Rc::new(bars)),
        mark,
    }
}

/// Dark modules that touch, as one bar each: where they begin, and how many they are.
fn runs(modules: &[bool], mut found: impl FnMut(usize, usize)) {
    let mut from = 0;
    for same in modules.chunk_by(|one, other| one == other) {
        if same.first() == Some(&true) {
            found(from, same.len());
        }
        from += same.len();
    }
}
