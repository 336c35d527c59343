//! Whether a draft can leave in the form its receiver asks for: asked before it gets its number.

use super::{Unfit, form_hint, form_name, own_work};
use crate::app::{
    components::{Choice, Notice, SelectField, Tone},
    locale::{t, t_string, use_i18n},
    long_work::Ended,
    pages::files::failed_text,
};
use crate::billing::{account::Account, invoice::Invoice, seller::Seller};
use crate::worker::protocol::{Fault, Form, Reply, Request};
use leptos::{prelude::*, task::spawn_local};

/// What was found.
#[derive(Clone)]
enum Answer {
    /// It is being asked, or nothing has to be.
    Open,
    /// Nothing is missing.
    Fit,
    /// So much is missing.
    Unfit(Vec<Fault>),
    /// It could not be asked.
    Failed(String),
}

/// The form, and what it still lacks.
#[component]
pub fn ReadyFor(
    /// The document as it would be issued.
    invoice: Invoice,
    /// The form it is usually sent in; none where it goes as a PDF.
    usual: Option<Form>,
) -> impl IntoView {
    let i18n = use_i18n();
    let work = own_work();
    let form = RwSignal::new(usual);
    let answer = RwSignal::new(Answer::Open);
    let invoice = StoredValue::new(invoice);
    Effect::new(move |_| {
        let Some(form) = form.get() else {
            work.with_value(crate::app::long_work::LongWork::stop);
            return answer.set(Answer::Open);
        };
        answer.set(Answer::Open);
        let request = Request::Check {
            invoice: Box::new(invoice.get_value()),
            form,
        };
        spawn_local(async move {
            let found = match work.get_value().run(&request, None, |_, _| {}).await {
                // Another form was chosen meanwhile, and is asked about.
                Ended::Stopped => return,
                Ended::Broken(words) => Answer::Failed(
                    t_string!(i18n, documents.check_failed, words = words).to_string(),
                ),
                Ended::Answered(reply, _) => match *reply {
                    Reply::Unfit(faults) if faults.is_empty() => Answer::Fit,
                    Reply::Unfit(faults) => Answer::Unfit(faults),
                    Reply::Failed(why) => Answer::Failed(failed_text(i18n, &why)),
                    other => Answer::Failed(
                        t_string!(i18n, documents.check_failed, words = format!("{other:?}"))
                            .to_string(),
                    ),
                },
            };
            answer.try_set(found);
        });
    });
    let forms = Signal::derive(move || {
        let none = Choice::new(None, t_string!(i18n, documents.as_pdf));
        let all = Form::E_INVOICES.map(|form| Choice::new(Some(form), form_name(i18n, form)));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    });
    let hint = Signal::derive(move || {
        form.get()
            .map(|form| form_hint(i18n, form).to_owned())
            .unwrap_or_default()
    });
    let told = move || match (form.get(), answer.get()) {
        (None, _) => ().into_any(),
        (Some(_), Answer::Open) => {
            view! { <p class="quiet">{t!(i18n, documents.checking)}</p> }.into_any()
        }
        (Some(_), Answer::Fit) => {
            view! { <Notice tone=Tone::Good>{t!(i18n, documents.fit)}</Notice> }.into_any()
        }
        (Some(_), Answer::Unfit(faults)) => view! { <Unfit faults is_draft=true/> }.into_any(),
        (Some(_), Answer::Failed(why)) => {
            view! { <Notice tone=Tone::Warn>{why}</Notice> }.into_any()
        }
    };
    view! {
        <SelectField label=move || t_string!(i18n, documents.goes_as) value=form choices=forms hint/>
        <div role="status">{told}</div>
    }
}

/// In which form a customer's documents usually leave: by what is known of where they receive e-invoices. None without an
/// address for them.
pub fn usual_form(seller: &Seller, account: &Account) -> Option<Form> {
    let address = account.e_invoice.as_ref()?;
    let is_finnish = |country: &str| country == "FI";
    let (from, to) = (
        seller.address.country.code(),
        account.address.country.code(),
    );
    let in_finland = is_finnish(from) && is_finnish(to);
    // A routing id of German authorities has the scheme 0204 (Leitweg-ID).
    let is_leitweg = address.address().starts_with("0204:");
    Some(if is_leitweg {
        Form::XRechnungUbl
    } else if in_finland && !address.address().contains(':') {
        Form::Finvoice
    } else {
        Form::Peppol
    })
}
