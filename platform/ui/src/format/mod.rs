//! Numbers, times and identifiers written the way people here read them.

pub mod amount_in_words;
pub mod identifier;
pub mod number;
pub mod time;
