//! The page of a record whose module has none of its own: its facts, with the ways to change and to trace them.

use kernel::{Access, Action};
use maud::{Markup, html};
use records::{Field, Kind, Shown};

use super::call::Call;
use super::show::Renderer;
use crate::problem::Problem;

/// A record's facts.
pub async fn page(call: Call, kind: &'static Kind) -> Result<Markup, Problem> {
    let id = call.record(kind)?;
    let scope = &call.visitor.scope;
    let fields: Vec<&'static Field> =
        kind.fields.iter().filter(|f| scope.field_at_best(kind.name, f.name) > Access::Hidden).collect();
    let row = records::find(&call.look(), kind, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let page = call.page();
    let (renderer, words) = (Renderer::new(&page), page.words());
    let facts: Vec<ui::Fact> = row
        .cells
        .iter()
        .filter(|(_, shown)| !matches!(shown, Shown::Hidden))
        .map(|(field, shown)| {
            let label = page.t(&kind.label(field.name)).into_owned();
            match shown {
                Shown::Value(datum) if datum.is_empty() => ui::Fact::none(label),
                _ => ui::Fact::new(label, renderer.value(field, shown, None)),
            }
        })
        .collect();
    let own = format!("/{}/{id}", kind.collection);
    let change = call.registry().commands(kind.name).is_some() && scope.can(kind.name, Action::Edit);
    let title = kind.field(kind.title).and_then(|f| row.get(kind.title).value().map(|datum| renderer.text(f, datum)));
    let shell = ui::Shell {
        title: title.unwrap_or_else(|| page.t(&format!("kind-{}", kind.name)).into_owned()),
        crumbs: vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection))],
        primary: change.then(
            || html! { a.button.primary href={ (own) "/edit" } { (ui::icon(ui::Icon::Plus)) (page.t("record-edit")) } },
        ),
        actions: Some(
            html! { a.button href={ (own) "/history" } { (ui::icon(ui::Icon::History)) (page.t("record-history")) } },
        ),
        body: html! { section.panel { (ui::facts(&facts, &words)) } },
        ..ui::Shell::default()
    };
    Ok(page.show(shell))
}
