//! The fields of documents by the names our screens give them.

use crate::app::locale::{I18n, t_string};

/// The name of a business term such as `BT-10`; none for those that no form of ours fills.
pub(super) fn field_name(i18n: I18n, term: &str) -> Option<&'static str> {
    Some(match term {
        "BT-1" => t_string!(i18n, documents.bt_1),
        "BT-2" => t_string!(i18n, documents.bt_2),
        "BT-3" => t_string!(i18n, documents.bt_3),
        "BT-5" => t_string!(i18n, documents.bt_5),
        "BT-9" => t_string!(i18n, documents.bt_9),
        "BT-10" => t_string!(i18n, documents.bt_10),
        "BT-13" => t_string!(i18n, documents.bt_13),
        "BT-20" => t_string!(i18n, documents.bt_20),
        "BT-22" => t_string!(i18n, documents.bt_22),
        "BT-25" => t_string!(i18n, documents.bt_25),
        "BT-27" => t_string!(i18n, documents.bt_27),
        "BT-29" => t_string!(i18n, documents.bt_29),
        "BT-30" => t_string!(i18n, documents.bt_30),
        "BT-31" => t_string!(i18n, documents.bt_31),
        "BT-34" => t_string!(i18n, documents.bt_34),
        "BT-35" => t_string!(i18n, documents.bt_35),
        "BT-37" => t_string!(i18n, documents.bt_37),
        "BT-38" => t_string!(i18n, documents.bt_38),
        "BT-40" => t_string!(i18n, documents.bt_40),
        "BT-41" => t_string!(i18n, documents.bt_41),
        "BT-42" => t_string!(i18n, documents.bt_42),
        "BT-43" => t_string!(i18n, documents.bt_43),
        "BT-44" => t_string!(i18n, documents.bt_44),
        "BT-46" => t_string!(i18n, documents.bt_46),
        "BT-47" => t_string!(i18n, documents.bt_47),
        "BT-48" => t_string!(i18n, documents.bt_48),
        "BT-49" => t_string!(i18n, documents.bt_49),
        "BT-50" => t_string!(i18n, documents.bt_50),
        "BT-52" => t_string!(i18n, documents.bt_52),
        "BT-53" => t_string!(i18n, documents.bt_53),
        "BT-55" => t_string!(i18n, documents.bt_55),
        "BT-72" => t_string!(i18n, documents.bt_72),
        "BT-81" => t_string!(i18n, documents.bt_81),
        "BT-83" => t_string!(i18n, documents.bt_83),
        "BT-84" => t_string!(i18n, documents.bt_84),
        "BT-106" => t_string!(i18n, documents.bt_106),
        "BT-109" => t_string!(i18n, documents.bt_109),
        "BT-110" => t_string!(i18n, documents.bt_110),
        "BT-112" => t_string!(i18n, documents.bt_112),
        "BT-115" => t_string!(i18n, documents.bt_115),
        "BT-116" => t_string!(i18n, documents.bt_116),
        "BT-117" => t_string!(i18n, documents.bt_117),
        "BT-118" => t_string!(i18n, documents.bt_118),
        "BT-119" => t_string!(i18n, documents.bt_119),
        "BT-120" => t_string!(i18n, documents.bt_120),
        "BT-129" => t_string!(i18n, documents.bt_129),
        "BT-130" => t_string!(i18n, documents.bt_130),
        "BT-131" => t_string!(i18n, documents.bt_131),
        "BT-146" => t_string!(i18n, documents.bt_146),
        "BT-151" => t_string!(i18n, documents.bt_151),
        "BT-153" => t_string!(i18n, documents.bt_153),
        _ => return None,
    })
}

/// The name of what a code of part and field means, such as `seller.iban`: the same as those of EN 16931 where it has them.
pub(super) fn place_name(i18n: I18n, place: &str) -> Option<&'static str> {
    let term = match place {
        "document.number" => "BT-1",
        "document.corrected_number" => "BT-25",
        "document.reference" | "seller.reference" => "BT-83",
        "seller.name" => "BT-27",
        "seller.street" => "BT-35",
        "seller.postal_code" => "BT-38",
        "seller.city" => "BT-37",
        "seller.iban" => "BT-84",
        "seller.e_invoice_address" => "BT-34",
        "buyer.name" => "BT-44",
        "buyer.street" => "BT-50",
        "buyer.postal_code" => "BT-53",
        "buyer.city" => "BT-52",
        "buyer.e_invoice_address" => "BT-49",
        "delivery.date" | "document.date" => "BT-72",
        "line.name" => "BT-153",
        "line.unit_price" => "BT-146",
        "line.tax_rate" => "BT-119",
        "totals.lines" => "BT-106",
        "totals.tax_exclusive" => "BT-109",
        "totals.taxable" => "BT-116",
        "totals.tax" => "BT-110",
        "totals.tax_inclusive" => "BT-112",
        "totals.due" => "BT-115",
        "document.currency" => return Some(t_string!(i18n, documents.field_currency)),
        "document.lines" => return Some(t_string!(i18n, documents.field_lines)),
        "seller.bic" => return Some(t_string!(i18n, documents.field_bic)),
        "buyer.operator" | "seller.operator" => {
            return Some(t_string!(i18n, documents.field_operator));
        }
        "delivery.address" | "delivery.street" | "delivery.postal_code" | "delivery.city" => {
            return Some(t_string!(i18n, documents.field_delivery_address));
        }
        "delivery.name" => return Some(t_string!(i18n, documents.field_delivery_name)),
        "amount" => return Some(t_string!(i18n, documents.field_amount)),
        other => other,
    };
    field_name(i18n, term)
}
