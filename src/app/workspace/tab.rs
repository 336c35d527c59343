//! What tabs tell each other: that a book has moved on. The others then read it again.
//!
//! The changes themselves are not sent: the store of a tab must know where everything lies before it reads or writes, and
//! learns that only by reading.

use crate::billing::journal::JournalHead;
use leptos::logging::warn;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "lasku";

/// What one tab tells the others after a commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct News {
    /// The book.
    pub book: Uuid,
    /// Where its journal stands now.
    pub head: JournalHead,
    /// Whether another book was put in its place, by a restored backup for instance.
    pub is_replaced: bool,
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
