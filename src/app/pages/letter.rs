//! One letter: the paper, and how it leaves the house.

use crate::app::{
    components::{
        Button, ButtonKind, DataList, Datum, EmptyState, LetterPaper, LinkButton, PageHeader,
        Section, Symbol,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::{invoice::print, paper::PdfButton},
    route::Route,
    wording::{letter::letter_words, letter_kind_name, way_name},
    workspace::use_workspace,
};
use crate::billing::{
    id::LetterId,
    letter::{Letter, Way},
};
use crate::care::command::Command;
use crate::worker::protocol::Paper;
use leptos::{prelude::*, task::spawn_local};

/// The page.
#[component]
pub fn LetterPage(
    /// Which letter.
    id: LetterId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let letter = Memo::new(move |_| workspace.with(|book| book.letters.get(&id).cloned()));
    move || match letter.get() {
        Some(letter) => view! { <Known letter/> }.into_any(),
        None => view! {
            <PageHeader title=move || t_string!(i18n, dunning.letter_title)/>
            <EmptyState
                symbol=Symbol::Mail
                title=move || t_string!(i18n, dunning.no_letter)
                text=move || t_string!(i18n, dunning.no_letter_text)
            >
                <LinkButton route=Route::Reminders>{t!(i18n, dunning.title)}</LinkButton>
            </EmptyState>
        }
        .into_any(),
    }
}

#[component]
fn Known(letter: Letter) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let seller = workspace.with(|book| book.seller.clone());
    let kind = letter.kind;
    let (subject, paragraphs) = letter_words(&letter);
    let paper = StoredValue::new(Paper::Letter {
        letter: letter.clone(),
        seller: seller.clone(),
        subject,
        paragraphs,
    });
    view! {
        <PageHeader title=move || letter_kind_name(i18n, kind)>
            <PdfButton paper=move || Some(paper.get_value())/>
            <Button symbol=Symbol::Print on_press=move |()| print()>{t!(i18n, dunning.print)}</Button>
        </PageHeader>
        <div class="document-page">
            <div class="document-paper"><LetterPaper letter=letter.clone() seller/></div>
            <div class="document-side">
                <About letter=letter.clone()/>
                <Leaving letter/>
            </div>
        </div>
    }
}

/// To whom, and about what.
#[component]
fn About(letter: Letter) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let number = letter.invoice.and_then(|id| {
        workspace.with(|book| book.receivables.get(&id).map(|item| item.number.clone()))
    });
    view! {
        <Section title=move || t_string!(i18n, dunning.about)>
            <DataList>
                <Datum name=move || t_string!(i18n, invoices.customer)>
                    <a href=Route::Account(letter.account).href()>{letter.recipient.clone()}</a>
                </Datum>
                {letter.invoice.map(|id| {
                    let name = number.unwrap_or_else(|| t_string!(i18n, dunning.to_invoice).to_string());
                    view! {
                        <Datum name=move || t_string!(i18n, dunning.invoice)>
                            <a href=Route::Invoice(id).href()>{name}</a>
                        </Datum>
                    }
                })}
            </DataList>
        </Section>
    }
}

/// How it left, and how it can leave.
#[component]
fn Leaving(letter: Letter) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let id = letter.id;
    let note = move |way| {
        spawn_local(async move {
            if let Err(failure) = workspace
                .dispatch(Command::SendLetter { letter: id, way })
                .await
            {
                workspace.report(&failure);
            }
        });
    };
    let mail = (!letter.email.is_empty()).then(|| mail_address(&letter));
    let sent = letter.sent.clone();
    let rows = move || {
        sent.iter()
            .map(|sent| {
                let (way, at) = (sent.way, sent.at);
                view! {
                    <li class="timeline-event">
                        <span class="timeline-day">{move || format.get().moment(at)}</span>
                        <span class="timeline-text">{way_name(i18n, way)}</span>
                    </li>
                }
            })
            .collect_view()
    };
    let is_unsent = letter.sent.is_empty();
    view! {
        <Section title=move || t_string!(i18n, dunning.leaving)>
            {is_unsent.then(|| view! { <p class="quiet">{t!(i18n, dunning.not_sent)}</p> })}
            <ol class="timeline">{rows}</ol>
            <div class="actions">
                {mail.map(|href| view! { <a class="button" href=href>{t!(i18n, dunning.mail)}</a> })}
                <Button on_press=move |()| note(Way::Post)>{t!(i18n, dunning.sent_post)}</Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| note(Way::Email)>{t!(i18n, dunning.sent_email)}</Button>
            </div>
            <p class="field-hint">{t!(i18n, dunning.leaving_hint)}</p>
        </Section>
    }
}

/// A draft in the mail program.
fn mail_address(letter: &Letter) -> String {
    let (subject, paragraphs) = letter_words(letter);
    let encoded = |text: &str| String::from(js_sys::encode_uri_component(text));
    format!(
        "mailto:{}?subject={}&body={}",
        encoded(&letter.email),
        encoded(&subject),
        encoded(&paragraphs.join("\r\n\r\n"))
    )
}
