//! The JSON API: `/api/v1/{collection}` for every kind, from its descriptor, and its description.

pub mod acts;
pub mod body;
pub mod idempotency;
pub mod item;
pub mod list;
pub mod openapi;
pub mod overview;
pub mod record;

mod schema;

use axum::body::Bytes;
use kernel::Action;
use records::Kind;

use crate::records::{Call, of, path};
use crate::routes::{Access, Routes};

pub use schema::migrations;

/// The API of a kind: list, read, create, change, delete. A kind without commands answers 405 to the last three.
pub fn routes(kind: &'static Kind) -> Routes {
    let access = |action| Access::Record(kind.name, action);
    let all = path(format!("/api/v1/{}", kind.collection));
    let one = path(format!("/api/v1/{}/{{{}}}", kind.collection, kind.name));
    Routes::new()
        .get(all, access(Action::See), of(kind, list::list))
        .post(all, access(Action::Create), of_body(kind, record::create))
        .get(one, access(Action::See), of(kind, record::read))
        .patch(one, access(Action::Edit), of_body(kind, record::update))
        .delete(one, access(Action::Delete), of_body(kind, record::delete))
}

/// As [`of`], with a body.
fn of_body<F, R>(kind: &'static Kind, page: F) -> impl Fn(Call, Bytes) -> R + Clone
where
    F: Fn(Call, &'static Kind, Bytes) -> R + Clone,
{
    move |call, body| {
        let kind = call.kind(kind);
        page(call, kind, body)
    }
}

/// The description of the API for machines and for people.
pub fn documents() -> Routes {
    Routes::new().get("/api/openapi.json", Access::Public, openapi::document).get(
        "/api",
        Access::SignedIn,
        overview::page,
    )
}
