//! The pages of administration: organisation, users, roles, settings, base data, audit (SYS-02 … SYS-06, SYS-09).

mod admin;
mod audit;
mod custom_fields;
mod desk;
mod dictionaries;
mod draft;
mod help;
mod organisation;
mod place;
mod roles;
mod settings;
mod sign_on;
mod users;
mod viewing;

use web::{Access, Nav, Routes};

use desk::Desk;
use draft::{Draft, Posted};
use place::Place;

pub use help::help;

/// All pages of administration.
pub fn routes() -> Routes {
    Routes::new()
        .get("/admin", Access::Administration, admin::show)
        .merge(organisation::routes())
        .merge(users::routes())
        .merge(roles::routes())
        .merge(settings::routes())
        .merge(sign_on::routes())
        .merge(dictionaries::routes())
        .merge(custom_fields::routes())
        .merge(audit::routes())
        .merge(viewing::routes())
}

/// The forms of people that stand in for the frame's generic ones at `/users/new` and `/users/{user}/edit`: the app joins
/// them where it joins the list of people.
pub fn user_forms() -> Routes {
    users::forms()
}

/// Something that another module lets one do with a person, offered on the person's page to whoever looks after them.
#[derive(Clone, Copy, Debug)]
pub struct PersonDeed {
    /// Key of its words.
    pub label: &'static str,
    /// Its page, below `/users/{user}/`.
    pub below: &'static str,
}

/// All of them, filled by the app.
#[derive(Clone, Debug, Default)]
pub struct PersonMenu(pub Vec<PersonDeed>);

/// Where administration leads.
pub fn admin() -> Vec<Nav> {
    admin::places()
}

/// Their places in the navigation.
pub fn nav() -> Vec<Nav> {
    let place = |label, href, icon, access, order| Nav { label, href, icon, quarter: None, access, order };
    vec![
        place("admin-nav", "/admin", ui::Icon::Settings, Access::Administration, 900),
        place("admin-nav-audit", "/audit", ui::Icon::History, Access::Capability("audit.view"), 910),
    ]
}
