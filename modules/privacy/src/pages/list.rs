//! `/privacy`: open requests, all of them, files that are only kept, and people proposed for erasing.

use customers::privacy;
use maud::{Markup, html};
use organisation::settings::keys;
use ui::{Button, Column, Empty, Icon, Row, Shell, Tab, Table, date, instant, tabs};
use web::Problem;
use web::records::Call;

use super::desk::Desk;
use crate::requests::{Request, queries};

/// Rows on one page.
const PAGE: i64 = 50;
/// Days of a month, for counting back.
const MONTH: i64 = 31;

/// The page.
pub(super) async fn page(call: Call) -> Result<Markup, Problem> {
    let desk = Desk::new(&call)?;
    let show = call.pairs.get("show").unwrap_or("open").to_owned();
    let table = match show.as_str() {
        "all" => {
            let before = call.pairs.get("before").and_then(|id| id.parse().ok());
            let found = queries::all(desk.conn(), desk.tenant(), before, PAGE).await?;
            let more = found.last().filter(|_| found.len() as i64 == PAGE);
            let more = more.map(|last| format!("/privacy?show=all&before={}", last.id));
            let table = requests(&desk, &found, more);
            if call.is_part() {
                return Ok(table.more_rows(&desk.w));
            }
            table.render(&desk.w)
        }
        "restricted" => restricted(&desk).await?,
        "untouched" => untouched(&desk).await?,
        _ => {
            let found = queries::open(desk.conn(), desk.tenant(), 500).await?;
            requests(&desk, &found, None).render(&desk.w)
        }
    };
    let tab = |name: &str| {
        let href = if name == "open" { "/privacy".to_owned() } else { format!("/privacy?show={name}") };
        Tab::new(desk.t(&format!("show-{name}")), href, show == name)
    };
    let list: Vec<Tab> = ["open", "all", "restricted", "untouched"].map(tab).into();
    let body = html! {
        (tabs(&desk.t("title"), &list, None))
        p.hint { (desk.t(&format!("lead-{}", if ["all", "restricted", "untouched"].contains(&show.as_str()) { &show } else { "open" }))) }
        (table)
    };
    Ok(desk.page.show(Shell { title: desk.t("title").into_owned(), body, ..Shell::default() }))
}

fn requests(desk: &Desk<'_>, found: &[Request], more: Option<String>) -> Table {
    let rows = found
        .iter()
        .map(|r| {
            let name = format!("{} {}", r.number, r.customer_name);
            let cells = vec![
                html! { b { (r.customer_name) } " " span.hint { (r.customer_number) } },
                html! { (desk.t(&format!("kind-{}", r.kind))) },
                html! { (r.number) },
                desk.state(r),
                date(r.received_on, &desk.w),
                date(r.due_on, &desk.w),
            ];
            Row::new(r.id.to_string(), cells).href(format!("/privacy/{}", r.id), name).past(r.closed_at.is_some())
        })
        .collect::<Vec<_>>();
    // On a phone: whose file, what is asked, until when.
    let columns = ["file", "kind", "number", "state", "received-on", "due-on"].map(|name| {
        let column = Column::new(desk.t(&format!("field-{name}")));
        if matches!(name, "kind" | "due-on") { column.fact() } else { column }
    });
    Table {
        caption: desk.t("title").into_owned(),
        columns: columns.into(),
        empty: if rows.is_empty() {
            Empty::new(desk.t("none"), desk.t("none-text")).render()
        } else {
            html! {}
        },
        rows,
        more,
        ..Table::default()
    }
}

/// Files that are only kept, with the way to what was asked of them.
async fn restricted(desk: &Desk<'_>) -> Result<Markup, Problem> {
    let found = queries::restricted(desk.conn(), desk.tenant(), 500).await?;
    let rows = found
        .into_iter()
        .map(|(id, number, name, since, request)| {
            let href = request.map_or(format!("/privacy/new?customer={id}"), |r| format!("/privacy/{r}"));
            let cells =
                vec![html! { b { (name) } " " span.hint { (number) } }, instant(since.utc(), &desk.here, &desk.w)];
            Row::new(id.to_string(), cells).href(href, name)
        })
        .collect::<Vec<_>>();
    let table = Table {
        caption: desk.t("show-restricted").into_owned(),
        columns: vec![Column::new(desk.t("field-file")), Column::new(desk.t("field-since")).fact()],
        empty: if rows.is_empty() {
            Empty::new(desk.t("none-restricted"), "").render()
        } else {
            html! {}
        },
        rows,
        ..Table::default()
    };
    Ok(table.render(&desk.w))
}

/// People who bought nothing and whom nobody has touched for long: proposed, never erased by the house itself.
async fn untouched(desk: &Desk<'_>) -> Result<Markup, Problem> {
    let months = desk.number(keys::UNTOUCHED).await?;
    if months == 0 {
        let way = Button::new(desk.t("untouched-settle")).href(format!("/settings/{}", keys::UNTOUCHED)).render();
        return Ok(Empty::new(desk.t("untouched-off"), desk.t("untouched-off-text")).action(way).render());
    }
    let since = desk.call.app.db.clock.now().plus_days(-months * MONTH);
    let found = privacy::untouched(desk.conn(), desk.tenant(), since, PAGE).await?;
    let rows = found
        .into_iter()
        .map(|(id, number, name, last)| {
            let way = Button::new(desk.t("untouched-propose"))
                .small()
                .icon(Icon::Trash)
                .href(format!("/privacy/new?customer={id}&kind=erase&asker=house"));
            let cells = vec![
                html! { b { (name) } " " span.hint { (number) } },
                instant(last.utc(), &desk.here, &desk.w),
                way.render(),
            ];
            Row::new(id.to_string(), cells).href(format!("/customers/{id}"), name)
        })
        .collect::<Vec<_>>();
    let table = Table {
        caption: desk.t("show-untouched").into_owned(),
        columns: vec![
            Column::new(desk.t("field-file")),
            Column::new(desk.t("field-last-contact")).fact(),
            Column::new(desk.t("field-deed")).hide_label(),
        ],
        empty: if rows.is_empty() {
            Empty::new(desk.t("none-untouched"), "").render()
        } else {
            html! {}
        },
        rows,
        ..Table::default()
    };
    Ok(html! {
        p.hint { (desk.ta("untouched-months", &[("n", months.into())])) }
        (table.render(&desk.w))
    })
}
