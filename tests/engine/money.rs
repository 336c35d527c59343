//! Laws of amounts: exactness, one rounding, the stored form, and what people may type.

use std::str::FromStr;

use lasku::money::{
    Currency, DecimalStyle, MAX_MINOR, Money, MoneyError, ParseAmountError, Percent, Quantity,
    Rounding, UnitPrice, parse_decimal,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn price(text: &str) -> UnitPrice {
    text.parse().unwrap()
}

fn quantity(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn percent(text: &str) -> Percent {
    text.parse().unwrap()
}

fn rounded(exact: Decimal) -> String {
    Rounding::HalfAwayFromZero
        .reduce(exact, Currency::EUR)
        .unwrap()
        .to_string()
}

// Currencies

#[test]
fn a_currency_has_the_decimals_of_iso_4217() {
    for (digits, codes) in [
        (
            0,
            "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        ),
        (2, "CHF CZK DKK EUR GBP HUF MGA MRU NOK PLN RON SEK USD"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ] {
        for code in codes.split(' ') {
            assert_eq!(currency(code).minor_digits(), digits, "{code}");
            assert_eq!(currency(code).code(), code);
        }
    }
}

#[test]
fn a_code_outside_the_list_is_no_currency() {
    for code in [
        "", "E", "EU", "EURO", "eur", " EUR", "AAA", "€", "978", "XAU", "XXX", "XTS", "XDR",
    ] {
        assert_eq!(
            Currency::parse(code),
            Err(MoneyError::UnknownCurrency),
            "{code:?}"
        );
    }
}

#[test]
fn all_currencies_are_listed_once_and_in_order() {
    let all: Vec<Currency> = Currency::all().collect();
    assert!(all.len() > 150, "{}", all.len());
    assert!(all.is_sorted_by(|a, b| a < b));
    assert!(all.contains(&Currency::EUR));
    assert!(
        all.iter()
            .all(|&each| Currency::parse(each.code()) == Ok(each))
    );
}

#[test]
fn a_withdrawn_currency_is_still_read_and_names_its_successor() {
    assert_eq!(currency("HRK").successor(), Some(Currency::EUR));
    assert_eq!(Currency::EUR.successor(), None);
}

// Stored form

#[test]
fn money_is_stored_with_exactly_its_currencys_decimals() {
    for (minor, code, text) in [
        (1234, "EUR", "12.34 EUR"),
        (-5, "EUR", "-0.05 EUR"),
        (0, "EUR", "0.00 EUR"),
        (100, "EUR", "1.00 EUR"),
        (1500, "JPY", "1500 JPY"),
        (0, "JPY", "0 JPY"),
        (1234, "KWD", "1.234 KWD"),
        (-1, "CLF", "-0.0001 CLF"),
        (MAX_MINOR, "EUR", "1000000000000.00 EUR"),
        (-MAX_MINOR, "JPY", "-100000000000000 JPY"),
    ] {
        let amount = Money::new(minor, currency(code));
        assert_eq!(amount.to_string(), text);
        assert_eq!(money(text), amount);
        assert_eq!(
            serde_json::to_string(&amount).unwrap(),
            format!("\"{text}\"")
        );
        assert_eq!(
            serde_json::from_str::<Money>(&format!("\"{text}\"")).unwrap(),
            amount
        );
    }
}

#[test]
fn a_stored_amount_with_any_other_spelling_is_refused() {
    for text in [
        "",
        "EUR",
        "12.34",
        "12.34EUR",
        "12.34  EUR",
        " 12.34 EUR",
        "12.34 EUR ",
        "12.3 EUR",
        "12.340 EUR",
        "12 EUR",
        "12. EUR",
        ".34 EUR",
        "12,34 EUR",
        "+12.34 EUR",
        "-0.00 EUR",
        "012.34 EUR",
        "1 234.00 EUR",
        "1500.0 JPY",
        "1.23 KWD",
        "1e2 EUR",
        "--1.00 EUR",
        "1.-1 EUR",
        "١.٠٠ EUR",
    ] {
        let refusal = Money::from_str(text).unwrap_err();
        assert!(
            matches!(refusal, MoneyError::Malformed | MoneyError::UnknownCurrency),
            "{text:?}: {refusal}"
        );
    }
    for text in [
        "1000000000000.01 EUR",
        "-1000000000000.01 EUR",
        "99999999999999999999.00 EUR",
    ] {
        assert_eq!(Money::from_str(text), Err(MoneyError::TooLarge), "{text:?}");
    }
}

#[test]
fn an_amount_that_could_not_be_read_back_is_not_written() {
    let beyond = Money::new(MAX_MINOR + 1, Currency::EUR);
    assert!(serde_json::to_string(&beyond).is_err());
}

#[test]
fn equal_prices_quantities_and_percentages_have_equal_bytes() {
    for (written, stored) in [
        ("12.50", "12.5"),
        ("100", "100"),
        ("0.000", "0"),
        ("1.2000", "1.2"),
    ] {
        let json = format!("\"{stored}\"");
        assert_eq!(serde_json::to_string(&price(written)).unwrap(), json);
        assert_eq!(serde_json::to_string(&quantity(written)).unwrap(), json);
        assert_eq!(serde_json::to_string(&percent(written)).unwrap(), json);
        assert_eq!(price(written).to_string(), stored);
    }
    assert_eq!(quantity("-0"), Quantity::ZERO);
    assert_eq!(serde_json::to_string(&-Quantity::ZERO).unwrap(), "\"0\"");
    assert_eq!(
        serde_json::from_str::<Quantity>("\"-2.50\"").unwrap(),
        -quantity("2.5")
    );
    for text in [
        "", "-", "1.", ".5", "1_000", "+1", "1,5", "1e3", " 1", "1.2.3",
    ] {
        assert_eq!(
            Quantity::from_str(text),
            Err(MoneyError::Malformed),
            "{text:?}"
        );
    }
}

#[test]
fn the_bounds_of_prices_quantities_and_percentages_hold() {
    let six = MoneyError::TooManyDecimals { allowed: 6 };
    let four = MoneyError::TooManyDecimals { allowed: 4 };
    assert!(UnitPrice::new(dec("0.000001")).is_ok());
    assert_eq!(UnitPrice::new(dec("0.0000001")), Err(six));
    assert_eq!(UnitPrice::new(dec("-0.01")), Err(MoneyError::Negative));
    assert_eq!(UnitPrice::new(dec("-0")), Ok(UnitPrice::ZERO));
    assert!(UnitPrice::new(dec("9999999999.999999")).is_ok());
    assert_eq!(
        UnitPrice::new(dec("10000000000000000")),
        Err(MoneyError::TooLarge)
    );
    assert!(Quantity::new(dec("-99999999.9999")).is_ok());
    assert_eq!(Quantity::new(dec("1.00001")), Err(four));
    assert_eq!(
        Quantity::new(dec("1000000000000")),
        Err(MoneyError::TooLarge)
    );
    assert_eq!(Percent::new(dec("-1")), Err(MoneyError::Negative));
    assert!(Percent::new(dec("1000")).is_ok());
    assert_eq!(Percent::new(dec("1000.000001")), Err(MoneyError::TooLarge));
    assert_eq!(Percent::new(dec("0.0000001")), Err(six));
}

#[test]
fn the_largest_price_times_the_largest_quantity_is_still_exact() {
    let product = price("9999999999.999999").times_exact(quantity("99999999.9999"));
    assert_eq!(product.to_string(), "999999999998999900.0000000001");
}

// Rounding

#[test]
fn a_half_goes_away_from_zero_in_every_currency() {
    for (exact, code, expected) in [
        ("0.125", "EUR", "0.13 EUR"),
        ("-0.125", "EUR", "-0.13 EUR"),
        ("0.135", "EUR", "0.14 EUR"),
        ("0.1249999999999999999999999999", "EUR", "0.12 EUR"),
        ("0.0049999", "EUR", "0.00 EUR"),
        ("-0.0049999", "EUR", "0.00 EUR"),
        ("1.005", "EUR", "1.01 EUR"),
        ("7", "EUR", "7.00 EUR"),
        ("7.1", "EUR", "7.10 EUR"),
        ("0.5", "JPY", "1 JPY"),
        ("-1.5", "JPY", "-2 JPY"),
        ("2.4999", "JPY", "2 JPY"),
        ("1.2345", "KWD", "1.235 KWD"),
        ("1.23445", "CLF", "1.2345 CLF"),
        // Beyond 64 bits, where the wide division is taken.
        ("12345678901.23500000000000000", "EUR", "12345678901.24 EUR"),
        (
            "-12345678901.23499999999999999",
            "EUR",
            "-12345678901.23 EUR",
        ),
    ] {
        let reduced = Rounding::HalfAwayFromZero
            .reduce(dec(exact), currency(code))
            .unwrap();
        assert_eq!(reduced.to_string(), expected, "{exact}");
    }
}

#[test]
fn an_amount_too_large_to_keep_is_refused_not_cut() {
    for exact in [
        "1000000000000.005",
        "-1000000000000.005",
        "79228162514264337593543950335",
    ] {
        let reduced = Rounding::HalfAwayFromZero.reduce(dec(exact), Currency::EUR);
        assert_eq!(reduced, Err(MoneyError::TooLarge), "{exact}");
    }
    assert_eq!(rounded(dec("1000000000000.004")), "1000000000000.00 EUR");
    let interest = percent("1000").of_exact(Decimal::MAX);
    assert_eq!(
        Rounding::HalfAwayFromZero.reduce(interest, Currency::EUR),
        Err(MoneyError::TooLarge)
    );
}

#[test]
fn ten_euros_for_ten_days_of_thirty_are_never_nine_ninety_nine() {
    let (monthly, used, days) = (dec("30.00"), dec("10"), dec("30"));
    assert_eq!(rounded(monthly * used / days), "10.00 EUR");
    // Divided first, the ratio has lost its end; it is rounded, never cut.
    assert_eq!(rounded(monthly * (used / days)), "10.00 EUR");
    assert_eq!(rounded(dec("9.99999")), "10.00 EUR");
}

#[test]
fn a_product_is_rounded_once_and_not_twice() {
    // 1.9049 over three decimals becomes 1.905 and then 1.91; once, it is 1.90.
    assert_eq!(
        rounded(price("0.19049").times_exact(quantity("10"))),
        "1.90 EUR"
    );
    assert_eq!(rounded(dec("1.9049")), "1.90 EUR");
}

#[test]
fn two_and_a_half_percent_stays_two_and_a_half_percent() {
    assert_eq!(percent("2.5").value(), dec("2.5"));
    assert_eq!(percent("2.5").of_exact(dec("100.00")), dec("2.5"));
    assert_eq!(
        rounded(percent("2.5").of_exact(dec("1000.00"))),
        "25.00 EUR"
    );
    assert_eq!(percent("25.5").of_exact(dec("0.01")), dec("0.00255"));
    assert_eq!(Percent::ZERO.of_exact(dec("12.34")), Decimal::ZERO);
    assert_eq!(Percent::HUNDRED.of_exact(dec("-12.34")), dec("-12.34"));
}

// Arithmetic

#[test]
fn amounts_of_one_currency_add_subtract_and_compare() {
    let (ten, three) = (money("10.00 EUR"), money("3.33 EUR"));
    assert_eq!(ten + three, money("13.33 EUR"));
    assert_eq!(three - ten, money("-6.67 EUR"));
    assert_eq!(-three, money("-3.33 EUR"));
    assert_eq!((three - ten).abs(), money("6.67 EUR"));
    assert_eq!((ten.min(three), ten.max(three)), (three, ten));
    assert_eq!(ten.to_decimal().to_string(), "10.00");
    assert!(ten.is_positive() && (-ten).is_negative() && (ten - ten).is_zero());
    let mut running = ten;
    running += three;
    running -= ten;
    assert_eq!(running, three);
}

#[test]
fn adding_two_currencies_is_refused_where_it_can_be_asked() {
    let mismatch = MoneyError::CurrencyMismatch {
        expected: Currency::EUR,
        found: currency("SEK"),
    };
    let (euro, krona) = (money("1.00 EUR"), money("1.00 SEK"));
    assert_eq!(euro.checked_add(krona), Err(mismatch));
    assert_eq!(euro.checked_sub(krona), Err(mismatch));
    assert_eq!(Money::sum(Currency::EUR, [euro, krona]), Err(mismatch));
}

#[test]
#[should_panic(expected = "amounts in EUR and SEK were mixed")]
fn adding_two_currencies_inside_a_document_is_a_bug() {
    let _sum = money("1.00 EUR") + money("1.00 SEK");
}

#[test]
fn a_sum_answers_instead_of_overflowing() {
    let most = Money::new(MAX_MINOR, Currency::EUR);
    assert_eq!(
        most.checked_add(money("0.01 EUR")),
        Err(MoneyError::TooLarge)
    );
    assert_eq!(
        (-most).checked_sub(money("0.01 EUR")),
        Err(MoneyError::TooLarge)
    );
    assert_eq!(
        Money::sum(Currency::EUR, vec![most; 200_000]),
        Err(MoneyError::TooLarge)
    );
    assert_eq!(
        Money::sum(Currency::EUR, []),
        Ok(Money::zero(Currency::EUR))
    );
    // Whatever the order, too much followed by its opposite is fine.
    assert_eq!(Money::sum(Currency::EUR, [most, most, -most]), Ok(most));
    let a_few_thousand = (0..5_000).fold(Money::zero(Currency::EUR), |sum, _| sum + most);
    assert_eq!(a_few_thousand.minor(), 5_000 * MAX_MINOR);
}

#[test]
fn money_is_two_words() {
    assert_eq!(size_of::<Money>(), 16);
    assert_eq!(size_of::<Currency>(), 4);
}

// Typed text

const BOTH: [DecimalStyle; 2] = [DecimalStyle::Comma, DecimalStyle::Point];

#[test]
fn a_typed_number_is_understood_in_either_style() {
    for (typed, value) in [
        ("0", "0"),
        ("1000", "1000"),
        ("1 234,50", "1234.50"),
        ("1\u{a0}234,50", "1234.50"),
        ("1\u{202f}234,50", "1234.50"),
        ("1\u{2009}234,50", "1234.50"),
        ("1 234.567", "1234.567"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1\u{2019}234,50", "1234.50"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1234,567", "1234.567"),
        ("1.000,0", "1000.0"),
        ("1,000.00", "1000.00"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("1 000", "1000"),
        ("12'345'678,9", "12345678.9"),
        ("1,00", "1.00"),
        ("1.2340", "1.2340"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        (",5", "0.5"),
        (".500", "0.500"),
        ("-5", "-5"),
        ("\u{2212}5", "-5"),
        ("+5", "5"),
        ("-1.234,50", "-1234.50"),
        ("  7,25\t", "7.25"),
        ("007", "7"),
        ("-0", "0"),
        ("999999999999999999", "999999999999999999"),
    ] {
        for style in BOTH {
            assert_eq!(
                parse_decimal(typed, style),
                Ok(dec(value)),
                "{typed:?} {style:?}"
            );
        }
    }
}

#[test]
fn a_typed_text_that_is_no_number_is_refused_with_its_place() {
    use ParseAmountError::{BadGrouping, Empty, NotANumber, TooLarge, TooManyDecimals};
    for (typed, refusal) in [
        ("", Empty),
        (" \u{a0}\t", Empty),
        ("abc", NotANumber { at: 0 }),
        ("12a", NotANumber { at: 2 }),
        ("  12a", NotANumber { at: 4 }),
        ("12 €", NotANumber { at: 3 }),
        ("1e3", NotANumber { at: 1 }),
        ("5-", NotANumber { at: 1 }),
        ("--5", NotANumber { at: 1 }),
        ("- 5", NotANumber { at: 1 }),
        ("-", NotANumber { at: 0 }),
        (",", NotANumber { at: 0 }),
        ("5,", NotANumber { at: 1 }),
        ("1,,5", NotANumber { at: 2 }),
        ("1. 5", NotANumber { at: 2 }),
        ("'5", NotANumber { at: 0 }),
        ("٣", NotANumber { at: 0 }),
        ("1.00,5", BadGrouping),
        ("12,34.5", BadGrouping),
        ("1234,567.8", BadGrouping),
        ("1 23", BadGrouping),
        ("1 2345", BadGrouping),
        ("1,2,3", BadGrouping),
        ("0,123,456", BadGrouping),
        ("1.234,567.8", BadGrouping),
        ("1 234'567,8", BadGrouping),
        (",5,000", BadGrouping),
        ("1,12345678901", TooManyDecimals),
        ("1000000000000000000", TooLarge),
        ("999999999999999999999999999999999999999999999", TooLarge),
    ] {
        for style in BOTH {
            assert_eq!(
                parse_decimal(typed, style),
                Err(refusal.clone()),
                "{typed:?} {style:?}"
            );
        }
    }
}

#[test]
fn one_separator_before_three_digits_is_a_question_not_an_amount() {
    for (typed, style, as_thousands, as_decimal) in [
        ("1,000", DecimalStyle::Comma, "1000", "1,00"),
        ("1,000", DecimalStyle::Point, "1000", "1.00"),
        ("1.000", DecimalStyle::Comma, "1000", "1,00"),
        ("1.000", DecimalStyle::Point, "1000", "1.00"),
        ("-12.250", DecimalStyle::Point, "-12250", "-12.25"),
        ("+123,456", DecimalStyle::Comma, "123456", "123,4560"),
    ] {
        let refusal = ParseAmountError::Ambiguous {
            as_thousands: as_thousands.to_owned(),
            as_decimal: as_decimal.to_owned(),
        };
        assert_eq!(
            parse_decimal(typed, style),
            Err(refusal.clone()),
            "{typed:?}"
        );
        assert_eq!(
            Money::parse(typed, style, Currency::EUR),
            Err(refusal.clone())
        );
        assert_eq!(UnitPrice::parse(typed, style), Err(refusal.clone()));
        assert_eq!(Percent::parse(typed, style), Err(refusal.clone()));
        assert_eq!(Quantity::parse(typed, style), Err(refusal));
        // Both suggestions are themselves understood, and a thousand apart.
        let larger = parse_decimal(as_thousands, style).unwrap();
        let smaller = parse_decimal(as_decimal, style).unwrap();
        assert_eq!(larger, smaller * dec("1000"));
    }
}

#[test]
fn typed_money_keeps_to_its_currencys_decimals() {
    for (typed, code, stored) in [
        ("1.234,5", "EUR", "1234.50 EUR"),
        ("12,34", "EUR", "12.34 EUR"),
        ("12,3400", "EUR", "12.34 EUR"),
        ("1500", "JPY", "1500 JPY"),
        ("1500,00", "JPY", "1500 JPY"),
        ("1,2340", "KWD", "1.234 KWD"),
        ("0,001", "KWD", "0.001 KWD"),
        ("-0,00", "EUR", "0.00 EUR"),
        ("1000000000000", "EUR", "1000000000000.00 EUR"),
    ] {
        assert_eq!(
            Money::parse(typed, DecimalStyle::Comma, currency(code)),
            Ok(money(stored)),
            "{typed}"
        );
    }
    for (typed, code, refusal) in [
        ("12,3456", "EUR", ParseAmountError::TooManyDecimals),
        ("0,5", "JPY", ParseAmountError::TooManyDecimals),
        ("1,2345", "KWD", ParseAmountError::TooManyDecimals),
        ("1000000000000,01", "EUR", ParseAmountError::TooLarge),
        ("999999999999999999", "EUR", ParseAmountError::TooLarge),
    ] {
        assert_eq!(
            Money::parse(typed, DecimalStyle::Comma, currency(code)),
            Err(refusal),
            "{typed}"
        );
    }
}

#[test]
fn typed_prices_quantities_and_percentages_keep_their_bounds() {
    let comma = DecimalStyle::Comma;
    assert_eq!(UnitPrice::parse("0,123456", comma), Ok(price("0.123456")));
    assert_eq!(
        UnitPrice::parse("0,1234567", comma),
        Err(ParseAmountError::TooManyDecimals)
    );
    assert_eq!(
        UnitPrice::parse("-1", comma),
        Err(ParseAmountError::Negative)
    );
    assert_eq!(Quantity::parse("\u{2212}2,5", comma), Ok(-quantity("2.5")));
    assert_eq!(
        Quantity::parse("0,12345", comma),
        Err(ParseAmountError::TooManyDecimals)
    );
    assert_eq!(
        Quantity::parse("1000000000000", comma),
        Err(ParseAmountError::TooLarge)
    );
    assert_eq!(Percent::parse("25,5", comma), Ok(percent("25.5")));
    assert_eq!(
        Percent::parse("1001", comma),
        Err(ParseAmountError::TooLarge)
    );
    assert_eq!(Percent::parse("-1", comma), Err(ParseAmountError::Negative));
}

// Properties

fn any_currency() -> impl Strategy<Value = Currency> {
    proptest::sample::select(Currency::all().collect::<Vec<_>>())
}

fn any_money() -> impl Strategy<Value = Money> {
    let minor = prop_oneof![-MAX_MINOR..=MAX_MINOR, -10_000_i64..10_000];
    (minor, any_currency()).prop_map(|(minor, currency)| Money::new(minor, currency))
}

/// Decimals of every scale, many of them exactly on a half.
fn any_decimal() -> impl Strategy<Value = Decimal> {
    let spread = (-900_000_000_000_000_i64..900_000_000_000_000, 0_u32..=12)
        .prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale.max(5)));
    let halves = (-1_000_000_i64..1_000_000).prop_map(|odd| Decimal::new(odd * 10 + 5, 3));
    prop_oneof![spread, halves]
}

/// Groups of three, as a screen or a bank writes them.
fn written(value: Money, group: &str, mark: char) -> String {
    let digits = value.currency().minor_digits() as usize;
    let plain = value.to_decimal().abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let groups: Vec<&str> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|each| std::str::from_utf8(each).unwrap())
        .collect();
    let sign = if value.is_negative() { "\u{2212}" } else { "" };
    let grouped = groups.join(group);
    if digits == 0 {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}{mark}{fraction}")
    }
}

proptest! {
    #[test]
    fn rounding_is_the_same_on_both_sides_of_zero(exact in any_decimal(), currency in any_currency()) {
        let above = Rounding::HalfAwayFromZero.reduce(exact, currency).unwrap();
        let below = Rounding::HalfAwayFromZero.reduce(-exact, currency).unwrap();
        prop_assert_eq!(below, -above);
    }

    #[test]
    fn a_rounded_amount_is_at_most_half_a_unit_away(exact in any_decimal(), currency in any_currency()) {
        let reduced = Rounding::HalfAwayFromZero.reduce(exact, currency).unwrap();
        let half_unit = Decimal::new(5, currency.minor_digits() + 1);
        let distance = reduced.to_decimal().abs() - exact.abs();
        // Away from zero at the half: up by half a unit at most, down by less.
        prop_assert!(distance <= half_unit && -distance < half_unit, "{} to {}", exact, reduced);
    }

    #[test]
    fn reading_the_stored_form_gives_the_amount_back(amount in any_money()) {
        prop_assert_eq!(amount.to_string().parse::<Money>(), Ok(amount));
        let json = serde_json::to_string(&amount).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), amount);
        prop_assert_eq!(Money::from_decimal(amount.to_decimal(), amount.currency()), Ok(amount));
    }

    #[test]
    fn reading_a_written_amount_gives_it_back_or_asks(amount in any_money()) {
        for (group, mark, style) in [
            ("\u{a0}", ',', DecimalStyle::Comma),
            ("\u{202f}", ',', DecimalStyle::Comma),
            (".", ',', DecimalStyle::Comma),
            ("", ',', DecimalStyle::Comma),
            (",", '.', DecimalStyle::Point),
            ("\u{2019}", '.', DecimalStyle::Point),
            ("", '.', DecimalStyle::Point),
        ] {
            let text = written(amount, group, mark);
            match Money::parse(&text, style, amount.currency()) {
                Ok(read) => prop_assert_eq!(read, amount, "{}", text),
                Err(ParseAmountError::Ambiguous { .. }) => {
                    let marks = text.chars().filter(|each| !each.is_ascii_digit() && *each != '\u{2212}').count();
                    prop_assert_eq!(marks, 1, "{} needs no question", text);
                    let after = text.rsplit([',', '.']).next().unwrap();
                    prop_assert_eq!(after.len(), 3, "{} needs no question", text);
                }
                Err(other) => prop_assert!(false, "{}: {}", text, other),
            }
        }
    }

    #[test]
    fn no_typed_text_makes_the_reader_fail(text in any::<String>(), near in "[-+−0-9 .,'\u{a0}]{0,24}") {
        for typed in [text, near] {
            for style in BOTH {
                if let Ok(value) = parse_decimal(&typed, style) {
                    prop_assert!(typed.chars().any(|each| each.is_ascii_digit()));
                    prop_assert!(value.scale() <= 10);
                }
            }
        }
    }

    #[test]
    fn no_stored_text_makes_the_reader_fail(text in "[-+0-9. A-Z]{0,30}") {
        if let Ok(amount) = text.parse::<Money>() {
            prop_assert_eq!(amount.to_string(), text);
        }
    }

    #[test]
    fn price_times_quantity_changes_sign_with_the_quantity(
        price in 0_i64..10_000_000_000_000_000,
        quantity in -999_999_999_999_i64..1_000_000_000_000,
    ) {
        let price = UnitPrice::new(Decimal::new(price, 6)).unwrap();
        let quantity = Quantity::new(Decimal::new(quantity, 4)).unwrap();
        prop_assert_eq!(price.times_exact(-quantity), -price.times_exact(quantity));
        let exact = price.value().mantissa() * quantity.value().mantissa();
        let product = price.times_exact(quantity).normalize();
        let scale = price.value().scale() + quantity.value().scale();
        prop_assert_eq!(product, Decimal::from_i128_with_scale(exact, scale).normalize());
    }
}
