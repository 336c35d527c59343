//! The order of the layers, what stands where, and what is forbidden where. Read from the sources themselves.

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may import besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("money", &[]),
    ("calendar", &[]),
    ("billing", &["money", "calendar"]),
    ("care", &["money", "calendar", "billing"]),
    ("insight", &["money", "calendar", "billing", "care"]),
    ("document", &["money", "calendar", "billing"]),
    (
        "exchange",
        &[
            "money", "calendar", "billing", "care", "insight", "document",
        ],
    ),
    (
        "store",
        &[
            "money", "calendar", "billing", "care", "insight", "document", "exchange",
        ],
    ),
    (
        "worker",
        &[
            "money", "calendar", "billing", "care", "insight", "document", "exchange", "store",
        ],
    ),
    (
        "app",
        &[
            "money", "calendar", "billing", "care", "insight", "document", "exchange", "store",
            "worker",
        ],
    ),
];

/// What may stand at the top level, besides names that begin with a dot.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "src",
    "style",
    "public",
    "locales",
    "tests",
    "Trunk.toml",
    "index.html",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "package.json",
    "package-lock.json",
];

/// Layers that compute with money or days and so with no binary float.
const WITHOUT_FLOATS: &[&str] = &[
    "money", "calendar", "billing", "care", "document", "exchange",
];

/// The only places that know a browser.
const KNOW_THE_BROWSER: &[&str] = &[
    "src/app/",
    // The high-water mark rests outside the database, so that it notices when the database loses something.
    "src/store/mark.rs",
    "src/store/indexed_db.rs",
    "src/store/indexed_db/",
    "src/worker/serve.rs",
    "src/worker/serve/",
    "src/main.rs",
    "src/bin/",
];

const BROWSER_CRATES: &[&str] = &[
    "leptos",
    "leptos_i18n",
    "leptos_router",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "serde_wasm_bindgen",
    "gloo_storage",
    "gloo_timers",
    "gloo_file",
    "indexed_db_futures",
    "console_error_panic_hook",
];

#[test]
fn every_layer_imports_only_the_layers_below_it() {
    let mut faults = Vec::new();
    for file in sources() {
        let Some(layer) = file.layer() else { continue };
        let (_, allowed) = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == layer)
            .unwrap_or_else(|| panic!("src/{layer} is no listed layer"));
        for imported in imports(&file.code) {
            if imported != layer && !allowed.contains(&imported.as_str()) {
                faults.push(format!("{} imports {imported}", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_module_climbs_out_of_its_layer() {
    let mut faults = Vec::new();
    for file in sources() {
        let Some(depth) = file.depth() else { continue };
        let climbs = file
            .code
            .replace(char::is_whitespace, "")
            .split("super::")
            .fold((0, 0), |(run, most), between| {
                let run = if between.is_empty() { run + 1 } else { 1 };
                (run, most.max(run))
            })
            .1
            - 1;
        if climbs >= depth && file.code.contains("super::") {
            faults.push(format!("{}: super:: ×{climbs}", file.path));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_folder_of_src_is_a_listed_layer() {
    let listed: Vec<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    for entry in entries(&root().join("src")) {
        let name = name_of(&entry);
        let known = listed.contains(&name.as_str())
            || ["bin", "lib.rs", "main.rs"].contains(&name.as_str());
        assert!(known, "src/{name} is no listed layer");
    }
    assert_eq!(
        entries(&root().join("src/bin"))
            .iter()
            .map(|entry| name_of(entry))
            .collect::<Vec<_>>(),
        ["press.rs", "worker.rs"]
    );
}

#[test]
fn the_top_level_holds_only_what_is_listed() {
    let ignored: Vec<String> = fs::read_to_string(root().join(".gitignore"))
        .unwrap()
        .lines()
        .map(|line| line.trim_matches('/').to_owned())
        .collect();
    for entry in entries(&root()) {
        let name = name_of(&entry);
        let expected =
            name.starts_with('.') || TOP_LEVEL.contains(&name.as_str()) || ignored.contains(&name);
        assert!(expected, "{name} does not belong at the top level");
    }
}

#[test]
fn components_do_not_know_the_workspace() {
    let mut faults = Vec::new();
    for file in sources() {
        let in_components = file.path.starts_with("src/app/components/");
        let knows = words(&file.code).any(|word| word == "workspace" || word == "use_workspace");
        if in_components && knows {
            faults.push(file.path);
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn only_the_shell_the_database_and_the_worker_know_the_browser() {
    let mut faults = Vec::new();
    for file in sources() {
        if KNOW_THE_BROWSER
            .iter()
            .any(|place| file.path.starts_with(place))
        {
            continue;
        }
        if let Some(word) = words(&file.code).find(|word| BROWSER_CRATES.contains(word)) {
            faults.push(format!("{} mentions {word}", file.path));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn layers_that_compute_with_money_or_days_deny_binary_floats() {
    for layer in WITHOUT_FLOATS {
        let folder = root().join("src").join(layer);
        // A layer that only has its first line of documentation computes nothing yet.
        if !folder.exists() || entries(&folder).len() < 2 {
            continue;
        }
        let module = fs::read_to_string(folder.join("mod.rs")).unwrap();
        assert!(
            module.contains("#![deny(clippy::float_arithmetic)]"),
            "src/{layer}/mod.rs allows binary floats"
        );
    }
}

#[test]
fn nothing_is_unsafe_or_made_of_text() {
    let mut faults = Vec::new();
    for file in sources() {
        for word in words(&file.code) {
            if ["unsafe", "inner_html", "eval", "set_inner_html"].contains(&word) {
                faults.push(format!("{} has {word}", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn nothing_is_left_to_be_done_later() {
    let mut faults = Vec::new();
    for file in sources() {
        for word in words(&file.code) {
            if ["todo", "unimplemented", "dbg"].contains(&word) {
                faults.push(format!("{} has {word}", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_file_of_tests_is_in_its_list() {
    for suite in ["engine", "browser"] {
        let folder = root().join("tests").join(suite);
        let list = fs::read_to_string(folder.join("main.rs")).unwrap();
        for entry in entries(&folder) {
            let name = name_of(&entry);
            let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") else {
                continue;
            };
            let listed = list
                .lines()
                .any(|line| line.trim() == format!("mod {module};"));
            assert!(listed, "tests/{suite}/{name} is never compiled");
        }
    }
}

#[test]
fn the_reader_of_imports_sees_groups_and_ignores_words_about_imports() {
    let source = "use crate::{billing::{a, b}, money::Money};\n// crate::app\nlet x = \"crate::store\";\n\
                  let y = crate :: calendar::Period; /* crate::care */ use lasku::insight::z;";
    assert_eq!(
        imports(&code_of(source)),
        ["billing", "money", "calendar", "insight"]
    );
}

// Reading sources

struct Source {
    /// From the root, with slashes.
    path: String,
    /// Without comments and texts.
    code: String,
}

impl Source {
    fn layer(&self) -> Option<&str> {
        let (layer, rest) = self.path.strip_prefix("src/")?.split_once('/')?;
        (layer != "bin" && !rest.is_empty()).then_some(layer)
    }

    /// How deep the module is: 1 for a layer itself.
    fn depth(&self) -> Option<usize> {
        self.layer()?;
        let parts = self.path.strip_prefix("src/")?.split('/').count();
        Some(if self.path.ends_with("/mod.rs") {
            parts - 1
        } else {
            parts
        })
    }
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in entries(&folder) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let path = entry.strip_prefix(root()).unwrap();
                let path = path.to_string_lossy().replace('\\', "/");
                let code = code_of(&fs::read_to_string(&entry).unwrap());
                sources.push(Source { path, code });
            }
        }
    }
    assert!(sources.len() > 40, "the sources were not found");
    sources
}

/// The layers named by `crate::…` and `lasku::…`, groups included.
fn imports(code: &str) -> Vec<String> {
    let dense = code.replace(char::is_whitespace, "");
    let mut found = Vec::new();
    for root in ["crate::", "lasku::"] {
        for (at, _) in dense.match_indices(root) {
            let before = dense[..at].chars().next_back();
            // `use` and what follows stand together once the spaces are gone.
            let is_part_of_a_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_')
                && !dense[..at].ends_with("use")
                && !dense[..at].ends_with("in");
            if is_part_of_a_word {
                continue;
            }
            let rest = &dense[at + root.len()..];
            match rest.strip_prefix('{') {
                None => found.push(first_word(rest)),
                Some(group) => {
                    let mut depth = 0;
                    let mut begins = true;
                    for (offset, c) in group.char_indices() {
                        if begins && depth == 0 {
                            found.push(first_word(&group[offset..]));
                        }
                        begins = c == ',';
                        match c {
                            '{' => depth += 1,
                            '}' if depth == 0 => break,
                            '}' => depth -= 1,
                            _ => {}
                        }
                    }
                }
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The source without comments and without the content of texts.
fn code_of(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let chars: Vec<char> = source.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let next = chars.get(at + 1).copied();
        match chars[at] {
            '/' if next == Some('/') => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
            }
            '/' if next == Some('*') => {
                let mut depth = 0;
                loop {
                    match (chars.get(at), chars.get(at + 1)) {
                        (Some('/'), Some('*')) => depth += 1,
                        (Some('*'), Some('/')) => depth -= 1,
                        (None, _) => break,
                        _ => {
                            at += 1;
                            continue;
                        }
                    }
                    at += 2;
                    if depth == 0 {
                        break;
                    }
                }
            }
            'r' if matches!(next, Some('"' | '#')) && !ends_in_a_word(&code) => {
                let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
                let opened = chars.get(at + 1 + hashes) == Some(&'"');
                at += 1;
                if opened {
                    at += hashes + 1;
                    let close: String = std::iter::once('"')
                        .chain(std::iter::repeat_n('#', hashes))
                        .collect();
                    while at < chars.len() && !starts_with(&chars[at..], &close) {
                        at += 1;
                    }
                    at += close.len();
                    code.push_str("\"\"");
                } else {
                    code.push('r');
                }
            }
            '"' => {
                at += 1;
                while at < chars.len() && chars[at] != '"' {
                    at += if chars[at] == '\\' { 2 } else { 1 };
                }
                at += 1;
                code.push_str("\"\"");
            }
            // A character, not the mark of a lifetime.
            '\'' if next == Some('\\') || chars.get(at + 2) == Some(&'\'') => {
                at += if next == Some('\\') { 3 } else { 2 };
                while at < chars.len() && chars[at] != '\'' {
                    at += 1;
                }
                at += 1;
                code.push_str("' '");
            }
            other => {
                code.push(other);
                at += 1;
            }
        }
    }
    code
}

fn ends_in_a_word(code: &str) -> bool {
    code.chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn starts_with(chars: &[char], text: &str) -> bool {
    chars.iter().take(text.len()).collect::<String>() == text
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
