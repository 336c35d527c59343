//! A document as one HTML file that needs nothing else: it opens in any browser, on any machine, and prints the same.

use super::{paper_locale, wording};
use crate::{app::locale::Locale, billing::invoice::Invoice};

const STYLE: &str = include_str!("../../../../style/paper.css");
const DOCUMENT_STYLE: &str = include_str!("../../../../style/document-paper.css");

/// What the app's own style sheet otherwise gives the paper.
const GROUND: &str = "*{box-sizing:border-box;margin:0}\
html{font-family:'Hanken Grotesk Variable','Segoe UI',system-ui,-apple-system,'Helvetica Neue',Arial,sans-serif;\
font-variant-numeric:tabular-nums;background:#eef0ee}\
body{padding:2rem 1rem;display:grid;justify-content:center}\
.paper{--shadow-sheet:0 1px 2px rgb(0 0 0/8%),0 12px 32px -12px rgb(0 0 0/18%)}\
@page{size:A4;margin:0}\
@media print{html{background:none}body{padding:0;display:block}.paper{box-shadow:none;inline-size:210mm;min-block-size:0}}";

/// The file's name and its content, where `paper` is the sheet as it stands in the page (`outerHTML` of `.paper`).
pub fn standalone_file(invoice: &Invoice, paper: &str) -> (String, String) {
    let locale = paper_locale(invoice.language);
    let lang = match locale {
        Locale::en => "en",
        Locale::fi => "fi",
    };
    let title = format!(
        "{} {}",
        wording::document_title(locale, &invoice.type_code),
        invoice.number
    );
    let name: String = title
        .chars()
        .map(|letter| match letter {
            letter if letter.is_alphanumeric() || letter == '-' => letter,
            _ => '-',
        })
        .collect();
    let content = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}, {}</title>\n<style>{GROUND}{STYLE}{DOCUMENT_STYLE}</style>\n</head>\n<body>\n{paper}\n</body>\n</html>\n",
        escaped(&title),
        escaped(&invoice.seller.name),
    );
    (format!("{name}.html"), content)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
