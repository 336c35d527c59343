//! What documents are made with, and what they are read back with.

use chrono::{DateTime, Utc};
use lasku::document::pdf::{Fonts, Look};
use lasku::worker::press::Press;
use std::fs;
use std::future::Future;
use std::path::PathBuf;
use std::pin::pin;
use std::process::Command;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let face = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/fonts/pdf/");
        fs::read(format!("{folder}{name}.ttf")).unwrap()
    };
    let others = ["noto-sans", "noto-sans-hebrew", "noto-sans-arabic"];
    let others = others.map(|name| face(&format!("{name}-regular")));
    Fonts::read(
        face("hanken-grotesk-regular"),
        face("hanken-grotesk-semibold"),
        others.into(),
    )
    .unwrap()
});

static LOOK: LazyLock<Look> = LazyLock::new(Look::default);

pub fn at() -> DateTime<Utc> {
    "2026-01-09T10:00:00Z".parse().unwrap()
}

/// The press with the usual look.
pub fn press() -> Press<'static> {
    with_look(&LOOK)
}

pub fn with_look(look: &Look) -> Press<'_> {
    Press {
        fonts: Some(&FONTS),
        look,
        at: at(),
    }
}

/// Where files are kept, for a person and for other programs to look at.
pub fn kept(folder: &str, name: &str, content: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

/// What a program prints; none where it is not installed, and then it says that a check was skipped.
pub fn printed(program: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output.stdout),
        Err(_) => {
            println!("skipped: {program} is not installed");
            None
        }
    }
}

/// The text of a PDF as it stands on its pages.
pub fn text(pdf: &[u8], name: &str) -> Option<String> {
    let path = kept("documents/text", &format!("{name}.pdf"), pdf);
    let text = printed("pdftotext", &["-layout", path.to_str().unwrap(), "-"])?;
    let text = String::from_utf8(text).unwrap();
    Some(text.replace(['\u{a0}', '\u{202f}'], " "))
}

/// The store in memory never waits.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(work).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("the store in memory waits"),
    }
}
