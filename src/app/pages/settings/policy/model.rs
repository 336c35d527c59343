//! The policy as it stands in the form: texts, and the way back to a policy or to what is wrong.

use super::rules::RuleForm;
use crate::app::pages::form::{Fault, Found, Reader};
use crate::billing::desk::policy::{
    Authority, Discounts, Identity, Ladder, Limit, Limits, Policy, Target, Targets,
};
use crate::billing::desk::role::Role;
use crate::billing::refusal::Field;
use crate::calendar::{Opening, Tz, WorkingTime, parse_date};
use crate::money::{Currency, DecimalStyle};
use chrono::NaiveDate;
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::collections::BTreeSet;

/// Ids of the controls.
pub mod id {
    #![allow(missing_docs)]
    use crate::billing::desk::role::Role;

    pub const ZONE: &str = "policy-zone";
    pub const HOLIDAYS: &str = "policy-holidays";
    pub const DISPUTE_FIRST: &str = "policy-dispute-first";
    pub const DISPUTE_SETTLED: &str = "policy-dispute-settled";
    pub const OTHER_FIRST: &str = "policy-other-first";
    pub const OTHER_SETTLED: &str = "policy-other-settled";
    pub const WARN_AT: &str = "policy-warn-at";
    pub const CALL_BACK: &str = "policy-call-back";
    pub const SHORT_ABANDON: &str = "policy-short-abandon";
    pub const REOPEN: &str = "policy-reopen";
    pub const WAITS: &str = "policy-waits";
    pub const LOCKS_AT: &str = "policy-locks-at";
    pub const IDLE: &str = "policy-idle";
    pub const UNCHANGED: &str = "policy-unchanged";
    pub const FACT_BITS: &str = "policy-fact-bits";
    pub const FLOOR: &str = "policy-floor";
    pub const BUDGET: &str = "policy-budget";
    pub const APPROVAL: &str = "policy-approval";
    pub const OFFER_DAYS: &str = "policy-offer-days";

    pub fn of_day(day: usize) -> String {
        format!("policy-day-{day}")
    }

    pub fn of_rule(key: u32, part: &str) -> String {
        format!("policy-rule-{key}-{part}")
    }

    pub fn of_limit(role: Role, part: &str) -> String {
        format!("policy-{}-{part}", role as usize)
    }
}

/// Where a refusal is shown.
pub fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Starts => Some("policy-day-0"),
        Field::Terms => Some(id::DISPUTE_FIRST),
        Field::Quantity => Some(id::LOCKS_AT),
        Field::Amount => Some(id::BUDGET),
        _ => None,
    }
}

/// The most of anything that is counted.
const MANY: u32 = 100_000;

/// The form.
#[derive(Clone, Copy)]
pub struct PolicyForm {
    /// Opening hours of each weekday, Monday first.
    pub days: [RwSignal<String>; 7],
    /// The time zone.
    pub zone: RwSignal<String>,
    /// Days without hours, one a line.
    pub holidays: RwSignal<String>,
    /// By when cases are answered.
    pub targets: TargetsForm,
    /// How callers are recognised.
    pub identity: IdentityForm,
    /// The limits of each role.
    pub limits: [LimitsForm; 4],
    /// The currency of limits and budget.
    pub currency: Currency,
    /// The least margin.
    pub floor: RwSignal<String>,
    /// The budget of a month.
    pub budget: RwSignal<String>,
    /// Reasons, one a line.
    pub reasons: RwSignal<String>,
    /// Working hours until somebody higher is asked.
    pub approval: RwSignal<String>,
    /// Days of an offer.
    pub offer_days: RwSignal<String>,
    /// What raises the limits for some customers.
    pub rules: RwSignal<Vec<RuleForm>>,
}

/// By when cases are answered, in hours of work.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct TargetsForm {
    pub dispute_first: RwSignal<String>,
    pub dispute_settled: RwSignal<String>,
    pub other_first: RwSignal<String>,
    pub other_settled: RwSignal<String>,
    pub warn_at: RwSignal<String>,
    pub call_back: RwSignal<String>,
    pub short_abandon: RwSignal<String>,
    pub reopen: RwSignal<String>,
}

/// How callers are recognised.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub struct IdentityForm {
    pub waits: RwSignal<String>,
    pub locks_at: RwSignal<String>,
    pub idle: RwSignal<String>,
    pub unchanged: RwSignal<String>,
    pub fact_bits: RwSignal<String>,
    pub refuses_facts: RwSignal<bool>,
    pub writes_notices: RwSignal<bool>,
}

/// Limits of a role or of an exception.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct LimitsForm {
    pub percent: RwSignal<String>,
    pub months: RwSignal<String>,
    pub total: RwSignal<String>,
    pub grants: RwSignal<String>,
}

pub fn text(value: impl ToString) -> RwSignal<String> {
    RwSignal::new(value.to_string())
}

/// A number as the language writes it.
pub fn decimal(value: Decimal, style: DecimalStyle) -> RwSignal<String> {
    let written = value.normalize().to_string();
    text(match style {
        DecimalStyle::Comma => written.replace('.', ","),
        DecimalStyle::Point => written,
    })
}

/// Minutes as hours.
fn hours(minutes: u32, style: DecimalStyle) -> RwSignal<String> {
    let hours = Decimal::from(minutes) / Decimal::from(60);
    decimal(hours.round_dp(4), style)
}

impl PolicyForm {
    /// The form of a policy.
    pub fn of(policy: &Policy, style: DecimalStyle) -> Self {
        let week = &policy.hours.week;
        let day = |hours: &Vec<Opening>| {
            let hours: Vec<String> = hours.iter().map(ToString::to_string).collect();
            text(hours.join(", "))
        };
        let holidays = policy.hours.holidays.iter();
        let holidays: Vec<String> = holidays.map(ToString::to_string).collect();
        let targets = &policy.targets;
        let identity = &policy.identity;
        let discounts = &policy.discounts;
        let waits: Vec<String> = identity
            .ladder
            .waits
            .iter()
            .map(ToString::to_string)
            .collect();
        let rules = (0..).zip(&discounts.rules);
        let rules = rules.map(|(key, rule)| RuleForm::of(key, rule, style));
        PolicyForm {
            days: std::array::from_fn(|weekday| day(&week[weekday])),
            zone: text(policy.hours.zone.name()),
            holidays: text(holidays.join("\n")),
            targets: TargetsForm {
                dispute_first: hours(targets.dispute.first_response, style),
                dispute_settled: hours(targets.dispute.resolution, style),
                other_first: hours(targets.other.first_response, style),
                other_settled: hours(targets.other.resolution, style),
                warn_at: text(targets.warn_at),
                call_back: text(targets.call_back_minutes),
                short_abandon: text(targets.short_abandon),
                reopen: text(targets.reopen_days),
            },
            identity: IdentityForm {
                waits: text(waits.join(", ")),
                locks_at: text(identity.ladder.locks_at),
                idle: text(identity.idle_seconds),
                unchanged: text(identity.unchanged_days),
                fact_bits: text(identity.fact_bits),
                refuses_facts: RwSignal::new(identity.refuses_facts),
                writes_notices: RwSignal::new(identity.writes_notices),
            },
            limits: std::array::from_fn(|role| {
                LimitsForm::of(&discounts.authority.limits[role], style)
            }),
            currency: discounts.budget.currency(),
            floor: decimal(discounts.authority.margin_floor.value(), style),
            budget: decimal(discounts.budget.to_decimal(), style),
            reasons: text(discounts.reasons.join("\n")),
            approval: hours(discounts.approval_minutes, style),
            offer_days: text(discounts.offer_days),
            rules: RwSignal::new(rules.collect()),
        }
    }

    /// The policy as typed, or every field that is wrong.
    pub fn read(self, style: DecimalStyle) -> Result<Policy, Found> {
        let mut reader = Reader::new(style);
        let hours = self.read_hours(&mut reader);
        let targets = self.targets.read(&mut reader);
        let identity = self.identity.read(&mut reader);
        let discounts = self.read_discounts(&mut reader);
        let policy = (|| {
            Some(Policy {
                hours: hours?,
                targets: targets?,
                identity: identity?,
                discounts: discounts?,
            })
        })();
        reader.finish(policy)
    }

    fn read_hours(self, reader: &mut Reader) -> Option<WorkingTime> {
        let week = std::array::from_fn(|weekday| {
            let typed = self.days[weekday].get_untracked();
            let parts = typed.split([',', ';']).map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            let hours: Result<Vec<Opening>, Fault> = parts
                .map(|part| part.parse().map_err(|_| Fault::Hours))
                .collect();
            reader.take(id::of_day(weekday), hours).unwrap_or_default()
        });
        let zone = self.zone.get_untracked();
        let zone = zone.trim().parse::<Tz>().map_err(|_| Fault::Zone);
        let zone = reader.take(id::ZONE, zone);
        let holidays: Result<BTreeSet<NaiveDate>, Fault> = self
            .holidays
            .get_untracked()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| day(line).ok_or_else(|| Fault::Day(line.to_owned())))
            .collect();
        let holidays = reader.take(id::HOLIDAYS, holidays);
        let hours = WorkingTime {
            zone: zone?,
            week,
            holidays: holidays?,
        };
        if let Some(weekday) = hours.overlap() {
            reader.wrong(id::of_day(weekday), Fault::HoursOverlap);
        }
        Some(hours)
    }

    fn read_discounts(self, reader: &mut Reader) -> Option<Discounts> {
        let limits = Role::ALL.map(|role| {
            let at = |part: &str| id::of_limit(role, part);
            self.limits[role as usize].read(at, self.currency, reader)
        });
        let rules = self.rules.get_untracked();
        let rules: Vec<_> = rules
            .into_iter()
            .map(|rule| rule.read(self.currency, reader))
            .collect();
        let floor = reader.percent(id::FLOOR, &self.floor.get_untracked());
        let budget = reader.money(id::BUDGET, &self.budget.get_untracked(), self.currency);
        let approval = minutes(reader, id::APPROVAL, self.approval, 0);
        let offer_days = reader.whole(id::OFFER_DAYS, &self.offer_days.get_untracked(), 1, 365);
        let [representative, lead, manager, owner] = limits;
        let reasons = self.reasons.get_untracked();
        let reasons = reasons.lines().map(str::trim);
        let authority = Authority {
            limits: [representative?, lead?, manager?, owner?],
            margin_floor: floor?,
        };
        if let Some((role, limit)) = authority.above_next() {
            reader.wrong(id::of_limit(role, part_of(limit)), Fault::AboveHigherRole);
        }
        Some(Discounts {
            authority,
            rules: rules.into_iter().collect::<Option<_>>()?,
            budget: budget?,
            reasons: reasons
                .filter(|reason| !reason.is_empty())
                .map(str::to_owned)
                .collect(),
            approval_minutes: approval?,
            offer_days: offer_days?,
        })
    }
}

impl TargetsForm {
    fn read(self, reader: &mut Reader) -> Option<Targets> {
        let dispute_first = minutes(reader, id::DISPUTE_FIRST, self.dispute_first, 1);
        let dispute_settled = minutes(reader, id::DISPUTE_SETTLED, self.dispute_settled, 1);
        let other_first = minutes(reader, id::OTHER_FIRST, self.other_first, 1);
        let other_settled = minutes(reader, id::OTHER_SETTLED, self.other_settled, 1);
        let warn_at = reader.whole(id::WARN_AT, &self.warn_at.get_untracked(), 1, 100);
        let call_back = reader.whole(id::CALL_BACK, &self.call_back.get_untracked(), 1, 480);
        let short = reader.whole(
            id::SHORT_ABANDON,
            &self.short_abandon.get_untracked(),
            0,
            60,
        );
        let reopen = reader.whole(id::REOPEN, &self.reopen.get_untracked(), 0, 3_650);
        Some(Targets {
            dispute: Target {
                first_response: dispute_first?,
                resolution: dispute_settled?,
            },
            other: Target {
                first_response: other_first?,
                resolution: other_settled?,
            },
            warn_at: u8::try_from(warn_at?).ok()?,
            short_abandon: short?,
            call_back_minutes: call_back?,
            reopen_days: reopen?,
        })
    }
}

impl IdentityForm {
    fn read(self, reader: &mut Reader) -> Option<Identity> {
        let waits: Result<Vec<u32>, Fault> = self
            .waits
            .get_untracked()
            .split([',', ';', ' '])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                let wait = part.parse().ok().filter(|wait| *wait <= 86_400);
                wait.ok_or(Fault::Whole {
                    least: 0,
                    most: 86_400,
                })
            })
            .collect();
        let waits = reader.take(id::WAITS, waits);
        // At most five failures in a row: Commission Delegated Regulation (EU) 2018/389, art. 4(3)(b).
        let locks_at = reader.whole(id::LOCKS_AT, &self.locks_at.get_untracked(), 1, 5);
        let idle = reader.whole(id::IDLE, &self.idle.get_untracked(), 30, 3_600);
        let unchanged = reader.whole(id::UNCHANGED, &self.unchanged.get_untracked(), 0, 3_650);
        let fact_bits = reader.whole(id::FACT_BITS, &self.fact_bits.get_untracked(), 20, 128);
        Some(Identity {
            ladder: Ladder {
                waits: waits?,
                locks_at: locks_at?,
            },
            unchanged_days: unchanged?,
            fact_bits: fact_bits?,
            refuses_facts: self.refuses_facts.get_untracked(),
            idle_seconds: idle?,
            writes_notices: self.writes_notices.get_untracked(),
        })
    }
}

impl LimitsForm {
    /// The form of limits.
    pub fn of(limits: &Limits, style: DecimalStyle) -> Self {
        LimitsForm {
            percent: decimal(limits.percent.value(), style),
            months: text(limits.months),
            total: decimal(limits.total.to_decimal(), style),
            grants: text(limits.grants_a_year),
        }
    }

    /// The same texts in fields of their own.
    pub fn copied(self) -> Self {
        LimitsForm {
            percent: text(self.percent.get_untracked()),
            months: text(self.months.get_untracked()),
            total: text(self.total.get_untracked()),
            grants: text(self.grants.get_untracked()),
        }
    }

    /// The limits as typed; `at` names the fields.
    pub fn read(
        self,
        at: impl Fn(&'static str) -> String,
        currency: Currency,
        reader: &mut Reader,
    ) -> Option<Limits> {
        let percent = reader.percent(at("percent"), &self.percent.get_untracked());
        let months = reader.whole(at("months"), &self.months.get_untracked(), 0, 120);
        let total = reader.money(at("total"), &self.total.get_untracked(), currency);
        let grants = reader.whole(at("grants"), &self.grants.get_untracked(), 0, MANY);
        Some(Limits {
            percent: percent?,
            months: months?,
            total: total?,
            grants_a_year: grants?,
        })
    }
}

/// The part of a limit's field name.
fn part_of(limit: Limit) -> &'static str {
    match limit {
        Limit::Percent => "percent",
        Limit::Months => "months",
        Limit::Total => "total",
        Limit::GrantsAYear => "grants",
    }
}

/// Hours that were typed, as whole minutes.
fn minutes(
    reader: &mut Reader,
    field: &'static str,
    typed: RwSignal<String>,
    least: u32,
) -> Option<u32> {
    let hours = reader.quantity(field, &typed.get_untracked())?;
    let minutes = hours.value().checked_mul(Decimal::from(60))?.round();
    let minutes = minutes
        .to_u32()
        .filter(|minutes| (least..=MANY).contains(minutes));
    reader.take(field, minutes.ok_or(Fault::WholeFrom { least }))
}

/// A day as it is kept, or as Finns write it: `6.12.2026`.
fn day(line: &str) -> Option<NaiveDate> {
    parse_date(line).or_else(|| NaiveDate::parse_from_str(line, "%d.%m.%Y").ok())
}
