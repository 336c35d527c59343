//! What raises a role's limits for some customers: "a lead may give whoever has been a customer for five years 25 %".

use super::model::{LimitsForm, decimal, id, text};
use super::{Group, LimitFields};
use crate::app::{
    components::{
        Button, ButtonKind, Choice, MoneyField, SelectField, Symbol, TextField, TextKind,
    },
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::{
        form::{Fault, Faults, Reader},
        offer::severity_name,
    },
    wording::role_name,
};
use crate::billing::desk::grant::Severity;
use crate::billing::desk::policy::{Condition, Limits, Rule};
use crate::billing::desk::role::Role;
use crate::money::{Currency, DecimalStyle, Money};
use leptos::prelude::*;

/// The most of anything that is counted.
const MANY: u32 = 100_000;

/// One exception as typed. What is left blank does not matter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RuleForm {
    /// Tells it from the others while the form is open.
    key: u32,
    role: RwSignal<Role>,
    tenure: RwSignal<String>,
    spend: RwSignal<String>,
    severity: RwSignal<Option<Severity>>,
    grants: RwSignal<String>,
    allow: LimitsForm,
}

impl RuleForm {
    /// The form of a rule. Of two conditions of one kind the stricter holds, so one field says both.
    pub fn of(key: u32, rule: &Rule, style: DecimalStyle) -> Self {
        let (mut tenure, mut spend, mut severity, mut grants) = (None, None::<Money>, None, None);
        for condition in &rule.when {
            match *condition {
                Condition::TenureMonths(months) => tenure = tenure.max(Some(months)),
                Condition::Spend(amount) => {
                    let is_more = spend.is_none_or(|known| known.minor() < amount.minor());
                    spend = if is_more { Some(amount) } else { spend };
                }
                Condition::Severity(least) => severity = severity.max(Some(least)),
                Condition::GrantsLastYear(most) => {
                    grants = Some(grants.map_or(most, |known: u32| known.min(most)));
                }
            }
        }
        let number =
            |value: Option<u32>| text(value.map(|value| value.to_string()).unwrap_or_default());
        RuleForm {
            key,
            role: RwSignal::new(rule.role),
            tenure: number(tenure),
            spend: spend.map_or_else(
                || text(String::new()),
                |amount| decimal(amount.to_decimal(), style),
            ),
            severity: RwSignal::new(severity),
            grants: number(grants),
            allow: LimitsForm::of(&rule.allow, style),
        }
    }

    /// One that is about to be typed: the limits that the role has.
    fn blank(key: u32, role: Role, limits: LimitsForm) -> Self {
        RuleForm {
            key,
            role: RwSignal::new(role),
            tenure: text(String::new()),
            spend: text(String::new()),
            severity: RwSignal::new(None),
            grants: text(String::new()),
            allow: limits.copied(),
        }
    }

    /// The rule as typed.
    pub fn read(self, currency: Currency, reader: &mut Reader) -> Option<Rule> {
        let at = |part: &str| id::of_rule(self.key, part);
        let typed = |field: RwSignal<String>| field.get_untracked().trim().to_owned();
        let mut when = Vec::new();
        let mut is_whole = true;
        let (tenure, spend, grants) = (typed(self.tenure), typed(self.spend), typed(self.grants));
        if !tenure.is_empty() {
            let months = reader.whole(at("tenure"), &tenure, 1, 1_200);
            is_whole &= months.is_some();
            when.extend(months.map(Condition::TenureMonths));
        }
        if !spend.is_empty() {
            let amount = reader.money(at("spend"), &spend, currency);
            is_whole &= amount.is_some();
            when.extend(amount.map(Condition::Spend));
        }
        when.extend(self.severity.get_untracked().map(Condition::Severity));
        if !grants.is_empty() {
            let most = reader.whole(at("grants"), &grants, 0, MANY);
            is_whole &= most.is_some();
            when.extend(most.map(Condition::GrantsLastYear));
        }
        if when.is_empty() && is_whole {
            // What holds for everybody is no exception, and belongs to the role itself.
            reader.take(at("tenure"), Err::<(), _>(Fault::NoCondition))?;
        }
        let allow: Option<Limits> =
            self.allow
                .read(|part| at(&format!("limit-{part}")), currency, reader);
        let allow = allow?;
        is_whole.then_some(Rule {
            role: self.role.get_untracked(),
            when,
            allow,
        })
    }
}

/// The name of a field of an exception.
pub fn field_name(locale: Locale, part: &str) -> String {
    match part {
        "tenure" => td_string!(locale, settings.rule_tenure),
        "spend" => td_string!(locale, settings.rule_spend),
        "grants" => td_string!(locale, settings.rule_grants),
        "limit-percent" => td_string!(locale, settings.limit_percent),
        "limit-months" => td_string!(locale, settings.limit_months),
        "limit-total" => td_string!(locale, settings.limit_total),
        _ => td_string!(locale, settings.limit_grants),
    }
    .to_owned()
}

/// The exceptions.
#[component]
pub fn Rules(
    rules: RwSignal<Vec<RuleForm>>,
    limits: [LimitsForm; 4],
    currency: Currency,
    faults: Faults,
) -> impl IntoView {
    let i18n = use_i18n();
    let add = move || {
        rules.update(|rules| {
            let key = rules.iter().map(|rule| rule.key + 1).max().unwrap_or(0);
            let role = Role::Lead;
            rules.push(RuleForm::blank(key, role, limits[role as usize]));
        });
    };
    view! {
        <Group name=move || t_string!(i18n, settings.rules)>
            <p class="field-hint">{t!(i18n, settings.rules_hint)}</p>
            <For
                each=move || rules.get().into_iter().enumerate()
                key=|(place, rule)| (*place, rule.key)
                children=move |(place, rule)| view! { <OneRule place rule rules currency faults/> }
            />
            <div class="actions">
                <Button symbol=Symbol::Plus on_press=move |()| add()>{t!(i18n, settings.add_rule)}</Button>
            </div>
        </Group>
    }
}

#[component]
fn OneRule(
    place: usize,
    rule: RuleForm,
    rules: RwSignal<Vec<RuleForm>>,
    currency: Currency,
    faults: Faults,
) -> impl IntoView {
    let i18n = use_i18n();
    let at = move |part: &str| id::of_rule(rule.key, part);
    let name = move || t_string!(i18n, settings.rule_name, number = place + 1).to_string();
    let roles = move || {
        // The owner has no limits to raise.
        let raised = [Role::Representative, Role::Lead, Role::Manager];
        raised
            .map(|role| Choice::new(role, role_name(i18n, role)))
            .into()
    };
    let severities = move || {
        let any = Choice::new(None, t_string!(i18n, settings.rule_any));
        let each = Severity::ALL
            .map(|severity| Choice::new(Some(severity), severity_name(i18n, severity)));
        std::iter::once(any).chain(each).collect::<Vec<_>>()
    };
    let remove = move || rules.update(|rules| rules.retain(|other| other.key != rule.key));
    let money = Signal::derive(move || currency);
    view! {
        <div class="policy-role" role="group" aria-label=name>
            <p class="policy-role-name">{name}</p>
            <div class="field-row">
                <SelectField label=move || t_string!(i18n, settings.rule_role) value=rule.role choices=Signal::derive(roles)/>
                <TextField id=at("tenure") kind=TextKind::Decimal label=move || t_string!(i18n, settings.rule_tenure) value=rule.tenure error=faults.at(at("tenure"))/>
                <MoneyField id=at("spend") label=move || t_string!(i18n, settings.rule_spend) value=rule.spend currency=money error=faults.at(at("spend"))/>
                <SelectField label=move || t_string!(i18n, settings.rule_severity) value=rule.severity choices=Signal::derive(severities)/>
                <TextField id=at("grants") kind=TextKind::Decimal label=move || t_string!(i18n, settings.rule_grants) value=rule.grants error=faults.at(at("grants"))/>
            </div>
            <LimitFields at=move |part: &str| id::of_rule(rule.key, &format!("limit-{part}")) limits=rule.allow currency faults/>
            <div class="actions">
                <Button kind=ButtonKind::Quiet symbol=Symbol::Trash on_press=move |()| remove()>
                    {t!(i18n, settings.remove_rule)}<span class="heard">" "{name}</span>
                </Button>
            </div>
        </div>
    }
}
