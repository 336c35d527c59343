//! When and how overdue invoices are reminded of, with what the law says about it.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, ErrorSummary, FieldError, MoneyField, Notice as NoticeBox,
        Section, TextField, Tone, amount_field::amount_error,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::role_note::{RoleNote, falls_short},
    wording::failure_text,
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::billing::dunning::{DunningPolicy, DunningRule, DunningWarning};
use crate::billing::seller::Seller;
use crate::money::{Currency, DecimalStyle, Money};
use leptos::{prelude::*, task::spawn_local};

/// The most days a rule may wait.
const MOST_DAYS: u16 = 365;
/// The most reminders for an invoice.
const MOST_REMINDERS: u8 = 9;
const FORM: &str = "dunning-form";

/// One rule, as typed.
#[derive(Clone, Copy)]
struct RuleForm {
    days_after_due: RwSignal<String>,
    days_between: RwSignal<String>,
    reminders: RwSignal<String>,
    fee: RwSignal<String>,
}

/// What could not be read of a rule.
enum RuleFault {
    Whole(u16),
    Fee(crate::money::ParseAmountError),
}

impl RuleForm {
    fn of(rule: &DunningRule, plain: impl Fn(Money) -> String) -> Self {
        RuleForm {
            days_after_due: RwSignal::new(rule.days_after_due.to_string()),
            days_between: RwSignal::new(rule.days_between.to_string()),
            reminders: RwSignal::new(rule.reminders.to_string()),
            fee: RwSignal::new(rule.fee.map(plain).unwrap_or_default()),
        }
    }

    fn read(self, style: DecimalStyle, currency: Currency) -> Result<DunningRule, RuleFault> {
        let days = |text: RwSignal<String>| {
            let typed = text.get().trim().parse::<u16>().ok();
            typed
                .filter(|days| *days <= MOST_DAYS)
                .ok_or(RuleFault::Whole(MOST_DAYS))
        };
        let reminders = self.reminders.get().trim().parse::<u8>().ok();
        let fee = self.fee.get();
        Ok(DunningRule {
            days_after_due: days(self.days_after_due)?,
            days_between: days(self.days_between)?,
            reminders: reminders
                .filter(|count| *count <= MOST_REMINDERS)
                .ok_or(RuleFault::Whole(u16::from(MOST_REMINDERS)))?,
            fee: if fee.trim().is_empty() {
                None
            } else {
                Some(Money::parse(&fee, style, currency).map_err(RuleFault::Fee)?)
            },
        })
    }
}

/// The policy's form.
#[component]
pub fn RemindersSection() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let (policy, currency) =
        workspace.with_untracked(|book| (book.seller.dunning.clone(), book.seller.currency));
    let plain = move |fee| format.get_untracked().amount_plain(fee);
    let consumers = RuleForm::of(&policy.consumers, plain);
    let companies = RuleForm::of(&policy.companies, plain);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let falls_short = falls_short(workspace, Role::Owner);
    let read = move || {
        let style = format.get().decimal_style();
        Ok::<_, RuleFault>(DunningPolicy {
            consumers: consumers.read(style, currency)?,
            companies: companies.read(style, currency)?,
        })
    };
    let warnings = move || {
        let policy = read().ok()?;
        let warnings = policy.warnings().into_iter().map(|warning| {
            let text = move || match warning {
                DunningWarning::FeeTooHigh => t_string!(i18n, dunning.fee_too_high),
                DunningWarning::FeeTooEarly => t_string!(i18n, dunning.fee_too_early),
            };
            view! { <NoticeBox tone=Tone::Warn>{text}</NoticeBox> }
        });
        Some(warnings.collect_view())
    };
    let save = move || {
        let dunning = match untrack(read) {
            Ok(dunning) => dunning,
            Err(fault) => {
                let text = match fault {
                    RuleFault::Whole(most) => {
                        t_string!(i18n, dunning.whole_number, least = 0, most = most).to_string()
                    }
                    RuleFault::Fee(error) => amount_error(i18n.get_locale_untracked(), &error),
                };
                errors.set(vec![FieldError::new(FORM, text)]);
                return;
            }
        };
        errors.set(Vec::new());
        let seller = workspace.with_untracked(|book| Seller {
            dunning,
            ..book.seller.clone()
        });
        spawn_local(async move {
            match workspace.dispatch(Command::ReviseSeller(seller)).await {
                Ok(_) => {
                    let text = t_string!(i18n, dunning.policy_saved).to_string();
                    workspace.notify(Notice::Done(text));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(FORM, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    let consumers_name = Signal::derive(move || t_string!(i18n, dunning.consumers).to_string());
    let companies_name = Signal::derive(move || t_string!(i18n, dunning.companies).to_string());
    view! {
        <Section title=move || t_string!(i18n, dunning.policy)>
            <p>{t!(i18n, dunning.policy_text)}</p>
            <RoleNote needs=Role::Owner/>
            <ErrorSummary errors/>
            <form class="form" id=FORM tabindex="-1" on:submit=move |event| { event.prevent_default(); save(); }>
                <Rule name=consumers_name form=consumers currency/>
                <div role="status">{warnings}</div>
                <Rule name=companies_name form=companies currency/>
                <Actions><Button kind=ButtonKind::Primary submit=true disabled=falls_short>{t!(i18n, words.save)}</Button></Actions>
            </form>
        </Section>
    }
}

#[component]
fn Rule(name: Signal<String>, form: RuleForm, currency: Currency) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <fieldset class="form-group">
            <legend>{name}</legend>
            <div class="field-row">
                <TextField label=move || t_string!(i18n, dunning.days_after_due) value=form.days_after_due/>
                <TextField label=move || t_string!(i18n, dunning.days_between) value=form.days_between/>
                <TextField label=move || t_string!(i18n, dunning.most) value=form.reminders/>
            </div>
            <MoneyField
                label=move || t_string!(i18n, dunning.fee_of)
                value=form.fee
                currency
                hint=move || t_string!(i18n, dunning.fee_hint)
            />
        </fieldset>
    }
}
