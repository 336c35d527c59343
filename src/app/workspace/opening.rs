//! From a closed database to a book one can work with, and back into step when another tab was faster.

use super::{Stage, Workspace, persistence, tab::News};
use crate::app::locale::{Locale, browser_locale};
use crate::billing::account::Language;
use crate::billing::book::Book;
use crate::billing::identifier::CountryCode;
use crate::store::{Opened, Store, StoreError};
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Workspace {
    /// Opens the store; called once, and again when a person asks for another try.
    pub fn begin(&self) {
        self.stage.set(Stage::Opening);
        let workspace = *self;
        spawn_local(async move {
            let stage = match workspace.open().await {
                Ok(stage) => stage,
                Err(error) => stage_of(error),
            };
            workspace.stage.set(stage);
            workspace
                .persistence
                .set(persistence::granted_before().await);
        });
    }

    async fn open(&self) -> Result<Stage, StoreError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        inner.home.connect().await?;
        match inner.home.store().open().await? {
            Some(opened) => Ok(self.take_over(opened)),
            None => self.found().await,
        }
    }

    /// Begins a new book in an empty store.
    async fn found(&self) -> Result<Stage, StoreError> {
        let inner = self.inner();
        let book = new_book(self);
        match inner.home.store().create(&book).await {
            Ok(()) => {
                self.book.set(book);
                Ok(Stage::Ready)
            }
            // Another tab founded it in between.
            Err(StoreError::Stale) => match inner.home.store().open().await? {
                Some(opened) => Ok(self.take_over(opened)),
                None => Err(StoreError::Stale),
            },
            Err(error) => Err(error),
        }
    }

    fn take_over(&self, opened: Opened) -> Stage {
        self.book.set(opened.book);
        self.version.update(|version| *version += 1);
        Stage::Ready
    }

    /// Reads the book again after another tab, an import or a restored backup changed the store.
    pub async fn reload(&self) -> Result<(), StoreError> {
        let opened = self.inner().home.store().open().await?;
        match opened {
            Some(opened) => {
                let stage = self.take_over(opened);
                if self.stage.get_untracked() != stage {
                    self.stage.set(stage);
                }
                Ok(())
            }
            None => Err(StoreError::Damaged {
                place: "book".into(),
                fault: "gone".into(),
            }),
        }
    }

    /// Follows what other tabs keep.
    pub(super) fn listen_to_tabs(&self) {
        let workspace = *self;
        if let Some(channel) = &self.inner().channel {
            channel.listen(move |news| workspace.hear(news));
        }
    }

    fn hear(&self, news: News) {
        if self.stage.get_untracked() != Stage::Ready {
            return;
        }
        let (id, head) = self.with_untracked(|book| (book.id, book.journal));
        if id == news.book && head.sequence >= news.head.sequence {
            return;
        }
        match news.changes {
            Some(changes) if id == news.book && head == news.from => {
                self.book.update(|book| {
                    book.apply(&changes);
                    book.journal = news.head;
                });
                self.version.update(|version| *version += 1);
            }
            // Something was missed, or the other tab replaced the whole book.
            _ => self.catch_up(),
        }
    }

    /// Reads the book again, once for any number of messages that come meanwhile.
    fn catch_up(&self) {
        let inner = self.inner();
        if inner.must_reload.replace(true) {
            return;
        }
        let workspace = *self;
        spawn_local(async move {
            let _turn = inner.turn.lock().await;
            inner.must_reload.set(false);
            if let Err(error) = workspace.reload().await {
                workspace.stage.set(stage_of(error));
            }
        });
    }
}

fn stage_of(error: StoreError) -> Stage {
    match error {
        StoreError::Blocked => Stage::Blocked,
        StoreError::NewerVersion { .. } => Stage::NewerVersion,
        StoreError::Quota
        | StoreError::Stale
        | StoreError::ConnectionLost
        | StoreError::Damaged { .. }
        | StoreError::Unavailable { .. }
        | StoreError::Other(_) => Stage::Failed(error),
    }
}

/// A new book speaks the browser's language; the country is a first guess that the settings ask for.
fn new_book(workspace: &Workspace) -> Book {
    let language = match browser_locale() {
        Locale::en => Language::En,
        Locale::fi => Language::Fi,
    };
    Book::new(
        workspace.fresh_id(),
        workspace.fresh_id(),
        CountryCode::FI,
        language,
    )
}
