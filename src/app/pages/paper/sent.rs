//! How a document left the house: what was noted, and noting it.

use crate::app::{
    components::{Button, ButtonKind, Section},
    locale::{t, t_string, use_format, use_i18n},
    wording::way_name,
    workspace::{Workspace, use_workspace},
};
use crate::billing::{
    command::Command,
    id::InvoiceId,
    letter::{Sent, Way},
};
use leptos::{prelude::*, task::spawn_local};

/// The section beside the paper.
#[component]
pub fn SentSection(
    /// Which document.
    document: InvoiceId,
    /// What was noted so far.
    sent: Vec<Sent>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let is_unsent = sent.is_empty();
    let rows = move || {
        sent.iter()
            .map(|sent| {
                let (way, at, to) = (sent.way, sent.at, sent.to.clone());
                let to = (!to.is_empty()).then(|| format!(" ({to})"));
                view! {
                    <li class="timeline-event">
                        <span class="timeline-day">{move || format.get().moment(at)}</span>
                        <span class="timeline-text">{way_name(i18n, way)}{to}</span>
                    </li>
                }
            })
            .collect_view()
    };
    let note = move |way| note_sent(workspace, document, way, String::new());
    view! {
        <Section title=move || t_string!(i18n, dunning.leaving)>
            {is_unsent.then(|| view! { <p class="quiet">{t!(i18n, documents.not_sent)}</p> })}
            <ol class="timeline">{rows}</ol>
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=move |()| note(Way::Post)>{t!(i18n, dunning.sent_post)}</Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| note(Way::Email)>{t!(i18n, dunning.sent_email)}</Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| note(Way::EInvoice)>{t!(i18n, documents.sent_e_invoice)}</Button>
            </div>
            <p class="field-hint">{t!(i18n, documents.leaving_hint)}</p>
        </Section>
    }
}

/// Keeps that the document left, and how.
pub fn note_sent(workspace: Workspace, document: InvoiceId, way: Way, to: String) {
    spawn_local(async move {
        let command = Command::SendDocument { document, way, to };
        if let Err(failure) = workspace.dispatch(command).await {
            workspace.report(&failure);
        }
    });
}
