//! The form of a saved view: name, pinned, shared with whom.

use kernel::Id;
use maud::{Markup, html};
use records::Kind;
use records::commands::FieldError;
use records::views::{self, Draft, View};
use ui::{Choice, Words};

use super::call::Call;
use super::labels;
use crate::Page;

/// A dialog for htmx, else a page.
pub fn answer(
    call: &Call,
    page: &Page<'_>,
    kind: &'static Kind,
    view: Option<&View>,
    draft: &Draft,
    errors: &[FieldError],
) -> Markup {
    let w = page.words();
    let path = format!("/{}/views", kind.collection);
    let title = page.t(if view.is_some() { "view-change" } else { "view-save" }).into_owned();
    let form = ui::Form {
        id: "view-form".into(),
        action: view.map_or_else(|| path.clone(), |v| format!("{path}/{}", v.id)),
        errors: errors.iter().map(|e| (e.field.clone(), page.t(&e.code).into_owned())).collect(),
        fields: fields(page, kind, view, draft, errors),
        submit: w.t("ui-apply").into_owned(),
        cancel: (!call.is_part()).then(|| path.clone()),
        ..ui::Form::default()
    };
    if call.is_part() {
        return ui::Dialog { id: "view".into(), title, body: form.render(&w), actions: None, wide: false }.render(&w);
    }
    let crumbs = vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection))];
    page.show(ui::Shell { title, crumbs, body: form.render(&w), ..ui::Shell::default() })
}

fn fields(page: &Page<'_>, kind: &'static Kind, view: Option<&View>, draft: &Draft, errors: &[FieldError]) -> Markup {
    let w = page.words();
    let error = |field: &str| errors.iter().find(|e| e.field == field).map(|e| page.t(&e.code).into_owned());
    let nodes = shareable(page, kind, draft.shared_with);
    let chosen = draft.shared_with.map(|id| id.to_string()).unwrap_or_default();
    html! {
        input type="hidden" name="query" value=(draft.query);
        @if let Some(view) = view { input type="hidden" name="version" value=(view.version); }
        (ui::Field::new("name", page.t("view-name")).required().focus().max(40).error(error("name")).text(&draft.name, &w))
        (ui::Field::new("pinned", page.t("view-pin")).hint(page.t("view-pin-hint")).checkbox(draft.pinned, &w))
        @if !nodes.is_empty() {
            (ui::Field::new("shared_with", page.t("view-shared-with")).hint(page.t("view-share-hint")).error(error("shared_with")).select(&nodes, &chosen, &w))
        }
        @if view.is_some_and(|v| v.query != draft.query && !draft.query.is_empty()) {
            (ui::Field::new("take", page.t("view-take")).checkbox(true, &w))
        }
    }
}

/// Nodes to choose from, the one chosen before among them.
fn shareable(page: &Page<'_>, kind: &Kind, before: Option<Id>) -> Vec<Choice> {
    let scope = &page.visitor.scope;
    let nodes = labels::shareable(page.app, page.visitor, kind);
    let open = nodes.into_iter().filter(|(id, _)| Some(*id) == before || views::may_share_with(scope, kind, *id));
    open.map(|(id, name)| Choice::new(id.to_string(), name)).collect()
}
