//! A bill that fits: what a customer's own last twelve months would have cost on every plan that is sold, and what the
//! next twelve will.
//!
//! A plan is recommended only if it would have been cheaper, by enough to be worth a word, and will be cheaper from the day
//! on which the contract lets it be changed. It never is where it would cost more either way: cheaper-plan advice that
//! doesn't hold drives customers away (Ascarza, Iyengar and Schleicher 2016), and Ofcom's best-tariff rule asks for the
//! tariff that is best on the customer's own usage.

mod history;

pub use history::{History, MONTHS, Pricing};

use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::contract::{Contract, Discount, PriceSource, Service};
use crate::billing::id::{ContractId, ProductId, ServiceId};
use crate::billing::invoice::Invoice;
use crate::billing::plan::{ChangeWindow, PlanChange, changed, discounts_from, is_alternative};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::billing::run::next_bills;
use crate::money::{Money, Percent, UnitPrice};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use uuid::Uuid;

/// The service that begins, in the contract as it would be. It is never kept.
const FORESEEN: ServiceId = ServiceId(Uuid::nil());

/// When a saving is worth a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SavingsPolicy {
    /// The least share of what was billed.
    pub least_share: Percent,
    /// The least saving a year, in whole units of the contract's currency.
    pub least_a_year: u32,
    /// Whether discounts that run are carried over to the other plan. Without, a plan has to be better than the present one
    /// with all its discounts.
    pub keeps_discounts: bool,
}

impl Default for SavingsPolicy {
    /// Five per cent and twelve euros a year (rule F09), discounts lost.
    fn default() -> Self {
        SavingsPolicy {
            least_share: Percent::new(Decimal::from(5)).unwrap_or(Percent::ZERO),
            least_a_year: 12,
            keeps_discounts: false,
        }
    }
}

/// What is asked: one service of a contract, on a day.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The book.
    pub book: &'a Book,
    /// The contract.
    pub contract: ContractId,
    /// The service.
    pub service: ServiceId,
    /// Documents of the account, in any order; at least those of the last twelve months.
    pub invoices: &'a [Invoice],
    /// Today where the seller is.
    pub today: NaiveDate,
    /// When a saving is worth a word.
    pub policy: SavingsPolicy,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// The plans, side by side.
    Compared(Box<Savings>),
    /// Nothing can be compared.
    Nothing(WhyNothing),
}

/// Why nothing can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhyNothing {
    /// The service is no product of the catalogue.
    NoProduct,
    /// Its product belongs to no family of plans.
    NoFamily,
    /// No other plan of the family is sold in the contract's currency and unit.
    NoOtherPlan,
    /// Nothing of it has been billed yet.
    NotBilled,
    /// It ends before its plan could be changed.
    Ends,
}

/// The plans, side by side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Savings {
    /// What was billed.
    pub history: History,
    /// When the plan can be changed.
    pub window: ChangeWindow,
    /// Through which day the future is compared: twelve months from the day on which the plan can be changed.
    pub horizon: NaiveDate,
    /// What the contract's bills come to by then as it stands, VAT included.
    pub coming: Money,
    /// Discounts that still run on the day of the change: carried over or lost, as the policy says.
    pub discounts: Vec<Discount>,
    /// The other plans, the one that would have been cheapest first.
    pub tariffs: Vec<Tariff>,
}

/// One other plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tariff {
    /// The product.
    pub product: ProductId,
    /// Its price today, of one unit for a whole billing period.
    pub price: UnitPrice,
    /// What the same days and quantities would have cost at that price, VAT included.
    pub cost: Money,
    /// By how much that is less than what was billed; negative where it is more.
    pub saving: Money,
    /// The same a year.
    pub saving_a_year: Money,
    /// What the contract's bills come to through the horizon if the plan is changed on the first day possible.
    pub coming: Money,
    /// By how much that is less than without the change; negative where it is more.
    pub coming_saving: Money,
    /// Whether it would have been cheaper by at least what the policy asks, and will be cheaper.
    pub is_recommended: bool,
}

impl Savings {
    /// The recommended plan that saves most a year; none where the present one is the best.
    pub fn best(&self) -> Option<&Tariff> {
        self.tariffs
            .iter()
            .filter(|tariff| tariff.is_recommended)
            .max_by_key(|tariff| (tariff.saving_a_year.minor(), tariff.coming_saving.minor()))
    }
}

/// F09: the plan that is better for the customer on their own last twelve months, by at least 5 % and 12 units of the
/// currency a year (or what the policy says), and not dearer in the twelve to come; none where there is no such plan or
/// nothing to compare.
///
/// `saving` of the answer is the rule's amount, VAT included. The contract and the catalogue are the book's; `invoices` are
/// the account's documents as issued, credit notes too. Refused where the book can't price the contract itself.
pub fn best_tariff(question: &Question<'_>) -> Result<Option<Tariff>, Refusal> {
    Ok(match find(question)? {
        Finding::Compared(savings) => savings.best().cloned(),
        Finding::Nothing(_) => None,
    })
}

/// Compares every plan that could take the service's place.
pub fn find(question: &Question<'_>) -> Result<Finding, Refusal> {
    let book = question.book;
    let contract = book
        .contracts
        .get(&question.contract)
        .ok_or(Refusal::unknown(Field::Number))?;
    let service = contract
        .service(question.service)
        .ok_or(Refusal::unknown(Field::Product))?;
    let account = book
        .accounts
        .get(&contract.account)
        .ok_or(Refusal::unknown(Field::Account))?;
    let nothing = |why| Ok(Finding::Nothing(why));
    let Some(present) = service.product.and_then(|id| book.products.get(&id)) else {
        return nothing(WhyNothing::NoProduct);
    };
    if present.family.is_none() {
        return nothing(WhyNothing::NoFamily);
    }
    let window = window_of(contract, service, question.today);
    let ends = [contract.last_day, service.last_day];
    if ends
        .into_iter()
        .flatten()
        .any(|last| last < window.earliest)
    {
        return nothing(WhyNothing::Ends);
    }
    let plans = plans(question, contract, service, present);
    if plans.is_empty() {
        return nothing(WhyNothing::NoOtherPlan);
    }
    let Some(history) = History::read(contract, service, question.invoices, question.today)? else {
        return nothing(WhyNothing::NotBilled);
    };
    compare(
        question, account, contract, service, window, history, &plans,
    )
    .map(|savings| Finding::Compared(Box::new(savings)))
}

/// When a service's plan can be changed: as the contract says, and not before its second day.
pub fn window_of(contract: &Contract, service: &Service, today: NaiveDate) -> ChangeWindow {
    ChangeWindow::of(contract, today).not_before(contract, second_day(service))
}

/// The same if minimum term and notice are waived.
pub fn waived_window(contract: &Contract, service: &Service, today: NaiveDate) -> ChangeWindow {
    ChangeWindow::waived(contract, today).not_before(contract, second_day(service))
}

fn second_day(service: &Service) -> NaiveDate {
    service.starts.succ_opt().unwrap_or(NaiveDate::MAX)
}

/// A plan and its price today.
type Plan<'a> = (&'a Product, UnitPrice);

/// The plans that are sold today. The present one is among them where it is sold at another price than this customer's.
fn plans<'a>(
    question: &Question<'a>,
    contract: &Contract,
    service: &Service,
    present: &Product,
) -> Vec<Plan<'a>> {
    let today = question.today;
    let own = service.price_on(Some(present), contract.currency, today.max(service.starts));
    question
        .book
        .products
        .values()
        .filter(|other| is_alternative(service, present, other, today))
        .filter_map(|other| Some((other, other.price_on(contract.currency, today)?)))
        .filter(|(other, price)| other.id != present.id || own.is_some_and(|own| own != *price))
        .collect()
}

fn compare(
    question: &Question<'_>,
    account: &Account,
    contract: &Contract,
    service: &Service,
    window: ChangeWindow,
    history: History,
    plans: &[Plan<'_>],
) -> Result<Savings, Refusal> {
    let policy = question.policy;
    let book = question.book;
    let horizon = window
        .earliest
        .checked_add_months(Months::new(MONTHS))
        .unwrap_or(NaiveDate::MAX);
    let coming = coming(book, contract, question.today, horizon)?;
    let mut tariffs = Vec::with_capacity(plans.len());
    for (product, price) in plans {
        let cost = history.rated(&Pricing {
            price: *price,
            tax: &product.tax,
            tax_included: product.tax_included,
            keeps_discounts: policy.keeps_discounts,
            billed_tax: &service.tax,
            treatment: account.treatment,
            country: book.seller.address.country,
        })?;
        let change = PlanChange {
            contract: contract.id,
            service: service.id,
            new_service: FORESEEN,
            product: product.id,
            price: PriceSource::Catalogue,
            from: window.earliest,
            keeps_discounts: policy.keeps_discounts,
            waive_notice: false,
        };
        // A plan that is withdrawn before the change can be made is none to choose.
        let then = match changed(book, &change, question.today) {
            Ok(revised) => self::coming(book, &revised, question.today, horizon)?,
            Err(_) => continue,
        };
        tariffs.push(tariff(
            product.id, *price, cost, then, coming, &history, policy,
        )?);
    }
    tariffs.sort_by_key(|tariff| (tariff.cost.minor(), tariff.coming.minor(), tariff.product));
    Ok(Savings {
        discounts: discounts_from(service, window.earliest)
            .into_iter()
            .cloned()
            .collect(),
        history,
        window,
        horizon,
        coming,
        tariffs,
    })
}

fn tariff(
    product: ProductId,
    price: UnitPrice,
    cost: Money,
    then: Money,
    coming: Money,
    history: &History,
    policy: SavingsPolicy,
) -> Result<Tariff, Refusal> {
    let too_large = || Refusal::whole(RefusalKind::AmountTooLarge);
    let saving = history.billed.checked_sub(cost).map_err(|_| too_large())?;
    let saving_a_year = history.a_year(saving).ok_or_else(too_large)?;
    let coming_saving = coming.checked_sub(then).map_err(|_| too_large())?;
    let share = policy.least_share.of_exact(history.billed.to_decimal());
    let is_worth_a_word = saving.to_decimal() >= share
        && saving_a_year.to_decimal() >= Decimal::from(policy.least_a_year);
    Ok(Tariff {
        product,
        price,
        cost,
        saving,
        saving_a_year,
        coming: then,
        coming_saving,
        is_recommended: saving.is_positive() && coming_saving.is_positive() && is_worth_a_word,
    })
}

/// What the bills of a contract come to from `today` until before `horizon`, made by the code that bills.
fn coming(
    book: &Book,
    contract: &Contract,
    today: NaiveDate,
    horizon: NaiveDate,
) -> Result<Money, Refusal> {
    let periods = contract.cycle.periods(today, horizon).count();
    let services = contract.services.len();
    // A change of terms may make a bill of its own between the regular ones.
    let most = periods
        .saturating_add(services.saturating_mul(4))
        .saturating_add(4);
    next_bills(book, contract, today, most)?
        .iter()
        .filter(|bill| bill.on < horizon)
        .try_fold(Money::zero(contract.currency), |sum, bill| {
            sum.checked_add(bill.computed.totals.amount_due)
                .map_err(|_| Refusal::whole(RefusalKind::AmountTooLarge))
        })
}
