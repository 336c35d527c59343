//! Records of the customer desk: cases, what callers are recognised by, discounts that were asked for and given, and the
//! business's own policy for all of it.
//!
//! Only their shape is here, because they rest in the book like every other record. Their rules are
//! [`care`](crate::care)'s.

pub mod caller;
pub mod case;
pub mod experiment;
pub mod grant;
pub mod policy;
pub mod role;
