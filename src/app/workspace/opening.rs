//! From a closed database to a book one can work with, and back into step when another tab was faster.

use super::{Notice, Stage, Workspace, persistence, tab::News};
use crate::app::locale::{Locale, browser_locale, td_string};
use crate::billing::account::Language;
use crate::billing::book::Book;
use crate::billing::identifier::CountryCode;
use crate::store::mark::{Mark, Verdict, judge};
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
            tell_opened();
            workspace
                .persistence
                .set(persistence::granted_before().await);
        });
    }

    async fn open(&self) -> Result<Stage, StoreError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let workspace = *self;
        let on_closed = move || workspace.stage.set(Stage::NewerVersion);
        inner.home.connect(on_closed).await?;
        self.read_again().await
    }

    /// Reads whatever is in the store and judges it by the mark.
    async fn read_again(&self) -> Result<Stage, StoreError> {
        // The mark first: what another tab keeps between the two readings makes the database newer, never older.
        let mark = self.inner().home.read_mark()?;
        self.backup.set(mark.as_ref().and_then(|mark| mark.saved));
        let opened = self.store()?.open().await?;
        match judge(mark.as_ref(), opened.as_ref()) {
            Verdict::New => self.found().await,
            Verdict::Fine => Ok(opened.map_or(Stage::Opening, |opened| {
                // Somebody emptied the browser's preferences: the guard stands again from now on.
                let is_unguarded = mark.is_none() && opened.book.journal.sequence > 0;
                let stage = self.take_over(opened);
                if is_unguarded {
                    self.write_mark();
                }
                stage
            })),
            verdict @ (Verdict::Lost { .. }
            | Verdict::Behind { .. }
            | Verdict::OtherBook { .. }) => {
                if let Some(opened) = opened {
                    self.take_over(opened);
                }
                Ok(Stage::Recovery(verdict))
            }
        }
    }

    /// Begins a new book in an empty store.
    async fn found(&self) -> Result<Stage, StoreError> {
        let store = self.store()?;
        let book = new_book(self);
        match store.create(&book).await {
            // Another tab founded it in between: that book it is.
            Ok(()) | Err(StoreError::Stale) => match store.open().await? {
                Some(opened) => Ok(self.take_over(opened)),
                None => Err(StoreError::Stale),
            },
            Err(error) => Err(error),
        }
    }

    pub(super) fn take_over(&self, opened: Opened) -> Stage {
        self.inner().documents.set(opened.documents);
        self.book.set(opened.book);
        self.version.update(|version| *version += 1);
        Stage::Ready
    }

    /// Reads the book again because another tab was faster.
    pub(super) async fn reload(&self) -> Result<(), StoreError> {
        let stage = self.read_again().await?;
        if self.stage.get_untracked() != stage {
            self.stage.set(stage);
        }
        Ok(())
    }

    /// Takes over a book that was put in the place of the old one: a restored backup. The other tabs follow.
    pub async fn adopt(&self) -> Result<(), StoreError> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let opened = inner.home.store()?.open().await?.ok_or(StoreError::Stale)?;
        let stage = self.take_over(opened);
        self.write_mark();
        self.stage.set(stage);
        if let Some(channel) = &inner.channel {
            let (id, head) = self.with_untracked(|book| (book.id, book.journal));
            channel.tell(&News {
                book: id,
                head,
                is_replaced: true,
            });
        }
        Ok(())
    }

    /// Keeps outside of the database how far it has come.
    pub(super) fn write_mark(&self) {
        let inner = self.inner();
        let mark = Mark {
            saved: self.backup.get_untracked(),
            ..self.with_untracked(|book| Mark::of(book, inner.documents.get()))
        };
        if let Err(error) = inner.home.keep_mark(&mark) {
            leptos::logging::warn!("the mark could not be kept: {error}");
            if !inner.said_unmarked.replace(true) {
                let text = td_string!(self.i18n.get_locale_untracked(), errors.store.unmarked);
                self.notify(Notice::Failed(text.to_string()));
            }
        }
    }

    /// Follows what other tabs keep.
    pub(super) fn listen_to_tabs(&self) {
        let workspace = *self;
        if let Some(channel) = &self.inner().channel {
            channel.listen(move |news| workspace.hear(news));
        }
        self.catch_up_when_seen();
    }

    fn hear(&self, news: News) {
        match self.stage.get_untracked() {
            // Another tab may have ended the recovery as well.
            Stage::Ready | Stage::Recovery(_) => {}
            Stage::Opening | Stage::Blocked | Stage::NewerVersion | Stage::Failed(_) => return,
        }
        // A book that was replaced may stand at an earlier place than before.
        let is_known = !news.is_replaced
            && self.with_untracked(|book| {
                let ours = book.journal;
                book.id == news.book && (ours.sequence > news.head.sequence || ours == news.head)
            });
        if !is_known {
            self.catch_up();
        }
    }

    /// Reads the book again: once for any number of messages, and not before somebody looks.
    fn catch_up(&self) {
        let inner = self.inner();
        inner.must_reload.set(true);
        if document().hidden() || inner.is_reloading.replace(true) {
            return;
        }
        let workspace = *self;
        spawn_local(async move {
            while inner.must_reload.replace(false) {
                let _turn = inner.turn.lock().await;
                if let Err(error) = workspace.reload().await {
                    workspace.stage.set(stage_of(error));
                }
            }
            inner.is_reloading.set(false);
        });
    }

    fn catch_up_when_seen(&self) {
        let workspace = *self;
        window_event_listener_untyped("visibilitychange", move |_| {
            if workspace.inner().must_reload.get() {
                workspace.catch_up();
            }
        });
    }
}

/// Tells the page's starter that the first screen is decided: what it does not need of the program may come now.
fn tell_opened() {
    let told =
        web_sys::Event::new("lasku-opened").and_then(|event| window().dispatch_event(&event));
    if let Err(error) = told {
        leptos::logging::warn!("the rest of the program could not be asked for: {error:?}");
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
pub(super) fn new_book(workspace: &Workspace) -> Book {
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
