//! Turns the texts in `locales/` into a module the compiler checks: a missing text or argument does not build.

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};
use std::{env, error::Error, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.toml");

    // The engine's native tests and the workers need no texts, and the generated module knows the browser.
    let is_wasm = env::var("CARGO_CFG_TARGET_FAMILY").as_deref() == Ok("wasm");
    if !is_wasm || env::var_os("CARGO_FEATURE_APP").is_none() {
        return Ok(());
    }

    let out = PathBuf::from(env::var("OUT_DIR")?);
    let config = Config::new("en")?
        .add_locale("fi")?
        .add_namespaces([
            "shell",
            "words",
            "errors",
            "domain",
            "workspace",
            "journal",
            "today",
            "accounts",
            "contracts",
            "catalogue",
            "billing",
            "invoices",
            "payments",
            "reports",
            "files",
            "settings",
            "desk",
            "dunning",
            "savings",
            "fairness",
            "why",
            "offers",
            "caller",
            "insight",
            "revenue",
            "wait",
            "trials",
            "documents",
            "reading",
        ])?
        .parse_options(ParseOptions::default().interpolate_display(true));
    let texts = TranslationsInfos::parse(config)?;
    texts.emit_diagnostics();
    texts.rerun_if_locales_changed();
    texts.generate_i18n_module(out.join("i18n"))?;
    Ok(())
}
