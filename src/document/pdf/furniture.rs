//! What every document has around its body: the seller's head, the window for the address, the facts, the foot, and the
//! heads and numbers of following pages.

use super::block::{Block, Item, Mark, What};
use super::geometry::*;
use super::look::{Logo, Template};
use super::pages::Pages;
use super::structure::{ElementId, Role};
use super::table::count;
use super::typesetter::{Align, MOST_LINES, Style, Typesetter};
use super::words::{Words, country_name, fill};
use crate::billing::account::{Address, Language};
use crate::billing::identifier::CountryCode;
use crate::billing::seller::Seller;

/// What stands around a document.
pub(super) struct Furniture<'a> {
    pub seller: &'a Seller,
    pub language: Language,
    /// What the document is called.
    pub title: String,
    /// Its number; empty where it has none.
    pub number: String,
    /// What following pages say in the place of title and number.
    pub notice: Option<&'static str>,
    /// The lines of the address, the name first.
    pub recipient: Vec<String>,
    /// Names with their values; those without a value are left out.
    pub facts: Vec<(String, String)>,
    /// What matters most, for a panel of its own: what it is, how much, and until when.
    pub headline: Option<Headline>,
}

/// The amount a document is about.
pub(super) struct Headline {
    pub label: String,
    pub amount: String,
    pub until: Option<(String, String)>,
}

impl Furniture<'_> {
    /// The title with the number.
    pub fn full_title(&self) -> String {
        format!("{} {}", self.title, self.number).trim().to_owned()
    }
}

/// The pages of a document after the head of the first, and the foot they all keep room for.
pub(super) fn begin(ts: &Typesetter, it: &Furniture, (first, y): (Block, f32)) -> (Pages, Block) {
    let foot_again = foot(ts, it, || Mark::Pagination);
    let top = FOLLOWING_TOP + following_head(ts, it).height + mm(6.0);
    let bottom = FOOT_BOTTOM - foot_again.height - FOOT_GAP;
    (Pages::new(first, y, top, bottom), foot_again)
}

/// The pages completed: heads of the following ones, feet, numbers. On the last page foot and number stand higher by
/// `lift`.
pub(super) fn finish(
    ts: &Typesetter,
    part: ElementId,
    it: &Furniture,
    (mut pages, foot_again): (Pages, Block),
    lift: f32,
) -> Vec<Block> {
    let foot = foot(ts, it, || {
        Mark::Element(ts.element(Some(part), Role::Paragraph))
    });
    complete(ts, it, (&foot, &foot_again), lift, &mut pages.sheets);
    pages.sheets
}

/// The head of the first page, and where its body begins.
pub(super) fn first_page(ts: &Typesetter, part: ElementId, it: &Furniture) -> (Block, f32) {
    let heading = Mark::Element(ts.element(Some(part), Role::Heading(it.full_title())));
    let mut page = Block::default();
    sender(ts, part, it, &mut page);
    let address_end = window(ts, part, it, &mut page);
    let mut y = address_end.max(WINDOW_BOTTOM);
    match ts.template {
        Template::Classic => {
            title_at_the_right(ts, it, heading, &mut page);
            let facts = facts_in_column(ts, part, it);
            y = y.max(ADDRESS_TOP + facts.height);
            page.put(SIDE, ADDRESS_TOP, facts);
            y += mm(7.0);
        }
        Template::Modern => {
            let panel = panel(ts, part, it);
            y = y.max(WINDOW_TOP + panel.height) + mm(3.0);
            page.put(SIDE, WINDOW_TOP, panel);
            let style = ts
                .body()
                .strong()
                .sized(22.0, 25.0)
                .coloured(ts.palette.accent);
            let title = ts.clipped(&it.full_title(), style, MEASURE, (Align::Left, 3), heading);
            let mut below = title;
            let room = FOOT_BOTTOM - mm(50.0) - y - below.height;
            below.append(mm(3.0), facts_in_grid(ts, part, it, room));
            let height = below.height;
            page.put(LEFT, y, below);
            y += height + mm(6.0);
        }
        Template::Plain => {
            let facts = facts_in_column(ts, part, it);
            y = y.max(ADDRESS_TOP + facts.height) + mm(5.0);
            page.put(SIDE, ADDRESS_TOP, facts);
            let style = ts.body().strong().sized(14.0, 19.0);
            let title = ts.clipped(&it.full_title(), style, MEASURE, (Align::Left, 3), heading);
            let height = title.height;
            page.put(LEFT, y, title);
            y += height + mm(3.0);
        }
    }
    (page, y)
}

/// The head of a letter: the same, and its subject where its words begin.
pub(super) fn first_page_of_letter(
    ts: &Typesetter,
    part: ElementId,
    it: &Furniture,
) -> (Block, f32) {
    let mut page = Block::default();
    sender(ts, part, it, &mut page);
    let address_end = window(ts, part, it, &mut page);
    let facts = facts_in_column(ts, part, it);
    let y = address_end
        .max(WINDOW_BOTTOM)
        .max(ADDRESS_TOP + facts.height)
        + mm(8.0);
    page.put(SIDE, ADDRESS_TOP, facts);
    let heading = Mark::Element(ts.element(Some(part), Role::Heading(it.full_title())));
    let style = ts
        .body()
        .strong()
        .sized(14.0, 19.0)
        .coloured(ts.palette.accent);
    let subject = ts.clipped(
        &it.full_title(),
        style,
        MEASURE * 0.85,
        (Align::Left, 6),
        heading,
    );
    let height = subject.height;
    page.put(LEFT, y, subject);
    (page, y + height + mm(4.0))
}

/// Who writes: the logo, or the name.
fn sender(ts: &Typesetter, part: ElementId, it: &Furniture, page: &mut Block) {
    if ts.template == Template::Modern {
        page.area(0.0, 0.0, WIDTH, mm(5.0), ts.palette.accent);
    }
    if ts.template == Template::Plain {
        reach(ts, part, it, page);
    }
    if let Some(logo) = ts.logo {
        let name = fill(&Words::of(it.language).logo, &[("name", &it.seller.name)]);
        let mark = Mark::Element(ts.element(Some(part), Role::Figure(name)));
        page.items.push(drawn_logo(logo, mark));
        return;
    }
    let width = SIDE - LEFT - mm(6.0);
    let colour = match ts.template {
        Template::Classic | Template::Plain => ts.palette.text,
        Template::Modern => ts.palette.accent,
    };
    let mark = Mark::Element(ts.element(Some(part), Role::Paragraph));
    // A long name is set smaller, until the head has room for it.
    let largest = match ts.template {
        Template::Classic | Template::Modern => 15.0,
        Template::Plain => 12.0,
    };
    let sizes = [(15.0, 19.0), (12.0, 15.5), (10.0, 13.0), (8.0, 10.5)];
    let sizes = sizes.into_iter().filter(|(size, _)| *size <= largest);
    let room = HEAD_BOTTOM - HEAD_TOP;
    for (size, leading) in sizes {
        let style = ts.body().strong().sized(size, leading).coloured(colour);
        let name = ts.text(&it.seller.name, style, width, Align::Left, mark);
        if name.height <= room {
            page.put(LEFT, HEAD_TOP, name);
            return;
        }
    }
    let style = ts.body().strong().sized(8.0, 10.5).coloured(colour);
    page.put(
        LEFT,
        HEAD_TOP,
        ts.clipped(&it.seller.name, style, width, (Align::Left, 7), mark),
    );
}

/// Where the seller is reached, at the upper right.
fn reach(ts: &Typesetter, part: ElementId, it: &Furniture, page: &mut Block) {
    let seller = it.seller;
    let lines = filled([
        seller.phone.clone(),
        seller.email.clone(),
        seller.website.clone(),
    ]);
    if lines.is_empty() {
        return;
    }
    let mark = Mark::Element(ts.element(Some(part), Role::Paragraph));
    let style = ts.small().sized(8.0, 11.5);
    let text = ts.clipped(
        &lines.join("\n"),
        style,
        RIGHT - SIDE,
        (Align::Left, 6),
        mark,
    );
    page.put(SIDE, HEAD_TOP + 2.0, text);
}

fn drawn_logo(logo: &Logo, mark: Mark) -> Item {
    let (width, height) = logo.fitted(mm(70.0), mm(22.0));
    Item {
        x: LEFT,
        y: HEAD_TOP,
        height,
        what: What::Logo { width },
        mark,
    }
}

fn title_at_the_right(ts: &Typesetter, it: &Furniture, heading: Mark, page: &mut Block) {
    let width = RIGHT - SIDE;
    let style = ts
        .body()
        .strong()
        .sized(22.0, 26.0)
        .coloured(ts.palette.accent);
    let style = fitting(ts, &it.title, style, width);
    let mut title = ts.text(&it.title, style, width, Align::Right, heading);
    if !it.number.is_empty() {
        let style = ts.body().sized(12.0, 16.0);
        title.append(
            0.0,
            ts.clipped(&it.number, style, width, (Align::Right, 3), heading),
        );
    }
    page.put(SIDE, HEAD_TOP - 5.0, title);
}

/// A style small enough for the text to stand on one line, as far as that goes.
fn fitting(ts: &Typesetter, text: &str, style: Style, width: f32) -> Style {
    let mut style = style;
    while ts.width(text, style) > width && style.size > 9.0 {
        style = style.sized(style.size - 1.0, style.leading);
    }
    style
}

/// The address as the window of the envelope shows it, under the sender's own in one small line. Gives its lower end.
fn window(ts: &Typesetter, part: ElementId, it: &Furniture, page: &mut Block) -> f32 {
    let sender = [
        vec![it.seller.name.clone()],
        address_lines(&it.seller.address, it.seller.address.country, it.language),
    ]
    .concat()
    .join(" · ");
    let style = ts.small().sized(7.0, 9.0);
    // Repeats the head: nobody needs to hear it twice.
    page.put(
        LEFT,
        WINDOW_TOP,
        ts.clipped(
            &sender,
            style,
            ADDRESS_WIDTH,
            (Align::Left, 1),
            Mark::Pagination,
        ),
    );
    let mark = Mark::Element(ts.element(Some(part), Role::Paragraph));
    let style = ts.body().sized(10.0, 13.5);
    let mut lines = it.recipient.iter();
    let mut address = Block::default();
    if let Some(name) = lines.next() {
        address.append(
            0.0,
            ts.clipped(
                name,
                style.strong(),
                ADDRESS_WIDTH,
                (Align::Left, MOST_LINES),
                mark,
            ),
        );
    }
    for line in lines {
        // Far more than any address has; what is longer still would reach the foot.
        if address.height > mm(110.0) {
            break;
        }
        let most = (Align::Left, MOST_LINES / 2);
        address.append(0.0, ts.clipped(line, style, ADDRESS_WIDTH, most, mark));
    }
    let end = ADDRESS_TOP + address.height;
    page.put(LEFT, ADDRESS_TOP, address);
    end
}

fn facts_in_column(ts: &Typesetter, part: ElementId, it: &Furniture) -> Block {
    let list = ts.element(Some(part), Role::List);
    let label_width = mm(32.0);
    let value_width = RIGHT - SIDE - label_width - mm(3.0);
    let value_style = ts.cell();
    let label_style = value_style.coloured(ts.palette.quiet);
    let mut block = Block::default();
    for (name, value) in &it.facts {
        let (name_mark, value_mark) = ts.pair(list);
        let most = match block.height > mm(80.0) {
            true => 1,
            false => MOST_LINES,
        };
        let mut row = ts.text(name, label_style, label_width, Align::Left, name_mark);
        let value = ts.clipped(
            value,
            value_style,
            value_width,
            (Align::Left, most),
            value_mark,
        );
        row.put(label_width + mm(3.0), 0.0, value);
        block.append(1.0, row);
    }
    block
}

/// Names above their values, side by side, no higher than `room` as far as that goes.
fn facts_in_grid(ts: &Typesetter, part: ElementId, it: &Furniture, room: f32) -> Block {
    const COLUMNS: usize = 5;
    let rows = count(it.facts.len().div_ceil(COLUMNS)).max(1.0);
    let lines = (room / rows - ts.small().leading - mm(2.5)) / ts.cell().leading;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let most = lines.clamp(1.0, count(MOST_LINES)).floor() as usize;
    let list = ts.element(Some(part), Role::List);
    let gap = mm(4.0);
    let width = (MEASURE - gap * count(COLUMNS - 1)) / count(COLUMNS);
    let mut block = Block::default();
    for row in it.facts.chunks(COLUMNS) {
        let mut cells = Block::default();
        for (at, (name, value)) in row.iter().enumerate() {
            let cell = ts.stacked(list, (name, value), ts.cell(), width, most);
            cells.put((width + gap) * count(at), 0.0, cell);
        }
        block.append(mm(2.0), cells);
    }
    block
}

/// How much, and until when, where the eye falls first.
fn panel(ts: &Typesetter, part: ElementId, it: &Furniture) -> Block {
    let Some(headline) = &it.headline else {
        return Block::default();
    };
    let list = ts.element(Some(part), Role::List);
    let (width, pad) = (RIGHT - SIDE, mm(5.0));
    let inner = width - 2.0 * pad;
    let (label_mark, amount_mark) = ts.pair(list);
    let label = ts.small().sized(8.5, 12.0);
    let amount = ts
        .body()
        .strong()
        .sized(22.0, 28.0)
        .coloured(ts.palette.accent);
    let amount = fitting(ts, &headline.amount, amount, inner);
    let mut texts = ts.text(&headline.label, label, inner, Align::Left, label_mark);
    texts.append(
        0.0,
        ts.text(&headline.amount, amount, inner, Align::Left, amount_mark),
    );
    if let Some((name, value)) = &headline.until {
        let (name_mark, value_mark) = ts.pair(list);
        let mut row = ts.text(name, label, inner / 2.0, Align::Left, name_mark);
        let value = ts.text(
            value,
            ts.cell().strong(),
            inner / 2.0,
            Align::Right,
            value_mark,
        );
        row.put(inner / 2.0, 0.0, value);
        texts.append(mm(2.0), row);
    }
    let mut block = Block::default();
    block.area(0.0, 0.0, width, texts.height + 2.0 * pad, ts.palette.tint);
    block.area(
        0.0,
        0.0,
        mm(1.2),
        texts.height + 2.0 * pad,
        ts.palette.accent,
    );
    block.put(pad, pad, texts);
    block
}

/// Who the seller is: Directive 2006/112/EC, Article 226 (3) and (5). `mark` gives each column its mark.
fn foot(ts: &Typesetter, it: &Furniture, mark: impl Fn() -> Mark) -> Block {
    let seller = it.seller;
    let words = Words::of(it.language);
    let home = seller.address.country;
    let who = [
        vec![seller.name.clone()],
        address_lines(&seller.address, home, it.language),
    ]
    .concat();
    let ids = [
        seller
            .business_id
            .as_ref()
            .map(|id| format!("{} {id}", words.business_id)),
        seller
            .vat_id
            .as_ref()
            .map(|id| format!("{} {id}", words.vat_id)),
        seller
            .iban
            .as_ref()
            .map(|iban| format!("IBAN {}", iban.grouped().replace(' ', "\u{a0}"))),
        seller.bic.as_ref().map(|bic| format!("BIC {bic}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let reach = match ts.template {
        Template::Classic | Template::Modern => {
            vec![
                seller.phone.clone(),
                seller.email.clone(),
                seller.website.clone(),
            ]
        }
        // They stand in the head.
        Template::Plain => Vec::new(),
    };
    let columns: Vec<Vec<String>> = [who, ids, reach]
        .into_iter()
        .map(filled)
        .filter(|lines| !lines.is_empty())
        .collect();
    match ts.template {
        Template::Classic | Template::Modern => foot_in_columns(ts, &columns, mark),
        Template::Plain => {
            // Only between the parts, never within a short one.
            let parts = columns
                .concat()
                .into_iter()
                .map(|part| match part.len() < 40 {
                    true => part.replace(' ', "\u{a0}"),
                    false => part,
                });
            let text = parts.collect::<Vec<_>>().join(" · ");
            let mut block = Block::default();
            block.rule(0.0, 0.0, MEASURE, 0.4, ts.palette.rule);
            block.put(
                0.0,
                5.0,
                ts.clipped(
                    &text,
                    ts.small(),
                    MEASURE,
                    (Align::Left, MOST_FOOT_LINES),
                    mark(),
                ),
            );
            block
        }
    }
}

/// A foot is never higher than this, whatever is written in it: the body needs the page.
const MOST_FOOT_LINES: usize = 9;

fn foot_in_columns(ts: &Typesetter, columns: &[Vec<String>], mark: impl Fn() -> Mark) -> Block {
    let gap = mm(6.0);
    let width = (MEASURE - gap * 2.0) / 3.0;
    let style = ts.small();
    let mut block = Block::default();
    block.rule(0.0, 0.0, MEASURE, 0.4, ts.palette.rule);
    for (at, lines) in columns.iter().enumerate() {
        let mark = mark();
        let text = lines.join("\n");
        let mut column = ts.clipped(&text, style, width, (Align::Left, MOST_FOOT_LINES), mark);
        // Who it is stands out.
        if at == 0
            && let Some(Item {
                what: What::Text { colour, .. },
                ..
            }) = column.items.first_mut()
        {
            *colour = ts.palette.text;
        }
        block.put((width + gap) * count(at), 6.0, column);
    }
    block
}

/// The head of a following page.
fn following_head(ts: &Typesetter, it: &Furniture) -> Block {
    let style = ts.small().sized(8.0, 11.0);
    let mut block = Block::default();
    let half = MEASURE / 2.0 - mm(3.0);
    block.put(
        0.0,
        0.0,
        ts.clipped(
            &it.seller.name,
            style,
            half,
            (Align::Left, 1),
            Mark::Pagination,
        ),
    );
    let title = ts.clipped(
        &it.notice.map_or_else(|| it.full_title(), str::to_owned),
        style.strong(),
        half,
        (Align::Right, 1),
        Mark::Pagination,
    );
    block.put(MEASURE - half, 0.0, title);
    let colour = match ts.template {
        Template::Classic | Template::Plain => ts.palette.rule,
        Template::Modern => ts.palette.accent,
    };
    let y = block.height + 4.0;
    block.rule(0.0, y, MEASURE, 0.4, colour);
    block
}

fn complete(
    ts: &Typesetter,
    it: &Furniture,
    (foot, foot_again): (&Block, &Block),
    lift: f32,
    pages: &mut [Block],
) {
    let words = Words::of(it.language);
    let of = pages.len().to_string();
    let style = ts.small().sized(8.0, 11.0);
    let last = pages.len().saturating_sub(1);
    for (index, page) in pages.iter_mut().enumerate() {
        let is_first = index == 0;
        let lift = if index == last { lift } else { 0.0 };
        if !is_first {
            if ts.template == Template::Modern {
                page.area(0.0, 0.0, WIDTH, mm(2.0), ts.palette.accent);
            }
            page.put(LEFT, FOLLOWING_TOP, following_head(ts, it));
        }
        let foot = if is_first { foot } else { foot_again };
        page.put(LEFT, FOOT_BOTTOM - lift - foot.height, foot.clone());
        let number = (index + 1).to_string();
        let text = fill(&words.page, &[("page", &number), ("pages", &of)]);
        let number = ts.text(&text, style, MEASURE, Align::Right, Mark::Pagination);
        page.put(LEFT, PAGE_NUMBER - lift, number);
    }
}

/// Street, post code with town, and the country where it isn't the reader's.
pub(super) fn address_lines(
    address: &Address,
    home: CountryCode,
    language: Language,
) -> Vec<String> {
    let town = format!("{} {}", address.postal_code, address.city);
    let abroad =
        (address.country != home).then(|| country_name(language, address.country).to_owned());
    let lines = address.lines.iter().cloned().chain([town]).chain(abroad);
    filled(lines)
}

/// The texts that say something.
pub(super) fn filled(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    texts
        .into_iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect()
}
