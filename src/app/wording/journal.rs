//! What the journal says: the names of commands, and one sentence for each fact.

use super::{format_of, locale_of};
use crate::app::locale::{I18n, td_string};
use crate::billing::journal::{Fact, FactKind};
use crate::money::Money;

/// What was asked, from the command's name in the journal. A name this version doesn't know stays as it is.
pub fn command_name(i18n: I18n, command: &str) -> String {
    let locale = locale_of(i18n);
    match command {
        "revise_seller" => td_string!(locale, domain.command.revise_seller),
        "revise_stationery" => td_string!(locale, domain.command.revise_stationery),
        "revise_person" => td_string!(locale, domain.command.revise_person),
        "revise_series" => td_string!(locale, domain.command.revise_series),
        "add_account" => td_string!(locale, domain.command.add_account),
        "revise_account" => td_string!(locale, domain.command.revise_account),
        "close_account" => td_string!(locale, domain.command.close_account),
        "reopen_account" => td_string!(locale, domain.command.reopen_account),
        "merge_accounts" => td_string!(locale, domain.command.merge_accounts),
        "add_product" => td_string!(locale, domain.command.add_product),
        "revise_product" => td_string!(locale, domain.command.revise_product),
        "change_price" => td_string!(locale, domain.command.change_price),
        "add_contract" => td_string!(locale, domain.command.add_contract),
        "revise_contract" => td_string!(locale, domain.command.revise_contract),
        "amend_service" => td_string!(locale, domain.command.amend_service),
        "add_service" => td_string!(locale, domain.command.add_service),
        "end_service" => td_string!(locale, domain.command.end_service),
        "change_plan" => td_string!(locale, domain.command.change_plan),
        "pause_contract" => td_string!(locale, domain.command.pause_contract),
        "resume_contract" => td_string!(locale, domain.command.resume_contract),
        "end_contract" => td_string!(locale, domain.command.end_contract),
        "withdraw_end" => td_string!(locale, domain.command.withdraw_end),
        "add_charge" => td_string!(locale, domain.command.add_charge),
        "withdraw_charge" => td_string!(locale, domain.command.withdraw_charge),
        "save_draft" => td_string!(locale, domain.command.save_draft),
        "discard_draft" => td_string!(locale, domain.command.discard_draft),
        "issue_draft" => td_string!(locale, domain.command.issue_draft),
        "issue_run" => td_string!(locale, domain.command.issue_run),
        "credit_invoice" => td_string!(locale, domain.command.credit_invoice),
        "take_over_invoice" => td_string!(locale, domain.command.take_over_invoice),
        "send_document" => td_string!(locale, domain.command.send_document),
        "send_documents" => td_string!(locale, domain.command.send_documents),
        "receive_payment" => td_string!(locale, domain.command.receive_payment),
        "use_credit" => td_string!(locale, domain.command.use_credit),
        "refund" => td_string!(locale, domain.command.refund),
        "write_off" => td_string!(locale, domain.command.write_off),
        "reverse_write_off" => td_string!(locale, domain.command.reverse_write_off),
        "reverse_payment" => td_string!(locale, domain.command.reverse_payment),
        "send_reminders" => td_string!(locale, domain.command.send_reminders),
        "open_dispute" => td_string!(locale, domain.command.open_dispute),
        "decide_dispute" => td_string!(locale, domain.command.decide_dispute),
        "hand_to_collection" => td_string!(locale, domain.command.hand_to_collection),
        "take_back_from_collection" => td_string!(locale, domain.command.take_back_from_collection),
        "hold_reminders" => td_string!(locale, domain.command.hold_reminders),
        "import_records" => td_string!(locale, domain.command.import_records),
        "undo_import" => td_string!(locale, domain.command.undo_import),
        "call_in" => td_string!(locale, domain.command.call_in),
        "open_case" => td_string!(locale, domain.command.open_case),
        "enter_call" => td_string!(locale, domain.command.enter_call),
        "answer_call" => td_string!(locale, domain.command.answer_call),
        "abandon_call" => td_string!(locale, domain.command.abandon_call),
        "hang_up" => td_string!(locale, domain.command.hang_up),
        "still_there" => td_string!(locale, domain.command.still_there),
        "call_out" => td_string!(locale, domain.command.call_out),
        "not_reached" => td_string!(locale, domain.command.not_reached),
        "name_case" => td_string!(locale, domain.command.name_case),
        "assign_case" => td_string!(locale, domain.command.assign_case),
        "sort_case" => td_string!(locale, domain.command.sort_case),
        "record_in_case" => td_string!(locale, domain.command.record_in_case),
        "promise_call_back" => td_string!(locale, domain.command.promise_call_back),
        "resolve_case" => td_string!(locale, domain.command.resolve_case),
        "reopen_case" => td_string!(locale, domain.command.reopen_case),
        "show_paper" => td_string!(locale, domain.command.show_paper),
        "hear_phrase" => td_string!(locale, domain.command.hear_phrase),
        "hear_facts" => td_string!(locale, domain.command.hear_facts),
        "recognise_by_call_back" => td_string!(locale, domain.command.recognise_by_call_back),
        "recognise_by_visit" => td_string!(locale, domain.command.recognise_by_visit),
        "set_phrase" => td_string!(locale, domain.command.set_phrase),
        "take_over" => td_string!(locale, domain.command.take_over),
        "set_pin" => td_string!(locale, domain.command.set_pin),
        "recover_pin" => td_string!(locale, domain.command.recover_pin),
        "plan_experiment" => td_string!(locale, domain.command.plan_experiment),
        "start_experiment" => td_string!(locale, domain.command.start_experiment),
        "stop_experiment" => td_string!(locale, domain.command.stop_experiment),
        "draw_lot" => td_string!(locale, domain.command.draw_lot),
        "set_lot_aside" => td_string!(locale, domain.command.set_lot_aside),
        "ask_grant" => td_string!(locale, domain.command.ask_grant),
        "approve_grant" => td_string!(locale, domain.command.approve_grant),
        "decline_grant" => td_string!(locale, domain.command.decline_grant),
        "withdraw_grant" => td_string!(locale, domain.command.withdraw_grant),
        "send_letter" => td_string!(locale, domain.command.send_letter),
        "revise_policy" => td_string!(locale, domain.command.revise_policy),
        "accept_recovery" => td_string!(locale, domain.command.accept_recovery),
        other => other,
    }
    .to_owned()
}

/// What was kept, as a sentence.
pub fn fact_text(i18n: I18n, fact: &Fact) -> String {
    match fact.count {
        Some(count) => many_text(i18n, fact.what, count),
        None => one_text(i18n, fact),
    }
}

fn one_text(i18n: I18n, fact: &Fact) -> String {
    let locale = locale_of(i18n);
    // An amount is kept in its stored form and shown in the reader's.
    let label = fact
        .label
        .parse::<Money>()
        .map(|amount| format_of(locale).money(amount))
        .unwrap_or_else(|_| fact.label.clone());
    match fact.what {
        FactKind::SellerRevised => td_string!(locale, domain.fact.seller_revised).to_string(),
        FactKind::PersonRevised => {
            td_string!(locale, domain.fact.person_revised, label = label).to_string()
        }
        FactKind::SeriesRevised => {
            td_string!(locale, domain.fact.series_revised, label = label).to_string()
        }
        FactKind::AccountAdded => {
            td_string!(locale, domain.fact.account_added, label = label).to_string()
        }
        FactKind::AccountRevised => {
            td_string!(locale, domain.fact.account_revised, label = label).to_string()
        }
        FactKind::AccountRemoved => {
            td_string!(locale, domain.fact.account_removed, label = label).to_string()
        }
        FactKind::ProductAdded => {
            td_string!(locale, domain.fact.product_added, label = label).to_string()
        }
        FactKind::ProductRevised => {
            td_string!(locale, domain.fact.product_revised, label = label).to_string()
        }
        FactKind::ProductRemoved => {
            td_string!(locale, domain.fact.product_removed, label = label).to_string()
        }
        FactKind::ContractAdded => {
            td_string!(locale, domain.fact.contract_added, label = label).to_string()
        }
        FactKind::ContractRevised => {
            td_string!(locale, domain.fact.contract_revised, label = label).to_string()
        }
        FactKind::ContractRemoved => {
            td_string!(locale, domain.fact.contract_removed, label = label).to_string()
        }
        FactKind::ChargeAdded => td_string!(locale, domain.fact.charge_added).to_string(),
        FactKind::ChargeRemoved => td_string!(locale, domain.fact.charge_removed).to_string(),
        FactKind::DraftSaved => td_string!(locale, domain.fact.draft_saved).to_string(),
        FactKind::DraftRemoved => td_string!(locale, domain.fact.draft_removed).to_string(),
        FactKind::InvoiceIssued => {
            td_string!(locale, domain.fact.invoice_issued, label = label).to_string()
        }
        FactKind::CreditNoteIssued => {
            td_string!(locale, domain.fact.credit_note_issued, label = label).to_string()
        }
        FactKind::PaymentReceived => {
            td_string!(locale, domain.fact.payment_received, label = label).to_string()
        }
        FactKind::ReceivableRevised => {
            td_string!(locale, domain.fact.receivable_revised, label = label).to_string()
        }
        FactKind::CreditRevised => {
            td_string!(locale, domain.fact.credit_revised, label = label).to_string()
        }
        FactKind::ImportRecorded => td_string!(locale, domain.fact.import_recorded).to_string(),
        FactKind::ImportUndone => td_string!(locale, domain.fact.import_undone).to_string(),
        FactKind::CaseRevised => {
            td_string!(locale, domain.fact.case_revised, label = label).to_string()
        }
        FactKind::CallerRevised => td_string!(locale, domain.fact.caller_revised).to_string(),
        FactKind::GrantRevised => {
            td_string!(locale, domain.fact.grant_revised, label = label).to_string()
        }
        FactKind::LetterKept => td_string!(locale, domain.fact.letter_kept).to_string(),
        FactKind::ExperimentRevised => {
            td_string!(locale, domain.fact.experiment_revised, label = label).to_string()
        }
        FactKind::PolicyRevised => td_string!(locale, domain.fact.policy_revised).to_string(),
        FactKind::InvoiceTakenOver => {
            td_string!(locale, domain.fact.invoice_taken_over, label = label).to_string()
        }
        FactKind::CreditNoteTakenOver => {
            td_string!(locale, domain.fact.credit_note_taken_over, label = label).to_string()
        }
        FactKind::DocumentSent => {
            td_string!(locale, domain.fact.document_sent, label = label).to_string()
        }
        FactKind::StationeryRevised => {
            td_string!(locale, domain.fact.stationery_revised).to_string()
        }
    }
}

fn many_text(i18n: I18n, what: FactKind, count: u32) -> String {
    let locale = locale_of(i18n);
    match what {
        FactKind::SellerRevised => {
            td_string!(locale, domain.facts.seller_revised, count = count).to_string()
        }
        FactKind::PersonRevised => {
            td_string!(locale, domain.facts.person_revised, count = count).to_string()
        }
        FactKind::SeriesRevised => {
            td_string!(locale, domain.facts.series_revised, count = count).to_string()
        }
        FactKind::AccountAdded => {
            td_string!(locale, domain.facts.account_added, count = count).to_string()
        }
        FactKind::AccountRevised => {
            td_string!(locale, domain.facts.account_revised, count = count).to_string()
        }
        FactKind::AccountRemoved => {
            td_string!(locale, domain.facts.account_removed, count = count).to_string()
        }
        FactKind::ProductAdded => {
            td_string!(locale, domain.facts.product_added, count = count).to_string()
        }
        FactKind::ProductRevised => {
            td_string!(locale, domain.facts.product_revised, count = count).to_string()
        }
        FactKind::ProductRemoved => {
            td_string!(locale, domain.facts.product_removed, count = count).to_string()
        }
        FactKind::ContractAdded => {
            td_string!(locale, domain.facts.contract_added, count = count).to_string()
        }
        FactKind::ContractRevised => {
            td_string!(locale, domain.facts.contract_revised, count = count).to_string()
        }
        FactKind::ContractRemoved => {
            td_string!(locale, domain.facts.contract_removed, count = count).to_string()
        }
        FactKind::ChargeAdded => {
            td_string!(locale, domain.facts.charge_added, count = count).to_string()
        }
        FactKind::ChargeRemoved => {
            td_string!(locale, domain.facts.charge_removed, count = count).to_string()
        }
        FactKind::DraftSaved => {
            td_string!(locale, domain.facts.draft_saved, count = count).to_string()
        }
        FactKind::DraftRemoved => {
            td_string!(locale, domain.facts.draft_removed, count = count).to_string()
        }
        FactKind::InvoiceIssued => {
            td_string!(locale, domain.facts.invoice_issued, count = count).to_string()
        }
        FactKind::CreditNoteIssued => {
            td_string!(locale, domain.facts.credit_note_issued, count = count).to_string()
        }
        FactKind::PaymentReceived => {
            td_string!(locale, domain.facts.payment_received, count = count).to_string()
        }
        FactKind::ReceivableRevised => {
            td_string!(locale, domain.facts.receivable_revised, count = count).to_string()
        }
        FactKind::CreditRevised => {
            td_string!(locale, domain.facts.credit_revised, count = count).to_string()
        }
        FactKind::ImportRecorded => {
            td_string!(locale, domain.facts.import_recorded, count = count).to_string()
        }
        FactKind::ImportUndone => {
            td_string!(locale, domain.facts.import_undone, count = count).to_string()
        }
        FactKind::CaseRevised => {
            td_string!(locale, domain.facts.case_revised, count = count).to_string()
        }
        FactKind::CallerRevised => {
            td_string!(locale, domain.facts.caller_revised, count = count).to_string()
        }
        FactKind::GrantRevised => {
            td_string!(locale, domain.facts.grant_revised, count = count).to_string()
        }
        FactKind::ExperimentRevised => {
            td_string!(locale, domain.facts.experiment_revised, count = count).to_string()
        }
        FactKind::LetterKept => {
            td_string!(locale, domain.facts.letter_kept, count = count).to_string()
        }
        FactKind::PolicyRevised => {
            td_string!(locale, domain.facts.policy_revised, count = count).to_string()
        }
        FactKind::InvoiceTakenOver => {
            td_string!(locale, domain.facts.invoice_taken_over, count = count).to_string()
        }
        FactKind::CreditNoteTakenOver => {
            td_string!(locale, domain.facts.credit_note_taken_over, count = count).to_string()
        }
        FactKind::DocumentSent => {
            td_string!(locale, domain.facts.document_sent, count = count).to_string()
        }
        FactKind::StationeryRevised => {
            td_string!(locale, domain.facts.stationery_revised, count = count).to_string()
        }
    }
}
