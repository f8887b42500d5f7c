//! The organisation: account sets, the dated tree, people, roles, permissions, sign-in, settings and base data.
//!
//! It implements the gate of the house ([`gate`]) and builds every [`kernel::Scope`] ([`powers`]).

pub mod custom_fields;
pub mod dictionaries;
pub mod looking;
pub mod nodes;
pub mod notices;
pub mod powers;
pub mod roles;
pub mod sealing;
pub mod second_factor;
pub mod seeds;
pub mod sessions;
pub mod settings;
pub mod tenants;
pub mod tokens;
pub mod users;
pub mod versions;
pub mod viewing;

mod me;
mod pages;
mod schema;
mod set_up;
mod sign_in;
pub mod sign_on;

pub use dictionaries::{Dictionaries, DictionarySeed};
pub use nodes::{Follows, NewNode, NodeKind, Places, STORE, add_node, move_node};
pub use pages::{PersonDeed, PersonMenu, user_forms};
pub use powers::{Directory, scope_of_user, scope_within};
pub use roles::seed_roles;
pub use schema::migrations;
pub use sessions::{gate, gate_with};
pub use sign_in::DEMO_PASSWORD;
pub use tenants::{Founded, Founding, found, lay_foundation};
pub use tokens::{NewToken, create_token};
pub use users::queries::find_by_login as find_user_by_login;
pub use users::{NewPost, NewUser, USER, add_post, add_user, disable_user, set_password};

use std::sync::Arc;

/// The zone by whose calendar posts and placements begin and end, and in which nodes stand unless told otherwise.
pub const HOUSE_ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

/// Functions of this module that roles may be given.
pub const CAPABILITIES: [&str; 7] = [
    "organisation.manage",
    "users.manage",
    "roles.manage",
    "settings.manage",
    "dictionaries.manage",
    "fields.manage",
    "audit.view",
];

/// The manifest.
pub fn module() -> web::Module {
    web::Module {
        name: "organisation",
        locale: Some(kernel::locale!("organisation")),
        migrations: migrations(),
        kinds: vec![&STORE, &USER],
        commands: vec![("store", Arc::new(nodes::StoreCommands)), ("user", Arc::new(users::UserCommands))],
        reversibles: vec![Arc::new(users::People::default())],
        capabilities: CAPABILITIES.to_vec(),
        routes: sign_in::routes()
            .merge(set_up::routes())
            .merge(me::routes())
            .merge(looking::routes())
            .merge(sign_on::routes())
            .merge(notices::routes())
            .merge(pages::routes()),
        jobs: vec![
            Arc::new(sealing::CheckJob),
            Arc::new(sealing::CutJob),
            Arc::new(notices::TidyJob),
            Arc::new(users::departure::CloseJob),
            Arc::new(looking::EndJob),
            Arc::new(viewing::FOLLOWS),
        ],
        schedules: sealing::schedules()
            .into_iter()
            .chain([kernel::schedules::Schedule { name: notices::TIDY, every: 86_400 }])
            .collect(),
        nav: pages::nav(),
        admin: pages::admin(),
        help: pages::help(),
        consumers: vec![
            Arc::new(notices::ImportsEnd),
            Arc::new(notices::SecurityChanges),
            Arc::new(looking::Told),
            Arc::new(viewing::Told),
            Arc::new(viewing::FOLLOWS),
        ],
        ..web::Module::default()
    }
}
