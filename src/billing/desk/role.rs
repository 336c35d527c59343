//! Roles of the people who work with the book.

use serde::{Deserialize, Serialize};

/// Whose authority, the least first.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Talks to customers.
    Representative,
    /// Leads those who do.
    Lead,
    /// Answers for the budget.
    Manager,
    /// Owns the business. People of a book that knew no roles may do everything, as before.
    #[default]
    Owner,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Role; 4] = [Role::Representative, Role::Lead, Role::Manager, Role::Owner];

    /// Whether it is the role of a record that names none.
    pub(crate) fn is_default(&self) -> bool {
        *self == Role::default()
    }
}
