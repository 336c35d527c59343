//! What to do next: what is missing before billing works, and what keeps the records safe.

use crate::app::{
    components::{Icon, Section, Symbol},
    locale::{I18n, t, t_string, use_i18n},
    route::Route,
    wording::persistence_text,
    workspace::{Persistence, Workspace, use_workspace},
};
use leptos::prelude::*;

/// A backup older than so many days is due.
const BACKUP_DAYS: i64 = 7;

/// Something to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Seller,
    Account,
    Contract,
    FirstBackup,
    Backup { days: i64 },
    Storage(Persistence),
}

impl Step {
    fn due(workspace: Workspace) -> Vec<Step> {
        let mut steps = workspace.with(|book| {
            let mut steps = Vec::new();
            if book.seller.check_for_issuing().is_err() {
                steps.push(Step::Seller);
            }
            if book.accounts.is_empty() {
                steps.push(Step::Account);
            } else if book.contracts.is_empty() {
                steps.push(Step::Contract);
            }
            steps
        });
        let has_records = workspace.with(|book| book.journal.sequence > 0);
        match workspace.last_backup() {
            None if has_records => steps.push(Step::FirstBackup),
            None => {}
            Some(last) => {
                let days = (workspace.now() - last).num_days();
                if days >= BACKUP_DAYS {
                    steps.push(Step::Backup { days });
                }
            }
        }
        match workspace.persistence() {
            Persistence::Refused | Persistence::Unknown if has_records => {
                steps.push(Step::Storage(workspace.persistence()));
            }
            Persistence::Unasked
            | Persistence::Granted
            | Persistence::Refused
            | Persistence::Unknown => {}
        }
        steps
    }

    fn route(self) -> Route {
        match self {
            Step::Seller => Route::Settings,
            Step::Account => Route::NewAccount,
            Step::Contract => Route::NewContract,
            Step::FirstBackup | Step::Backup { .. } | Step::Storage(_) => Route::Files,
        }
    }

    fn symbol(self) -> Symbol {
        match self {
            Step::Seller => Symbol::Company,
            Step::Account => Symbol::Accounts,
            Step::Contract => Symbol::Contract,
            Step::FirstBackup | Step::Backup { .. } => Symbol::Download,
            Step::Storage(_) => Symbol::Warning,
        }
    }

    fn title(self, i18n: I18n) -> String {
        match self {
            Step::Seller => t_string!(i18n, today.step_seller).to_owned(),
            Step::Account => t_string!(i18n, today.step_account).to_owned(),
            Step::Contract => t_string!(i18n, today.step_contract).to_owned(),
            Step::FirstBackup => t_string!(i18n, today.step_first_backup).to_owned(),
            Step::Backup { days } => t_string!(i18n, today.step_backup, count = days).to_string(),
            Step::Storage(_) => t_string!(i18n, today.step_storage).to_owned(),
        }
    }

    fn text(self, i18n: I18n) -> String {
        match self {
            Step::Seller => t_string!(i18n, today.step_seller_text).to_owned(),
            Step::Account => t_string!(i18n, today.step_account_text).to_owned(),
            Step::Contract => t_string!(i18n, today.step_contract_text).to_owned(),
            Step::FirstBackup => t_string!(i18n, today.step_first_backup_text).to_owned(),
            Step::Backup { .. } => t_string!(i18n, today.step_backup_text).to_owned(),
            Step::Storage(persistence) => persistence_text(i18n, persistence),
        }
    }
}

/// The list of next steps.
#[component]
pub fn NextSteps() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let steps = Memo::new(move |_| Step::due(workspace));
    let rows = move || {
        steps
            .get()
            .into_iter()
            .map(|step| {
                view! {
                    <li>
                        <Icon symbol=step.symbol()/>
                        <div>
                            <a href=step.route().href()>{move || step.title(i18n)}</a>
                            <p class="section-note">{move || step.text(i18n)}</p>
                        </div>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Section title=move || t_string!(i18n, today.next).to_owned()>
            <Show
                when=move || steps.with(|steps| !steps.is_empty())
                fallback=move || view! { <p class="section-note">{t!(i18n, today.step_carried)}</p> }
            >
                <ul class="today-steps">{rows}</ul>
            </Show>
        </Section>
    }
}
