//! `/my-calendar`: one's own calendar addresses. An address is shown once; who loses it opens another and closes the old.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::{Button, Column, Crumb, Empty, Icon, Row, Shell, State, Table, flash};
use web::Problem;
use web::records::Call;

use super::desk::{Desk, see_other};
use crate::feeds::{self, queries};

pub(super) async fn show(call: Call) -> Result<Markup, Problem> {
    page(&call, None).await
}

pub(super) async fn open(call: Call) -> Result<Response, Problem> {
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match feeds::open(&mut tx).await {
        Ok((_, secret)) => {
            tx.commit().await?;
            Ok(page(&call, Some(Ok(address(&call, &secret)))).await?.into_response())
        }
        Err(records::Refusal::Rule(code)) => {
            tx.rollback().await?;
            let page = page(&call, Some(Err(code))).await?;
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn revoke(call: Call) -> Result<Response, Problem> {
    let feed = call.id("feed")?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    feeds::revoke(&mut tx, feed).await?;
    tx.commit().await?;
    Ok(see_other("/my-calendar?done=closed"))
}

/// Where calendars find it: under the address that the house was told, else the one that the browser used.
fn address(call: &Call, secret: &str) -> String {
    let base = call.app.config.public_url.clone().unwrap_or_else(|| {
        let host = call.headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("localhost");
        format!("{}://{host}", if call.app.config.https { "https" } else { "http" })
    });
    format!("{}/calendar/{secret}.ics", base.trim_end_matches('/'))
}

async fn page(call: &Call, said: Option<Result<String, &'static str>>) -> Result<Markup, Problem> {
    // An address that one could open as someone else would be theirs to lose.
    if call.visitor.scope.looking().is_some() {
        return Err(Problem::looking_private());
    }
    let desk = Desk::new(call);
    let user = call.visitor.user().ok_or_else(Problem::forbidden)?;
    let found = queries::of_user(desk.conn(), desk.tenant(), user).await?;
    let rows = found.iter().map(|feed| {
        let close = Button::new(desk.t("work-feed-close")).small().quiet().icon(Icon::Close);
        let cells = vec![
            ui::instant(feed.created_at.utc(), &desk.here, &desk.w),
            html! { @match feed.last_used_at { Some(at) => (ui::ago(at.utc(), &desk.here, &desk.w)), None => (desk.t("work-feed-never")) } },
            html! { form method="post" action={ "/my-calendar/" (feed.id) "/revocation" } data-once { (close.render()) } },
        ];
        Row::new(feed.id.to_string(), cells)
    });
    let table = Table {
        caption: desk.t("work-calendar").into_owned(),
        columns: vec![
            Column::new(desk.t("work-feed-since")),
            Column::new(desk.t("work-feed-used")).fact(),
            Column::new(desk.t("ui-actions")).hide_label().narrow().fact(),
        ],
        rows: rows.collect(),
        empty: Empty::new(desk.t("work-feed-none"), desk.t("work-feed-none-text")).render(),
        ..Table::default()
    };
    let made = said.as_ref().and_then(|said| said.as_ref().ok());
    let closed = call.pairs.get("done") == Some("closed");
    let told = match &said {
        Some(Err(code)) => Some(flash(State::Overdue, &desk.t(code))),
        None if closed => Some(flash(State::Done, &desk.t("work-feed-closed"))),
        _ => None,
    };
    let body = html! {
        @if let Some(address) = made {
            (flash(State::Done, &desk.t("work-feed-made")))
            p { code.secret { (address) } }
            p.hint { (desk.t("work-feed-once")) }
            br;
        }
        p.hint { (desk.t("work-calendar-lead")) }
        (table.render(&desk.w))
    };
    let open = Button::new(desk.t("work-feed-open")).primary().icon(Icon::Plus).key("n");
    Ok(desk.page.show(Shell {
        title: desk.t("work-calendar").into_owned(),
        crumbs: vec![Crumb::new(desk.t("work-title"), "/work")],
        primary: Some(html! { form method="post" action="/my-calendar" data-once { (open.render()) } }),
        flash: told,
        body,
        ..Shell::default()
    }))
}
