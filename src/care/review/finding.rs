//! What a review finds: the rule, how much, the evidence, and the command that corrects it.

use crate::billing::command::{Allocation, Command, CreditExtent, CreditInvoice};
use crate::billing::id::{ChargeId, ContractId, InvoiceId, ProductId, SeriesId, ServiceId};
use crate::billing::invoice::CreditReason;
use crate::billing::receivable::CreditSource;
use crate::calendar::Period;
use crate::care::savings::SavingsPolicy;
use crate::money::{Money, Percent, UnitPrice};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A rule of fair treatment. F13 is no rule of ours.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Rule {
    /// F01: a line above the contract's price.
    ContractPrice,
    /// F02: the same days billed twice.
    Duplicate,
    /// F03: days after the end.
    AfterEnd,
    /// F04: a promised discount that was not given.
    MissingDiscount,
    /// F05: a rise of a price without notice in time.
    PriceRise,
    /// F06: a wrong rate of VAT.
    Vat,
    /// F07: a price far above that of others on the same plan.
    Peers,
    /// F08: an old customer pays more than a new one.
    Loyalty,
    /// F09: another plan would have been cheaper.
    BestTariff,
    /// F10: charged for lateness during a dispute.
    DisputedCharge,
    /// F11: a reminder that cost too much or came too soon.
    Reminder,
    /// F12: a bill far above those before it.
    BillShock,
    /// F14: money that lay there unused.
    Misplaced,
    /// F15: days that were billed and not active, or active and not billed.
    Coverage,
    /// F16: a total that is not the sum of its parts.
    Arithmetic,
}

impl Rule {
    /// Every rule, in order.
    pub const ALL: [Rule; 15] = [
        Rule::ContractPrice,
        Rule::Duplicate,
        Rule::AfterEnd,
        Rule::MissingDiscount,
        Rule::PriceRise,
        Rule::Vat,
        Rule::Peers,
        Rule::Loyalty,
        Rule::BestTariff,
        Rule::DisputedCharge,
        Rule::Reminder,
        Rule::BillShock,
        Rule::Misplaced,
        Rule::Coverage,
        Rule::Arithmetic,
    ];

    /// Its short name.
    pub fn code(self) -> &'static str {
        match self {
            Rule::ContractPrice => "F01",
            Rule::Duplicate => "F02",
            Rule::AfterEnd => "F03",
            Rule::MissingDiscount => "F04",
            Rule::PriceRise => "F05",
            Rule::Vat => "F06",
            Rule::Peers => "F07",
            Rule::Loyalty => "F08",
            Rule::BestTariff => "F09",
            Rule::DisputedCharge => "F10",
            Rule::Reminder => "F11",
            Rule::BillShock => "F12",
            Rule::Misplaced => "F14",
            Rule::Coverage => "F15",
            Rule::Arithmetic => "F16",
        }
    }

    /// Why a credit note corrects it.
    pub(super) fn reason(self) -> CreditReason {
        match self {
            Rule::Duplicate => CreditReason::DuplicatedCharge,
            Rule::AfterEnd | Rule::Coverage => CreditReason::NotDelivered,
            _ => CreditReason::BillingError,
        }
    }
}

/// How serious a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Severity {
    /// Owed to the customer: a correction, never a discount.
    Owed,
    /// Legal and perhaps unfair: to talk about.
    Talk,
    /// Charged too little: told to managers, never charged afterwards of itself.
    Undercharged,
}

/// A line of an issued document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The document.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// The line, counted from 0.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// The days it is for.
    pub days: Option<Period>,
}

/// What was compared. Amounts are as priced: without tax, or with it where the line's price contains it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Evidence {
    /// F01: what a line says, and what the contract says for the same days.
    Price {
        /// The line.
        place: Place,
        /// Billed for one unit and period.
        billed: UnitPrice,
        /// Agreed for one unit and period.
        agreed: UnitPrice,
        /// Billed for the days that count.
        billed_amount: Money,
        /// Agreed for them.
        agreed_amount: Money,
    },
    /// F02: two lines for the same days.
    Twice {
        /// The line that is given back.
        place: Place,
        /// The line that stays.
        other: Place,
        /// Days that both charge.
        days: u32,
    },
    /// F03: days after the last one.
    AfterEnd {
        /// The line.
        place: Place,
        /// The contract's or the service's last day.
        last_day: NaiveDate,
        /// Days charged after it.
        days: u32,
    },
    /// F04: the discount that was due, and the one that was given.
    Discount {
        /// The line.
        place: Place,
        /// Promised for the days that count.
        due: Money,
        /// Given for them.
        given: Money,
    },
    /// F05: a rise that the line charges too soon.
    Rise {
        /// The line.
        place: Place,
        /// The price before.
        old: UnitPrice,
        /// The price charged.
        new: UnitPrice,
        /// The first day on which it was charged.
        from: NaiveDate,
        /// The day on which customers were told, if they were.
        told: Option<NaiveDate>,
        /// The first day from which that notice holds.
        earliest: Option<NaiveDate>,
    },
    /// F06: a rate that is not that of its class and day.
    Vat {
        /// The line.
        place: Place,
        /// Billed.
        billed: Percent,
        /// Right.
        right: Percent,
    },
    /// F07: a price among others.
    Peers {
        /// The contract.
        contract: ContractId,
        /// The product.
        product: ProductId,
        /// This customer's price, the discount that runs taken off.
        price: UnitPrice,
        /// The median of all on the plan.
        median: Decimal,
        /// Among how many.
        count: usize,
    },
    /// F08: the next twelve months, with VAT.
    Loyalty {
        /// The contract.
        contract: ContractId,
        /// The product.
        product: ProductId,
        /// For this customer.
        own: Money,
        /// For a new one.
        new: Money,
    },
    /// F09: another plan, with VAT.
    Tariff {
        /// The contract.
        contract: ContractId,
        /// The service.
        service: ServiceId,
        /// The better product.
        product: ProductId,
        /// What it would save a year.
        saving: Money,
    },
    /// F10, F11, F14: something charged for lateness.
    Late {
        /// The overdue invoice.
        invoice: InvoiceId,
        /// Its number.
        number: String,
        /// The day of the reminder or charge.
        on: NaiveDate,
        /// What was charged, as priced.
        charged: Money,
        /// What of it may be charged.
        allowed: Money,
        /// F11: days since the due date or the reminder before.
        days_since: Option<i64>,
    },
    /// F12: thirty days of a bill against those before it, with VAT.
    Shock {
        /// The bill.
        invoice: InvoiceId,
        /// Its number.
        number: String,
        /// Thirty days of it.
        bill: Money,
        /// The median of thirty days of those before.
        usual: Money,
        /// How many those are.
        bills: usize,
    },
    /// F14: money left over while an invoice is overdue.
    Unused {
        /// The invoice.
        invoice: InvoiceId,
        /// Its number.
        number: String,
        /// What is open on it.
        open: Money,
        /// What lies there.
        left: Money,
    },
    /// F15: days that were billed and not active.
    Outside {
        /// The line.
        place: Place,
        /// How many.
        days: u32,
    },
    /// F15: active days between billed ones that nobody billed.
    Unbilled {
        /// The contract.
        contract: ContractId,
        /// What the service says on a bill.
        text: String,
        /// How many.
        days: u32,
    },
    /// F16: a total and the sum of its parts.
    Total {
        /// The document.
        invoice: InvoiceId,
        /// Its number.
        number: String,
        /// The total it says.
        total: Money,
        /// The sum of lines, discounts, fees and VAT.
        sum: Money,
    },
}

/// What corrects a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Correction {
    /// A credit note.
    Credit(LineCredit),
    /// A charge that waits for the next bill is withdrawn.
    Withdraw(ChargeId),
    /// Money that lies there settles the invoice.
    Use {
        /// The money.
        source: CreditSource,
        /// The invoice.
        invoice: InvoiceId,
        /// How much.
        amount: Money,
    },
}

/// A credit note for lines or parts of lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineCredit {
    /// The invoice.
    pub invoice: InvoiceId,
    /// How much of which line, as priced.
    pub lines: Vec<(usize, Money)>,
    /// Why.
    pub reason: CreditReason,
    /// Whether the next run bills the days again.
    pub bill_again: bool,
}

/// With what a correction is carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// Identity of the credit note.
    pub credit_note: InvoiceId,
    /// The series it is from.
    pub series: SeriesId,
    /// Its date.
    pub on: NaiveDate,
}

impl LineCredit {
    /// The credit that is asked for.
    pub fn stamped(&self, stamp: Stamp) -> CreditInvoice {
        CreditInvoice {
            invoice: self.invoice,
            credit_note: stamp.credit_note,
            series: stamp.series,
            issue_date: stamp.on,
            extent: CreditExtent::Lines(self.lines.clone()),
            reason: self.reason,
            note: String::new(),
            bill_again: self.bill_again,
        }
    }
}

impl Correction {
    /// The command that carries it out.
    pub fn command(&self, stamp: Stamp) -> Command {
        match self {
            Correction::Credit(credit) => Command::CreditInvoice(credit.stamped(stamp)),
            Correction::Withdraw(charge) => Command::WithdrawCharge(*charge),
            Correction::Use {
                source,
                invoice,
                amount,
            } => Command::UseCredit {
                source: *source,
                allocations: vec![Allocation {
                    invoice: *invoice,
                    amount: *amount,
                }],
                on: stamp.on,
            },
        }
    }
}

/// One thing a review found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How serious it is.
    pub severity: Severity,
    /// How much, with VAT where the customer pays VAT, less what was credited already. Zero where nothing can be said in money.
    pub amount: Money,
    /// What was compared.
    pub evidence: Vec<Evidence>,
    /// What corrects it; none where there is nothing to correct, or nothing that one document could.
    pub correction: Option<Correction>,
}

/// What the review of an account found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// Rules that found nothing that is owed or to be talked about.
    pub passed: Vec<Rule>,
    /// What was found, the most serious first.
    pub findings: Vec<Finding>,
    /// What is owed to the customer, with VAT.
    pub owed: Money,
}

impl Review {
    /// Whether nothing is owed to the customer.
    pub fn is_fair(&self) -> bool {
        !self.of(Severity::Owed).any(|_| true)
    }

    /// Findings of one severity.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |finding| finding.severity == severity)
    }

    /// The rules of findings of one severity, each once.
    pub fn rules(&self, severity: Severity) -> Vec<Rule> {
        let mut rules: Vec<Rule> = self.of(severity).map(|finding| finding.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// From when on something is worth a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Thresholds {
    /// F05: months between the notice of a rise and its first day. One: a change that adds a burden holds a month after it was
    /// sent at the earliest (Finnish Consumer Ombudsman on changes of terms; Directive (EU) 2018/1972, art. 105(4)). It is
    /// asked for towards companies too.
    pub notice_months: u32,
    /// F09: what another plan must save.
    pub savings: SavingsPolicy,
    /// F11: the most a reminder to a person may cost, in minor units of the euro (Debt Collection Act 513/1999, section 10 a).
    pub reminder_fee: i64,
    /// F12: the last bill is looked at for so many days.
    pub shock_days: u32,
}

impl Default for Thresholds {
    /// One month's notice, five per cent and twelve euros a year, five euros a reminder, 45 days.
    fn default() -> Self {
        Thresholds {
            notice_months: 1,
            savings: SavingsPolicy::default(),
            reminder_fee: 500,
            shock_days: 45,
        }
    }
}
