//! The first page: what waits for the visitor, and the ways on.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::Uri;
use customers::CUSTOMER;
use kernel::{Action, Id};
use maud::{Markup, html};
use records::{Count, Datum, Field, Filter, ListError, ListQuery, Row, Shown};
use sales::opportunity;
use ui::{Button, Words};
use web::records::{Call, Renderer};
use web::{Access, Module, Nav, Page, Result, Routes, Shared, Visitor};
use work::duties::Whose;

/// The manifest of the first page.
pub fn module() -> Module {
    Module {
        name: "home",
        locale: Some(kernel::locale!("home")),
        routes: Routes::new().get("/", Access::SignedIn, home).get("/new", Access::SignedIn, new).get(
            "/styleguide",
            Access::SignedIn,
            styleguide,
        ),
        nav: vec![Nav {
            label: "nav-home",
            href: "/",
            icon: ui::Icon::Home,
            quarter: None,
            access: Access::SignedIn,
            order: 0,
        }],
        help: web::help_texts![("/", "home"), ("/new", "new"), ("/styleguide", "styleguide")],
        ..Module::default()
    }
}

/// A figure of the first page: the words, and the filters of the list it opens.
struct Figure {
    label: &'static str,
    filters: &'static [&'static str],
}

/// Who waits to be called.
const DUE: Figure = Figure { label: "home-due", filters: &["next_contact_on:lte:today"] };

/// What a consultant or a manager looks at first. Each figure is the count of the list it opens, so that it can be
/// checked row by row; everyone counts what they reach.
const FIGURES: [Figure; 5] = [
    DUE,
    Figure { label: "home-new-today", filters: &["created_at:gte:today"] },
    Figure { label: "home-hot", filters: &["grade:eq:H,A"] },
    Figure { label: "home-untouched", filters: &["touched_at:lte:-90d"] },
    Figure { label: "home-all", filters: &[] },
];

/// How many of the latest customers are shown.
const LATEST: usize = 8;

/// A part of those who wait to be called: its heading, its filter, and how many of them are shown.
struct Waiting {
    label: &'static str,
    filter: &'static str,
    most: usize,
}

/// Who should have been called before, the longest overdue first, and who is to be called today.
const WAITING: [Waiting; 2] = [
    Waiting { label: "home-waiting-overdue", filter: "next_contact_on:lte:-1d", most: 6 },
    Waiting { label: "home-waiting-today", filter: "next_contact_on:eq:today", most: 10 },
];

/// Those of a part who are shown, and how many there are.
type Part = (&'static Waiting, Vec<Row>, Count);

/// Where contacts are logged with those who have an open opportunity.
type Open = HashMap<Id, Id>;

async fn home(call: Call) -> Result<Markup> {
    let page = call.page();
    let (mut body, mut count) = (html! {}, 0);
    let tasks = tasks(&call).await?;
    if call.visitor.scope.can(CUSTOMER.name, Action::See) {
        let (figures, waiting, latest) = tokio::try_join!(figures(&call), waiting(&call), latest(&call))?;
        count = figures.iter().find(|(figure, ..)| figure.label == DUE.label).map_or(0, |(_, count, _)| count.value);
        body = html! {
            ul.figures {
                @if let Some(count) = tasks {
                    li { a.figure.is-due[count > 0] href="/work" {
                        span.figure-label { (page.t("home-tasks")) }
                        strong.figure-count { (ui::grouped(count)) }
                    } }
                }
                @for (figure, count, href) in &figures {
                    @let due = figure.label == DUE.label && count.value > 0;
                    li { a.figure.is-due[due] href=(href) {
                        span.figure-label { (page.t(figure.label)) }
                        strong.figure-count { (ui::grouped(count.value)) @if count.capped { "+" } }
                    } }
                }
            }
            div.record {
                div { @if let Some((parts, open)) = &waiting { (who_waits(&call, &page, parts, open)) } }
                div { (who_came(&page, &latest)) }
            }
        };
    }
    let title = page.ta("home-hello", &[("name", call.visitor.name.as_str())]);
    Ok(page.show(ui::Shell { title, waiting: count.max(0) as u64, body, ..ui::Shell::default() }))
}

/// The visitor's own tasks that are due by the end of the day; none for someone who has no tasks at all.
async fn tasks(call: &Call) -> Result<Option<i64>> {
    let Some(me) = call.visitor.user().filter(|_| call.visitor.scope.can(work::TASK.name, Action::See)) else {
        return Ok(None);
    };
    let tally = work::tasks::queries::tally(&call.look(), Whose::Of(me), work::board::parts(call)).await?;
    Ok(Some(tally.overdue + tally.today))
}

async fn figures(call: &Call) -> Result<Vec<(&'static Figure, Count, String)>> {
    let look = call.look();
    let mut list = Vec::new();
    for figure in &FIGURES {
        match records::count(&look, call.registry(), &query(call, figure.filters)?).await {
            Ok(count) => list.push((figure, count, address(figure.filters))),
            // A figure over a field that the visitor does not see is not theirs to know.
            Err(ListError::FieldHidden | ListError::FieldMasked) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(list)
}

fn query(call: &Call, filters: &[&str]) -> Result<ListQuery> {
    let mut query = ListQuery::new(&CUSTOMER, call.today());
    query.filters = filters.iter().map(|f| Filter::parse(f)).collect::<std::result::Result<_, _>>()?;
    query.store = call.visitor.store;
    Ok(query)
}

fn address(filters: &[&str]) -> String {
    let filters: Vec<String> = filters.iter().map(|f| format!("filter={}", web::page::encode(f))).collect();
    if filters.is_empty() { "/customers".to_owned() } else { format!("/customers?{}", filters.join("&")) }
}

fn fields(names: &[&str]) -> Vec<&'static Field> {
    names.iter().filter_map(|f| CUSTOMER.field(f)).collect()
}

/// Who waits to be called, in order of the day; `None` where the visitor does not see when.
async fn waiting(call: &Call) -> Result<Option<(Vec<Part>, Open)>> {
    let mut parts = Vec::new();
    for part in &WAITING {
        let mut query = query(call, &[part.filter])?;
        query.fields = fields(&["name", "phone", "grade", "remark", "owner", "next_contact_on"]);
        query.order("next_contact_on")?;
        query.limit = part.most;
        match records::list_with_count(&call.look(), call.registry(), &query).await {
            Ok((page, count)) => parts.push((part, page.rows, count)),
            Err(ListError::FieldHidden | ListError::FieldMasked) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
    }
    let ids: Vec<Id> = parts.iter().flat_map(|(_, rows, _)| rows).map(|row| row.id).collect();
    let open = opportunity::open_of(&call.look(), &ids).await?;
    Ok(Some((parts, open)))
}

/// The day on which somebody was to be called.
fn day(row: &Row) -> Option<chrono::NaiveDate> {
    match row.get("next_contact_on").value() {
        Some(Datum::Date(day)) => Some(*day),
        _ => None,
    }
}

fn who_waits(call: &Call, page: &Page<'_>, parts: &[Part], open: &Open) -> Markup {
    let body = html! {
        @if parts.iter().all(|(_, rows, _)| rows.is_empty()) { p.hint { (page.t("home-nobody-waits")) } }
        @for (part, rows, count) in parts.iter().filter(|(_, rows, _)| !rows.is_empty()) {
            @let all = format!("{}&sort=next_contact_on", address(&[part.filter]));
            h3.waiting-head {
                (page.t(part.label)) " " span.panel-count { (ui::grouped(count.value)) @if count.capped { "+" } }
                @if count.value > rows.len() as i64 { a.quiet-link href=(all) { (page.t("home-all-waiting")) } }
            }
            ul.waiting { @for row in rows { (who_is_called(call, page, row, open)) } }
        }
    };
    ui::Panel::new(page.t("home-waiting"), body).render()
}

fn who_is_called(call: &Call, page: &Page<'_>, row: &Row, open: &Open) -> Markup {
    let renderer = Renderer::new(page);
    let store = call.visitor.store.map(|store| format!("&store={store}")).unwrap_or_default();
    let log = match open.get(&row.id) {
        Some(id) => format!("/opportunities/{id}#follow-up"),
        None => format!("/customers/{}/contacts-made/new?kind=call{store}", row.id),
    };
    let text = |name: &str| {
        let field = CUSTOMER.field(name)?;
        let datum = row.get(name).value().filter(|datum| !datum.is_empty())?;
        Some(renderer.text(field, datum))
    };
    let late = day(row).map_or(0, |day| (call.today().date - day).num_days());
    let owner = text("owner").filter(|name| *name != call.visitor.name);
    html! {
        li {
            span.waiting-when.(if late > 0 { "is-overdue" } else { "is-due" }) {
                @if late > 0 { (page.words().ta("home-overdue", &[("days", late.into())])) } @else { (page.t("home-today")) }
            }
            span.waiting-who {
                a href={ "/customers/" (row.id) } { (text("name").unwrap_or_else(|| page.t("kind-customer").into_owned())) }
                @if let Some(grade) = text("grade") { (ui::tag(&grade)) }
                small { (owner.into_iter().chain(text("remark")).collect::<Vec<_>>().join(" · ")) }
            }
            span.waiting-phone { (filled(&renderer, row, "phone")) }
            (Button::new(page.t("home-log-contact")).small().href(log).render())
        }
    }
}

async fn latest(call: &Call) -> Result<Vec<Row>> {
    let mut query = ListQuery::new(&CUSTOMER, call.today());
    query.fields = fields(&["name", "phone", "class"]);
    query.limit = LATEST;
    query.store = call.visitor.store;
    Ok(records::list(&call.look(), call.registry(), &query).await?.rows)
}

fn who_came(page: &Page<'_>, rows: &[Row]) -> Markup {
    let renderer = Renderer::new(page);
    let body = html! {
        @if rows.is_empty() { p { (page.t("home-nothing-yet")) " " a href="/imports/new" { (page.t("home-import")) } } }
        ul.latest {
            @for row in rows {
                li {
                    a href={ "/customers/" (row.id) } { @if let Some(name) = CUSTOMER.field("name") { (renderer.name(name, row.get("name"))) } }
                    span { (filled(&renderer, row, "phone")) }
                    span.latest-class { (filled(&renderer, row, "class")) }
                }
            }
        }
    };
    ui::Panel::new(page.t("home-latest"), body).render()
}

/// A value where there is one.
fn filled(renderer: &Renderer<'_>, row: &Row, name: &str) -> Markup {
    let shown = row.get(name);
    let empty = matches!(shown, Shown::Hidden) || shown.value().is_some_and(Datum::is_empty);
    match CUSTOMER.field(name).filter(|_| !empty) {
        Some(field) => renderer.value(field, shown, None),
        None => html! {},
    }
}

/// What may be made: one link for each noun that the visitor may create.
async fn new(State(app): State<Shared>, visitor: Visitor, uri: Uri) -> Result<Markup> {
    let page = Page::new(&app, &visitor, uri.to_string());
    let kinds = app.registry.kinds().filter(|k| k.pages && visitor.scope.can(k.name, Action::Create));
    let body = html! {
        ul.makes {
            @for kind in kinds {
                li { a.make href={ "/" (kind.collection) "/new" } { (ui::icon(ui::Icon::Plus)) span { (page.t(&format!("kind-{}", kind.name))) } } }
            }
            @if visitor.scope.can("customer", Action::Create) {
                li { a.make href="/imports/new" { (ui::icon(ui::Icon::Import)) span { (page.t("home-import")) } } }
            }
        }
    };
    Ok(page.show(ui::Shell { title: page.t("home-new").into(), body, ..ui::Shell::default() }))
}

async fn styleguide(State(app): State<Shared>, visitor: Visitor) -> Markup {
    let page = Page::new(&app, &visitor, "/styleguide");
    let here = ui::Here { now: app.db.clock.now().utc(), zone: web::records::labels::zone(&app, &visitor) };
    ui::styleguide(visitor.theme, &here, &page.words())
}
