//! What leaves on paper or as data, made from documents of every kind. Written out as files as well, for the official rules.

mod archive;
#[path = "../engine/backup_book.rs"]
#[allow(dead_code)]
mod backup_book;
mod cases;
mod einvoice;
mod hostile;
mod hybrid;
mod mail;
mod payment_part;
mod press;
mod reading;
mod take_over;
mod tools;
