//! What people do in a day, in a real browser.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bring_in;
mod chain;
mod collision;
mod custom_field;
mod explain;
mod figures;
mod find;
mod keyboard;
mod known;
mod language;
mod leaver;
mod looking;
mod mend;
mod merge;
mod new_store;
mod phone;
mod privacy;
mod screening;
mod second_factor;
mod set_up;
mod showroom;
mod sign_on;
mod take_back;
mod viewing;
mod work;
