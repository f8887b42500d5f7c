//! `/me/second-factor`: setting up, using up and taking away one's own second factor.

mod page;
mod post;

use web::{Access, Routes};

pub(super) use page::panel;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/me/second-factor", Access::SignedIn, page::show)
        .post("/me/second-factor/enrolment", Access::SignedIn, post::begin)
        .post("/me/second-factor/confirmation", Access::SignedIn, post::confirm)
        .post("/me/second-factor/recovery-codes", Access::SignedIn, post::renew)
        .post("/me/second-factor/removal", Access::SignedIn, post::remove)
}
