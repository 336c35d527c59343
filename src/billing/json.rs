//! Records as JSON: the very bytes that `serde_json` writes, without its generality, because a run writes thousands of
//! records and every document's bytes are also what its digest covers.
//!
//! Reading stays `serde_json`'s business.

use serde::ser::{self, Serialize};
use std::fmt::{self, Display, Write};

/// The JSON of a record of ours.
pub(crate) fn json<T: Serialize>(record: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    write_json(record, &mut bytes);
    bytes
}

/// Writes the JSON of a record of ours behind other bytes. Map keys are strings and no float occurs, so it can't fail.
pub(crate) fn write_json<T: Serialize>(record: &T, bytes: &mut Vec<u8>) {
    if let Err(Fault(fault)) = record.serialize(&mut Json(bytes)) {
        unreachable!("a record that has no JSON: {fault}");
    }
}

/// Why a value has no JSON here.
#[derive(Debug)]
struct Fault(String);

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl ser::Error for Fault {
    fn custom<T: Display>(fault: T) -> Fault {
        Fault(fault.to_string())
    }
}

/// Writes values one behind the other.
struct Json<'b>(&'b mut Vec<u8>);

impl Json<'_> {
    fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.0.reserve(bytes.len() + 2);
        self.0.push(b'"');
        if is_plain(bytes) {
            self.0.extend_from_slice(bytes);
        } else {
            bytes.iter().for_each(|byte| escape(*byte, self.0));
        }
        self.0.push(b'"');
    }

    /// `"name":`, and before it what parts it from the field before.
    fn name(&mut self, before: u8, name: &'static str) {
        let at = self.0.len();
        let length = name.len();
        self.0.resize(at + length + 4, b'"');
        let room = &mut self.0[at..];
        room[0] = before;
        room[2..2 + length].copy_from_slice(name.as_bytes());
        room[length + 3] = b':';
    }

    fn whole(&mut self, mut number: u64, is_negative: bool) {
        let mut digits = [0; 20];
        let mut at = digits.len();
        while at == digits.len() || number > 0 {
            at -= 1;
            digits[at] = b"0123456789"[(number % 10) as usize];
            number /= 10;
        }
        if is_negative {
            self.0.push(b'-');
        }
        self.0.extend_from_slice(&digits[at..]);
    }
}

/// Whether a text stands in JSON as it is. Eight bytes at once: nearly every text is plain.
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
    let (words, rest) = bytes.as_chunks::<8>();
    // A high bit says that one of the bytes is a control character, a quote or a backslash.
    let found = words.iter().fold(0, |found, word| {
        let word = u64::from_le_bytes(*word);
        let quote = word ^ (ONES * u64::from(b'"'));
        let backslash = word ^ (ONES * u64::from(b'\\'));
        found | below(word, 0x20) | below(quote, 1) | below(backslash, 1)
    });
    found == 0
        && rest
            .iter()
            .all(|byte| *byte >= 0x20 && *byte != b'"' && *byte != b'\\')
}

fn escape(byte: u8, bytes: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        b'\t' => b't',
        b'\n' => b'n',
        0x0c => b'f',
        b'\r' => b'r',
        0..0x20 => {
            bytes.extend_from_slice(b"\\u00");
            bytes.push(b"0123456789abcdef"[usize::from(byte >> 4)]);
            bytes.push(b"0123456789abcdef"[usize::from(byte & 15)]);
            return;
        }
        _ => return bytes.push(byte),
    };
    bytes.extend_from_slice(&[b'\\', short]);
}

/// Takes what a `Display` writes.
impl Write for Json<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

impl<'j, 'b> ser::Serializer for &'j mut Json<'b> {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Parts<'j, 'b>;
    type SerializeTuple = Parts<'j, 'b>;
    type SerializeTupleStruct = Parts<'j, 'b>;
    type SerializeTupleVariant = Parts<'j, 'b>;
    type SerializeMap = Parts<'j, 'b>;
    type SerializeStruct = Parts<'j, 'b>;
    type SerializeStructVariant = Parts<'j, 'b>;

    fn serialize_bool(self, value: bool) -> Result<(), Fault> {
        let word: &[u8] = if value { b"true" } else { b"false" };
        self.0.extend_from_slice(word);
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Fault> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Fault> {
        self.whole(value.unsigned_abs(), value < 0);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Fault> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Fault> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Fault> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Fault> {
        self.whole(value, false);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Fault> {
        Err(ser::Error::custom("a float"))
    }

    fn serialize_f64(self, _: f64) -> Result<(), Fault> {
        Err(ser::Error::custom("a float"))
    }

    fn serialize_char(self, value: char) -> Result<(), Fault> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Fault> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Fault> {
        Err(ser::Error::custom("bytes"))
    }

    fn serialize_none(self) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Fault> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Fault> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Fault> {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        self.name(b'{', variant);
        value.serialize(&mut *self)?;
        self.0.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'j, 'b>, Fault> {
        Ok(Parts::begin(self, b'[', b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'j, 'b>, Fault> {
        Ok(Parts::begin(self, b'[', b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'j, 'b>, Fault> {
        Ok(Parts::begin(self, b'[', b"]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'j, 'b>, Fault> {
        self.name(b'{', variant);
        Ok(Parts::begin(self, b'[', b"]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'j, 'b>, Fault> {
        Ok(Parts::begin(self, b'{', b"}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'j, 'b>, Fault> {
        Ok(Parts::begin(self, b'{', b"}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'j, 'b>, Fault> {
        self.name(b'{', variant);
        Ok(Parts::begin(self, b'{', b"}}"))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Fault> {
        self.0.push(b'"');
        let from = self.0.len();
        write!(self, "{value}").map_err(ser::Error::custom)?;
        if !is_plain(&self.0[from..]) {
            let text = self.0.split_off(from);
            text.iter().for_each(|byte| escape(*byte, self.0));
        }
        self.0.push(b'"');
        Ok(())
    }
}

/// The members of an array or an object.
struct Parts<'j, 'b> {
    json: &'j mut Json<'b>,
    /// What stands before the next member: the bracket, then commas.
    before: u8,
    end: &'static [u8],
}

impl<'j, 'b> Parts<'j, 'b> {
    fn begin(json: &'j mut Json<'b>, bracket: u8, end: &'static [u8]) -> Self {
        Parts {
            json,
            before: bracket,
            end,
        }
    }

    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.json.0.push(std::mem::replace(&mut self.before, b','));
        value.serialize(&mut *self.json)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        let before = std::mem::replace(&mut self.before, b',');
        self.json.name(before, name);
        value.serialize(&mut *self.json)
    }

    fn finish(self) -> Result<(), Fault> {
        // Without members the bracket isn't written yet.
        if self.before != b',' {
            self.json.0.push(self.before);
        }
        self.json.0.extend_from_slice(self.end);
        Ok(())
    }
}

impl ser::SerializeSeq for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.part(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl ser::SerializeTuple for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.part(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl ser::SerializeTupleStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.part(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl ser::SerializeTupleVariant for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.part(value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl ser::SerializeMap for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Fault> {
        let at = self.json.0.len() + 1;
        self.part(key)?;
        if self.json.0.get(at) != Some(&b'"') {
            return Err(ser::Error::custom("a key that is not a text"));
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Fault> {
        self.json.0.push(b':');
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl ser::SerializeStruct for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        self.field(name, value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

impl ser::SerializeStructVariant for Parts<'_, '_> {
    type Ok = ();
    type Error = Fault;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        self.field(name, value)
    }

    fn end(self) -> Result<(), Fault> {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::json;
    use serde::Serialize;
    use std::collections::BTreeMap;

    #[derive(Serialize)]
    enum Each {
        Unit,
        New(u8),
        Pair(i64, &'static str),
        Named { first: bool, second: Option<char> },
    }

    #[derive(Serialize)]
    struct Nothing {}

    #[derive(Serialize)]
    struct All {
        text: String,
        numbers: Vec<i64>,
        none: Option<u64>,
        unit: (),
        each: [Each; 4],
        map: BTreeMap<String, Vec<u8>>,
        nothing: Nothing,
        #[serde(flatten)]
        flat: BTreeMap<String, u32>,
        day: chrono::NaiveDate,
    }

    #[test]
    fn the_bytes_are_those_of_serde_json() {
        let mut texts: Vec<String> = (0..=0x82_u8).map(|c| char::from(c).to_string()).collect();
        texts.extend(
            [
                "",
                "plain text of some length",
                "a \"quote\" behind eight bytes",
                "C:\\path",
                "Ääkköset ja €uro \u{2028}\u{10ffff}",
                "seven77\n",
                "\u{1}\u{1f}\u{7f}",
            ]
            .map(String::from),
        );
        for text in texts {
            let all = All {
                numbers: vec![0, 1, -1, 10, i64::MIN, i64::MAX],
                none: None,
                unit: (),
                each: [
                    Each::Unit,
                    Each::New(255),
                    Each::Pair(-7, "seven"),
                    Each::Named {
                        first: true,
                        second: Some('"'),
                    },
                ],
                map: BTreeMap::from([(text.clone(), vec![]), ("other".into(), vec![1, 2])]),
                nothing: Nothing {},
                flat: BTreeMap::from([("flat".into(), u32::MAX)]),
                day: chrono::NaiveDate::MIN,
                text,
            };
            let expected = serde_json::to_string(&all).unwrap();
            assert_eq!(String::from_utf8(json(&all)).unwrap(), expected);
        }
    }
}
