//! Help about these pages, for the drawer (SYS-08).

use web::help::Help;

macro_rules! help {
    ($path:literal, $name:literal) => {
        Help {
            path: $path,
            zh_cn: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/help/", $name, ".zh-CN.md")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/help/", $name, ".en.md")),
        }
    };
}

/// The texts of this module.
pub fn help() -> Vec<Help> {
    vec![
        help!("/organisation", "organisation"),
        help!("/users", "users"),
        help!("/roles", "roles"),
        help!("/settings", "settings"),
        help!("/dictionaries", "dictionaries"),
        help!("/audit", "audit"),
    ]
}
