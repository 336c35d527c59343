//! Short messages that come and go: what was done is said politely, what failed at once and until it is closed.

use super::{
    badge::Tone,
    button::IconButton,
    icon::{Icon, Symbol},
};
use crate::app::locale::{t_string, use_i18n};
use leptos::prelude::*;
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(6);
/// What is worth a second reading.
const NOTED_FOR: Duration = Duration::from_secs(20);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Toast {
    number: u32,
    tone: Tone,
    text: String,
}

/// Says short messages from anywhere below the shell.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

/// The messages of the page.
pub fn use_toasts() -> Toasts {
    expect_context::<Toasts>()
}

/// Begins to listen for messages; the shell does it once.
pub fn provide_toasts() {
    provide_context(Toasts {
        shown: RwSignal::new(Vec::new()),
        last: StoredValue::new(0),
    });
}

impl Toasts {
    /// Something was done. Only what was done just before stays beside it: older news would cover the page.
    pub fn say(self, text: impl Into<String>) {
        self.shown.update(|shown| {
            let before = shown.iter().rev().find(|toast| toast.tone == Tone::Good);
            let before = before.map(|toast| toast.number);
            shown.retain(|toast| toast.tone != Tone::Good || Some(toast.number) == before);
        });
        let number = self.add(Tone::Good, text.into());
        set_timeout(move || self.close(number), SHOWN_FOR);
    }

    /// Something was done, and there is more to know about it.
    pub fn note(self, text: impl Into<String>) {
        let number = self.add(Tone::Info, text.into());
        set_timeout(move || self.close(number), NOTED_FOR);
    }

    /// Something failed; stays until it is closed.
    pub fn warn(self, text: impl Into<String>) {
        self.add(Tone::Bad, text.into());
    }

    fn add(self, tone: Tone, text: String) -> u32 {
        self.last.update_value(|last| *last += 1);
        let number = self.last.get_value();
        // Said again, it stands once.
        self.shown.update(|shown| {
            shown.retain(|toast| toast.text != text);
            shown.push(Toast { number, tone, text });
        });
        number
    }

    fn close(self, number: u32) {
        self.shown
            .try_update(|shown| shown.retain(|toast| toast.number != number));
    }
}

/// Where the messages appear.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let said = move || {
        toasts
            .shown
            .get()
            .into_iter()
            .filter(|toast| toast.tone != Tone::Bad)
            .collect::<Vec<_>>()
    };
    let warned = move || {
        toasts
            .shown
            .get()
            .into_iter()
            .filter(|toast| toast.tone == Tone::Bad)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="toasts">
            <div role="status"><For each=said key=|toast| toast.number children=|toast| view! { <ToastView toast/> }/></div>
            <div role="alert"><For each=warned key=|toast| toast.number children=|toast| view! { <ToastView toast/> }/></div>
        </div>
    }
}

#[component]
fn ToastView(toast: Toast) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let symbol = match toast.tone {
        Tone::Bad => Symbol::Warning,
        Tone::Info => Symbol::Info,
        Tone::Good | Tone::Neutral | Tone::Warn => Symbol::Check,
    };
    view! {
        <div class=format!("toast {}", toast.tone.class())>
            <Icon symbol/>
            <p>{toast.text}</p>
            <IconButton
                symbol=Symbol::Close
                label=move || t_string!(i18n, words.close)
                on_press=move |()| toasts.close(toast.number)
            />
        </div>
    }
}
