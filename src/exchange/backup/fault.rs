//! A record that could not be read, or not wholly: looked at again, slowly, to say where.

use super::problem::{Place, ProblemKind};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Where in the record, and what is the matter: read again, slowly.
pub(super) fn unreadable<T: DeserializeOwned>(
    mut place: Place,
    raw: &[u8],
) -> (Place, ProblemKind) {
    let mut parser = serde_json::Deserializer::from_slice(raw);
    let message = match serde_path_to_error::deserialize::<_, T>(&mut parser) {
        Ok(_) => "trailing characters".to_owned(),
        Err(error) => {
            let path = error.path().to_string();
            if path != "." {
                let separator = if path.starts_with('[') { "" } else { "." };
                place.path = format!("{}{separator}{path}", place.path);
            }
            error.into_inner().to_string()
        }
    };
    if let Ok(value) = serde_json::from_slice::<Value>(raw) {
        place.label = ["number", "code", "name", "label", "id"]
            .into_iter()
            .find_map(|key| value.get(key)?.as_str())
            .map(|label| label.chars().take(80).collect())
            .unwrap_or_default();
    }
    (place, ProblemKind::Unreadable { message })
}

/// Keys that reading and writing lost, unless what they held was nothing.
pub(super) fn unknown_keys<T: Serialize>(raw: &[u8], record: &T) -> Vec<String> {
    let mut paths = Vec::new();
    if let (Ok(found), Ok(known)) = (serde_json::from_slice(raw), serde_json::to_value(record)) {
        compare(&found, &known, &mut String::new(), &mut paths);
    }
    paths
}

fn compare(found: &Value, known: &Value, path: &mut String, paths: &mut Vec<String>) {
    let before = path.len();
    match (found, known) {
        (Value::Object(found), Value::Object(known)) => {
            for (key, value) in found {
                path.push('.');
                path.push_str(key);
                match known.get(key) {
                    Some(known) => compare(value, known, path, paths),
                    None if is_nothing(value) => {}
                    None => paths.push(path.clone()),
                }
                path.truncate(before);
            }
        }
        (Value::Array(found), Value::Array(known)) => {
            for (index, (value, known)) in found.iter().zip(known).enumerate() {
                path.push_str(&format!("[{index}]"));
                compare(value, known, path, paths);
                path.truncate(before);
            }
        }
        _ => {}
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}
