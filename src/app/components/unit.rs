//! Units of measure as they stand behind a figure: short, and the same for one and for many.

use crate::app::locale::{Locale, td_string};

/// The sign of a unit (UN/ECE Recommendation 20 and 21); the code itself where it is not one of the common ones.
pub fn unit_sign(locale: Locale, code: &str) -> String {
    match code {
        "H87" | "EA" => td_string!(locale, invoices.unit_c62).to_string(),
        "C62" => td_string!(locale, invoices.unit_c62).to_string(),
        "MON" => td_string!(locale, invoices.unit_mon).to_string(),
        "ANN" => td_string!(locale, invoices.unit_ann).to_string(),
        "HUR" => td_string!(locale, invoices.unit_hur).to_string(),
        "DAY" => td_string!(locale, invoices.unit_day).to_string(),
        "WEE" => td_string!(locale, invoices.unit_wee).to_string(),
        "MIN" => td_string!(locale, invoices.unit_min).to_string(),
        "KGM" => td_string!(locale, invoices.unit_kgm).to_string(),
        "GRM" => td_string!(locale, invoices.unit_grm).to_string(),
        "TNE" => td_string!(locale, invoices.unit_tne).to_string(),
        "LTR" => td_string!(locale, invoices.unit_ltr).to_string(),
        "MTQ" => td_string!(locale, invoices.unit_mtq).to_string(),
        "MTR" => td_string!(locale, invoices.unit_mtr).to_string(),
        "KMT" => td_string!(locale, invoices.unit_kmt).to_string(),
        "MTK" => td_string!(locale, invoices.unit_mtk).to_string(),
        "KWH" => td_string!(locale, invoices.unit_kwh).to_string(),
        "SET" => td_string!(locale, invoices.unit_set).to_string(),
        "XPK" => td_string!(locale, invoices.unit_xpk).to_string(),
        "LS" => td_string!(locale, invoices.unit_ls).to_string(),
        other => other.to_owned(),
    }
}
