//! `GET /opportunities/funnel/rows?stage=…`: the opportunities behind a figure, as their reader may see them today.

use axum::response::{IntoResponse, Response};
use maud::html;
use records::{ListQuery, Uses};
use ui::{Column, Row, Shell, Table};
use web::records::{Call, Renderer};
use web::{Problem, Result};

use super::page::Query;
use super::queries;
use crate::kind::OPPORTUNITY;
use crate::pages::desk::{Desk, address};

/// Most rows that stand on the page: one page of a list.
const MOST: i64 = records::list::PAGE_CAP as i64;

pub(crate) async fn rows(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let query = Query::read(&desk)?;
    let stage = call.pairs.get("stage").unwrap_or(crate::stages::FILED).to_owned();
    let look = call.look();
    let (ids, count) = queries::behind(&look, &query.asked, &stage, MOST).await?;
    let mut list = ListQuery::new(&OPPORTUNITY, call.today());
    list.fields = OPPORTUNITY.fields_for(Uses::DEFAULT).collect();
    list.ids = Some(ids.clone());
    list.limit = MOST as usize;
    let page = records::list(&look, call.registry(), &list).await.map_err(Problem::from)?;
    let gone = ids.len().saturating_sub(page.rows.len()) as i64;
    let renderer = Renderer::new(&desk.page);
    let rows = page.rows.iter().map(|row| {
        let cells = row.cells.iter().enumerate().map(|(n, (field, shown))| match n {
            0 => renderer.name(field, shown),
            _ => renderer.value(field, shown, None),
        });
        let name = row.get("number").text().unwrap_or_default().to_owned();
        Row::new(row.id.to_string(), cells.collect()).href(address(row.id, ""), name)
    });
    let columns = list.fields.iter().map(|f| {
        let column = Column::new(desk.t(&OPPORTUNITY.label(f.name)));
        if f.uses.has(Uses::CARD) { column.fact() } else { column }
    });
    let title = desk.ta("funnel-rows", &[("stage", desk.stage(&stage).as_str().into())]);
    let table = Table { caption: title.clone(), columns: columns.collect(), rows: rows.collect(), ..Table::default() };
    let body = html! {
        p.hint { (desk.ta("funnel-rows-about", &[("from", query.from.to_string().into()), ("to", query.to.to_string().into())])) }
        @if gone > 0 { p.hint { (desk.ta("funnel-rows-gone", &[("n", ui::Arg::Int(gone))])) } }
        @if count > MOST { p.hint { (desk.ta("funnel-rows-more", &[("n", ui::Arg::Int(MOST))])) } }
        (table.render(&desk.w))
    };
    let shell = Shell {
        title,
        count: Some(ui::Count::Exact(count.max(0) as u64)),
        crumbs: vec![
            ui::Crumb::new(desk.t("kind-opportunity-plural"), "/opportunities"),
            ui::Crumb::new(desk.t("funnel-title"), "/opportunities/funnel"),
        ],
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}
