//! What stands above something that a person's role does not reach, before they begin it.

use crate::app::{
    components::{Notice, Tone},
    locale::{t_string, use_i18n},
    wording::role_name,
    workspace::{Workspace, use_workspace},
};
use crate::billing::desk::role::Role;
use leptos::prelude::*;

/// Whether the role of whoever works here does not reach: what it would save can't be saved.
pub fn falls_short(workspace: Workspace, needs: Role) -> Signal<bool> {
    Signal::derive(move || workspace.role() < needs)
}

/// Says that this takes another role, to whom has none that reaches.
#[component]
pub fn RoleNote(
    /// The least role that may.
    needs: Role,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let own = Memo::new(move |_| workspace.role());
    // Above an owner there is nobody.
    let is_highest = needs == Role::Owner;
    let text = move || {
        let (needs, own) = (role_name(i18n, needs), role_name(i18n, own.get()));
        if is_highest {
            t_string!(i18n, desk.role_note_owner, needs = needs, own = own).to_string()
        } else {
            t_string!(i18n, desk.role_note, needs = needs, own = own).to_string()
        }
    };
    view! {
        <Show when=move || own.get() < needs>
            <Notice tone=Tone::Info>{text}</Notice>
        </Show>
    }
}
