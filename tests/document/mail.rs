//! Drafts of e-mail, read back by another library.

use crate::cases::cases;
use crate::tools::{at, kept, press};
use lasku::worker::mail::write;
use lasku::worker::protocol::{Form, Mail};
use mail_parser::{MessageParser, MimeHeaders};

fn mail() -> Mail {
    Mail {
        from: (
            "Koivu & Kaarna Oy".into(),
            "laskutus@koivukaarna.example".into(),
        ),
        to: ("Åke Öberg, \"Ab\"".into(), "ake@example.com".into()),
        subject: "Lasku 1027 – eräpäivä 16.3.\r\nBcc: someone@example.com".into(),
        paragraphs: vec![
            "Hyvä asiakas,".into(),
            "ohessa lasku.\nSen eräpäivä on 16.3.".into(),
            format!("Ääkkösiä {}", "ja sanoja ".repeat(200)),
        ],
    }
}

#[test]
fn a_draft_is_read_back_with_its_files() {
    let invoice = cases().remove(0).invoice;
    let forms = [Form::Pdf, Form::XRechnungUbl, Form::XRechnungCii];
    let files: Vec<_> = forms
        .into_iter()
        .map(|form| press().document(&invoice, form).unwrap())
        .collect();
    let written = write(&mail(), &files, "invoice-1027", at());
    kept("documents", "draft.eml", &written);
    let back = MessageParser::default().parse(&written).unwrap();
    assert_eq!(back.header_raw("X-Unsent").map(str::trim), Some("1"));
    // What would be a header of its own stays within its line.
    let subject = back.subject().unwrap();
    assert_eq!(
        subject,
        "Lasku 1027 – eräpäivä 16.3. Bcc: someone@example.com"
    );
    assert!(back.bcc().is_none());
    let to = back.to().and_then(|to| to.first()).unwrap();
    assert_eq!(to.name(), Some("Åke Öberg, \"Ab\""));
    assert_eq!(to.address(), Some("ake@example.com"));
    let text = back.body_text(0).unwrap().replace("\r\n", "\n");
    assert_eq!(text.trim_end(), mail().paragraphs.join("\n\n").trim_end());
    let names: Vec<&str> = back
        .attachments()
        .filter_map(|part| part.attachment_name())
        .collect();
    let number = &invoice.number;
    assert_eq!(
        names,
        [
            format!("lasku-{number}.pdf"),
            format!("lasku-{number}-xrechnung.xml"),
            format!("lasku-{number}-xrechnung-2.xml"),
        ]
    );
    for (part, file) in back.attachments().zip(&files) {
        assert!(part.contents() == file.content, "{}", file.name);
    }
    let lines = written.split(|byte| *byte == b'\n');
    assert!(
        lines.clone().all(|line| line.len() <= 998),
        "RFC 5322, 2.1.1"
    );
    assert!(written.is_ascii());
}

#[test]
fn a_receiver_without_an_address_is_left_to_the_person() {
    let nobody = Mail {
        to: ("Maija".into(), " ".into()),
        ..mail()
    };
    let written = write(&nobody, &[], "letter", at());
    let back = MessageParser::default().parse(&written).unwrap();
    assert!(back.to().is_none());
    assert_eq!(back.attachment_count(), 0);
    assert!(back.body_text(0).unwrap().starts_with("Hyvä asiakas,"));
}
