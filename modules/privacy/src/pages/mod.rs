//! The pages of privacy.

/// Routes.
pub fn routes() -> web::Routes {
    web::Routes::new()
}

/// Help.
pub fn help() -> Vec<web::help::Help> {
    Vec::new()
}
