//! The words of the documents, in the languages a document can be in.
//!
//! They are apart from the screen's texts, because a document is made where no screen is.

use crate::billing::account::Language;
use crate::billing::identifier::CountryCode;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

static EN: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../locales/en/paper.json")));
static FI: LazyLock<Words> = LazyLock::new(|| read(include_str!("../../../locales/fi/paper.json")));
static COUNTRIES_EN: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("../../../locales/en/countries.json")));
static COUNTRIES_FI: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("../../../locales/fi/countries.json")));

/// Every text of a document that does not come from the document itself. `{name}` stands for what is put in.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// “Scan to pay”
    pub scan_to_pay: String,
    /// “Invoice”
    pub invoice: String,
    /// “Credit note”
    pub credit_note: String,
    /// “Number”
    pub number: String,
    /// “Date”
    pub issue_date: String,
    /// “Due date”
    pub due_date: String,
    /// “Day of supply”
    pub supplied: String,
    /// “Customer number”
    pub customer_number: String,
    /// “Reference”
    pub reference: String,
    /// “Your order”
    pub order: String,
    /// “Your reference”
    pub buyer_reference: String,
    /// “Corrects invoice”
    pub corrects: String,
    /// “{number}, {date}”
    pub corrects_value: String,
    /// “Reason”
    pub reason: String,
    /// “VAT id”
    pub vat_id: String,
    /// “Business id”
    pub business_id: String,
    /// “Delivered to”
    pub deliver_to: String,
    /// “Interest on late payment: {rate}”
    pub late_payment: String,
    /// “Attn. {name}”
    pub contact: String,
    /// “Description”
    pub column_what: String,
    /// “Quantity”
    pub column_quantity: String,
    /// “Price”
    pub column_price: String,
    /// “VAT”
    pub column_tax: String,
    /// “Without VAT”
    pub column_net: String,
    /// “incl. VAT”
    pub with_tax: String,
    /// “Lines”
    pub lines_total: String,
    /// “Discount”
    pub discount: String,
    /// “Fee”
    pub fee: String,
    /// “Without VAT”
    pub net_total: String,
    /// “VAT”
    pub tax_total: String,
    /// “Total with VAT”
    pub total: String,
    /// “Rounding”
    pub rounding: String,
    /// “Paid in advance”
    pub prepaid: String,
    /// “To pay”
    pub due: String,
    /// “Credited”
    pub credited: String,
    /// “VAT”
    pub vat_rate: String,
    /// “Taxable”
    pub taxable: String,
    /// “VAT amount”
    pub vat_amount: String,
    /// “Recipient”
    pub recipient: String,
    /// “Amount”
    pub amount: String,
    /// “Exempt”
    pub category_exempt: String,
    /// “Reverse charge”
    pub category_reverse_charge: String,
    /// “Intra-EU”
    pub category_intra_community: String,
    /// “Export”
    pub category_export: String,
    /// “No VAT”
    pub category_outside: String,
    /// “Exempt”
    pub tax_exempt: String,
    /// “Reverse charge”
    pub tax_reverse_charge: String,
    /// “Intra-community supply”
    pub tax_intra_community: String,
    /// “Export”
    pub tax_export: String,
    /// “Outside the scope of VAT”
    pub tax_outside_scope: String,
    /// “VAT {rate}”
    pub tax_rate_name: String,
    /// “VAT exempt”
    pub legal_exempt: String,
    /// “Reverse charge: VAT is accounted for by the buyer. Käännetty verovelvollisuus.”
    pub legal_reverse_charge: String,
    /// “Intra-Community supply, Art. 138 Directive 2006/112/EC. Yhteisömyynti, AVL 72 a–c §.”
    pub legal_intra_community: String,
    /// “Export, Art. 146 Directive 2006/112/EC. Vienti, AVL 70 §.”
    pub legal_export: String,
    /// “Outside the scope of VAT”
    pub legal_outside_scope: String,
    /// “The invoice was wrong”
    pub reason_billing_error: String,
    /// “Billed twice”
    pub reason_duplicated_charge: String,
    /// “Contract changed or ended”
    pub reason_contract_change: String,
    /// “Returned or not delivered”
    pub reason_not_delivered: String,
    /// “Complaint about quality”
    pub reason_complaint: String,
    /// “Goodwill”
    pub reason_goodwill: String,
    /// “pcs”
    pub unit_c62: String,
    /// “mo”
    pub unit_mon: String,
    /// “yr”
    pub unit_ann: String,
    /// “h”
    pub unit_hur: String,
    /// “d”
    pub unit_day: String,
    /// “wk”
    pub unit_wee: String,
    /// “min”
    pub unit_min: String,
    /// “kg”
    pub unit_kgm: String,
    /// “g”
    pub unit_grm: String,
    /// “t”
    pub unit_tne: String,
    /// “l”
    pub unit_ltr: String,
    /// “m³”
    pub unit_mtq: String,
    /// “m”
    pub unit_mtr: String,
    /// “km”
    pub unit_kmt: String,
    /// “m²”
    pub unit_mtk: String,
    /// “kWh”
    pub unit_kwh: String,
    /// “lump sum”
    pub unit_ls: String,
    /// “set”
    pub unit_set: String,
    /// “pack”
    pub unit_xpk: String,
    /// “Invoice”
    pub movement_invoice: String,
    /// “Credit note”
    pub movement_credit_note: String,
    /// “Payment”
    pub movement_payment: String,
    /// “Refund”
    pub movement_refund: String,
    /// “Payment taken back”
    pub movement_reversal: String,
    /// “Write-off”
    pub movement_write_off: String,
    /// “Write-off reversal”
    pub movement_write_off_reversal: String,
    /// “Your VAT id”
    pub buyer_vat_id: String,
    /// “Your business id”
    pub buyer_business_id: String,
    /// “Carried forward”
    pub carried_forward: String,
    /// “Brought forward”
    pub brought_forward: String,
    /// “Page {page} of {pages}”
    pub page: String,
    /// “Payment”
    pub payment: String,
    /// “VAT by rate”
    pub breakdown: String,
    /// “Statement of account”
    pub statement: String,
    /// “Period”
    pub statement_period: String,
    /// “Date”
    pub statement_date: String,
    /// “Owed before”
    pub opening: String,
    /// “Owed after”
    pub closing: String,
    /// “Date”
    pub column_date: String,
    /// “What”
    pub column_movement: String,
    /// “Amount”
    pub column_amount: String,
    /// “Balance”
    pub column_balance: String,
    /// “Logo of {name}”
    pub logo: String,
    /// “Documents”
    pub print_file: String,
    /// “Preview – not an invoice”
    pub preview: String,
    /// “Preview – not a credit note”
    pub preview_credit_note: String,
    /// “Quote”
    pub quote: String,
    /// “Valid until”
    pub valid_until: String,
    /// “Not in this archive, with the rules that refuse them:”
    pub left_out: String,
    /// “not-included”, the name of the file that says so
    pub left_out_file: String,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::En => &EN,
            Language::Fi => &FI,
        }
    }
}

/// A country's name, as in Unicode CLDR; its code where it has none.
pub fn country_name(language: Language, country: CountryCode) -> &'static str {
    let names = match language {
        Language::En => &*COUNTRIES_EN,
        Language::Fi => &*COUNTRIES_FI,
    };
    names
        .get(country.code())
        .map_or(country.code(), String::as_str)
}

/// A text with what is put in: `fill("Page {page}", &[("page", "1")])`.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// The files are part of the program: one that can't be read is our fault, and a test reads them all.
fn read<T: serde::de::DeserializeOwned>(file: &str) -> T {
    serde_json::from_str(file).expect("the words of the documents are well-formed")
}
