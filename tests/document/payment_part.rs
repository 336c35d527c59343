//! The Swiss payment part with its receipt: its code as a phone reads it, its words, and where they stand.

use crate::cases::swiss;
use crate::tools::{kept, printed, text, with_look};
use lasku::billing::identifier::PaymentReference;
use lasku::billing::invoice::Invoice;
use lasku::document::pay::qr::Matrix;
use lasku::document::pay::swiss;
use lasku::document::pdf::{Look, Template};
use lasku::worker::protocol::Form;
use std::fs;
use std::path::{Path, PathBuf};

const QR_IBAN: &str = "CH4431999123000889012";
const IBAN: &str = "CH5800791123000889012";
const QR_REFERENCE: &str = "21 00000 00003 13947 14300 09017";

fn drawn(invoice: &Invoice, template: Template, name: &str) -> (Vec<u8>, PathBuf) {
    let look = Look {
        template,
        ..Look::default()
    };
    let made = with_look(&look).document(invoice, Form::Pdf).unwrap();
    assert_eq!(made.notes, [], "{name}");
    let path = kept("documents/swiss", &format!("{name}.pdf"), &made.content);
    (made.content, path)
}

fn cases() -> Vec<(&'static str, Invoice)> {
    let mut anonymous = swiss(QR_IBAN, QR_REFERENCE);
    anonymous.buyer.address.city.clear();
    let mut long = swiss(IBAN, "RF18539007547034");
    long.seller.name = "Genossenschaft für Wartung und Unterhalt ".repeat(3);
    long.seller.address.lines = vec!["Lange Strasse am Rand der Stadt 12 ".repeat(3)];
    long.buyer.name = "Schweizerische Gesellschaft für Prüfungen ".repeat(3);
    long.buyer.address.lines = vec!["An der alten Landstrasse hinter dem Dorf ".repeat(3)];
    long.buyer.address.city = "Oberwil bei Büren an der Aare, Dorf".into();
    long.reference = Some(PaymentReference::read(
        &"Mitteilung mit Umlauten ä ö ü ".repeat(4),
    ));
    let mut many = swiss(QR_IBAN, QR_REFERENCE);
    many.lines = (0..30).flat_map(|_| many.lines.clone()).collect();
    vec![
        ("qr", swiss(QR_IBAN, QR_REFERENCE)),
        ("scor", swiss(IBAN, "RF18539007547034")),
        ("anonymous", anonymous),
        ("long", long),
        ("many-lines", many),
    ]
}

/// A page in grey, 400 dots an inch.
struct Picture {
    width: usize,
    dots: Vec<u8>,
}

const DOTS: f64 = 400.0 / 25.4;

impl Picture {
    /// The last page of a file; none where `pdftoppm` is not installed.
    fn of(path: &Path) -> Option<Picture> {
        let picture = path.with_extension("");
        let arguments = [
            "-gray",
            "-r",
            "400",
            path.to_str().unwrap(),
            picture.to_str().unwrap(),
        ];
        printed("pdftoppm", &arguments)?;
        let stem = format!("{}-", picture.file_name().unwrap().to_string_lossy());
        let mut pages: Vec<PathBuf> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|page| {
                let name = page.file_name().unwrap().to_string_lossy().into_owned();
                // Not those of a file whose name only begins like this one's.
                let number = name
                    .strip_prefix(&stem)
                    .and_then(|name| name.strip_suffix(".pgm"));
                number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
            })
            .collect();
        pages.sort();
        let file = fs::read(pages.last().unwrap()).unwrap();
        // `P5`, width and height, the largest value, the dots: a line each but for the last.
        let mut parts = file.splitn(4, |byte| *byte == b'\n');
        let size = parts.nth(1).unwrap();
        let size = std::str::from_utf8(size).unwrap();
        let width = size.split(' ').next().unwrap().parse().unwrap();
        let dots = parts.nth(1).unwrap().to_vec();
        Some(Picture { width, dots })
    }

    /// Whether it is dark there, in millimetres from the upper left corner.
    fn is_dark(&self, x: f64, y: f64) -> bool {
        let (column, row) = ((x * DOTS) as usize, (y * DOTS) as usize);
        self.dots[row * self.width + column] < 128
    }
}

/// The code's upper left corner and its width in millimetres, and half the width of the cross.
const CODE: (f64, f64, f64) = (67.0, 297.0 - 105.0 + 17.0, 46.0);
const HALF_CROSS: f64 = 3.5;

/// Every module that the cross doesn't cover is that of the payload, at its place; and a reader finds the payload in what is
/// drawn, byte for byte. The cross covers the pattern in the middle of the larger codes, which `zbarimg` can't do without,
/// as phones can; it is given back for it.
#[test]
fn a_reader_finds_the_payload_in_what_is_drawn() {
    for (name, invoice) in cases() {
        let payload = swiss::of(&invoice).unwrap().unwrap();
        let matrix = Matrix::of(&payload).unwrap();
        let (_, path) = drawn(&invoice, Template::Classic, name);
        let Some(picture) = Picture::of(&path) else {
            return;
        };
        let (left, top, width) = CODE;
        let (count, module) = (matrix.size(), width / matrix.size() as f64);
        let mut seen = vec![vec![false; count]; count];
        for (row, seen) in seen.iter_mut().enumerate() {
            for (column, seen) in seen.iter_mut().enumerate() {
                let x = (column as f64 + 0.5) * module;
                let y = (row as f64 + 0.5) * module;
                *seen = picture.is_dark(left + x, top + y);
                let off = (x - width / 2.0).abs().max((y - width / 2.0).abs());
                let is_covered = off < HALF_CROSS + module / 2.0;
                let is_right = is_covered || *seen == matrix.is_dark(row, column);
                assert!(is_right, "{name}: module {row}, {column}");
            }
        }
        // White all around, five millimetres wide.
        for along in 0..=556 {
            let along = f64::from(along) / 10.0 - 4.8;
            for beyond in [-4.8, -0.3, width + 0.3, width + 4.8] {
                assert!(!picture.is_dark(left + along, top + beyond), "{name}");
                assert!(!picture.is_dark(left + beyond, top + along), "{name}");
            }
        }
        let middle = (left + width / 2.0, top + width / 2.0);
        assert!(!picture.is_dark(middle.0, middle.1), "{name}: the cross");
        assert!(picture.is_dark(middle.0 + 1.5, middle.1 + 1.5), "{name}");
        assert!(!picture.is_dark(middle.0 + 3.2, middle.1 + 3.2), "{name}");
        if matrix.version() >= 7 {
            let middle = count / 2;
            let rows = seen.iter_mut().enumerate().skip(middle - 2).take(5);
            for (row, seen) in rows {
                let columns = seen.iter_mut().enumerate().skip(middle - 2).take(5);
                for (column, seen) in columns {
                    *seen = row.abs_diff(middle).max(column.abs_diff(middle)) != 1;
                }
            }
        }
        let Some(read) = read(&seen, name) else {
            return;
        };
        assert_eq!(read, payload, "{name}");
    }
}

/// What `zbarimg` reads of modules drawn by themselves, six dots each.
fn read(modules: &[Vec<bool>], name: &str) -> Option<String> {
    const DOTS: usize = 6;
    const QUIET: usize = 5;
    let side = (modules.len() + 2 * QUIET) * DOTS;
    let mut file = format!("P5\n{side} {side}\n255\n").into_bytes();
    for y in 0..side {
        for x in 0..side {
            let place = |dot: usize| (dot / DOTS).checked_sub(QUIET);
            let module = place(y).and_then(|row| modules.get(row)?.get(place(x)?));
            file.push(if module == Some(&true) { 0 } else { 255 });
        }
    }
    let path = kept("documents/swiss", &format!("code-{name}.pgm"), &file);
    let arguments = [
        "-q",
        "--raw",
        "--oneshot",
        "-Sbinary",
        path.to_str().unwrap(),
    ];
    let read = printed("zbarimg", &arguments)?;
    let read = read.strip_suffix(b"\n").unwrap_or(&read);
    Some(String::from_utf8_lossy(read).into_owned())
}

#[test]
fn every_value_of_the_code_stands_in_words_below_its_heading() {
    let invoice = swiss(QR_IBAN, QR_REFERENCE);
    let (file, _) = drawn(&invoice, Template::Modern, "words");
    let Some(text) = text(&file, "swiss") else {
        return;
    };
    for (words, times) in [
        ("Receipt", 1),
        ("Payment part", 1),
        ("Account / Payable to", 2),
        ("CH44 3199 9123 0008 8901 2", 2),
        (QR_REFERENCE, 2),
        ("Additional information", 1),
        ("Payable by", 2),
        ("2501 Biel", 2),
        ("9400 Rorschach", 2),
        ("Currency", 2),
        ("1 949.76", 2),
        ("Acceptance point", 1),
        ("Separate before paying in", 1),
        ("In favour of", 0),
        ("Further information", 0),
    ] {
        let found = text.matches(words).count();
        // The foot of the page has the account and the address, too.
        let is_right = if times == 0 {
            found == 0
        } else {
            found >= times
        };
        assert!(is_right, "{words}: {found} times in {text}");
    }
}

#[test]
fn who_pays_is_written_by_hand_where_the_code_does_not_say() {
    let (_, anonymous) = cases()
        .into_iter()
        .find(|(name, _)| *name == "anonymous")
        .unwrap();
    let (file, _) = drawn(&anonymous, Template::Plain, "by-hand");
    let Some(text) = text(&file, "swiss-by-hand") else {
        return;
    };
    assert_eq!(
        text.matches("Payable by (name/address)").count(),
        2,
        "{text}"
    );
}

/// A word with its box in millimetres from the upper left corner of its page.
struct Word {
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

fn words(path: &Path) -> Option<Vec<Vec<Word>>> {
    let read = printed("pdftotext", &["-bbox", path.to_str().unwrap(), "-"])?;
    let read = String::from_utf8(read).unwrap();
    let word = |line: &str| -> Option<Word> {
        let line = line.trim().strip_prefix("<word ")?;
        let mut figures = line.split('"').skip(1).step_by(2);
        let mut next = || Some(figures.next()?.parse::<f64>().ok()? * 25.4 / 72.0);
        let (left, top, right, bottom) = (next()?, next()?, next()?, next()?);
        let text = line.split_once('>')?.1.strip_suffix("</word>")?.to_owned();
        Some(Word {
            text,
            left,
            top,
            right,
            bottom,
        })
    };
    let pages = read.split("<page ").skip(1);
    Some(
        pages
            .map(|page| page.lines().filter_map(word).collect())
            .collect(),
    )
}

/// Places of the style guide, in millimetres; a face's box is higher than its letters.
#[test]
fn sections_stand_where_the_guidelines_have_them_and_nothing_stands_on_them() {
    const TOP: f64 = 297.0 - 105.0;
    for template in Template::ALL {
        for (name, invoice) in cases() {
            let name = format!("{name}-{template:?}");
            let (_, path) = drawn(&invoice, template, &name);
            let Some(pages) = words(&path) else { return };
            let last = pages.last().unwrap();
            let find = |text: &str, nth: usize| -> &Word {
                let mut found = last
                    .iter()
                    .filter(|word| word.text == text && word.top > TOP - 1.0);
                found
                    .nth(nth)
                    .unwrap_or_else(|| panic!("{name}: no {text}"))
            };
            let near = |found: f64, expected: f64, what: &str| {
                assert!(
                    (found - expected).abs() < 1.2,
                    "{name}: {what} at {found}, not {expected}"
                );
            };
            near(find("Receipt", 0).left, 5.0, "receipt");
            near(find("Receipt", 0).top, TOP + 5.0, "receipt from above");
            near(find("Payment", 0).left, 67.0, "payment part");
            near(find("Payment", 0).top, TOP + 5.0, "payment part from above");
            near(find("Account", 0).left, 5.0, "payee of the receipt");
            near(
                find("Account", 0).top,
                TOP + 12.0,
                "payee of the receipt from above",
            );
            near(find("Account", 1).left, 118.0, "payee");
            near(find("Account", 1).top, TOP + 5.0, "payee from above");
            near(
                find("Currency", 0).top,
                TOP + 68.0,
                "currency of the receipt",
            );
            near(find("Currency", 1).left, 67.0, "currency");
            near(find("Currency", 1).top, TOP + 68.0, "currency from above");
            near(find("point", 0).right, 57.0, "acceptance point");
            near(
                find("point", 0).top,
                TOP + 82.0,
                "acceptance point from above",
            );
            for word in last {
                let is_above = word.bottom < TOP + 0.5;
                let in_receipt = word.left > 4.5 && word.right < 57.6;
                let in_payment = word.left > 66.5 && word.right < 205.5;
                let is_in_a_section = (in_receipt || in_payment) && word.top > TOP + 4.0;
                let is_whole = word.bottom < 292.5;
                assert!(
                    is_above || is_in_a_section && is_whole,
                    "{name}: {:?} at {} {}",
                    word.text,
                    word.left,
                    word.top
                );
                // The code with the white around it.
                let on_the_code = word.right > 62.5
                    && word.left < 117.5
                    && word.bottom > TOP + 12.5
                    && word.top < TOP + 67.5;
                assert!(!on_the_code, "{name}: {:?} is on the code", word.text);
            }
            for (index, one) in last.iter().enumerate() {
                let overlaps = |other: &Word| {
                    let spare = (one.bottom - one.top).min(other.bottom - other.top) * 0.35;
                    one.left + 0.2 < other.right
                        && other.left + 0.2 < one.right
                        && one.top + spare < other.bottom - spare
                        && other.top + spare < one.bottom - spare
                };
                let on = last[index + 1..].iter().find(|other| overlaps(other));
                assert!(
                    on.is_none(),
                    "{name}: {:?} on {:?}",
                    one.text,
                    on.map(|word| &word.text)
                );
            }
        }
    }
}
