//! What tabs tell each other: that the journal moved from one place to another, and by which changes.

use crate::billing::change::Change;
use crate::billing::journal::JournalHead;
use leptos::logging::warn;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "lasku";

/// More changes than this are read again from the store rather than sent.
const MOST_SENT: usize = 2_000;

/// What one tab tells the others after a commit.
#[derive(Clone, Serialize, Deserialize)]
pub struct News {
    /// The book that changed.
    pub book: Uuid,
    /// Where its journal stood before.
    pub from: JournalHead,
    /// Where it stands now.
    pub head: JournalHead,
    /// What was kept; `None` where it is too much to send.
    pub changes: Option<Vec<Change>>,
}

impl News {
    /// The news of one commit.
    pub fn of(book: Uuid, from: JournalHead, head: JournalHead, changes: &[Change]) -> News {
        let changes = (changes.len() <= MOST_SENT).then(|| changes.to_vec());
        News {
            book,
            from,
            head,
            changes,
        }
    }
}

/// The channel between the tabs.
pub struct Channel {
    channel: BroadcastChannel,
}

impl Channel {
    /// Opens the channel; `None` where the browser has none, and then the store's own check must do.
    pub fn open() -> Option<Channel> {
        match BroadcastChannel::new(NAME) {
            Ok(channel) => Some(Channel { channel }),
            Err(error) => {
                warn!("no channel between tabs: {error:?}");
                None
            }
        }
    }

    /// Tells the other tabs.
    pub fn tell(&self, news: &News) {
        let text = match serde_json::to_string(news) {
            Ok(text) => text,
            Err(error) => {
                warn!("the other tabs were not told: {error}");
                return;
            }
        };
        if let Err(error) = self.channel.post_message(&JsValue::from_str(&text)) {
            warn!("the other tabs were not told: {error:?}");
        }
    }

    /// Calls `hear` for everything another tab tells, as long as the page lives.
    pub fn listen(&self, hear: impl Fn(News) + 'static) {
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            match serde_json::from_str(&text) {
                Ok(news) => hear(news),
                // A tab of another version may say things this one doesn't know.
                Err(error) => warn!("another tab was not understood: {error}"),
            }
        });
        self.channel
            .set_onmessage(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }
}
