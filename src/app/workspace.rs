//! The workspace: the book in memory, the store it rests in, and the one road a change takes between them.
//!
//! Pages read the book through [`Workspace::with`] and send commands through [`Workspace::dispatch`]. What a page must
//! never do is keep a record in a signal of its own: the book is the only copy.

pub mod device;
mod home;
mod moment;
mod opening;
mod pepper;
pub mod persistence;
mod record;
mod recovery;
mod road;
pub mod run;
mod sample;
mod search;
pub mod secret;
mod tab;
mod web_lock;

pub use moment::{painted, pause, whole};
pub use persistence::Persistence;
pub use record::DocumentRecord;
pub use run::{Refused, RunOutcome, Stop};
pub use search::use_search;
pub use secret::SecretFault;

use crate::app::components::{Toasts, use_toasts};
use crate::app::locale::{I18n, use_i18n};
use crate::app::wording;
use crate::billing::account::Language;
use crate::billing::book::Book;
use crate::billing::desk::role::Role;
use crate::billing::id::{PersonId, SeriesId};
use crate::billing::identifier::CountryCode;
use crate::billing::journal::Author;
use crate::billing::refusal::Refusal;
use crate::care::permission;
use crate::care::refusal::Refused as RefusedAtDesk;
use crate::store::StoreError;
use crate::store::mark::Verdict;
use crate::store::summary::Summaries;
use chrono::{DateTime, Local, NaiveDate, Utc};
use futures_util::lock::Mutex;
use home::Home;
use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use tab::Channel;
use uuid::Uuid;

/// How the workspace stands. The shell shows pages only when it is [`Ready`](Stage::Ready).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The records are being read.
    Opening,
    /// Everything works.
    Ready,
    /// Another tab holds an older version of the database open.
    Blocked,
    /// A newer version of the app has written the records, or waits in another tab to do so.
    NewerVersion,
    /// The records are behind what was kept earlier: look, save, restore, but change nothing.
    Recovery(Verdict),
    /// The records can't be read.
    Failed(StoreError),
}

/// Why a command was not carried out. Nothing was kept then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The wish can't be fulfilled.
    Refused(Refusal),
    /// The desk says no.
    Care(RefusedAtDesk),
    /// The records could not be kept.
    Store(StoreError),
    /// The records are only shown: they are in doubt, or not open.
    ReadOnly,
    /// Another tab is in the middle of a billing run.
    RunElsewhere,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(refusal)
    }
}

impl From<RefusedAtDesk> for Failure {
    fn from(refused: RefusedAtDesk) -> Self {
        match refused {
            RefusedAtDesk::Billing(refusal) => Failure::Refused(refusal),
            other => Failure::Care(other),
        }
    }
}

/// A short message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Something was done; goes by itself.
    Done(String),
    /// Something failed; stays until it is closed.
    Failed(String),
}

/// The book, its store, and the road between them. A handle: copy it wherever it is needed.
#[derive(Clone, Copy)]
pub struct Workspace {
    stage: RwSignal<Stage>,
    book: RwSignal<Book>,
    today: RwSignal<NaiveDate>,
    persistence: RwSignal<Persistence>,
    series: RwSignal<Option<SeriesId>>,
    person: RwSignal<Option<PersonId>>,
    /// Counts everything that was kept, here or by another tab.
    version: RwSignal<u64>,
    backup: RwSignal<Option<DateTime<Utc>>>,
    /// The sample is being put together; until it is whole, it can't be removed.
    filling: RwSignal<bool>,
    /// The summaries as last read, for what must answer at once; read when first asked for.
    snapshot: RwSignal<Option<Rc<Summaries>>, LocalStorage>,
    wants_snapshot: RwSignal<bool>,
    toasts: Toasts,
    i18n: I18n,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// What lives beside the signals and is the same for all copies of the handle.
struct Inner {
    home: Home,
    channel: Option<Channel>,
    /// Commands take turns: two payments in one tick are two payments.
    turn: Mutex<()>,
    /// Another tab kept something that this one has not read yet.
    must_reload: Cell<bool>,
    is_reloading: Cell<bool>,
    asked_for_persistence: Cell<bool>,
    /// How many invoices and credit notes rest in the store.
    documents: Cell<u64>,
    /// Whether it was said already that the mark can't be kept.
    said_unmarked: Cell<bool>,
}

/// The workspace of the page.
pub fn use_workspace() -> Workspace {
    expect_context::<Workspace>()
}

/// Makes the workspace and begins to open the store; the shell does it once, below the toasts.
pub fn provide_workspace() -> Workspace {
    let inner = Inner {
        home: Home::default(),
        channel: Channel::open(),
        turn: Mutex::new(()),
        must_reload: Cell::new(false),
        is_reloading: Cell::new(false),
        asked_for_persistence: Cell::new(false),
        documents: Cell::new(0),
        said_unmarked: Cell::new(false),
    };
    let workspace = Workspace {
        stage: RwSignal::new(Stage::Opening),
        book: RwSignal::new(unopened()),
        today: RwSignal::new(Local::now().date_naive()),
        persistence: RwSignal::new(Persistence::Unasked),
        series: RwSignal::new(device::series()),
        person: RwSignal::new(device::person()),
        version: RwSignal::new(0),
        backup: RwSignal::new(None),
        filling: RwSignal::new(false),
        snapshot: RwSignal::new_local(None),
        wants_snapshot: RwSignal::new(false),
        toasts: use_toasts(),
        i18n: use_i18n(),
        inner: StoredValue::new_local(Rc::new(inner)),
    };
    provide_context(workspace);
    workspace.follow_the_day();
    workspace.listen_to_tabs();
    workspace.follow_summaries();
    workspace.begin();
    workspace
}

/// What stands in the book's place until it is read. No page is shown then.
fn unopened() -> Book {
    Book::new(
        Uuid::nil(),
        SeriesId(Uuid::nil()),
        CountryCode::FI,
        Language::En,
    )
}

impl Workspace {
    /// Reads the book; what reads it runs again when the book changes.
    pub fn with<T>(&self, read: impl FnOnce(&Book) -> T) -> T {
        if Observer::get().is_some() {
            self.book.with(read)
        } else {
            self.book.with_untracked(read)
        }
    }

    /// Reads the book once.
    pub fn with_untracked<T>(&self, read: impl FnOnce(&Book) -> T) -> T {
        self.book.with_untracked(read)
    }

    /// How the workspace stands.
    pub fn stage(&self) -> Stage {
        observed(self.stage)
    }

    /// A number that changes whenever something was kept, here or in another tab. What was fetched from the store is
    /// fetched again when it changes.
    pub fn version(&self) -> u64 {
        observed(self.version)
    }

    /// Today where this device is; turns at midnight.
    pub fn today(&self) -> NaiveDate {
        observed(self.today)
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    /// An id for a new record, later ones greater than earlier ones.
    pub fn fresh_id<T: From<Uuid>>(&self) -> T {
        T::from(Uuid::now_v7())
    }

    /// The number series of this device: the one chosen here, else the book's first that is in use.
    pub fn series(&self) -> SeriesId {
        let chosen = observed(self.series);
        self.with(|book| {
            let in_use = |id: &SeriesId| book.series.get(id).is_some_and(|series| !series.retired);
            chosen
                .filter(in_use)
                .or_else(|| {
                    book.series
                        .values()
                        .find(|series| !series.retired)
                        .map(|series| series.id)
                })
                .or_else(|| book.series.keys().next().copied())
                .unwrap_or(SeriesId(Uuid::nil()))
        })
    }

    /// Chooses the series of this device.
    pub fn choose_series(&self, series: SeriesId) {
        device::keep_series(series);
        self.series.set(Some(series));
    }

    /// Who works at this device, if somebody said so and is still here.
    pub fn person(&self) -> Option<PersonId> {
        let chosen = observed(self.person)?;
        self.with(|book| {
            book.people
                .get(&chosen)
                .filter(|person| !person.left)
                .map(|person| person.id)
        })
    }

    /// The same, asked once.
    pub fn person_untracked(&self) -> Option<PersonId> {
        let chosen = self.person.get_untracked()?;
        self.with_untracked(|book| {
            let known = book.people.get(&chosen);
            known.filter(|person| !person.left).map(|person| person.id)
        })
    }

    /// What whoever works at this device may do.
    pub fn role(&self) -> Role {
        let person = self.person();
        self.with(|book| permission::role_of(book, person))
    }

    /// Says who works at this device.
    pub fn choose_person(&self, person: PersonId) {
        device::keep_person(person);
        self.person.set(Some(person));
    }

    /// Takes up who was said to work at this device in another tab: a device has one person at it.
    pub fn follow_person(&self) {
        let chosen = device::person();
        if self.person.get_untracked() != chosen {
            self.person.set(chosen);
        }
    }

    /// Whether the browser promises to keep the records.
    pub fn persistence(&self) -> Persistence {
        observed(self.persistence)
    }

    /// When a backup was last saved on this device.
    pub fn last_backup(&self) -> Option<DateTime<Utc>> {
        observed(self.backup)
    }

    /// Notes that a backup was saved now.
    pub fn note_backup(&self) {
        self.backup.set(Some(self.now()));
        self.write_mark();
    }

    /// How many invoices and credit notes were ever issued.
    pub fn document_count(&self) -> u64 {
        self.version();
        self.inner().documents.get()
    }

    /// The store itself, for what copies or replaces the whole book.
    pub fn store(&self) -> Result<Rc<home::Kept>, StoreError> {
        self.inner().home.store()
    }

    /// Says something short.
    pub fn notify(&self, notice: Notice) {
        match notice {
            Notice::Done(text) => self.toasts.say(text),
            Notice::Failed(text) => self.toasts.warn(text),
        }
    }

    /// Says why a command was not carried out.
    pub fn report(&self, failure: &Failure) {
        self.toasts.warn(wording::failure_text(self.i18n, failure));
    }

    /// Who the journal names.
    pub(in crate::app) fn author(&self) -> Author {
        let chosen = self.person.get_untracked();
        let name = chosen.and_then(|id| {
            self.with_untracked(|book| book.people.get(&id).map(|person| person.name.clone()))
        });
        // Nobody said who they are: the device itself has an identity, and no name.
        let id = chosen.unwrap_or_else(|| {
            let id = self.fresh_id();
            self.choose_person(id);
            id
        });
        Author {
            id,
            name: name.unwrap_or_default(),
        }
    }

    fn inner(&self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// The summaries as last read, `None` until they are. Follows every change.
    pub fn summaries_now(&self) -> Option<Rc<Summaries>> {
        if !self.wants_snapshot.get_untracked() {
            self.wants_snapshot.set(true);
        }
        if Observer::get().is_some() {
            self.snapshot.get()
        } else {
            self.snapshot.get_untracked()
        }
    }

    fn follow_summaries(&self) {
        let workspace = *self;
        Effect::new(move || {
            let version = workspace.version.get();
            let is_open = workspace.stage.get() != Stage::Opening;
            if !workspace.wants_snapshot.get() || !is_open {
                return;
            }
            leptos::task::spawn_local(async move {
                match workspace.summaries().await {
                    // A later change has its own reading under way.
                    Ok(_) if workspace.version.get_untracked() != version => {}
                    Ok(summaries) => workspace.snapshot.set(Some(summaries)),
                    Err(error) => workspace.report(&Failure::Store(error)),
                }
            });
        });
    }

    fn follow_the_day(&self) {
        let today = self.today;
        let follow = move || {
            let now = Local::now().date_naive();
            if today.get_untracked() != now {
                today.set(now);
            }
        };
        set_interval(follow, Duration::from_secs(30));
    }
}

/// Reads a signal, following it only where something can follow.
fn observed<T: Clone + Send + Sync + 'static>(signal: RwSignal<T>) -> T {
    if Observer::get().is_some() {
        signal.get()
    } else {
        signal.get_untracked()
    }
}
