//! The picture book: every page without parameters, as the administrator sees it, at a desk and on a phone, in both
//! languages; none overflows sideways, none keeps people out by axe's measure, none logs an error.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
