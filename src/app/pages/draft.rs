//! The draft editor: an invoice in the making beside the paper it will be.

mod add;
mod adjustment;
pub mod form;
mod issue;
mod line;
mod preview;
mod terms;

pub use preview::as_issued;

use crate::app::{
    components::{
        Button, ButtonKind, ConfirmDialog, EmptyState, ErrorSummary, KeyHint, LinkButton,
        PageHeader, Section, Symbol, combobox::Combobox,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::{
        accounts::open_accounts,
        form::{Fault, Faults},
    },
    route::{Route, use_go, use_query},
    unsaved::use_unsaved,
    workspace::{Failure, Notice, Workspace, use_workspace},
};
use crate::billing::{
    command::Command,
    draft::Draft,
    id::{AccountId, DraftId},
    refusal::{Location, Refusal, RefusalKind},
    totals::Computed,
};
use crate::money::Currency;
use form::{ACCOUNT, DraftForm, LINES, TERMS_DAYS};
use leptos::{ev, prelude::*, task::spawn_local};
use line::LineFields;
use uuid::Uuid;

/// A new draft; `?account=` says whose.
#[component]
pub fn NewInvoice() -> impl IntoView {
    let workspace = use_workspace();
    let account = use_query()
        .with_untracked(|query| query.get("account").and_then(|id| id.parse().ok()))
        .unwrap_or(AccountId(Uuid::nil()));
    let draft = Draft {
        id: workspace.fresh_id(),
        account,
        currency: workspace.with_untracked(|book| book.seller.currency),
        items: Vec::new(),
        adjustments: Vec::new(),
        supplied: None,
        terms: None,
        order_reference: String::new(),
        note: String::new(),
        created: workspace.today(),
    };
    view! { <Editor draft is_kept=false/> }
}

/// A draft that is kept.
#[component]
pub fn DraftPage(
    /// Which draft.
    id: DraftId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    // Read once: what is typed must not be thrown away because something else changed in the book.
    match workspace.with_untracked(|book| book.drafts.get(&id).cloned()) {
        Some(draft) => view! { <Editor draft is_kept=true/> }.into_any(),
        None => view! {
            <PageHeader title=move || t_string!(i18n, invoices.draft_new)/>
            <EmptyState
                symbol=Symbol::Draft
                title=move || t_string!(i18n, invoices.draft_gone_title)
                text=move || t_string!(i18n, invoices.draft_gone_text)
            >
                <LinkButton route=Route::Invoices>{t!(i18n, invoices.to_list)}</LinkButton>
            </EmptyState>
        }
        .into_any(),
    }
}

/// What the form says by now: the draft with its sums, or why there are none yet.
#[derive(Clone, PartialEq)]
enum Reading {
    Whole(Box<(Draft, Computed)>),
    Incomplete,
}

#[component]
fn Editor(draft: Draft, is_kept: bool) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let form = DraftForm::of(&draft, format.get_untracked(), workspace.today());
    let faults = Faults::new(i18n, field_name);
    let kept = RwSignal::new(is_kept.then_some(draft));
    let is_saving = RwSignal::new(false);
    let is_issuing = RwSignal::new(false);
    let unsaved = use_unsaved();
    let is_discarding = RwSignal::new(false);
    let currency: Signal<Currency> = Memo::new(move |_| {
        workspace.with(|book| {
            form.account
                .get()
                .and_then(|id| book.accounts.get(&id))
                .map_or(book.seller.currency, |account| account.currency)
        })
    })
    .into();
    let reading = Memo::new(move |_| read(workspace, form, format.get(), currency.get()));
    let is_unsaved = move || match reading.get() {
        Reading::Incomplete => true,
        Reading::Whole(whole) => kept.with(|kept| kept.as_ref() != Some(&whole.0)),
    };
    // Gives the draft, or says what is wrong with it.
    let checked = move || -> Option<Draft> {
        let style = format.get_untracked().decimal_style();
        let read = untrack(|| form.read(style, currency.get_untracked()));
        match read {
            Ok(draft) => {
                let sums = workspace.with_untracked(|book| compute(book, &draft, form));
                match sums {
                    Ok(_) => {
                        faults.clear();
                        Some(draft)
                    }
                    Err(refusal) => {
                        refused(form, faults, refusal);
                        None
                    }
                }
            }
            Err(found) => {
                faults.set(found);
                None
            }
        }
    };
    let save = move || {
        let Some(draft) = checked() else { return };
        is_saving.set(true);
        spawn_local(async move {
            let outcome = workspace.dispatch(Command::SaveDraft(draft.clone())).await;
            is_saving.set(false);
            match outcome {
                Ok(_) => {
                    name_address(draft.id);
                    kept.set(Some(draft));
                    unsaved.clear();
                    workspace.notify(Notice::Done(
                        t_string!(i18n, invoices.draft_saved).to_string(),
                    ));
                }
                Err(Failure::Refused(refusal)) => refused(form, faults, refusal),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    let ask_to_issue = move || {
        if checked().is_some() {
            is_issuing.set(true);
        }
    };
    let discard = {
        let go = go.clone();
        move |()| {
            let go = go.clone();
            spawn_local(async move {
                if kept.get_untracked().is_some()
                    && let Err(failure) = workspace.dispatch(Command::DiscardDraft(form.id)).await
                {
                    workspace.report(&failure);
                    return;
                }
                workspace.notify(Notice::Done(
                    t_string!(i18n, invoices.draft_discarded).to_string(),
                ));
                go(Route::Invoices);
            });
        }
    };
    listen(save, ask_to_issue);
    let title = move || {
        let name = form.account.get().and_then(|id| {
            workspace.with(|book| book.accounts.get(&id).map(|each| each.name.clone()))
        });
        match name {
            Some(name) => t_string!(i18n, invoices.draft_title, name = name),
            None => t_string!(i18n, invoices.draft_new).to_string(),
        }
    };
    let subtitle = move || {
        if is_unsaved() {
            t_string!(i18n, invoices.draft_unsaved).to_string()
        } else {
            t_string!(i18n, invoices.draft_is_saved).to_string()
        }
    };
    view! {
        <PageHeader title subtitle>
            <Button kind=ButtonKind::Quiet on_press=move |()| is_discarding.set(true)>{t!(i18n, invoices.draft_discard)}</Button>
            <Button disabled=is_saving on_press=move |()| save()>{t!(i18n, invoices.draft_save)}<KeyHint keys=vec!["Ctrl", "S"]/></Button>
            <Button kind=ButtonKind::Primary on_press=move |()| ask_to_issue()>
                {t!(i18n, invoices.draft_issue)}<KeyHint keys=vec!["Ctrl", "⏎"]/>
            </Button>
        </PageHeader>
        <ErrorSummary errors=faults.summary()/>
        <div class="draft-page">
            <div class="draft-form" data-unsaved="">
                <Section title=move || t_string!(i18n, invoices.draft_customer)>
                    <CustomerField form faults/>
                </Section>
                <Section title=move || t_string!(i18n, invoices.draft_lines)>
                    <For
                        each=move || form.lines.get()
                        key=|line| line.key
                        children=move |line| view! { <LineFields form line currency faults/> }
                    />
                    <add::AddLine form currency/>
                </Section>
                <Section
                    title=move || t_string!(i18n, invoices.adjustments)
                    note=move || t_string!(i18n, invoices.fee_vat_note)
                >
                    <adjustment::Adjustments form currency faults/>
                </Section>
                <Section title=move || t_string!(i18n, invoices.draft_terms_section)>
                    <terms::Terms form faults/>
                </Section>
            </div>
            <div class="draft-side">
                <preview::Sums reading/>
                <preview::Sheet reading form/>
            </div>
        </div>
        <issue::IssueDialog form reading open=is_issuing/>
        <ConfirmDialog
            title=move || t_string!(i18n, invoices.draft_discard_title)
            text=move || t_string!(i18n, invoices.draft_discard_text)
            confirm=move || t_string!(i18n, invoices.draft_discard)
            open=is_discarding
            on_confirm=discard
        />
    }
}

#[component]
fn CustomerField(form: DraftForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let find = move |text: String| open_accounts(workspace, &text);
    let name_of = move |id: AccountId| {
        workspace
            .with(|book| book.accounts.get(&id).map(|account| account.name.clone()))
            .unwrap_or_default()
    };
    let has_none = move || workspace.with(|book| book.accounts.is_empty());
    view! {
        <Combobox
            label=move || t_string!(i18n, invoices.draft_customer)
            value=form.account
            find
            name_of
            error=faults.at(ACCOUNT)
            hint=move || t_string!(i18n, invoices.draft_customer_hint)
            id=ACCOUNT
        />
        <Show when=has_none>
            <p class="quiet">
                {t!(i18n, invoices.draft_no_accounts)}" "
                <a href=Route::NewAccount.href()>{t!(i18n, invoices.draft_new_account)}</a>
            </p>
        </Show>
    }
}

fn read(
    workspace: Workspace,
    form: DraftForm,
    format: crate::app::format::Format,
    currency: Currency,
) -> Reading {
    let Ok(draft) = form.read(format.decimal_style(), currency) else {
        return Reading::Incomplete;
    };
    match workspace.with(|book| compute(book, &draft, form)) {
        Ok(computed) => Reading::Whole(Box::new((draft, computed))),
        Err(_) => Reading::Incomplete,
    }
}

fn compute(
    book: &crate::billing::book::Book,
    draft: &Draft,
    form: DraftForm,
) -> Result<Computed, Refusal> {
    let treatment = book
        .accounts
        .get(&draft.account)
        .map(|account| account.treatment)
        .unwrap_or_default();
    let day = form.issue_date.get().unwrap_or(draft.created);
    draft.compute(&book.seller, treatment, day)
}

/// Shows why the book refused, at the line or field it is about.
fn refused(form: DraftForm, faults: Faults, refusal: Refusal) {
    let part = match refusal.kind {
        RefusalKind::NoTaxRate { .. } => "tax",
        _ => "price",
    };
    let place = match &refusal.at {
        Location::Line(place) => form
            .lines
            .with_untracked(|lines| lines.get(*place).map(|line| line.id(part))),
        Location::Adjustment(place) => form
            .adjustments
            .with_untracked(|all| all.get(*place).map(|each| each.value_id())),
        Location::Whole | Location::Field(_) | Location::Row(_) | Location::Account(_) => None,
    };
    // What is about no field on show names its place itself, and leads to the top of the form.
    faults.set(vec![match place {
        Some(place) => (place, Fault::Refused(refusal)),
        None => (ACCOUNT.to_owned(), Fault::Failed(Failure::Refused(refusal))),
    }]);
}

/// A kept draft has an address of its own: a reload finds it, while the form and the focus stay as they are.
fn name_address(id: DraftId) {
    let address = format!("{}/{}", crate::app::route::base(), Route::Draft(id).href());
    let history = window().history();
    let named = history.and_then(|history| {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address))
    });
    if let Err(error) = named {
        leptos::logging::warn!("the draft's address could not be shown: {error:?}");
    }
}

/// Ctrl S keeps the draft, Ctrl Enter issues it.
fn listen(save: impl Fn() + 'static, issue: impl Fn() + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if !event.ctrl_key() && !event.meta_key() {
            return;
        }
        match event.key().as_str() {
            "s" => {
                event.prevent_default();
                save();
            }
            "Enter" => {
                event.prevent_default();
                issue();
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

fn field_name(locale: Locale, id: &str) -> String {
    let field = id.rsplit('-').next().unwrap_or_default();
    match (id, field) {
        (ACCOUNT, _) => td_string!(locale, invoices.draft_customer).to_string(),
        (LINES, _) => td_string!(locale, invoices.draft_lines).to_string(),
        (TERMS_DAYS, _) => td_string!(locale, invoices.draft_terms_days).to_string(),
        (_, "description") => td_string!(locale, invoices.line_description).to_string(),
        (_, "quantity") => td_string!(locale, invoices.line_quantity).to_string(),
        (_, "price") => td_string!(locale, invoices.line_price).to_string(),
        (_, "discount" | "value") => td_string!(locale, invoices.discount_kind).to_string(),
        (_, "reason") => td_string!(locale, invoices.line_reason).to_string(),
        (_, "rate") => td_string!(locale, invoices.line_tax).to_string(),
        _ => String::new(),
    }
}
