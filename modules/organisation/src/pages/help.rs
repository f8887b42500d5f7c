//! Help about the pages of this module, for the drawer (SYS-08).

use web::help::Help;

/// The texts of this module.
pub fn help() -> Vec<Help> {
    web::help_texts![
        ("/admin", "admin"),
        ("/organisation", "organisation"),
        ("/organisation/{node}/open-store", "open-store"),
        ("/organisation/{node}/account-set", "account-set"),
        ("/stores", "stores"),
        ("/users", "users"),
        ("/roles", "roles"),
        ("/settings", "settings"),
        ("/sign-on", "sign-on"),
        ("/dictionaries", "dictionaries"),
        ("/custom-fields", "custom-fields"),
        ("/audit", "audit"),
        ("/audit/viewing", "viewing"),
        ("/me", "me"),
        ("/notices", "notices"),
    ]
}
