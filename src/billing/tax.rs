//! Value added tax: categories, the wording the law asks for, and the breakdown of a document.
//!
//! Rates by country and date are data, see [`tax_rate`](crate::billing::tax_rate).

use crate::billing::identifier::CountryCode;
use crate::billing::tax_rate::{self, RateClass};
use crate::money::{Money, Percent};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// VAT category of a line or a breakdown (EN 16931 BT-118, BT-151; UNCL 5305).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum TaxCategory {
    /// `S`: taxed at a rate above zero.
    #[serde(rename = "S")]
    Standard,
    /// `Z`: taxed at zero per cent.
    #[serde(rename = "Z")]
    Zero,
    /// `E`: exempt (Directive 2006/112/EC, Articles 132 to 135 and the like).
    #[serde(rename = "E")]
    Exempt,
    /// `AE`: reverse charge, the buyer accounts for the tax (Articles 194 to 199a).
    #[serde(rename = "AE")]
    ReverseCharge,
    /// `K`: intra-community supply of goods (Article 138).
    #[serde(rename = "K")]
    IntraCommunity,
    /// `G`: export outside the Union (Article 146).
    #[serde(rename = "G")]
    Export,
    /// `O`: outside the scope of the tax.
    #[serde(rename = "O")]
    OutsideScope,
}

impl TaxCategory {
    /// Every category, in the order in which a form offers them.
    pub const ALL: [TaxCategory; 7] = [
        TaxCategory::Standard,
        TaxCategory::Zero,
        TaxCategory::Exempt,
        TaxCategory::ReverseCharge,
        TaxCategory::IntraCommunity,
        TaxCategory::Export,
        TaxCategory::OutsideScope,
    ];

    /// The UNCL 5305 code.
    pub fn code(self) -> &'static str {
        match self {
            TaxCategory::Standard => "S",
            TaxCategory::Zero => "Z",
            TaxCategory::Exempt => "E",
            TaxCategory::ReverseCharge => "AE",
            TaxCategory::IntraCommunity => "K",
            TaxCategory::Export => "G",
            TaxCategory::OutsideScope => "O",
        }
    }

    /// Whether the document must say why no tax is charged (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10).
    pub fn needs_reason(self) -> bool {
        match self {
            TaxCategory::Standard | TaxCategory::Zero => false,
            TaxCategory::Exempt
            | TaxCategory::ReverseCharge
            | TaxCategory::IntraCommunity
            | TaxCategory::Export
            | TaxCategory::OutsideScope => true,
        }
    }

    /// The VATEX code of the reason, where one fits without knowing more (BT-121).
    pub fn reason_code(self) -> Option<&'static str> {
        match self {
            TaxCategory::Standard | TaxCategory::Zero | TaxCategory::Exempt => None,
            TaxCategory::ReverseCharge => Some("VATEX-EU-AE"),
            TaxCategory::IntraCommunity => Some("VATEX-EU-IC"),
            TaxCategory::Export => Some("VATEX-EU-G"),
            TaxCategory::OutsideScope => Some("VATEX-EU-O"),
        }
    }
}

/// Where a rate comes from: the law's table, or a figure of one's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rate {
    /// The rate of this class in the seller's country on the day of supply.
    Class(RateClass),
    /// A rate fixed by hand, for countries and cases the table doesn't know.
    Fixed(Percent),
}

/// How something sold is taxed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxRule {
    /// The category (BT-151).
    pub category: TaxCategory,
    /// The rate, used in category `S` only; in the others it is zero.
    pub rate: Rate,
    /// Why no tax is charged, in the words of the document (BT-120); `None` takes the standard wording of the category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl TaxRule {
    /// Taxed at the standard rate of the seller's country.
    pub const STANDARD: TaxRule = TaxRule {
        category: TaxCategory::Standard,
        rate: Rate::Class(RateClass::Standard),
        reason: None,
    };

    /// Category `S` at a rate class.
    pub fn class(class: RateClass) -> TaxRule {
        TaxRule {
            category: TaxCategory::Standard,
            rate: Rate::Class(class),
            reason: None,
        }
    }

    /// Category `S` at a fixed rate.
    pub fn fixed(rate: Percent) -> TaxRule {
        TaxRule {
            category: TaxCategory::Standard,
            rate: Rate::Fixed(rate),
            reason: None,
        }
    }

    /// A category without tax.
    pub fn untaxed(category: TaxCategory) -> TaxRule {
        TaxRule {
            category,
            rate: Rate::Fixed(Percent::ZERO),
            reason: None,
        }
    }

    /// The tax of a supply on `day` by a seller in `country`; `None` where the table has no such rate.
    pub fn on(&self, country: CountryCode, day: NaiveDate) -> Option<Tax> {
        let rate = match (self.category, self.rate) {
            (TaxCategory::Standard, Rate::Class(class)) => tax_rate::rate_on(country, class, day)?,
            (TaxCategory::Standard, Rate::Fixed(rate)) => rate,
            _ => Percent::ZERO,
        };
        // A zero rate under `S` is not allowed (BR-S-05): it is what `Z` means.
        let category = match self.category {
            TaxCategory::Standard if rate == Percent::ZERO => TaxCategory::Zero,
            other => other,
        };
        Some(Tax { category, rate })
    }

    /// The days in `period` on which the law changes this rule's rate: a supply over them is split there.
    pub fn changes_within(
        &self,
        country: CountryCode,
        period: crate::calendar::Period,
    ) -> Vec<NaiveDate> {
        match (self.category, self.rate) {
            (TaxCategory::Standard, Rate::Class(class)) => {
                tax_rate::changes_between(country, class, period.from(), period.to())
            }
            _ => Vec::new(),
        }
    }
}

/// A category with its rate: what lines are grouped by (BG-23).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Tax {
    /// Category (BT-151).
    pub category: TaxCategory,
    /// Rate in per cent (BT-152).
    pub rate: Percent,
}

/// One group of the VAT breakdown (EN 16931 BG-23).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxBreakdown {
    /// Category and rate of the group.
    #[serde(flatten)]
    pub tax: Tax,
    /// Taxable amount (BT-116): lines − allowances + charges of the group.
    pub taxable: Money,
    /// Tax amount (BT-117): rate × taxable amount, rounded once.
    pub amount: Money,
    /// Why no tax is charged (BT-120), where somebody wrote words of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How the customer's own standing changes the tax of everything sold to them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxTreatment {
    /// As the product says.
    #[default]
    Domestic,
    /// The buyer accounts for the tax (construction work at home, services to a business in another member state).
    ReverseCharge,
    /// Goods to a business in another member state.
    IntraCommunity,
    /// Goods to a customer outside the Union.
    Export,
    /// Exempt by the customer's own standing (embassies, organisations).
    Exempt,
    /// Outside the scope of the tax.
    OutsideScope,
}

impl TaxTreatment {
    /// Every treatment, in the order in which a form offers them.
    pub const ALL: [TaxTreatment; 6] = [
        TaxTreatment::Domestic,
        TaxTreatment::ReverseCharge,
        TaxTreatment::IntraCommunity,
        TaxTreatment::Export,
        TaxTreatment::Exempt,
        TaxTreatment::OutsideScope,
    ];

    /// The rule that holds for a customer treated so, where `rule` holds for others.
    pub fn over(self, rule: &TaxRule) -> TaxRule {
        let category = match self {
            TaxTreatment::Domestic => return rule.clone(),
            TaxTreatment::ReverseCharge => TaxCategory::ReverseCharge,
            TaxTreatment::IntraCommunity => TaxCategory::IntraCommunity,
            TaxTreatment::Export => TaxCategory::Export,
            TaxTreatment::Exempt => TaxCategory::Exempt,
            TaxTreatment::OutsideScope => TaxCategory::OutsideScope,
        };
        match rule.category {
            // Only what would be taxed changes; an exempt product stays exempt under its own article.
            TaxCategory::Standard | TaxCategory::Zero => TaxRule::untaxed(category),
            _ => rule.clone(),
        }
    }

    /// Whether the buyer's VAT id must stand on the document (BR-AE-03, BR-IC-02).
    pub fn needs_buyer_vat_id(self) -> bool {
        matches!(
            self,
            TaxTreatment::ReverseCharge | TaxTreatment::IntraCommunity
        )
    }
}
