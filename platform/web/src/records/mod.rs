//! Pages that are generic over record kinds: lists with filters and saved views, export, history, pickers, forms.
//! A module joins [`routes`] for its kind, or only [`lists`] where it has forms of its own.

pub mod address;
pub mod bulk;
pub mod call;
pub mod columns;
pub mod condition;
pub mod count;
pub mod edit;
pub mod explain;
pub mod export;
pub mod filter;
pub mod form;
pub mod history;
pub mod labels;
pub mod list;
pub mod pairs;
pub mod picker;
pub mod preferences;
pub mod query;
pub mod record;
pub mod references;
pub mod show;
pub mod view_form;
pub mod views;

use kernel::Action;
use records::Kind;

use crate::api;
use crate::routes::Access;
use crate::{Module, Routes};

pub use address::Address;
pub use call::Call;
pub use explain::Explainer;
pub use form::form;
pub use labels::{Labels, Places};
pub use pairs::Pairs;
pub use show::{Renderer, show};

/// What the pages of this folder and the API add to the house: tables, functions, and the description of the API.
pub fn module() -> Module {
    Module {
        name: "records",
        migrations: api::migrations(),
        capabilities: vec![records::views::SHARE],
        routes: api::documents().get("/explanation", Access::SignedIn, explain::general),
        help: crate::help::texts(),
        ..Module::default()
    }
}

/// All generic pages of a kind.
pub fn routes(kind: &'static Kind) -> Routes {
    let one = path(format!("/{}/{{{}}}", kind.collection, kind.name));
    let see = Access::Record(kind.name, Action::See);
    lists(kind).merge(forms(kind)).merge(Routes::new().get(one, see, move |call: Call| record::page(call, kind)))
}

/// List, count, filters, columns, saved views, export, bulk changes, picker and history of a kind.
pub fn lists(kind: &'static Kind) -> Routes {
    let see = Access::Record(kind.name, Action::See);
    let take_out = Access::Record(kind.name, Action::Export);
    let at = |tail: &str| path(format!("/{}{tail}", kind.collection));
    let one = |tail: &str| path(format!("/{}/{{{}}}{tail}", kind.collection, kind.name));
    Routes::new()
        .get(at(""), see, move |call: Call| list::page(call, kind))
        .get(at("/count"), see, move |call: Call| count::exact(call, kind))
        .get(at("/filter"), see, move |call: Call| filter::ask(call, kind))
        .post(at("/filter"), see, move |call: Call, form: Pairs| filter::add(call, kind, form))
        .get(at("/columns"), see, move |call: Call| preferences::offer(call, kind))
        .post(at("/preferences"), see, move |call: Call, form: Pairs| preferences::keep(call, kind, form))
        .get(at("/export"), take_out, move |call: Call| export::file(call, kind, Pairs::default()))
        .post(at("/export"), take_out, move |call: Call, form: Pairs| export::file(call, kind, form))
        .post(at("/bulk"), Access::Record(kind.name, Action::Bulk), move |call: Call, form: Pairs| {
            bulk::ask(call, kind, form)
        })
        .post(at("/bulk-changes"), Access::Record(kind.name, Action::Bulk), move |call: Call, form: Pairs| {
            bulk::begin(call, kind, form)
        })
        .get(at("/explanation"), see, move |call: Call| explain::total(call, kind))
        .get(at("/picker"), see, move |call: Call| picker::answer(call, kind))
        .get(at("/views"), see, move |call: Call| views::page(call, kind))
        .post(at("/views"), see, move |call: Call, form: Pairs| views::create(call, kind, form))
        .get(at("/views/new"), see, move |call: Call| views::new(call, kind))
        .get(at("/views/{saved_view}/edit"), see, move |call: Call| views::edit(call, kind))
        .post(at("/views/{saved_view}"), see, move |call: Call, form: Pairs| views::update(call, kind, form))
        .post(at("/views/{saved_view}/position"), see, move |call: Call, form: Pairs| views::shift(call, kind, form))
        .post(at("/views/{saved_view}/deletion"), see, move |call: Call| views::delete(call, kind))
        .get(one("/preview"), see, move |call: Call| record::preview(call, kind))
        .get(one("/explanation"), see, move |call: Call| explain::record(call, kind))
        .get(one("/history"), see, move |call: Call| history::page(call, kind))
}

/// The generic forms of a kind with commands.
pub fn forms(kind: &'static Kind) -> Routes {
    let create = Access::Record(kind.name, Action::Create);
    let edit = Access::Record(kind.name, Action::Edit);
    let new = path(format!("/{}/new", kind.collection));
    let one = path(format!("/{}/{{{}}}/edit", kind.collection, kind.name));
    Routes::new()
        .get(new, create, move |call: Call| edit::new(call, kind))
        .post(new, create, move |call: Call, form: Pairs| edit::create(call, kind, form))
        .get(one, edit, move |call: Call| edit::edit(call, kind))
        .post(one, edit, move |call: Call, form: Pairs| edit::update(call, kind, form))
}

/// A path for the life of the process; made once a kind at start.
pub(crate) fn path(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
