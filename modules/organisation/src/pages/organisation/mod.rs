//! The organisation: the dated tree, and what can be done with its nodes.

mod account_set;
mod add;
mod close;
mod edit;
mod form;
mod move_page;
mod node;
mod open;
mod tree;

pub(super) use move_page::way;
pub(super) use node::staff_panel;

use web::{Access, Routes};

const MANAGE: &str = "organisation.manage";

pub(super) fn routes() -> Routes {
    let may = Access::Capability(MANAGE);
    Routes::new()
        .get("/organisation", may, tree::show)
        .get("/organisation/{node}", may, node::show)
        .get("/organisation/{node}/new", may, add::show)
        .post("/organisation/{node}/new", may, add::add)
        .get("/organisation/{node}/open-store", may, open::show)
        .post("/organisation/{node}/open-store", may, open::open)
        .get("/organisation/{node}/account-set", Access::Capability(account_set::SETTLE), account_set::show)
        .get("/organisation/{node}/edit", may, edit::show)
        .post("/organisation/{node}/edit", may, edit::save)
        .get("/organisation/{node}/move", may, move_page::show)
        .post("/organisation/{node}/move", may, move_page::save)
        .get("/organisation/{node}/closing", may, close::show)
        .post("/organisation/{node}/closing", may, close::save)
        .post("/organisation/{node}/deletion", may, close::delete)
}
