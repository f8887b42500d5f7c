//! The first step: what hangs on the person, the urgent first, and to whom it goes.

use std::collections::{BTreeSet, HashMap};

use axum::http::StatusCode;
use axum::response::Response;
use kernel::Id;
use maud::{Markup, html};
use organisation::users::{self, User};
use records::policy::Look;
use records::{ListQuery, Row as Record, list};
use sea_orm::DatabaseExecutor;
use ui::{Arg, Choice, Column, Fact, Field, Form, Panel, Row, State, Table, Words, dot, facts, section};
use web::Problem;

use super::super::desk::Desk;
use super::super::typed::Typed;
use super::wish::BY_RULE;
use super::{address, frame};
use crate::handover::{AtStore, Owned, Survey, count_along, is_hot, survey};
use crate::kind::CUSTOMER;

/// The page; with errors where an order was refused.
pub(super) async fn page(desk: &Desk<'_>, user: &User, typed: &Typed) -> Result<Response, Problem> {
    let w = &desk.words;
    let found = survey(&desk.look(), user, desk.today()).await?;
    let names = names(desk, &found).await?;
    let along = along(desk, user.id).await?;
    let posts = users::queries::posts(desk.look().conn, user.tenant_id, user.id).await?;
    let day = typed.date("last_day").or_else(|| typed.filled("last_day").is_none().then(|| desk.today()));
    let reason = desk.words.ta("handover-reason-usual", &[("name", user.name.as_str().into())]);
    let reason = if typed.has("reason") { typed.get("reason").to_owned() } else { reason };
    let fields = html! {
        (urgent(desk, &found, "promises", &found.promises, &names, typed))
        (urgent(desk, &found, "hot", &found.hot, &names, typed))
        @for at in &found.stores { (store(desk, at, typed)) }
        (section(&desk.t("handover-when"), html! {
            (field(desk, typed, "last_day", "handover-last-day").required().hint(desk.t("handover-last-day-hint")).date(day, w))
            (field(desk, typed, "reason", "handover-reason").wide().max(200).hint(desk.t("handover-reason-hint")).text(&reason, w))
            @if found.hanging.views > 0 {
                (field(desk, typed, "views_to", "handover-views-to").required().select(&receivers(desk, &found), &views_to(desk, typed), w))
            }
        }))
    };
    let form = Form {
        id: "handover".into(),
        action: address(user.id, ""),
        errors: typed.sentences(desk),
        fields,
        submit: desk.t("handover-look").into_owned(),
        cancel: Some(format!("/users/{}", user.id)),
        ..Form::default()
    };
    let over = desk.today();
    let held = posts.iter().filter(|p| p.valid_to.is_none_or(|end| end > over)).count() as i64;
    let body = html! {
        p.hint { (desk.t("handover-lead")) }
        (hanging(desk, &found, held, &along))
        (form.render(w))
    };
    let status = if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(frame(desk, user, 0, status, body))
}

fn field(desk: &Desk<'_>, typed: &Typed, name: &str, label: &str) -> Field {
    Field::new(name, desk.t(label)).error(typed.error(name).map(|code| desk.t(code).into_owned()))
}

/// What goes along with customers: leads, tasks.
async fn along(desk: &Desk<'_>, user: Id) -> Result<Vec<(&'static str, i64)>, Problem> {
    let (app, scope) = (&desk.call.app, &desk.visitor().scope);
    let conn = DatabaseExecutor::from(app.db.read());
    let look = Look { scope, conn: &conn, keys: &app.db.keys, now: app.db.clock.now() };
    Ok(count_along(&desk.seams().estates, &look, user).await?)
}

/// What hangs on them, in figures.
fn hanging(desk: &Desk<'_>, found: &Survey, posts: i64, along: &[(&'static str, i64)]) -> Markup {
    let h = &found.hanging;
    let sum = |of: fn(&AtStore) -> i64| found.stores.iter().map(of).sum::<i64>();
    let due = sum(|at| at.count.due);
    let number = |key: &str, n: i64, after: &str| {
        let after = if n > 0 && !after.is_empty() { desk.t(after).into_owned() } else { String::new() };
        Fact::new(desk.t(key), html! { (ui::grouped(n)) @if !after.is_empty() { " " small.hint { (after) } } })
    };
    let mut list = vec![
        Fact::new(
            desk.t("handover-due"),
            if due > 0 {
                dot(State::Overdue, &ui::grouped(due))
            } else {
                html! { "0" }
            },
        ),
        number("handover-hot", sum(|at| at.count.hot), ""),
        number("handover-all", sum(|at| at.count.total), ""),
        number("handover-posts", posts, "handover-posts-end"),
        number("handover-sessions", h.sessions, "handover-ends"),
        number("handover-tokens", h.tokens, "handover-ends"),
        number("handover-views", h.views, "handover-views-go"),
    ];
    list.extend(along.iter().filter(|(_, n)| *n > 0).map(|(key, n)| number(key, *n, "handover-along")));
    let more = [
        ("handover-shares-received", h.shares_received, "handover-ends"),
        ("handover-shares-given", h.shares_given, "handover-shares-stay"),
        ("handover-rules", h.rules, "handover-rules-skip"),
        ("handover-jobs", h.jobs, "handover-jobs-stop"),
    ];
    list.extend(more.into_iter().filter(|(_, n, _)| *n > 0).map(|(key, n, after)| number(key, n, after)));
    Panel::new(desk.t("handover-hanging"), facts(&list, &desk.words)).id("hanging").render()
}

/// Names of the customers shown, as the visitor may know them: one query.
async fn names(desk: &Desk<'_>, found: &Survey) -> Result<HashMap<Id, Record>, Problem> {
    let ids: BTreeSet<Id> = found.promises.iter().chain(&found.hot).map(|one| one.customer_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = ListQuery::new(&CUSTOMER, desk.call.today());
    query.fields = ["name", "number"].iter().filter_map(|f| CUSTOMER.field(f)).collect();
    query.limit = ids.len();
    query.ids = Some(ids.into_iter().collect());
    let rows = list(&desk.look(), desk.call.registry(), &query).await?.rows;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Customers one by one, each with whom it goes to.
fn urgent(
    desk: &Desk<'_>,
    found: &Survey,
    which: &str,
    shown: &[Owned],
    names: &HashMap<Id, Record>,
    typed: &Typed,
) -> Markup {
    if shown.is_empty() {
        return html! {};
    }
    let w = &desk.words;
    let several = found.stores.len() > 1;
    let rows = shown.iter().filter_map(|one| {
        let at = found.stores.iter().find(|at| at.store.id == one.store_id)?;
        let name = names.get(&one.customer_id).map(|row| title(desk, row)).unwrap_or_default();
        let mut choices = vec![Choice::new(BY_RULE, desk.t("handover-by-rule"))];
        choices.extend(at.colleagues.iter().map(|(c, _)| Choice::new(c.id.to_string(), c.name.clone())));
        let key = format!("one-{}", one.id);
        let value = typed.filled(&key).unwrap_or_else(|| BY_RULE.to_owned());
        let label = desk.words.ta("handover-one", &[("name", Arg::from(name.as_str()))]);
        let error = typed.error(&key).map(|code| desk.t(code).into_owned());
        let pick = Field::new(key, label).bare().required().error(error).select(&choices, &value, w);
        let day = one.next_contact_on.map(|day| {
            let tone = if day < desk.today() { State::Overdue } else { State::Due };
            html! { @if day <= desk.today() { (dot(tone, &ui::date_text(day, w.lang()))) } @else { (ui::date_text(day, w.lang())) } }
        });
        let grade = one.grade.as_deref().map(|code| desk.code("customer-grade", code)).unwrap_or_default();
        let grade = if one.class == "vip" { desk.code("customer-class", "vip") } else { grade };
        let mut cells = vec![
            html! { a href=(format!("/customers/{}", one.customer_id)) { (name) } },
            html! { (grade) },
            day.unwrap_or_default(),
            pick,
        ];
        if several {
            cells.push(html! { (at.store.name) });
        }
        Some(Row::new(one.id.to_string(), cells))
    });
    let mut columns = vec![
        Column::new(desk.t("kind-customer")),
        Column::new(desk.label("grade")),
        Column::new(desk.label("next_contact_on")).fact(),
        Column::new(desk.t("handover-goes-to")).fact(),
    ];
    if several {
        columns.push(Column::new(desk.label("store")));
    }
    let title = desk.t(&format!("handover-{which}-title"));
    let table =
        Table { caption: title.clone().into_owned(), columns, rows: rows.collect(), compact: true, ..Table::default() };
    let sum: i64 = found.stores.iter().map(|at| if which == "hot" { at.count.hot } else { at.count.due }).sum();
    // Hot ones among the promises stand there.
    let above = found.promises.iter().filter(|one| which == "hot" && is_hot(&one.class, one.grade.as_deref())).count();
    let rest = sum - (shown.len() + above) as i64;
    html! {
        section.form-section #(which) {
            h2 { (title) }
            div.field-wide {
                p.hint { (desk.t(&format!("handover-{which}-hint"))) }
                (table.render(w))
                @if rest > 0 { p.hint { (desk.words.ta("handover-further", &[("n", rest.into())])) } }
            }
        }
    }
}

fn title(desk: &Desk<'_>, row: &Record) -> String {
    let kind = desk.kind();
    let of = |name: &str| {
        kind.field(name).and_then(|field| {
            let shown = row.get(name);
            match shown {
                records::Shown::Masked(text) => Some(text.clone()),
                records::Shown::Value(datum) => datum.plain(field.kind),
                records::Shown::Hidden => None,
            }
        })
    };
    of("name").or_else(|| of("number")).unwrap_or_default()
}

/// The rule of a store.
fn store(desk: &Desk<'_>, at: &AtStore, typed: &Typed) -> Markup {
    let w = &desk.words;
    let id = at.store.id;
    let key = |what: &str| format!("{what}-{id}");
    let mut choices = vec![Choice::new("even", desk.t("handover-even")), Choice::new("pool", desk.t("handover-pool"))];
    choices.extend(at.colleagues.iter().map(|(c, load)| {
        let label = desk.words.ta("handover-all-to", &[("name", c.name.as_str().into()), ("n", (*load).into())]);
        Choice::new(c.id.to_string(), label)
    }));
    let people: Vec<Choice> = at
        .colleagues
        .iter()
        .map(|(c, load)| {
            Choice::new(c.id.to_string(), c.name.clone()).hint(desk.words.ta("handover-has", &[("n", (*load).into())]))
        })
        .collect();
    let value = |name: &str| typed.filled(&key(name)).unwrap_or_else(|| "even".to_owned());
    let team: Vec<String> = at.team().iter().map(Id::to_string).collect();
    let named =
        if typed.has(&key("rest")) { typed.all(&key("among")) } else { team.iter().map(String::as_str).collect() };
    let args = [("hot", at.count.hot.into()), ("rest", (at.count.total - at.count.hot).into())];
    let what = |name: &str, label: String| {
        Field::new(key(name), label).error(typed.error(&key(name)).map(|code| desk.t(code).into_owned()))
    };
    section(
        &desk.words.ta("handover-store", &[("name", at.store.name.as_str().into()), ("n", at.count.total.into())]),
        html! {
            (what("hot", desk.words.ta("handover-rule-hot", &args)).required().select(&choices, &value("hot"), w))
            (what("rest", desk.words.ta("handover-rule-rest", &args)).required().select(&choices, &value("rest"), w))
            @if people.is_empty() { p.hint.field-wide { (desk.t("handover-nobody-here")) } }
            @else { (what("among", desk.t("handover-among").into_owned()).wide().hint(desk.t("handover-among-hint")).several(&people, &named, w)) }
        },
    )
}

/// Who may have the shared views: whoever lets the person go, and colleagues.
fn receivers(desk: &Desk<'_>, found: &Survey) -> Vec<Choice> {
    let mut list: Vec<Choice> = Vec::new();
    if let Some(me) = desk.visitor().user() {
        list.push(Choice::new(me.to_string(), desk.t("handover-me")));
    }
    for (colleague, _) in found.stores.iter().flat_map(|at| &at.colleagues) {
        let value = colleague.id.to_string();
        if !list.iter().any(|c| c.value == value) {
            list.push(Choice::new(value, colleague.name.clone()));
        }
    }
    list
}

fn views_to(desk: &Desk<'_>, typed: &Typed) -> String {
    let me = || desk.visitor().user().map(|id| id.to_string()).unwrap_or_default();
    typed.filled("views_to").unwrap_or_else(me)
}
