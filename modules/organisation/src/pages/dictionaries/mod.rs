//! Base data at a node: dictionaries and their entries, inherited, overridden or added here (SYS-06).

mod change;
mod dictionary;
mod entry;
mod list;

use records::{Field, FieldKind};
use serde::Deserialize;
use web::{Access, Problem, Routes};

use super::{Desk, Place};
use crate::dictionaries::{Dictionaries, Entry, ResolvedEntry};

const MANAGE: &str = "dictionaries.manage";

pub(super) fn routes() -> Routes {
    let may = Access::Capability(MANAGE);
    Routes::new()
        .get("/dictionaries", may, list::show)
        .get("/dictionaries/{dictionary}", may, dictionary::show)
        .post("/dictionaries/{dictionary}/order", may, dictionary::order)
        .get("/dictionaries/{dictionary}/new", may, entry::show_new)
        .post("/dictionaries/{dictionary}/new", may, entry::add)
        .get("/dictionaries/{dictionary}/entries/{entry}", may, entry::show)
        .post("/dictionaries/{dictionary}/entries/{entry}", may, entry::save)
        .post("/dictionaries/{dictionary}/entries/{entry}/reset", may, entry::reset)
}

/// Dictionaries whose codes the program itself goes by: names, colours and order are free, codes are not.
const FIXED: [&str; 2] = ["user_status", "customer-kind"];

/// Which node, and what was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    node: String,
    done: String,
}

/// The name of a dictionary.
pub(super) fn label(desk: &Desk<'_>, dictionary: &str) -> String {
    // The choices of a custom field bear its name.
    let own = desk.app.registry.kinds_of(desk.tenant()).find_map(|kind| {
        let holds = |f: &&Field| matches!(f.kind, FieldKind::Choice(d) | FieldKind::Choices(d) if d == dictionary);
        kind.custom_fields().find(holds).and_then(|field| field.words)
    });
    match own {
        Some(words) => desk.t(words).into_owned(),
        None => desk.t_or(&format!("dictionary-{}", dictionary.replace('_', "-")), dictionary),
    }
}

/// The entries of a dictionary at a node. A dictionary nobody brought along is not there.
async fn entries(desk: &Desk<'_>, place: &Place, dictionary: &str) -> Result<Vec<ResolvedEntry>, Problem> {
    let all = desk.app.seam::<Dictionaries>().of(desk.conn(), desk.tenant()).await?;
    if !all.names().any(|name| name == dictionary) {
        return Err(Problem::not_found());
    }
    Ok(all.entries(&place.node.path, dictionary))
}

/// An entry as it holds at a node, in one text: two pages that show the same agree in it.
pub(super) fn fingerprint(entry: &Entry) -> String {
    let colour = entry.colour.as_deref().unwrap_or_default();
    let text =
        format!("{}\n{}\n{}\n{}\n{colour}\n{}", entry.node, entry.name_zh, entry.name_en, entry.position, entry.active);
    kernel::crypto::digest(&text)[..16].to_owned()
}

/// The colours an entry may have; each is a state of the design.
const COLOURS: [(&str, ui::State); 5] = [
    ("accent", ui::State::Accent),
    ("due", ui::State::Due),
    ("overdue", ui::State::Overdue),
    ("done", ui::State::Done),
    ("past", ui::State::Past),
];

fn colour(name: Option<&str>) -> ui::State {
    COLOURS.iter().find(|(c, _)| Some(*c) == name).map_or(ui::State::Plain, |(_, state)| *state)
}
