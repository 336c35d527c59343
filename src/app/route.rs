//! Every screen's address, both ways: the only place where a path is written or read.

#[cfg(target_family = "wasm")]
pub use super::place::{base, use_go, use_query, use_route};

pub use crate::billing::id::{
    AccountId, CaseId, ContractId, DraftId, InvoiceId, LetterId, PaymentId, ProductId,
};

/// A screen of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// What is owed, overdue, due for billing; the first screen.
    Today,
    /// Who waits and what is due at the customer desk.
    Desk,
    /// One matter of a customer.
    Case(CaseId),
    /// The list of accounts.
    Accounts,
    /// The form for a new account.
    NewAccount,
    /// Everything about one customer.
    Account(AccountId),
    /// The form that changes an account.
    EditAccount(AccountId),
    /// Products and their prices.
    Catalogue,
    /// The form for a new product.
    NewProduct,
    /// One product and its prices.
    Product(ProductId),
    /// The form that changes a product.
    EditProduct(ProductId),
    /// The list of contracts.
    Contracts,
    /// The form for a new contract.
    NewContract,
    /// One contract, its services and amendments.
    Contract(ContractId),
    /// The form that changes what a contract is called and bound to.
    EditContract(ContractId),
    /// What a contract's own bills would have cost on other plans, and the change to one.
    Savings(ContractId),
    /// The form for a special discount on a contract.
    Offer(ContractId),
    /// Special discounts that wait for somebody's decision.
    Approvals,
    /// Bill everything due by a day.
    BillingRun,
    /// The list of drafts, invoices and credit notes.
    Invoices,
    /// A draft begun by hand.
    NewInvoice,
    /// A draft that may still change.
    Draft(DraftId),
    /// An issued invoice or credit note.
    Invoice(InvoiceId),
    /// Why an invoice differs from another of the same customer; `?against=` names that one.
    Comparison(InvoiceId),
    /// Money in, and what it settles.
    Payments,
    /// The form for money that came in.
    NewPayment,
    /// One payment.
    Payment(PaymentId),
    /// Who is to be reminded, and who is not.
    Reminders,
    /// One letter.
    Letter(LetterId),
    /// Receivables, VAT and sales.
    Reports,
    /// Whether every customer is treated fairly.
    Fairness,
    /// What keeps customers, and how long people wait.
    Insight,
    /// The whole book out and in as one file.
    Files,
    /// Customers or contracts from a CSV file.
    ImportCsv,
    /// An invoice of another program from its file.
    ReadInvoice,
    /// The seller, numbering, tax, people, look.
    Settings,
    /// The history of every change.
    Journal,
}

impl Route {
    /// The address relative to the document's base, so that the app runs at any path of a host.
    pub fn href(self) -> String {
        match self {
            // An empty reference would mean "this very page" to some browsers.
            Route::Today => "./".to_owned(),
            Route::Desk => "desk".to_owned(),
            Route::Case(id) => format!("desk/{id}"),
            Route::Accounts => "accounts".to_owned(),
            Route::NewAccount => "accounts/new".to_owned(),
            Route::Account(id) => format!("accounts/{id}"),
            Route::EditAccount(id) => format!("accounts/{id}/edit"),
            Route::Catalogue => "catalogue".to_owned(),
            Route::NewProduct => "catalogue/new".to_owned(),
            Route::Product(id) => format!("catalogue/{id}"),
            Route::EditProduct(id) => format!("catalogue/{id}/edit"),
            Route::Contracts => "contracts".to_owned(),
            Route::NewContract => "contracts/new".to_owned(),
            Route::Contract(id) => format!("contracts/{id}"),
            Route::EditContract(id) => format!("contracts/{id}/edit"),
            Route::Savings(id) => format!("contracts/{id}/savings"),
            Route::Offer(id) => format!("contracts/{id}/discount"),
            Route::Approvals => "desk/approvals".to_owned(),
            Route::BillingRun => "billing-run".to_owned(),
            Route::Invoices => "invoices".to_owned(),
            Route::NewInvoice => "invoices/new".to_owned(),
            Route::Draft(id) => format!("drafts/{id}"),
            Route::Invoice(id) => format!("invoices/{id}"),
            Route::Comparison(id) => format!("invoices/{id}/why"),
            Route::Payments => "payments".to_owned(),
            Route::NewPayment => "payments/new".to_owned(),
            Route::Payment(id) => format!("payments/{id}"),
            Route::Reminders => "reminders".to_owned(),
            Route::Letter(id) => format!("letters/{id}"),
            Route::Reports => "reports".to_owned(),
            Route::Fairness => "fairness".to_owned(),
            Route::Insight => "insight".to_owned(),
            Route::Files => "files".to_owned(),
            Route::ImportCsv => "files/csv".to_owned(),
            Route::ReadInvoice => "files/invoice".to_owned(),
            Route::Settings => "settings".to_owned(),
            Route::Journal => "journal".to_owned(),
        }
    }

    /// The address with something the screen begins with: the customer of a new invoice, the invoice of a payment.
    pub fn asking(self, name: &str, id: impl std::fmt::Display) -> String {
        format!("{}?{name}={id}", self.href())
    }

    /// Reads a path without the base (`/accounts/new`, `accounts/new/`); `None` where no screen is.
    pub fn parse(path: &str) -> Option<Route> {
        let parts: Vec<&str> = path
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        match parts.as_slice() {
            [] | ["index.html"] => Some(Route::Today),
            ["desk"] => Some(Route::Desk),
            ["desk", "approvals"] => Some(Route::Approvals),
            ["desk", id] => id.parse().ok().map(Route::Case),
            ["accounts"] => Some(Route::Accounts),
            ["accounts", "new"] => Some(Route::NewAccount),
            ["accounts", id] => id.parse().ok().map(Route::Account),
            ["accounts", id, "edit"] => id.parse().ok().map(Route::EditAccount),
            ["catalogue"] => Some(Route::Catalogue),
            ["catalogue", "new"] => Some(Route::NewProduct),
            ["catalogue", id] => id.parse().ok().map(Route::Product),
            ["catalogue", id, "edit"] => id.parse().ok().map(Route::EditProduct),
            ["contracts"] => Some(Route::Contracts),
            ["contracts", "new"] => Some(Route::NewContract),
            ["contracts", id] => id.parse().ok().map(Route::Contract),
            ["contracts", id, "edit"] => id.parse().ok().map(Route::EditContract),
            ["contracts", id, "savings"] => id.parse().ok().map(Route::Savings),
            ["contracts", id, "discount"] => id.parse().ok().map(Route::Offer),
            ["billing-run"] => Some(Route::BillingRun),
            ["invoices"] => Some(Route::Invoices),
            ["invoices", "new"] => Some(Route::NewInvoice),
            ["drafts", id] => id.parse().ok().map(Route::Draft),
            ["invoices", id] => id.parse().ok().map(Route::Invoice),
            ["invoices", id, "why"] => id.parse().ok().map(Route::Comparison),
            ["payments"] => Some(Route::Payments),
            ["payments", "new"] => Some(Route::NewPayment),
            ["payments", id] => id.parse().ok().map(Route::Payment),
            ["reminders"] => Some(Route::Reminders),
            ["letters", id] => id.parse().ok().map(Route::Letter),
            ["reports"] => Some(Route::Reports),
            ["fairness"] => Some(Route::Fairness),
            ["insight"] => Some(Route::Insight),
            ["files"] => Some(Route::Files),
            ["files", "csv"] => Some(Route::ImportCsv),
            ["files", "invoice"] => Some(Route::ReadInvoice),
            ["settings"] => Some(Route::Settings),
            ["journal"] => Some(Route::Journal),
            _ => None,
        }
    }

    /// The list or page a deeper screen belongs to; the navigation marks it.
    pub fn section(self) -> Route {
        match self {
            Route::Today => Route::Today,
            Route::Desk | Route::Case(_) => Route::Desk,
            Route::Accounts | Route::NewAccount | Route::Account(_) | Route::EditAccount(_) => {
                Route::Accounts
            }
            Route::Catalogue | Route::NewProduct | Route::Product(_) | Route::EditProduct(_) => {
                Route::Catalogue
            }
            Route::Contracts
            | Route::NewContract
            | Route::Contract(_)
            | Route::EditContract(_)
            | Route::Savings(_)
            | Route::Offer(_) => Route::Contracts,
            Route::Approvals => Route::Approvals,
            Route::BillingRun => Route::BillingRun,
            Route::Invoices
            | Route::NewInvoice
            | Route::Draft(_)
            | Route::Invoice(_)
            | Route::Comparison(_) => Route::Invoices,
            Route::Payments | Route::NewPayment | Route::Payment(_) => Route::Payments,
            Route::Reminders | Route::Letter(_) => Route::Reminders,
            Route::Reports => Route::Reports,
            Route::Fairness => Route::Fairness,
            Route::Insight => Route::Insight,
            Route::Files | Route::ImportCsv | Route::ReadInvoice => Route::Files,
            Route::Settings => Route::Settings,
            Route::Journal => Route::Journal,
        }
    }
}
