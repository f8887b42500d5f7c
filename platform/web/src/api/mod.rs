//! The JSON API: `/api/v1/{collection}` for every kind, from its descriptor, and its description.

pub mod body;
pub mod idempotency;
pub mod item;
pub mod list;
pub mod openapi;
pub mod overview;
pub mod record;

mod schema;

use kernel::Action;
use records::Kind;

use crate::records::{Call, path};
use crate::routes::{Access, Routes};

pub use schema::migrations;

/// The API of a kind: list, read, create, change, delete. A kind without commands answers 405 to the last three.
pub fn routes(kind: &'static Kind) -> Routes {
    let access = |action| Access::Record(kind.name, action);
    let all = path(format!("/api/v1/{}", kind.collection));
    let one = path(format!("/api/v1/{}/{{{}}}", kind.collection, kind.name));
    Routes::new()
        .get(all, access(Action::See), move |call: Call| list::list(call, kind))
        .post(all, access(Action::Create), move |call: Call, body| record::create(call, kind, body))
        .get(one, access(Action::See), move |call: Call| record::read(call, kind))
        .patch(one, access(Action::Edit), move |call: Call, body| record::update(call, kind, body))
        .delete(one, access(Action::Delete), move |call: Call, body| record::delete(call, kind, body))
}

/// The description of the API for machines and for people.
pub fn documents() -> Routes {
    Routes::new().get("/api/openapi.json", Access::Public, openapi::document).get(
        "/api",
        Access::SignedIn,
        overview::page,
    )
}
