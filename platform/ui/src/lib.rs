//! How Fourfold looks: page shells, components, forms, icons and the words' plumbing.
//!
//! Components are functions and small builders that return [`maud::Markup`]; they know nothing of databases, requests
//! or permissions. Looks live in the stylesheets of `assets`, behaviours in its scripts, bound by data attributes, so
//! that pages need neither inline styles nor inline scripts. See this crate's README for the list, and the
//! [`styleguide`] for how everything looks.

pub mod components;
pub mod form;
pub mod format;
pub mod icon;
pub mod mark;
pub mod shell;
pub mod styleguide;
pub mod words;

pub use components::*;
pub use form::{Accept, Choice, Field, Form, Found, PhoneValue, Reference, error_summary, found, section};
pub use format::amount_in_words::amount_in_words;
pub use format::identifier::{PlateKind, phone, phone_text, plate, vin};
pub use format::number::{Count, grouped, money, money_short};
pub use format::time::{Here, ago, date, date_text, day_text, instant, instant_text};
pub use icon::{Icon, icon};
pub use mark::{Quarter, mark};
pub use shell::{
    Crumb, Links, NavItem, NavLink, PlainShell, PrintShell, ScreenShell, Shell, Store, Theme, print_total,
};
pub use styleguide::styleguide;
pub use words::{Arg, LOCALES, Lang, Words};
