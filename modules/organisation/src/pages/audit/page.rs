//! `GET /audit`

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use chrono::Days;
use kernel::journal::Line;
use kernel::{Id, Instant};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{Chip, Choice, Empty, Field, Shell, Toolbar, timeline};
use web::page::encode;
use web::{Problem, Shared, Visitor};

use super::super::Desk;
use super::queries::{self, Wanted};
use super::reading::Reader;
use super::{VIEW, wording};
use crate::powers::Domain;

/// Lines a page.
const PAGE: usize = 50;
/// Lines read at once, and how often, where only a part of the tree may be looked at.
const STRIDE: (usize, usize) = (200, 5);
/// Without a record named, filters look back so many days unless a day is given: the journal may be very long.
const BACK: u64 = 30;

/// What the page is asked for, as its form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Login, name or id of a person.
    q: String,
    kind: String,
    action: String,
    record: String,
    from: String,
    to: String,
    before: String,
    /// Microseconds of the last line shown, so that its day is not repeated.
    after: String,
}

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let domain = desk.domain(VIEW).await?;
    let wanted = wanted(desk, &asked).await?;
    let before = asked.before.parse::<Id>().ok();
    let (lines, more) = lines(desk, &domain, &wanted, before).await?;
    let reader = Reader::of(desk, &lines).await?;
    let entries: Vec<_> = lines.iter().map(|line| reader.entry(line, true)).collect();
    let next = lines.last().filter(|_| more).map(|last| address(&asked, &wanted, Some(last)));
    let after = asked.after.parse().ok().map(|micros| Instant(micros).utc());
    let list = timeline(&entries, after, next.as_deref(), &desk.here, &desk.w);
    if headers.contains_key("hx-request") && before.is_some() {
        return Ok(list);
    }
    let body = html! {
        (super::chain::line(desk).await?)
        (toolbar(desk, &asked, &wanted))
        @if lines.is_empty() { (Empty::new(desk.t("admin-audit-none"), desk.t("admin-audit-none-hint")).render()) } @else { h2.sr { (desk.t("ui-history")) } (list) }
    };
    Ok(desk
        .show(address(&asked, &wanted, None), Shell { title: desk.t("admin-audit").into(), body, ..Shell::default() }))
}

async fn wanted(desk: &Desk<'_>, asked: &Asked) -> Result<Wanted, Problem> {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let actors = match (filled(&asked.q), asked.q.trim().parse::<Id>()) {
        (None, _) => None,
        (_, Ok(id)) => Some(vec![id]),
        (Some(text), Err(_)) => Some(queries::people(desk.conn(), desk.tenant(), &text).await?),
    };
    let mut wanted = Wanted {
        actors,
        kind: filled(&asked.kind),
        action: filled(&asked.action),
        record: asked.record.trim().parse().ok(),
        from: asked.from.parse().ok(),
        to: asked.to.parse().ok(),
        zone: desk.here.zone,
    };
    let filters = wanted.actors.is_some() || wanted.kind.is_some() || wanted.action.is_some();
    if filters && wanted.record.is_none() && wanted.from.is_none() {
        let end = wanted.to.unwrap_or(desk.here.today());
        wanted.from = end.checked_sub_days(Days::new(BACK));
    }
    Ok(wanted)
}

/// A page of lines and whether there are more. Who looks after a part of the tree reads what happened there.
async fn lines(
    desk: &Desk<'_>,
    domain: &Domain,
    wanted: &Wanted,
    before: Option<Id>,
) -> Result<(Vec<Line>, bool), Problem> {
    let (conn, tenant) = (desk.conn(), desk.tenant());
    if domain.is_everything() {
        let mut lines = queries::lines(conn, tenant, wanted, before, PAGE + 1).await?;
        let more = lines.len() > PAGE;
        lines.truncate(PAGE);
        return Ok((lines, more));
    }
    let (mut kept, mut at) = (Vec::new(), before);
    for _ in 0..STRIDE.1 {
        let part = queries::lines(conn, tenant, wanted, at, STRIDE.0).await?;
        let reader = Reader::of(desk, &part).await?;
        at = part.last().map(|line| line.id);
        let whole = part.len() == STRIDE.0;
        kept.extend(part.iter().filter(|line| reader.lies_in(domain, line)).cloned());
        if kept.len() > PAGE || !whole {
            break;
        }
    }
    let more = kept.len() > PAGE;
    kept.truncate(PAGE);
    Ok((kept, more))
}

/// The page's address with its filters, behind a line for the next part.
fn address(asked: &Asked, wanted: &Wanted, last: Option<&Line>) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let mut pairs = vec![
        ("q", asked.q.clone()),
        ("kind", asked.kind.clone()),
        ("action", asked.action.clone()),
        ("record", asked.record.clone()),
        ("from", day(wanted.from)),
        ("to", day(wanted.to)),
    ];
    if let Some(last) = last {
        pairs.extend([("before", last.id.to_string()), ("after", last.at.0.to_string())]);
    }
    let pairs: Vec<String> =
        pairs.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", encode(&v))).collect();
    if pairs.is_empty() { "/audit".to_owned() } else { format!("/audit?{}", pairs.join("&")) }
}

fn toolbar(desk: &Desk<'_>, asked: &Asked, wanted: &Wanted) -> Markup {
    let names = desk.app.registry.kinds().map(|k| k.name).chain(wording::KINDS);
    let kinds: Vec<Choice> = names.map(|name| Choice::new(name, wording::kind(desk, name))).collect();
    let actions: Vec<Choice> =
        wording::ACTIONS.iter().map(|name| Choice::new(*name, wording::action(desk, name))).collect();
    let quick = html! {
        (select(desk, "kind", "admin-audit-kind", &kinds, &asked.kind))
        (select(desk, "action", "admin-audit-action", &actions, &asked.action))
        // First and last day stay beside each other, also on a phone.
        span.day-range {
            span.hint { (desk.t("admin-audit-from")) }
            (Field::new("from", desk.t("admin-from")).bare().date(wanted.from, &desk.w))
            span.hint { (desk.t("admin-audit-to")) }
            (Field::new("to", desk.t("admin-to")).bare().date(wanted.to, &desk.w))
        }
    };
    let chip = wanted.record.map(|_| Chip {
        field: desk.t("admin-audit-record").into(),
        condition: desk.t("admin-audit-this-record").into(),
        remove: address(&Asked { record: String::new(), ..asked.clone() }, wanted, None),
        edit: None,
    });
    let filtered = *wanted != Wanted::everything(wanted.zone);
    Toolbar {
        action: "/audit".into(),
        q: asked.q.clone(),
        q_hint: desk.t("admin-audit-actor").into(),
        keep: wanted.record.map(|record| ("record".to_owned(), record.to_string())).into_iter().collect(),
        chips: chip.into_iter().collect(),
        clear: filtered.then(|| "/audit".to_owned()),
        quick: Some(quick),
        ..Toolbar::default()
    }
    .render(&desk.w)
}

fn select(desk: &Desk<'_>, name: &str, label: &str, choices: &[Choice], value: &str) -> Markup {
    html! {
        select name=(name) aria-label=(desk.t(label)) {
            option value="" { (desk.t(label)) }
            @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } }
        }
    }
}
