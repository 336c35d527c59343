//! How documents look: template, colour and logo, kept with the book.

use super::builder::World;
use base64::{Engine, engine::general_purpose::STANDARD};
use lasku::billing::command::Command;
use lasku::billing::desk::role::Role;
use lasku::billing::journal::FactKind;
use lasku::billing::refusal::{Field, Refusal, RefusalKind};
use lasku::billing::stationery::{Picture, PictureFault, PictureKind, Rgb, Stationery, Template};
use lasku::care::command::Wish;
use lasku::care::permission::needs;

/// A file of `length` bytes that begins as a PNG does.
fn png(length: usize) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.resize(length, 0);
    file
}

fn with_logo(kind: PictureKind, content: String) -> Stationery {
    Stationery {
        logo: Some(Picture { kind, content }),
        ..Stationery::default()
    }
}

#[test]
fn a_look_is_kept_and_until_then_it_is_the_usual_one() {
    let mut world = World::new();
    assert_eq!(world.book.stationery(), Stationery::default());
    let chosen = Stationery {
        template: Template::Modern,
        accent: Rgb::parse("#A03060").unwrap(),
        logo: Some(Picture::of(&png(100)).unwrap()),
    };
    world.must(Command::ReviseStationery(chosen.clone()));
    assert_eq!(world.book.stationery(), chosen);
    let without = Stationery {
        logo: None,
        ..chosen
    };
    world.must(Command::ReviseStationery(without.clone()));
    assert_eq!(world.book.stationery(), without);
}

#[test]
fn the_journal_says_that_the_look_changed_and_holds_no_logo() {
    let mut world = World::new();
    let logo = Picture::of(&png(Picture::LARGEST)).unwrap();
    world.must(Command::ReviseStationery(Stationery {
        logo: Some(logo),
        ..Stationery::default()
    }));
    let entry = world.journal.last().unwrap();
    assert_eq!(entry.facts[0].what, FactKind::StationeryRevised);
    assert!(serde_json::to_vec(entry).unwrap().len() < 1_000);
}

#[test]
fn a_logo_that_is_no_picture_is_refused() {
    let encoded = |file: &[u8]| STANDARD.encode(file);
    let too_large = Picture::LARGEST + 1;
    let rows = [
        (
            "neither PNG nor JPEG",
            with_logo(PictureKind::Png, encoded(b"GIF89a, so it says")),
            PictureFault::Kind,
        ),
        (
            "a PNG that calls itself a JPEG",
            with_logo(PictureKind::Jpeg, encoded(&png(100))),
            PictureFault::Kind,
        ),
        (
            "no file at all",
            with_logo(PictureKind::Png, String::new()),
            PictureFault::Kind,
        ),
        (
            "a byte too large",
            with_logo(PictureKind::Png, encoded(&png(too_large))),
            PictureFault::TooLarge { bytes: too_large },
        ),
        (
            "broken Base64",
            with_logo(PictureKind::Png, format!("{}!", encoded(&png(100)))),
            PictureFault::Broken,
        ),
    ];
    for (what, stationery, fault) in rows {
        let mut world = World::new();
        let refused = world.ask(Command::ReviseStationery(stationery));
        let expected = Refusal::field(Field::Logo, RefusalKind::Picture(fault));
        assert_eq!(refused, Err(expected), "{what}");
        assert_eq!(world.book.stationery, None, "{what}");
    }
    let largest = with_logo(PictureKind::Png, encoded(&png(Picture::LARGEST)));
    World::new().must(Command::ReviseStationery(largest));
}

#[test]
fn whoever_may_revise_the_seller_may_revise_the_look() {
    let world = World::new();
    let least = |command| needs(&world.book, &Wish::Billing(command), None, world.today);
    let of_seller = least(Command::ReviseSeller(world.book.seller.clone()));
    let of_look = least(Command::ReviseStationery(Stationery::default()));
    assert_eq!((of_look, of_seller), (Role::Owner, Role::Owner));
}
