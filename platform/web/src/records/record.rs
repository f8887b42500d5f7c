//! The page of a record whose module has none of its own: its facts, with the ways to change and to trace them; and the
//! preview of any record beside its list.

use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::{Field, Kind, Row, Shown, Uses};
use ui::{Button, Icon};

use super::call::Call;
use super::show::Renderer;
use crate::Page;
use crate::problem::Problem;

/// A record's facts.
pub async fn page(call: Call, kind: &'static Kind) -> Result<Markup, Problem> {
    let id = call.record(kind)?;
    let scope = &call.visitor.scope;
    let row = load(&call, kind, id, kind.fields.iter()).await?;
    let page = call.page();
    let own = format!("/{}/{id}", kind.collection);
    let change = call.registry().commands(kind.name).is_some() && scope.can(kind.name, Action::Edit);
    let history = Button::new(page.t("record-history")).icon(Icon::History).href(format!("{own}/history"));
    let edit = Button::new(page.t("record-edit")).primary().icon(Icon::Note).key("e").href(format!("{own}/edit"));
    let shell = ui::Shell {
        title: title(&page, kind, &row),
        crumbs: vec![ui::Crumb::new(page.t(&format!("kind-{}-plural", kind.name)), format!("/{}", kind.collection))],
        primary: change.then(|| edit.render()),
        actions: Some(html! { (history.render()) (super::explain::button(&page, &own)) }),
        body: html! { section.panel { (ui::facts(&facts(&page, kind, &row), &page.words())) } },
        ..ui::Shell::default()
    };
    Ok(page.show(shell))
}

/// The facts of a list's row for the side of the page, beside the list.
pub async fn preview(call: Call, kind: &'static Kind) -> Result<Markup, Problem> {
    let id = call.record(kind)?;
    let row = load(&call, kind, id, kind.fields_for(Uses::LIST)).await?;
    let page = call.page();
    let known: Vec<ui::Fact> = facts(&page, kind, &row);
    let open = Button::new(page.t("record-open")).small().href(format!("/{}/{id}", kind.collection));
    Ok(html! {
        header.preview-head { h2 { (title(&page, kind, &row)) } (open.render()) }
        (ui::facts(&known, &page.words()))
        p.hint { kbd { "Esc" } " " (page.t("ui-close")) }
    })
}

async fn load(
    call: &Call,
    kind: &'static Kind,
    id: Id,
    fields: impl Iterator<Item = &'static Field>,
) -> Result<Row, Problem> {
    let scope = &call.visitor.scope;
    let fields: Vec<&'static Field> =
        fields.filter(|f| scope.field_at_best(kind.name, f.name) > Access::Hidden).collect();
    records::find(&call.look(), kind, id, &fields).await?.ok_or_else(Problem::not_found)
}

fn title(page: &Page<'_>, kind: &Kind, row: &Row) -> String {
    let renderer = Renderer::new(page);
    let title = kind.field(kind.title).and_then(|f| row.get(kind.title).value().map(|datum| renderer.text(f, datum)));
    title.filter(|t| !t.is_empty()).unwrap_or_else(|| page.t(&format!("kind-{}", kind.name)).into_owned())
}

fn facts(page: &Page<'_>, kind: &Kind, row: &Row) -> Vec<ui::Fact> {
    let renderer = Renderer::new(page);
    row.cells
        .iter()
        .filter(|(_, shown)| !matches!(shown, Shown::Hidden))
        .map(|(field, shown)| {
            let label = page.t(&kind.label(field.name)).into_owned();
            match shown {
                Shown::Value(datum) if datum.is_empty() => ui::Fact::none(label),
                _ => ui::Fact::new(label, renderer.value(field, shown, None)),
            }
        })
        .collect()
}
