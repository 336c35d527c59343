//! What is wrong with a file, in words.

use crate::app::format::Format;
use crate::app::locale::{I18n, td_string};
use crate::app::wording::refusal_text;
use crate::exchange::backup::{Fault, Obstacle, Place, ProblemKind, Section};

/// What people call a kind of record.
pub fn section_name(i18n: I18n, section: Section) -> String {
    let locale = i18n.get_locale();
    match section {
        Section::People => td_string!(locale, files.section.people),
        Section::Series => td_string!(locale, files.section.series),
        Section::Accounts => td_string!(locale, files.section.accounts),
        Section::Products => td_string!(locale, files.section.products),
        Section::Contracts => td_string!(locale, files.section.contracts),
        Section::Charges => td_string!(locale, files.section.charges),
        Section::Drafts => td_string!(locale, files.section.drafts),
        Section::Imports => td_string!(locale, files.section.imports),
        Section::Policies => td_string!(locale, files.section.policies),
        Section::Stationery => td_string!(locale, files.section.stationery),
        Section::Cases => td_string!(locale, files.section.cases),
        Section::Callers => td_string!(locale, files.section.callers),
        Section::Grants => td_string!(locale, files.section.grants),
        Section::Experiments => td_string!(locale, files.section.experiments),
        Section::Letters => td_string!(locale, files.section.letters),
        Section::Invoices => td_string!(locale, files.section.invoices),
        Section::Payments => td_string!(locale, files.section.payments),
        Section::Receivables => td_string!(locale, files.section.receivables),
        Section::Credits => td_string!(locale, files.section.credits),
        Section::Journal => td_string!(locale, files.section.journal),
    }
    .to_owned()
}

/// Where it is.
pub fn place_text(i18n: I18n, place: &Place) -> String {
    if place.path.is_empty() {
        return td_string!(i18n.get_locale(), files.whole_file).to_owned();
    }
    place.to_string()
}

/// What is wrong, and what it means.
pub fn problem_text(i18n: I18n, kind: &ProblemKind) -> String {
    let locale = i18n.get_locale();
    let format = Format::new(locale);
    let plain = |text: &str| text.to_owned();
    match kind {
        ProblemKind::CutOff => plain(td_string!(locale, files.problem.cut_off)),
        ProblemKind::NotJson { at } => {
            td_string!(locale, files.problem.not_json, at = *at).to_string()
        }
        ProblemKind::OtherFormat => plain(td_string!(locale, files.problem.other_format)),
        ProblemKind::NewerVersion { found, known } => td_string!(
            locale,
            files.problem.newer_version,
            found = *found,
            known = *known
        )
        .to_string(),
        ProblemKind::FileTooLarge { limit } => td_string!(
            locale,
            files.problem.file_too_large,
            megabytes = limit >> 20
        )
        .to_string(),
        ProblemKind::Missing => plain(td_string!(locale, files.problem.missing)),
        ProblemKind::Repeated => plain(td_string!(locale, files.problem.repeated)),
        ProblemKind::UnknownKey => plain(td_string!(locale, files.problem.unknown_key)),
        ProblemKind::Unreadable { message } => {
            td_string!(locale, files.problem.unreadable, message = message.clone()).to_string()
        }
        ProblemKind::TooDeep => plain(td_string!(locale, files.problem.too_deep)),
        ProblemKind::TooLarge { limit } => {
            td_string!(locale, files.problem.too_large, limit = *limit).to_string()
        }
        ProblemKind::DateOutOfRange => plain(td_string!(locale, files.problem.date_out_of_range)),
        ProblemKind::DuplicateId => plain(td_string!(locale, files.problem.duplicate_id)),
        ProblemKind::DuplicateNumber { number } => td_string!(
            locale,
            files.problem.duplicate_number,
            number = number.clone()
        )
        .to_string(),
        ProblemKind::SharedNumber { number } => {
            td_string!(locale, files.problem.shared_number, number = number.clone()).to_string()
        }
        ProblemKind::Dangling { section, id } => td_string!(
            locale,
            files.problem.dangling,
            section = section_name(i18n, *section),
            id = id.clone()
        )
        .to_string(),
        ProblemKind::Breaks(refusal) => refusal_text(i18n, refusal),
        ProblemKind::TotalsDiffer { kept, derived } => match derived {
            Some(derived) => td_string!(
                locale,
                files.problem.totals_differ,
                kept = format.money(*kept),
                derived = format.money(*derived)
            )
            .to_string(),
            None => td_string!(
                locale,
                files.problem.totals_impossible,
                kept = format.money(*kept)
            )
            .to_string(),
        },
        ProblemKind::OtherCurrency { expected, found } => td_string!(
            locale,
            files.problem.other_currency,
            expected = expected.code().to_owned(),
            found = found.code().to_owned()
        )
        .to_string(),
        ProblemKind::MoreThanThere { amount, taken } => td_string!(
            locale,
            files.problem.more_than_there,
            amount = format.money(*amount),
            taken = format.money(*taken)
        )
        .to_string(),
        ProblemKind::DiffersFromDocument { field } => td_string!(
            locale,
            files.problem.differs_from_document,
            field = field.clone()
        )
        .to_string(),
        ProblemKind::NoOpenItem => plain(td_string!(locale, files.problem.no_open_item)),
        ProblemKind::SidesDiffer { settled, used } => td_string!(
            locale,
            files.problem.sides_differ,
            settled = format.money(*settled),
            used = format.money(*used)
        )
        .to_string(),
        ProblemKind::SeriesBehind { next, issued } => td_string!(
            locale,
            files.problem.series_behind,
            next = *next,
            issued = *issued
        )
        .to_string(),
        ProblemKind::Gap { missing, first } => {
            let count = usize::try_from(*missing).unwrap_or(usize::MAX);
            td_string!(locale, files.problem.gap, count = count, first = *first).to_string()
        }
        ProblemKind::ChainBroken { sequence, fault } => {
            let sequence = *sequence;
            match fault {
                Fault::Sequence { expected } => td_string!(
                    locale,
                    files.problem.chain_sequence,
                    sequence = sequence,
                    expected = *expected
                )
                .to_string(),
                Fault::Previous => {
                    td_string!(locale, files.problem.chain_previous, sequence = sequence)
                        .to_string()
                }
                Fault::Content => {
                    td_string!(locale, files.problem.chain_content, sequence = sequence).to_string()
                }
            }
        }
        ProblemKind::BehindMark => plain(td_string!(locale, files.problem.behind_mark)),
        ProblemKind::NotAsRecorded => plain(td_string!(locale, files.problem.not_as_recorded)),
        ProblemKind::NotInJournal => plain(td_string!(locale, files.problem.not_in_journal)),
    }
}

/// Why the file can't be opened so.
pub fn obstacle_text(i18n: I18n, obstacle: &Obstacle) -> String {
    let locale = i18n.get_locale();
    match obstacle {
        Obstacle::Problems { errors } => {
            let count = usize::try_from(*errors).unwrap_or(usize::MAX);
            td_string!(locale, files.has_errors, count = count).to_string()
        }
        Obstacle::SameBook => td_string!(locale, files.obstacle.same_book).to_owned(),
        Obstacle::IdTaken { section, count } => td_string!(
            locale,
            files.obstacle.id_taken,
            section = section_name(i18n, *section),
            count = *count
        )
        .to_string(),
        Obstacle::NumberTaken {
            section,
            count,
            example,
        } => td_string!(
            locale,
            files.obstacle.number_taken,
            section = section_name(i18n, *section),
            count = *count,
            example = example.clone()
        )
        .to_string(),
        Obstacle::TooMany { limit } => {
            td_string!(locale, files.obstacle.too_many, limit = *limit).to_string()
        }
    }
}
