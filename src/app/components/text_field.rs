//! One line or several lines of text.

use super::field::{Field, FieldIds};
use leptos::prelude::*;

/// What is typed, so that a phone shows the right keys and the browser offers the right words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Anything.
    #[default]
    Plain,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A number, an amount.
    Decimal,
    /// A password; not shown.
    Secret,
}

impl TextKind {
    fn input_type(self) -> &'static str {
        match self {
            TextKind::Plain | TextKind::Decimal => "text",
            TextKind::Email => "email",
            TextKind::Phone => "tel",
            TextKind::Secret => "password",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        match self {
            TextKind::Decimal => Some("decimal"),
            TextKind::Plain | TextKind::Email | TextKind::Phone | TextKind::Secret => None,
        }
    }
}

/// A line of text: `<TextField label=move || t_string!(i18n, accounts.name) value=name error=name_error/>`.
#[component]
pub fn TextField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it, both ways.
    value: RwSignal<String>,
    /// What is wrong with it, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is typed.
    #[prop(optional)]
    kind: TextKind,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// Called when the field is left.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let described = ids.clone();
    view! {
        <Field ids=ids.clone() label hint error>
            <input
                id=ids.control
                class="control"
                class:control-amount=kind == TextKind::Decimal
                type=kind.input_type()
                inputmode=kind.input_mode()
                autocomplete="off"
                aria-required=required.then_some("true")
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=move || described.described_by(hint.is_some(), error.read().is_some())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:blur=move |_| {
                    if let Some(leave) = on_leave {
                        leave.run(());
                    }
                }
            />
        </Field>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it, both ways.
    value: RwSignal<String>,
    /// What is wrong with it, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
    /// How many lines are shown at first.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let described = ids.clone();
    view! {
        <Field ids=ids.clone() label hint error>
            <textarea
                id=ids.control
                class="control control-area"
                rows=rows
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=move || described.described_by(hint.is_some(), error.read().is_some())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </Field>
    }
}
