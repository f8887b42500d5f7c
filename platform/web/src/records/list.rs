//! The list of a kind: `GET /{collection}`.

use axum::response::{IntoResponse, Response};
use kernel::Action;
use maud::{Markup, html};
use records::preferences::{self, Preferences};
use records::views::View;
use records::{Kind, ListQuery, list, opening};
use ui::{Bulk, Button, Empty, Icon, Tab, Table, Toolbar, Words};

use super::address::Address;
use super::call::{Call, see_other};
use super::pairs::Pairs;
use super::show::Renderer;
use super::{bulk, columns, condition, query};
use crate::problem::Problem;
use crate::{Page, Result};

/// The page, its table alone for htmx, or the next rows of the table.
pub async fn page(call: Call, kind: &'static Kind) -> Result<Response> {
    let address = Address::read(&call.pairs)?;
    let look = call.look();
    if call.is_part() && address.after.is_some() {
        let preferences = preferences::of(&look, kind).await?;
        let mut query = query::build(&call.visitor, kind, &address, &preferences, call.today())?;
        query::guard(&call, &query).await?;
        query::narrow(&look, &mut query, &address.q).await?;
        let rows = list(&look, call.registry(), &query).await?;
        let page = call.page();
        return Ok(table(&page, &query, &address, &preferences, &rows, None).more_rows(&page.words()).into_response());
    }
    let (preferences, views) = opening::of(&look, kind).await?;
    let Some(address) = open_view(&address, &views) else {
        // A view that is gone, or was never theirs.
        let plain = Address { view: None, ..address };
        return Ok(see_other(&plain.href(&format!("/{}", kind.collection))));
    };
    let mut query = query::build(&call.visitor, kind, &address, &preferences, call.today())?;
    query::guard(&call, &query).await?;
    query::guard_search(&call, kind, &address.q).await?;
    let more_hits = query::narrow(&look, &mut query, &address.q).await?;
    let (rows, count) = records::list_with_count(&look, call.registry(), &query).await.map_err(Problem::from)?;
    let (page, count) = (call.page(), query::shown(count, more_hits));
    let w = page.words();
    let chips = condition::chips(&call, &page, kind, &address).await?;
    let toolbar = toolbar(&page, &query, &address, &preferences, chips, count).render(&w);
    let table = table(&page, &query, &address, &preferences, &rows, Some(count)).render(&w);
    let body = html! { div #list { (toolbar) (table) } };
    if call.is_part() {
        return Ok(body.into_response());
    }
    let title = page.t(&format!("kind-{}-plural", kind.name)).into_owned();
    let body = html! { (tabs(&page, kind, &address, &views)) (body) (super::explain::way(&page, kind)) };
    Ok(page
        .show(ui::Shell { title, count: Some(count), primary: primary(&page, kind), body, ..ui::Shell::default() })
        .into_response())
}

/// An address that only names a view asks what the view asks; `None` when the view is not there for this reader.
fn open_view(address: &Address, views: &[View]) -> Option<Address> {
    let Some(id) = address.view else { return Some(address.clone()) };
    let view = views.iter().find(|view| view.id == id)?;
    if !address.asks_nothing() {
        return Some(address.clone());
    }
    // A query that no longer reads is a plain list under the view's name, to be saved anew.
    let saved = Address::read(&Pairs::read(&view.query)).unwrap_or_default();
    Some(Address { after: address.after.clone(), view: Some(id), ..saved })
}

fn table(
    page: &Page<'_>,
    query: &ListQuery,
    address: &Address,
    preferences: &Preferences,
    rows: &records::Page,
    count: Option<ui::Count>,
) -> Table {
    let (kind, renderer) = (query.kind, Renderer::new(page));
    let path = format!("/{}", kind.collection);
    let (take_out, change) = (page.visitor.scope.can(kind.name, Action::Export), bulk::buttons(page, kind));
    let bulk = (take_out || !change.0.is_empty()).then(|| Bulk {
        actions: html! {
            (change)
            @if take_out {
                (bulk::export_button(page, "export-selected-xlsx", "xlsx", false))
                (bulk::export_button(page, "export-selected-csv", "csv", true))
            }
        },
        action: format!("{path}/export"),
        matching: count,
        query: address.from_start().query(),
    });
    Table {
        caption: page.t(&format!("kind-{}-plural", kind.name)).into_owned(),
        columns: columns::heads(page, query, address),
        rows: columns::rows(&renderer, kind, &rows.rows),
        bulk,
        more: rows.next.as_ref().map(|next| address.behind(&next.text()).href(&path)),
        empty: if rows.rows.is_empty() {
            empty(page, kind, address)
        } else {
            html! {}
        },
        compact: preferences.compact,
    }
}

/// Nothing yet teaches; nothing found offers the way back.
fn empty(page: &Page<'_>, kind: &'static Kind, address: &Address) -> Markup {
    let w = page.words();
    let name = page.noun(&format!("kind-{}-plural", kind.name));
    if address.filters.is_empty() && address.q.is_empty() {
        let own = format!("{}-list-empty", kind.name);
        let text =
            if page.app.words.has(page.visitor.scope.lang, &own) { page.t(&own) } else { page.t("list-empty-text") };
        let empty = Empty::new(w.ta("list-empty", &[("kinds", name.into())]), text);
        return match primary(page, kind) {
            Some(action) => empty.action(action).render(),
            None => empty.render(),
        };
    }
    let clear =
        Button::new(page.t("list-clear")).href(address.without_filters().href(&format!("/{}", kind.collection)));
    Empty::new(w.ta("list-nothing-matches", &[("kinds", name.into())]), page.t("list-nothing-matches-text"))
        .action(clear.render())
        .render()
}

fn primary(page: &Page<'_>, kind: &Kind) -> Option<Markup> {
    let scope = &page.visitor.scope;
    let may = page.app.registry.commands(kind.name).is_some() && scope.can(kind.name, Action::Create);
    may.then(|| {
        let word = page.words().ta("list-new", &[("kind", page.noun(&format!("kind-{}", kind.name)).into())]);
        Button::new(word).primary().icon(Icon::Plus).key("n").href(format!("/{}/new", kind.collection)).render()
    })
}

fn toolbar(
    page: &Page<'_>,
    query: &ListQuery,
    address: &Address,
    preferences: &Preferences,
    chips: Vec<ui::Chip>,
    count: ui::Count,
) -> Toolbar {
    let kind = query.kind;
    let path = format!("/{}", kind.collection);
    let here = address.from_start();
    let hint = format!("{}-search-hint", kind.name);
    let hint =
        if page.app.words.has(page.visitor.scope.lang, &hint) { page.t(&hint) } else { page.t("list-search-hint") };
    let exports = if page.visitor.scope.can(kind.name, Action::Export) {
        let way = |word: &str, format: &str| {
            (page.t(word).into_owned(), here.href(&format!("{path}/export?format={format}")))
        };
        vec![way("export-xlsx", "xlsx"), way("export-csv", "csv")]
    } else {
        Vec::new()
    };
    Toolbar {
        action: path.clone(),
        q: address.q.clone(),
        q_hint: hint.into_owned(),
        keep: here
            .pairs()
            .into_iter()
            .filter(|(name, _)| *name != "q")
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        clear: (chips.len() > 1).then(|| address.without_filters().href(&path)),
        chips,
        add_filter: Some(here.href(&format!("{path}/filter"))),
        quick: None,
        columns: Some(here.href(&format!("{path}/columns"))),
        exports,
        count: Some(count),
        exact: Some(here.href(&format!("{path}/count"))),
        extra: Some(density(page, &here.href(&format!("{path}/preferences")), preferences.compact)),
    }
}

fn density(page: &Page<'_>, action: &str, compact: bool) -> Markup {
    let (word, value) = if compact { ("list-roomy", "roomy") } else { ("list-compact", "compact") };
    html! {
        form method="post" action=(action) {
            (Button::new(page.t(word)).quiet().icon(Icon::Menu).icon_only().value("density", value).render())
        }
    }
}

fn tabs(page: &Page<'_>, kind: &Kind, address: &Address, views: &[View]) -> Markup {
    let path = format!("/{}", kind.collection);
    let user = page.visitor.user();
    let mut list = vec![Tab::new(page.t("view-all"), path.clone(), address.view.is_none())];
    list.extend(views.iter().map(|view| {
        let saved = Address::read(&Pairs::read(&view.query)).unwrap_or_default();
        let tab = Tab::new(
            view.name.clone(),
            Address { view: Some(view.id), ..saved }.href(&path),
            address.view == Some(view.id),
        );
        match (view.pinned, Some(view.owner_id) != user || view.shared_with.is_some()) {
            (true, _) => tab.mark(Icon::Pin, page.t("view-pinned")),
            (false, true) => tab.mark(Icon::Share, page.t("view-shared")),
            (false, false) => tab,
        }
    }));
    let own = views.iter().find(|v| Some(v.id) == address.view && Some(v.owner_id) == user);
    let end = html! {
        @if let Some(view) = own {
            (Button::new(page.t("view-change")).quiet().small().get(address.saved().href(&format!("{path}/views/{}/edit", view.id))).render())
        }
        @if !address.asks_nothing() {
            (Button::new(page.t("view-save")).quiet().small().icon(Icon::Plus).get(address.saved().href(&format!("{path}/views/new"))).render())
        }
        @if !views.is_empty() { (Button::new(page.t("view-manage")).quiet().small().href(format!("{path}/views")).render()) }
    };
    ui::tabs(&page.t("view-tabs"), &list, Some(end))
}

#[cfg(test)]
mod tests {
    use kernel::Id;

    use super::*;

    /// CUS-05: an address that names a view opens it; one that asks something itself is not overruled.
    #[test]
    fn a_view_speaks_only_where_the_address_is_silent() {
        let id = Id::from_u128(7);
        let query = "filter=class%3Aeq%3AH&sort=name".to_owned();
        let view = View {
            id,
            kind: "customer".into(),
            name: "H".into(),
            query,
            owner_id: id,
            shared_with: None,
            pinned: false,
            position: 1,
            version: 1,
        };
        let read = |text: &str| Address::read(&Pairs::read(text)).unwrap();
        let named = read(&format!("view={id}"));
        let opened = open_view(&named, std::slice::from_ref(&view)).unwrap();
        assert_eq!((opened.filters.len(), opened.sort.as_deref(), opened.view), (1, Some("name"), Some(id)));
        let own = read(&format!("view={id}&filter=class%3Aeq%3AA"));
        assert_eq!(open_view(&own, std::slice::from_ref(&view)).unwrap(), own);
        assert_eq!(open_view(&named, &[]), None);
    }
}
