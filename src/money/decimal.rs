//! What the three decimal values of a price calculation share: bounds, the stored text, reading and writing.

use rust_decimal::Decimal;

use super::MoneyError;

/// Strips trailing zeros and the sign of zero, so that equal values have equal bytes, and checks the bounds.
///
/// `digits` counts all digits of the number, before and after the point. The bounds are chosen so that price × quantity has at
/// most 28 digits, which is what a [`Decimal`] holds exactly.
pub(super) fn bounded(value: Decimal, decimals: u32, digits: u32) -> Result<Decimal, MoneyError> {
    let value = value.normalize();
    if value.scale() > decimals {
        return Err(MoneyError::TooManyDecimals { allowed: decimals });
    }
    let within = value.mantissa().unsigned_abs() < 10_u128.pow(digits);
    if within {
        Ok(value)
    } else {
        Err(MoneyError::TooLarge)
    }
}

/// Reads the stored form: an optional minus, digits, at most one point between digits.
pub(super) fn read_stored(text: &str) -> Result<Decimal, MoneyError> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(MoneyError::Malformed);
    }
    Decimal::from_str_exact(text).map_err(|_| MoneyError::TooLarge)
}

/// Text, serde and typed input for a newtype over [`Decimal`] that has `new` and `value`.
macro_rules! decimal_texts {
    ($name:ident, $expected:literal) => {
        impl $name {
            /// Reads what a person typed, such as `1 234,5`. Decimals beyond the allowed are refused unless they are zeros.
            pub fn parse(
                text: &str,
                style: $crate::money::DecimalStyle,
            ) -> Result<$name, $crate::money::ParseAmountError> {
                let value = $crate::money::parse_decimal(text, style)?;
                $name::new(value).map_err($crate::money::ParseAmountError::from)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::money::MoneyError;

            fn from_str(text: &str) -> Result<$name, $crate::money::MoneyError> {
                $name::new($crate::money::decimal::read_stored(text)?)
            }
        }

        impl TryFrom<rust_decimal::Decimal> for $name {
            type Error = $crate::money::MoneyError;

            fn try_from(value: rust_decimal::Decimal) -> Result<$name, $crate::money::MoneyError> {
                $name::new(value)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.array_string().as_ref())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$name, D::Error> {
                struct Stored;

                impl serde::de::Visitor<'_> for Stored {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(Stored)
            }
        }
    };
}

pub(super) use decimal_texts;
