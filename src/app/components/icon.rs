//! The app's own pictures: one stroke, 24 × 24, in the colour of the text. They say nothing to a screen reader.

use leptos::prelude::*;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Symbol {
    Today,
    Accounts,
    Person,
    Company,
    Catalogue,
    Contract,
    Billing,
    Invoice,
    Draft,
    Payment,
    Report,
    Files,
    Settings,
    Journal,
    Search,
    Plus,
    Minus,
    Check,
    Warning,
    Info,
    Close,
    ChevronLeft,
    ChevronRight,
    ChevronUp,
    ChevronDown,
    Sort,
    ArrowRight,
    Print,
    Download,
    Upload,
    Undo,
    Calendar,
    More,
    Menu,
    Sun,
    Moon,
    Lock,
    Coins,
    Edit,
    Trash,
    Mail,
    Phone,
    Pause,
    Play,
    Link,
    Keyboard,
    Offline,
    Bell,
    Merge,
    Scales,
    Curve,
}

impl Symbol {
    /// The picture's path.
    fn path(self) -> &'static str {
        match self {
            Symbol::Today => "M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5",
            Symbol::Accounts => {
                "M9 11a3.25 3.25 0 1 0 0-6.5A3.25 3.25 0 0 0 9 11zM3 19.5c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5M15.5 4.8a3.25 3.25 0 0 1 0 5.9M17.5 14.4c2.1.8 3.5 2.6 3.5 5.1"
            }
            Symbol::Person => {
                "M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5zM4.5 20c0-3.6 3.3-5.5 7.5-5.5s7.5 1.9 7.5 5.5"
            }
            Symbol::Company => {
                "M5 20V5h9v15M14 10h5v10M3 20h18M8 8.5h3M8 12h3M8 15.5h3M16.5 13.5v0M16.5 16.5v0"
            }
            Symbol::Catalogue => "M4 12.5V5h7.5L20 13.5 13.5 20 4 12.5zM8 9v0",
            Symbol::Contract => {
                "M7 3.5h7l4 4V20.5H7zM14 3.5v4h4M10 12h5M10 15c1-1.2 1.6-1.2 2 0s1 1.2 3 0"
            }
            Symbol::Billing => {
                "M12 4v3M12 17v3M4 12h3M17 12h3M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM6.3 6.3l2 2M15.7 15.7l2 2M17.7 6.3l-2 2M8.3 15.7l-2 2"
            }
            Symbol::Invoice => {
                "M6 3.5h12v17l-2.4-1.5-1.8 1.5-1.8-1.5-1.8 1.5-1.8-1.5L6 20.5zM9.5 8h5M9.5 11.5h5M12.5 15h2"
            }
            Symbol::Draft => {
                "M6 20.5V3.5h8l4 4v3M14 3.5v4h4M9.5 12h4M9.5 15.5h2M14 20.5l.6-2.6 4.5-4.5 2 2-4.5 4.5z"
            }
            Symbol::Payment => "M3.5 6.5h17v11h-17zM3.5 10h17M7 14h3",
            Symbol::Report => "M4 20h16M6.5 16.5v-5M11 16.5v-10M15.5 16.5v-7M20 16.5V12",
            Symbol::Files => "M3.5 6.5V18.5h17v-10h-8.5l-2-2zM3.5 11.5h17",
            Symbol::Settings => {
                "M4 7h9M17 7h3M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM4 17h3M11 17h9M9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM4 12h16"
            }
            Symbol::Journal => "M4 12a8 8 0 1 0 2.6-5.9M4 4.5v3.7h3.7M12 8v4.3l3 1.9",
            Symbol::Search => {
                "M10.75 4.5a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5zM15.5 15.5l5 5"
            }
            Symbol::Plus => "M12 5v14M5 12h14",
            Symbol::Minus => "M5 12h14",
            Symbol::Check => "M4.5 12.5l5 5L19.5 7",
            Symbol::Warning => "M12 4 21 19.5H3zM12 10v4.5M12 17v.2",
            Symbol::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5M12 7.8v.2",
            Symbol::Close => "M6 6l12 12M18 6 6 18",
            Symbol::ChevronLeft => "M14.5 6 8.5 12l6 6",
            Symbol::ChevronRight => "M9.5 6l6 6-6 6",
            Symbol::ChevronUp => "M6 14.5l6-6 6 6",
            Symbol::ChevronDown => "M6 9.5l6 6 6-6",
            Symbol::Sort => "M8 10l4-4 4 4M8 14l4 4 4-4",
            Symbol::ArrowRight => "M4.5 12h15M13.5 6l6 6-6 6",
            Symbol::Print => "M7 8.5V3.5h10v5M7 17H4v-8.5h16V17h-3M7 14h10v6.5H7z",
            Symbol::Download => "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
            Symbol::Upload => "M12 15.5V4.5M7 9l5-5 5 5M4.5 20h15",
            Symbol::Undo => "M8.5 5 4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-4",
            Symbol::Calendar => "M4 6h16v14H4zM4 10.5h16M8 3.5V7M16 3.5V7",
            Symbol::More => {
                "M5.5 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4zM12 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4zM18.5 11.3a.7.7 0 1 0 0 1.4.7.7 0 0 0 0-1.4z"
            }
            Symbol::Menu => "M4 7h16M4 12h16M4 17h16",
            Symbol::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"
            }
            Symbol::Moon => "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
            Symbol::Lock => "M5.5 11h13v9.5h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5",
            Symbol::Coins => {
                "M9 10.5c3 0 5.5-1.2 5.5-2.75S12 5 9 5 3.5 6.2 3.5 7.75 6 10.5 9 10.5zM3.5 7.75v7C3.5 16.3 6 17.5 9 17.5M14.5 7.75v3M15 19.5c3 0 5.5-1.2 5.5-2.75S18 14 15 14s-5.5 1.2-5.5 2.75S12 19.5 15 19.5zM3.5 11.25C3.5 12.5 5 13.6 7.5 13.9"
            }
            Symbol::Edit => "M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5",
            Symbol::Trash => "M4.5 7h15M9.5 7V4h5v3M6.5 7l1 13.5h9l1-13.5M10.5 11v5.5M13.5 11v5.5",
            Symbol::Mail => "M3.5 6h17v12.5h-17zM4 7l8 6 8-6",
            Symbol::Phone => {
                "M5 4h4l1.5 4.5-2.3 1.7a11 11 0 0 0 5.6 5.6l1.7-2.3L20 15v4a1.5 1.5 0 0 1-1.5 1.5A15 15 0 0 1 3.5 5.5 1.5 1.5 0 0 1 5 4z"
            }
            Symbol::Pause => "M8.5 5.5v13M15.5 5.5v13",
            Symbol::Play => "M7.5 5l11 7-11 7z",
            Symbol::Link => {
                "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"
            }
            Symbol::Keyboard => "M3 6.5h18v11H3zM6.5 10v0M10 10v0M14 10v0M17.5 10v0M8 14h8",
            Symbol::Offline => {
                "M4.5 18.5a4.5 4.5 0 0 1 1-8.8 6.5 6.5 0 0 1 12.6 1.3 4 4 0 0 1 .9 7.5zM9 14.5l2.2 2.2L15 12.5"
            }
            Symbol::Bell => "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 20.5h4",
            Symbol::Scales => {
                "M12 3.5v17M8 20.5h8M5 7l7-1.5L19 7M5 7l-2.5 7h5zM19 7l-2.5 7h5zM2.5 14a2.5 2.5 0 0 0 5 0M16.5 14a2.5 2.5 0 0 0 5 0"
            }
            Symbol::Curve => "M4 4v16h16M7 7h4v4h4v4h4",
            Symbol::Merge => "M6 4v4c0 3.5 6 3.5 6 8v4M18 4v4c0 3.5-6 3.5-6 8M9 17.5l3 3 3-3",
        }
    }
}

/// A picture beside a word, or inside a control that has a name of its own.
#[component]
pub fn Icon(
    /// What it shows.
    #[prop(into)]
    symbol: Signal<Symbol>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || symbol.get().path()/>
        </svg>
    }
}
