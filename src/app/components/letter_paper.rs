//! A letter as the customer gets it: on paper, in the customer's language. What stands here is read from the letter alone, and
//! from the seller for its head.

use super::document_paper::paper_locale;
use super::paper::Paper;
use crate::app::{format::Format, wording::letter::letter_words};
use crate::billing::{letter::Letter, seller::Seller};
use leptos::prelude::*;

/// The letter: `<LetterPaper letter seller/>`.
#[component]
pub fn LetterPaper(
    /// The letter.
    letter: Letter,
    /// Who writes it.
    seller: Seller,
) -> impl IntoView {
    let locale = paper_locale(letter.language);
    let (subject, paragraphs) = letter_words(&letter);
    let label = subject.clone();
    let lang = match locale {
        crate::app::locale::Locale::en => "en",
        crate::app::locale::Locale::fi => "fi",
    };
    let mut lines = letter.address.lines.clone();
    lines.push(format!(
        "{} {}",
        letter.address.postal_code, letter.address.city
    ));
    let address = lines
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| view! { <p>{line}</p> })
        .collect_view();
    let contact = [
        seller.phone.clone(),
        seller.email.clone(),
        seller.website.clone(),
    ]
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect::<Vec<_>>()
    .join(" · ");
    view! {
        <Paper label=move || label.clone() lang>
            <div class="paper-head">
                <p class="paper-seller">{seller.name.clone()}</p>
                <p>{Format::new(locale).date(letter.on)}</p>
            </div>
            <div class="paper-parties">
                <div>
                    <p class="paper-buyer">{letter.recipient.clone()}</p>
                    {address}
                </div>
            </div>
            <p class="paper-title">{subject}</p>
            <div class="paper-words">
                {paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
                <p>{seller.name}</p>
            </div>
            <p class="paper-foot">{contact}</p>
        </Paper>
    }
}
