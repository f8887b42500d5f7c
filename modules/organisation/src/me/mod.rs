//! One's own page: who I am here, how I like the page, my password, my second factor, my sessions, my tokens.

mod look;
mod page;
mod password;
mod proof;
mod second_factor;
mod sessions;
mod sign_on;
mod token_panel;
mod tokens;

use web::{Access, Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/me", Access::SignedIn, page::show)
        .post("/me/language", Access::SignedIn, look::language)
        .post("/me/theme", Access::SignedIn, look::theme)
        .post("/me/store", Access::SignedIn, look::store)
        .post("/me/password", Access::SignedIn, password::change)
        .get("/me/proof", Access::SignedIn, proof::show)
        .post("/me/proof", Access::SignedIn, proof::check)
        .merge(second_factor::routes())
        .post("/me/sign-on/removal", Access::SignedIn, sign_on::unlink)
        .post("/me/sessions/{session}/revocation", Access::SignedIn, sessions::revoke)
        .post("/me/tokens", Access::SignedIn, tokens::create)
        .post("/me/tokens/{token}/revocation", Access::SignedIn, tokens::revoke)
}

/// What concerns the person alone is done by the person, not by a token in their name.
fn person(visitor: &web::Visitor) -> Result<kernel::Id, web::Problem> {
    visitor.session.and(visitor.user()).ok_or_else(web::Problem::forbidden)
}
