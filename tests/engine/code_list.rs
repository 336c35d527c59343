//! Code lists: complete, sorted, and those that are in force.

use en16931::codes::generated::{EAS_SCHEMES, UNIT_CODES, VATEX_CODES};
use lasku::billing::code_list::{List, all, is_known, of};
use lasku::money::Currency;

#[test]
fn every_list_is_there_once_and_says_where_it_comes_from() {
    let lists: Vec<List> = all().iter().map(|each| each.list).collect();
    assert_eq!(lists, List::ALL);
    for each in all() {
        assert_eq!(of(each.list), each);
        assert!(!each.version.is_empty() && !each.source.is_empty());
        let is_dated = each.list != List::Currencies;
        assert_eq!(each.published.is_some(), is_dated, "{:?}", each.list);
    }
}

#[test]
fn codes_are_sorted_and_stand_once() {
    for each in all() {
        let codes: Vec<&str> = each.codes().collect();
        assert!(
            codes.windows(2).all(|pair| pair[0] < pair[1]),
            "{:?}",
            each.list
        );
    }
}

#[test]
fn the_lists_are_those_of_the_rules_that_e_invoices_are_checked_by() {
    for (list, rules, count) in [
        (List::ElectronicAddressSchemes, EAS_SCHEMES, 104),
        (List::ExemptionReasons, VATEX_CODES, 88),
        (List::Units, UNIT_CODES, 2162),
    ] {
        let codes: Vec<&str> = of(list).codes().collect();
        assert_eq!(codes, rules, "{list:?}");
        assert_eq!(codes.len(), count, "{list:?}");
    }
    assert_eq!(of(List::Currencies).codes().len(), Currency::all().count());
}

/// One row: the list, a code, and what it means; `?` where there are no words, `-` where there is no such code.
#[track_caller]
fn check_code(list: List, code: &str, expected: &str) {
    let found = match of(list).name(code) {
        Some(name) => name,
        None if is_known(list, code) => "?",
        None => "-",
    };
    assert_eq!(found, expected, "{list:?} {code}");
}

#[test]
fn the_common_codes_are_known() {
    use List::{Currencies, ElectronicAddressSchemes, ExemptionReasons, Units};
    for (list, code, expected) in [
        (ElectronicAddressSchemes, "0216", "Finland: OVT number"),
        (ElectronicAddressSchemes, "0088", "GLN"),
        (ElectronicAddressSchemes, "0204", "Germany: Leitweg-ID"),
        (ElectronicAddressSchemes, "EM", "E-mail address"),
        (ElectronicAddressSchemes, "0248", "?"),
        // Withdrawn, and never given.
        (ElectronicAddressSchemes, "9956", "-"),
        (ElectronicAddressSchemes, "0001", "-"),
        (ExemptionReasons, "VATEX-EU-AE", "Reverse charge"),
        (
            ExemptionReasons,
            "VATEX-EU-132-1A",
            "Council Directive 2006/112/EC, Article 132(1)(a)",
        ),
        (
            ExemptionReasons,
            "VATEX-FR-CGI261D-1BIS",
            "France: general tax code, article 261 D, 1° bis",
        ),
        (ExemptionReasons, "vatex-eu-ae", "-"),
        (Units, "C62", "one"),
        (Units, "HUR", "hour"),
        (Units, "MON", "month"),
        (Units, "KWH", "kilowatt hour"),
        (Units, "XPK", "package"),
        (Units, "LS", "lump sum"),
        (Units, "X1A", "?"),
        (Units, "hour", "-"),
        (Units, "PK", "-"),
        (Currencies, "EUR", "?"),
        (Currencies, "SEK", "?"),
        (Currencies, "XYZ", "-"),
    ] {
        check_code(list, code, expected);
    }
}
