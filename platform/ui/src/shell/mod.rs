//! Whole documents: the working page, the plain page (sign-in, set-up) and the print page.

mod document;
mod header;
mod nav;
mod page;
mod plain;
mod print;
mod screen;

pub use nav::{NavItem, NavLink};
pub use page::{Crumb, Links, Shell, Store};
pub use plain::PlainShell;
pub use print::{PrintShell, print_total};
pub use screen::ScreenShell;

/// Which of the two token sets a page uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system asks.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The value stored in settings and in `data-theme`.
    pub fn key(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a stored value; unknown values follow the system.
    pub fn from_key(key: &str) -> Theme {
        match key {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }
}
