//! `/customers/duplicates`: pairs of customers that may be one person, side by side, to be judged by hand or by keys
//! (CUS-07).

use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::{Field, ListQuery, Row, list};
use ui::{Button, Column, Count, Crumb, Empty, Icon, Shell, Tab, Table, icon, tabs};
use web::Problem;
use web::records::{Call, Pairs, Renderer};

use super::desk::{Desk, address};
use super::reasons;
use crate::duplicates::{self, Pair, State, Verdict, Wanted};
use crate::kind::CUSTOMER;

/// Pairs on a page; they are judged from the top.
const SHOWN: usize = 20;

/// What is set side by side.
const FIELDS: [&str; 13] = [
    "name",
    "number",
    "phone",
    "sex",
    "birthday",
    "id_number",
    "email",
    "province",
    "district",
    "address",
    "owner",
    "store",
    "touched_at",
];

/// Scores to choose from, in ten-thousandths.
const SCORES: [i64; 4] = [0, 5_000, 9_000, 9_900];

/// What the page was asked for.
struct Asked {
    state: State,
    score: i64,
    at: Option<Id>,
}

impl Asked {
    fn read(pairs: &Pairs) -> Asked {
        Asked {
            state: pairs.get("state").and_then(State::of).unwrap_or(State::Open),
            score: pairs.get("score").and_then(|text| text.parse().ok()).filter(|n| SCORES.contains(n)).unwrap_or(0),
            at: pairs.get("at").and_then(|text| text.parse().ok()),
        }
    }

    fn href(&self, at: Option<Id>) -> String {
        let mut href = format!("/customers/duplicates?state={}&score={}", self.state.code(), self.score);
        if let Some(at) = at {
            href.push_str(&format!("&at={at}"));
        }
        href
    }
}

/// The page.
pub(super) async fn page(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let asked = Asked::read(&call.pairs);
    let wanted = Wanted { state: asked.state, score: asked.score, store: desk.visitor().store, limit: SHOWN };
    let found = duplicates::waiting(&desk.look(), &wanted).await?;
    let rows = rows(&desk, &found.pairs).await?;
    let at = found.pairs.iter().position(|pair| Some(pair.id) == asked.at).unwrap_or(0);
    let count = count(found.count);
    let body = html! {
        (judged(&desk, &asked).await?)
        (switch(&desk, &asked))
        @match found.pairs.get(at) {
            None => (Empty::new(desk.pair("empty", &[]), desk.pair("empty-text", &[])).render()),
            Some(pair) => {
                (side_by_side(&desk, &asked, &found.pairs, at, pair, &rows))
                (others(&desk, &asked, &found.pairs, at, &rows))
            }
        }
    };
    let crumbs = vec![Crumb::new(desk.t("kind-customer-plural"), "/customers")];
    let shell = Shell { title: desk.pair("title", &[]), count: Some(count), crumbs, body, ..Shell::default() };
    Ok(desk.page.show(shell).into_response())
}

fn count(n: i64) -> Count {
    if n >= duplicates::COUNTED { Count::AtLeast(n.unsigned_abs()) } else { Count::Exact(n.unsigned_abs()) }
}

/// The customers of the pairs, every value as the visitor may see it.
async fn rows(desk: &Desk<'_>, pairs: &[Pair]) -> Result<Vec<Row>, Problem> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<Id> = pairs.iter().flat_map(|pair| [pair.a_id, pair.b_id]).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut query = ListQuery::new(&CUSTOMER, desk.call.today());
    query.fields = FIELDS.iter().filter_map(|f| CUSTOMER.field(f)).collect::<Vec<&'static Field>>();
    query.limit = ids.len();
    query.ids = Some(ids);
    Ok(list(&desk.look(), desk.call.registry(), &query).await?.rows)
}

/// Where pairs stand, and how likely they are.
fn switch(desk: &Desk<'_>, asked: &Asked) -> Markup {
    let states = [State::Open, State::ToMerge, State::Apart, State::Household];
    let by_state: Vec<Tab> = states
        .into_iter()
        .map(|state| {
            let href = Asked { state, score: asked.score, at: None }.href(None);
            Tab::new(desk.pair(&format!("state-{}", state.code().replace('_', "-")), &[]), href, state == asked.state)
        })
        .collect();
    let by_score: Vec<Tab> = SCORES
        .into_iter()
        .map(|score| {
            let href = Asked { state: asked.state, score, at: None }.href(None);
            let label = match score {
                0 => desk.pair("score-all", &[]),
                n => desk.pair("score-from", &[("n", (n / 100).into())]),
            };
            Tab::new(label, href, score == asked.score)
        })
        .collect();
    html! {
        (tabs(&desk.pair("states", &[]), &by_state, None))
        (tabs(&desk.pair("scores", &[]), &by_score, None))
        @if asked.state == State::Open { p.hint { (desk.pair("lead", &[])) } }
    }
}

/// One pair with its reasons, and what may be said of it.
fn side_by_side(desk: &Desk<'_>, asked: &Asked, pairs: &[Pair], at: usize, pair: &Pair, rows: &[Row]) -> Markup {
    let w = &desk.words;
    let side = |id: Id| rows.iter().find(|row| row.id == id);
    let (Some(a), Some(b)) = (side(pair.a_id), side(pair.b_id)) else { return html! {} };
    let renderer = Renderer::new(&desk.page);
    let why = pair.reasons();
    let mut lines = Vec::new();
    for field in FIELDS.iter().filter_map(|name| CUSTOMER.field(name)).filter(|field| !desk.hidden(field.name)) {
        let value = |row: &Row| desk.value(field, row.get(field.name), None).unwrap_or_default();
        let name = |row: &Row| html! { a href=(address(row.id, "")) { (renderer.name(field, row.get(field.name))) } };
        let (left, right) = if field.name == "name" { (name(a), name(b)) } else { (value(a), value(b)) };
        let marks: Vec<_> = reasons::of_field(&why, Some(field.name)).collect();
        if marks.is_empty() && left.0.is_empty() && right.0.is_empty() {
            continue;
        }
        // The marks stand with the part, where a phone shows them too.
        let part = html! { (desk.label(field.name)) @for reason in marks { " " (reasons::mark(desk, reason)) } };
        lines.push(ui::Row::new(field.name, vec![part, left, right]));
    }
    if reasons::open(desk, "plate") && reasons::of_field(&why, None).next().is_some() {
        let part = html! {
            (desk.pair("cars", &[])) @for reason in reasons::of_field(&why, None) { " " (reasons::mark(desk, reason)) }
        };
        lines.push(ui::Row::new("cars", vec![part, html! {}, html! {}]));
    }
    let table = Table {
        caption: desk.pair("title", &[]),
        columns: vec![
            Column::new(desk.pair("part", &[])),
            Column::new(desk.pair("first", &[])).fact(),
            Column::new(desk.pair("second", &[])).fact(),
        ],
        rows: lines,
        compact: true,
        ..Table::default()
    };
    html! {
        section #pair.pair aria-label=(desk.pair("title", &[])) {
            p { strong { (desk.pair("likely", &[("n", (pair.score / 100).into())])) } }
            (table.render(w))
            (verdicts(desk, asked, pair))
            p.row {
                @if at > 0 { (Button::new(desk.pair("previous", &[])).small().quiet().key("k").href(asked.href(Some(pairs[at - 1].id))).render()) }
                @if let Some(next) = pairs.get(at + 1) { (Button::new(desk.pair("next", &[])).small().quiet().key("j").href(asked.href(Some(next.id))).render()) }
            }
        }
    }
}

/// The three verdicts; of a pair that was judged, the way back.
fn verdicts(desk: &Desk<'_>, asked: &Asked, pair: &Pair) -> Markup {
    if !desk.can(kernel::Action::Edit) {
        return html! {};
    }
    let action = format!("/customers/duplicates/{}/verdict", pair.id);
    let button = |verdict: &str, key: &str| {
        Button::new(desk.pair(&format!("verdict-{verdict}"), &[])).value("verdict", verdict).key(key)
    };
    html! {
        form.row method="post" action=(action) data-once {
            input type="hidden" name="state" value=(asked.state.code());
            input type="hidden" name="score" value=(asked.score);
            @if asked.state == State::Open {
                (button("same", "1").primary().render())
                (button("apart", "2").render())
                (button("household", "3").render())
            } @else {
                @if let Some(href) = merging(desk, pair) { (Button::new(desk.p("merge")).primary().icon(Icon::Merge).key("m").href(href).render()) }
                @if let Some(name) = &pair.judged_by_name { span.hint { (desk.pair("judged-by", &[("name", name.as_str().into())])) } }
                (button("open", "u").icon(Icon::Undo).render())
            }
        }
    }
}

/// Where a pair that is one person becomes one file: the older one stays, unless the visitor turns that round.
fn merging(desk: &Desk<'_>, pair: &Pair) -> Option<String> {
    let due = pair.state() == State::ToMerge && desk.can(kernel::Action::Merge);
    due.then(|| format!("{}?with={}", address(pair.a_id, "merge"), pair.b_id))
}

/// The other pairs of the page.
fn others(desk: &Desk<'_>, asked: &Asked, pairs: &[Pair], at: usize, rows: &[Row]) -> Markup {
    if pairs.len() < 2 {
        return html! {};
    }
    let w = &desk.words;
    let renderer = Renderer::new(&desk.page);
    let field = CUSTOMER.field("name");
    let row = |id: Id| rows.iter().find(|row| row.id == id);
    let name = |id: Id| field.zip(row(id)).map(|(f, row)| renderer.name(f, row.get("name"))).unwrap_or_default();
    let lines = pairs.iter().enumerate().map(|(n, pair)| {
        let strongest = pair.reasons();
        let strongest = strongest.iter().filter(|r| r.weight > 0.0 && reasons::open(desk, &r.slot)).take(3);
        let said: Vec<String> = strongest.map(|reason| reasons::sentence(desk, reason)).collect();
        let label = row(pair.a_id).and_then(|row| row.get("name").text()).unwrap_or_default();
        ui::Row::new(
            pair.id.to_string(),
            vec![
                name(pair.a_id),
                name(pair.b_id),
                html! { (format!("{}%", pair.score / 100)) },
                html! { (said.join(&*desk.p("comma"))) },
            ],
        )
        .href(asked.href(Some(pair.id)), label)
        .fresh(n == at)
    });
    let table = Table {
        caption: desk.pair("more", &[]),
        columns: vec![
            Column::new(desk.pair("first", &[])),
            Column::new(desk.pair("second", &[])).fact(),
            Column::new(desk.pair("score", &[])).number().fact(),
            Column::new(desk.pair("agreement", &[])),
        ],
        rows: lines.collect(),
        ..Table::default()
    };
    html! { section.pair { h2 { (desk.pair("more", &[])) } (table.render(w)) } }
}

/// What was just said, with the way back.
async fn judged(desk: &Desk<'_>, asked: &Asked) -> Result<Markup, Problem> {
    let Some(id) = desk.call.pairs.get("judged").and_then(|text| text.parse().ok()) else { return Ok(html! {}) };
    let Some(pair) = duplicates::one(&desk.look(), id).await? else { return Ok(html! {}) };
    let said = desk.pair(&format!("said-{}", pair.state().code().replace('_', "-")), &[]);
    let undo = pair.state() != State::Open && asked.state == State::Open;
    Ok(html! {
        div.flash.is-done role="status" {
            (icon(Icon::Check))
            p { (said) }
            @if let Some(href) = merging(desk, &pair) { (Button::new(desk.p("merge")).small().icon(Icon::Merge).href(href).render()) }
            @if undo {
                form method="post" action=(format!("/customers/duplicates/{}/verdict", pair.id)) data-once {
                    input type="hidden" name="score" value=(asked.score);
                    (Button::new(desk.t("ui-undo")).small().icon(Icon::Undo).value("verdict", "open").key("u").render())
                }
            }
        }
    })
}

/// A verdict, or `open` to take it back; then the next pair.
pub(super) async fn judge(call: Call, form: Pairs) -> Result<Response, Problem> {
    let pair = call.id("customer_pair")?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    say(&mut tx, pair, form.get("verdict").unwrap_or_default()).await?;
    tx.commit().await?;
    let asked = Asked::read(&form);
    Ok(Redirect::to(&format!("{}&judged={pair}", asked.href(None))).into_response())
}

/// Writes what a form or the API says of a pair.
pub(super) async fn say(tx: &mut kernel::Tx<'_>, pair: Id, verdict: &str) -> Result<(), Problem> {
    match Verdict::of(verdict) {
        Some(verdict) => duplicates::judge(tx, pair, verdict).await?,
        None if verdict == "open" => duplicates::take_back(tx, pair).await?,
        // Whoever may not see the pair learns nothing, not even that the verdict was none.
        None => {
            duplicates::one(&records::policy::Look::within(tx), pair).await?.ok_or_else(Problem::not_found)?;
            return Err(Problem::bad_request("customer-pair-verdict-unknown"));
        }
    }
    Ok(())
}
