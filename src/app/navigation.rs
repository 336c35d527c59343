//! The list of places the navigation offers, in the order it shows them.

use super::{
    components::icon::Symbol,
    locale::{Locale, td_string, use_i18n},
    route::Route,
};

/// One place in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it leads.
    pub route: Route,
    /// Its picture.
    pub symbol: Symbol,
    /// The letter that goes there after `g`.
    pub key: Option<&'static str>,
    /// Whether the phone's dock has room for it.
    pub in_dock: bool,
}

/// A group of places under one quiet heading.
pub struct Group {
    /// Which group.
    pub kind: GroupKind,
    /// Its places.
    pub places: &'static [Place],
}

/// The groups of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// What is done every day.
    Work,
    /// What is looked up.
    Records,
    /// What is set up once.
    Office,
}

const fn place(route: Route, symbol: Symbol, key: Option<&'static str>, in_dock: bool) -> Place {
    Place {
        route,
        symbol,
        key,
        in_dock,
    }
}

/// What the navigation shows. A page that lands adds its line here and its arm in `pages/mod.rs`.
pub const GROUPS: &[Group] = &[
    Group {
        kind: GroupKind::Work,
        places: &[
            place(Route::Today, Symbol::Today, Some("t"), true),
            place(Route::Desk, Symbol::Phone, Some("d"), true),
            place(Route::BillingRun, Symbol::Billing, Some("b"), true),
            place(Route::Invoices, Symbol::Invoice, Some("i"), true),
            place(Route::Payments, Symbol::Payment, Some("m"), false),
            place(Route::Reminders, Symbol::Mail, Some("n"), false),
            place(Route::Approvals, Symbol::Check, None, false),
        ],
    },
    Group {
        kind: GroupKind::Records,
        places: &[
            place(Route::Accounts, Symbol::Accounts, Some("a"), true),
            place(Route::Contracts, Symbol::Contract, Some("c"), false),
            place(Route::Catalogue, Symbol::Catalogue, Some("p"), false),
        ],
    },
    Group {
        kind: GroupKind::Office,
        places: &[
            place(Route::Reports, Symbol::Report, Some("r"), false),
            place(Route::Fairness, Symbol::Scales, None, false),
            place(Route::Insight, Symbol::Curve, Some("k"), false),
            place(Route::Journal, Symbol::Journal, Some("j"), false),
            place(Route::Files, Symbol::Files, Some("f"), false),
            place(Route::Settings, Symbol::Settings, None, false),
        ],
    },
];

/// Every place, in order.
pub fn places() -> impl Iterator<Item = Place> {
    GROUPS.iter().flat_map(|group| group.places.iter().copied())
}

/// The name of a screen in the page's language, following it.
pub fn use_place_name() -> impl Fn(Route) -> String + Copy + Send + Sync + 'static {
    let i18n = use_i18n();
    move |route| place_name(i18n.get_locale(), route)
}

/// The name of a screen in a language.
pub fn place_name(locale: Locale, route: Route) -> String {
    match route {
        Route::Today => td_string!(locale, shell.today),
        Route::Desk => td_string!(locale, desk.title),
        Route::Case(_) => td_string!(locale, desk.case_title),
        Route::Accounts => td_string!(locale, shell.accounts),
        Route::NewAccount => td_string!(locale, shell.new_account),
        Route::Account(_) => td_string!(locale, shell.account),
        Route::EditAccount(_) => td_string!(locale, shell.edit_account),
        Route::Catalogue => td_string!(locale, shell.catalogue),
        Route::NewProduct => td_string!(locale, shell.new_product),
        Route::Product(_) => td_string!(locale, shell.product),
        Route::EditProduct(_) => td_string!(locale, shell.edit_product),
        Route::Contracts => td_string!(locale, shell.contracts),
        Route::NewContract => td_string!(locale, shell.new_contract),
        Route::Contract(_) => td_string!(locale, shell.contract),
        Route::EditContract(_) => td_string!(locale, shell.edit_contract),
        Route::Savings(_) => td_string!(locale, savings.title),
        Route::Offer(_) => td_string!(locale, offers.title),
        Route::Approvals => td_string!(locale, offers.approvals),
        Route::BillingRun => td_string!(locale, shell.billing_run),
        Route::Invoices => td_string!(locale, shell.invoices),
        Route::NewInvoice => td_string!(locale, shell.new_invoice),
        Route::Draft(_) => td_string!(locale, shell.draft),
        Route::Invoice(_) => td_string!(locale, shell.invoice),
        Route::Comparison(_) => td_string!(locale, why.section),
        Route::Payments => td_string!(locale, shell.payments),
        Route::NewPayment => td_string!(locale, payments.receive),
        Route::Payment(_) => td_string!(locale, payments.one),
        Route::Reminders => td_string!(locale, dunning.title),
        Route::Letter(_) => td_string!(locale, dunning.letter_title),
        Route::Reports => td_string!(locale, shell.reports),
        Route::Fairness => td_string!(locale, fairness.title),
        Route::Insight => td_string!(locale, insight.title),
        Route::Files => td_string!(locale, shell.files),
        Route::ImportCsv => td_string!(locale, shell.import_csv),
        Route::ReadInvoice => td_string!(locale, reading.title),
        Route::Settings => td_string!(locale, shell.settings),
        Route::Journal => td_string!(locale, shell.journal),
    }
    .to_string()
}

/// The name of a screen where there is little room: the phone's dock.
pub fn short_place_name(locale: Locale, route: Route) -> String {
    if route == Route::BillingRun {
        td_string!(locale, shell.billing_short).to_string()
    } else {
        place_name(locale, route)
    }
}

/// The heading of a group.
pub fn group_name(locale: Locale, kind: GroupKind) -> String {
    match kind {
        GroupKind::Work => td_string!(locale, shell.group_work),
        GroupKind::Records => td_string!(locale, shell.group_records),
        GroupKind::Office => td_string!(locale, shell.group_office),
    }
    .to_string()
}
