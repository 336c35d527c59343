//! Turns the texts in `locales/` into a module the compiler checks: a missing text or argument does not build.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=Cargo.toml");

    #[cfg(feature = "app")]
    texts()?;
    Ok(())
}

#[cfg(feature = "app")]
fn texts() -> Result<(), Box<dyn Error>> {
    use leptos_i18n_parser::parse_locales::{
        options::{Config, ParseOptions},
        parse_locales,
    };
    use std::{env, fs, path::PathBuf};

    // The engine's native tests need no texts, and the generated module knows the browser.
    if env::var("CARGO_CFG_TARGET_FAMILY").as_deref() != Ok("wasm") {
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
    let texts = parse_locales(None, config)?;
    for warning in texts.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in texts.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    for path in texts.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={path}");
    }
    let module = leptos_i18n_codegen::gen_code(&texts, None, false, None, true)?;
    fs::create_dir_all(out.join("i18n"))?;
    fs::write(out.join("i18n/mod.rs"), module.to_string())?;
    Ok(())
}
