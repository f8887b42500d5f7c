//! Custom fields: what the house keeps about its records beyond the program's own fields (SYS-07). They are the whole
//! house's, so they are looked after by those who look after all of it.

mod access;
mod form;
mod list;
mod steps;

use records::custom::{self, Standing};
use records::{Input, Kind};
use serde::Deserialize;
use web::{Access, Problem, Routes};

use super::Desk;

const MANAGE: &str = "fields.manage";

pub(super) fn routes() -> Routes {
    let may = Access::Capability(MANAGE);
    Routes::new()
        .get("/custom-fields", may, list::show)
        .get("/custom-fields/new", may, form::show_new)
        .post("/custom-fields/new", may, form::add)
        .get("/custom-fields/{custom_field}", may, form::show)
        .post("/custom-fields/{custom_field}", may, form::save)
        .get("/custom-fields/{custom_field}/access", may, access::show)
        .post("/custom-fields/{custom_field}/access", may, access::save)
        .post("/custom-fields/{custom_field}/order", may, steps::order)
        .post("/custom-fields/{custom_field}/retirement", may, steps::retire)
        .post("/custom-fields/{custom_field}/restoration", may, steps::restore)
}

/// Which noun, and what was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    done: String,
}

/// The nouns that can be given fields.
fn kinds<'a>(desk: &'a Desk<'_>) -> impl Iterator<Item = &'static Kind> + 'a {
    let registry = &desk.app.registry;
    registry.kinds().filter(|kind| registry.commands(kind.name).is_some_and(|commands| commands.takes_custom()))
}

/// A noun by its name, the first where none is named.
fn kind(desk: &Desk<'_>, name: &str) -> Result<&'static Kind, Problem> {
    kinds(desk).find(|kind| name.is_empty() || kind.name == name).ok_or_else(Problem::not_found)
}

/// Refuses those who look after a part of the house only.
async fn require(desk: &Desk<'_>) -> Result<(), Problem> {
    if desk.domain(MANAGE).await?.is_everything() { Ok(()) } else { Err(Problem::forbidden()) }
}

/// A field as it stands.
async fn standing(desk: &Desk<'_>, id: kernel::Id) -> Result<Standing, Problem> {
    require(desk).await?;
    custom::standing(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)
}

/// The field's word in the visitor's language.
fn word<'d>(desk: &Desk<'_>, definition: &'d custom::Definition) -> &'d str {
    match desk.lang() {
        kernel::Lang::ZhCn => &definition.label_zh,
        kernel::Lang::En => &definition.label_en,
    }
}

/// The list of a noun's fields.
fn list_of(kind: &str) -> String {
    format!("/custom-fields?kind={kind}")
}

fn is_on(input: &Input, name: &str) -> bool {
    input.filled(name).is_some()
}
