//! `/audit/chain`: how far the journal is sealed, and whether it is what was sealed.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::NewJob;
use kernel::chain::queries::{self, Anchor, Head};
use maud::{Markup, html};
use ui::{Button, Crumb, Fact, Shell, State as Mark, badge, dot, facts, flash, grouped, instant};
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::super::desk::Said;
use super::super::draft::act;
use crate::sealing::CHECK;
use crate::settings::{self, keys};

/// What there is to tell.
struct Standing {
    head: Option<Head>,
    anchor: Option<Anchor>,
    waiting: i64,
}

impl Standing {
    async fn of(desk: &Desk<'_>) -> Result<Standing, Problem> {
        let (conn, tenant) = (desk.conn(), desk.tenant());
        Ok(Standing {
            head: queries::head(conn, tenant).await?,
            anchor: queries::anchor(conn, tenant).await?,
            waiting: queries::waiting(conn, tenant).await?,
        })
    }
}

/// The line above the journal: sealed, broken, or not yet.
pub(super) async fn line(desk: &Desk<'_>) -> Result<Markup, Problem> {
    let standing = Standing::of(desk).await?;
    let state = match &standing.head {
        Some(Head { fault: Some(_), .. }) => dot(Mark::Overdue, &desk.t("audit-broken")),
        Some(head) => html! {
            (dot(Mark::Done, &desk.t("audit-sealed"))) " "
            span.hint { (instant(head.sealed_at.utc(), &desk.here, &desk.w)) " · " (grouped(head.position)) }
        },
        None => dot(Mark::Plain, &desk.t("audit-not-yet")),
    };
    Ok(html! { p { (state) " " a.quiet-link href="/audit/chain" { (desk.t("audit-chain-more")) } } br; })
}

/// `GET /audit/chain`
pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let standing = Standing::of(desk).await?;
    let root = crate::nodes::queries::root(desk.conn(), desk.tenant()).await?;
    let path = root.map(|node| node.path).unwrap_or_default();
    let years = settings::number(desk.conn(), desk.tenant(), &path, keys::AUDIT_YEARS).await?;
    let body = html! {
        p { (desk.t("audit-chain-about")) }
        br;
        (told(desk, &standing, years))
        br;
        (act("/audit/chain/check", &[], &Button::new(desk.t("audit-check")).primary()))
        br;
        p.hint { (desk.t("audit-check-hint")) " " code { "fourfold audit verify" } }
    };
    let broken = standing.head.as_ref().and_then(|head| head.fault.as_deref());
    let message = match broken {
        Some(fault) => Some(flash(Mark::Overdue, &desk.t(&format!("audit-fault-{fault}")))),
        None => said.flash(desk),
    };
    let crumbs = vec![Crumb::new(desk.t("admin-audit"), "/audit")];
    Ok(desk.show(
        "/audit/chain",
        Shell { title: desk.t("audit-chain").into(), crumbs, flash: message, body, ..Shell::default() },
    ))
}

fn told(desk: &Desk<'_>, standing: &Standing, years: i64) -> Markup {
    let at = |moment: kernel::Instant| instant(moment.utc(), &desk.here, &desk.w);
    let number = |n: i64| grouped(n);
    let waiting = Fact::text(desk.t("audit-waiting"), &number(standing.waiting));
    let kept = Fact::text(desk.t("audit-kept"), &number(years));
    let Some(head) = &standing.head else { return facts(&[waiting, kept], &desk.w) };
    let checked = match (head.checked_at, &head.fault) {
        (None, _) => html! { span.nothing { (desk.t("audit-never-checked")) } },
        (Some(moment), None) => html! { (badge(Mark::Done, &desk.t("audit-whole"))) " " (at(moment)) },
        (Some(moment), Some(_)) => html! { (badge(Mark::Overdue, &desk.t("audit-broken"))) " " (at(moment)) },
    };
    let mut list = vec![
        Fact::new(desk.t("audit-sealed-at"), at(head.sealed_at)),
        Fact::text(desk.t("audit-sealed-entries"), &number(head.position)),
        waiting,
        Fact::new(desk.t("audit-checked"), checked),
        Fact::text(desk.t("audit-checked-entries"), &head.checked_position.map(number).unwrap_or_default()),
    ];
    if let Some(position) = head.fault_position {
        list.push(Fact::text(desk.t("audit-fault-position"), &number(position)));
    }
    if let Some(anchor) = &standing.anchor {
        list.push(Fact::text(desk.t("audit-cut"), &number(anchor.position)));
        list.push(Fact::new(desk.t("audit-cut-at"), at(anchor.cut_at)));
    }
    list.push(kept);
    let link = html! { code { (format!("{}:{}:{}", desk.tenant(), head.position, kernel::crypto::hex(&head.hash))) } };
    list.push(Fact::new(desk.t("audit-link"), link).wide());
    facts(&list, &desk.w)
}

/// `POST /audit/chain/check`: leaves the job that checks; a second one while it waits is dropped.
pub(super) async fn check(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Problem> {
    let mut tx = app.db.write(&visitor.scope).await?;
    tx.enqueue(NewJob { kind: CHECK, unique_key: Some(CHECK.into()), ..NewJob::default() });
    tx.commit().await?;
    Ok(Redirect::to("/audit/chain?done=check-left").into_response())
}
