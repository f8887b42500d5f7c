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
    lists(kind).merge(forms(kind)).merge(Routes::new().get(one, see, of(kind, record::page)))
}

/// List, count, filters, columns, saved views, export, bulk changes, picker and history of a kind.
pub fn lists(kind: &'static Kind) -> Routes {
    let see = Access::Record(kind.name, Action::See);
    let take_out = Access::Record(kind.name, Action::Export);
    let at = |tail: &str| path(format!("/{}{tail}", kind.collection));
    let one = |tail: &str| path(format!("/{}/{{{}}}{tail}", kind.collection, kind.name));
    Routes::new()
        .get(at(""), see, of(kind, list::page))
        .get(at("/count"), see, of(kind, count::exact))
        .get(at("/filter"), see, of(kind, filter::ask))
        .post(at("/filter"), see, of_form(kind, filter::add))
        .get(at("/columns"), see, of(kind, preferences::offer))
        .post(at("/preferences"), see, of_form(kind, preferences::keep))
        .get(at("/export"), take_out, of(kind, |call, kind| export::file(call, kind, Pairs::default())))
        .post(at("/export"), take_out, of_form(kind, export::file))
        .post(at("/bulk"), Access::Record(kind.name, Action::Bulk), of_form(kind, bulk::ask))
        .post(at("/bulk-changes"), Access::Record(kind.name, Action::Bulk), of_form(kind, bulk::begin))
        .get(at("/explanation"), see, of(kind, explain::total))
        .get(at("/picker"), see, of(kind, picker::answer))
        .get(at("/views"), see, of(kind, views::page))
        .post(at("/views"), see, of_form(kind, views::create))
        .get(at("/views/new"), see, of(kind, views::new))
        .get(at("/views/{saved_view}/edit"), see, of(kind, views::edit))
        .post(at("/views/{saved_view}"), see, of_form(kind, views::update))
        .post(at("/views/{saved_view}/position"), see, of_form(kind, views::shift))
        .post(at("/views/{saved_view}/deletion"), see, of(kind, views::delete))
        .get(one("/preview"), see, of(kind, record::preview))
        .get(one("/explanation"), see, of(kind, explain::record))
        .get(one("/history"), see, of(kind, history::page))
}

/// The generic forms of a kind with commands.
pub fn forms(kind: &'static Kind) -> Routes {
    let create = Access::Record(kind.name, Action::Create);
    let edit = Access::Record(kind.name, Action::Edit);
    let new = path(format!("/{}/new", kind.collection));
    let one = path(format!("/{}/{{{}}}/edit", kind.collection, kind.name));
    Routes::new()
        .get(new, create, of(kind, edit::new))
        .post(new, create, of_form(kind, edit::create))
        .get(one, edit, of(kind, edit::edit))
        .post(one, edit, of_form(kind, edit::update))
}

/// A handler for a noun, which it is given with the fields that the visitor's house added.
pub fn of<F, R>(kind: &'static Kind, page: F) -> impl Fn(Call) -> R + Clone
where
    F: Fn(Call, &'static Kind) -> R + Clone,
{
    move |call| {
        let kind = call.kind(kind);
        page(call, kind)
    }
}

/// As [`of`], with a form that was posted.
pub fn of_form<F, R>(kind: &'static Kind, page: F) -> impl Fn(Call, Pairs) -> R + Clone
where
    F: Fn(Call, &'static Kind, Pairs) -> R + Clone,
{
    move |call, form| {
        let kind = call.kind(kind);
        page(call, kind, form)
    }
}

/// A path for the life of the process; made once a kind at start.
pub(crate) fn path(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
