//! `/customers/assignment-rules`: by which rules a store's new customers are given out (CUS-04). The first rule that
//! fits chooses; a customer that no rule fits waits in the pool.

use std::collections::HashMap;

use axum::http::HeaderName;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Refusal;
use ui::{Arg, Button, Choice, Column, Crumb, Empty, Form, Icon, Menu, Row, Shell, State, Table, dot, tabs};
use web::Problem;
use web::records::Call;

use super::desk::Desk;
use super::queries;
use super::typed::Typed;
use crate::assignment::{self, AssignmentRule, Conditions, Method, queries as rules};

const PATH: &str = "/customers/assignment-rules";

/// The rules of a store, in the order in which they are tried.
pub(super) async fn list(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let store = store_asked(&desk)?;
    let list = assignment::rules_of(&desk.look(), store).await?;
    let look = desk.look();
    let owners: Vec<Id> = list.iter().flat_map(|r| r.owners.iter().copied()).collect();
    let names = queries::names(look.conn, look.scope.tenant, &owners).await?;
    let new =
        Button::new(desk.p("rule-new")).primary().icon(Icon::Plus).key("n").href(format!("{PATH}/new?store={store}"));
    let table = Table {
        caption: desk.p("rules").into_owned(),
        columns: vec![
            Column::new(desk.p("rule-name")),
            Column::new(desk.p("rule-position")).number().narrow(),
            Column::new(desk.p("rule-when")).fact(),
            Column::new(desk.p("rule-method")),
            Column::new(desk.p("rule-owners")).fact(),
            Column::new(desk.p("rule-active")),
        ],
        rows: list.iter().map(|rule| row(&desk, rule, &names)).collect(),
        empty: if list.is_empty() {
            Empty::new(desk.p("rules-empty"), desk.p("rules-empty-text")).action(new.clone().render()).render()
        } else {
            html! {}
        },
        ..Table::default()
    };
    let stores: Vec<ui::Tab> = call
        .visitor
        .stores
        .iter()
        .map(|(id, name)| ui::Tab::new(name.clone(), format!("{PATH}?store={id}"), *id == store))
        .collect();
    let body = html! {
        @if stores.len() > 1 { (tabs(&desk.label("store"), &stores, None)) }
        p.hint { (desk.p("rules-lead")) }
        (table.render(&desk.words))
    };
    let shell = Shell {
        title: desk.p("rules").into_owned(),
        crumbs: vec![Crumb::new(desk.t("kind-customer-plural"), "/customers")],
        primary: (!list.is_empty()).then(|| new.render()),
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

fn row(desk: &Desk<'_>, rule: &AssignmentRule, names: &HashMap<Id, String>) -> Row {
    let c = &rule.conditions;
    let words = |dictionary: &str, codes: &[String]| {
        codes.iter().map(|code| desk.code(dictionary, code)).collect::<Vec<_>>().join(&*desk.p("comma"))
    };
    let when: Vec<String> =
        [words("source", &c.sources), c.districts.join(&*desk.p("comma")), words("customer-grade", &c.grades)]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
    let when = if when.is_empty() { desk.p("rule-always").into_owned() } else { when.join(" · ") };
    let owners: Vec<&str> = rule.owners.iter().filter_map(|id| names.get(id).map(String::as_str)).collect();
    let state = if rule.active { dot(State::Done, &desk.p("rule-on")) } else { dot(State::Past, &desk.p("rule-off")) };
    let cells = vec![
        html! { (rule.name) },
        html! { (rule.position) },
        html! { (when) },
        html! { (desk.p(&format!("method-{}", rule.method.name()))) },
        html! { (owners.join(&*desk.p("comma"))) },
        state,
    ];
    Row::new(rule.id.to_string(), cells).href(format!("{PATH}/{}/edit", rule.id), rule.name.clone()).past(!rule.active)
}

/// The store of the address, else the one the visitor looks at.
fn store_asked(desk: &Desk<'_>) -> Result<Id, Problem> {
    let asked = desk.call.pairs.get("store").and_then(|s| s.parse().ok());
    let visitor = desk.visitor();
    let usual = visitor.store.or(visitor.scope.powers.home_store).or(visitor.stores.first().map(|(id, _)| *id));
    asked.or(usual).ok_or_else(Problem::not_found)
}

/// An empty form. It carries the new rule's id, so that sending it twice makes one rule.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let store = store_asked(&desk)?;
    let position = assignment::rules_of(&desk.look(), store).await?.iter().map(|r| r.position).max().unwrap_or(0) + 10;
    let typed = Typed::default()
        .with("id", call.app.db.clock.new_id().to_string())
        .with("store", store.to_string())
        .with("version", "1")
        .with("position", position.to_string())
        .with("active", "true")
        .with("method", Method::RoundRobin.name());
    show(&desk, &typed, PATH.into(), None).await
}

/// A rule's form.
pub(super) async fn edit(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let rule = known(&desk, call.id("assignment_rule")?).await?;
    let action = format!("{PATH}/{}", rule.id);
    show(&desk, &typed_of(&rule), action, Some(&rule)).await
}

/// Makes a rule.
pub(super) async fn create(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let id = typed.id("id").ok_or_else(|| Problem::bad_request("problem-bad-request"))?;
    save(&desk, id, typed, PATH.into(), None).await
}

/// Changes a rule.
pub(super) async fn update(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let rule = known(&desk, call.id("assignment_rule")?).await?;
    save(&desk, rule.id, typed, format!("{PATH}/{}", rule.id), Some(&rule)).await
}

/// Puts a rule away.
pub(super) async fn remove(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let rule = known(&desk, call.id("assignment_rule")?).await?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    assignment::remove_rule(&mut tx, rule.id).await?;
    tx.commit().await?;
    let back = format!("{PATH}?store={}", rule.store);
    match call.is_part() {
        true => Ok(([(HeaderName::from_static("hx-redirect"), back)], "").into_response()),
        false => Ok(Redirect::to(&back).into_response()),
    }
}

/// A rule of a store whose rules the visitor may settle.
async fn known(desk: &Desk<'_>, id: Id) -> Result<AssignmentRule, Problem> {
    let look = desk.look();
    let rule = rules::rule(look.conn, look.scope.tenant, id).await?.ok_or_else(Problem::not_found)?;
    assignment::rules_of(&look, rule.store).await?;
    Ok(rule)
}

async fn save(
    desk: &Desk<'_>,
    id: Id,
    mut typed: Typed,
    action: String,
    known: Option<&AssignmentRule>,
) -> Result<Response, Problem> {
    if let Err(refusal) = write(desk, id, &typed, known.map(|r| r.store)).await {
        typed.refused(refusal)?;
        return show(desk, &typed, action, known).await;
    }
    Ok(Redirect::to(&format!("{PATH}?store={}", typed.get("store"))).into_response())
}

async fn write(desk: &Desk<'_>, id: Id, typed: &Typed, store: Option<Id>) -> Result<(), Refusal> {
    let rule = rule_of(id, typed, store)?;
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    assignment::save_rule(&mut tx, &rule).await?;
    Ok(tx.commit().await?)
}

/// The rule that a form describes.
fn rule_of(id: Id, typed: &Typed, store: Option<Id>) -> Result<AssignmentRule, Refusal> {
    let own = |name: &str| typed.all(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let districts = typed
        .get("districts")
        .split([',', '，', '、', '\n'])
        .map(str::trim)
        .filter(|d| !d.is_empty())
        .map(str::to_owned)
        .collect();
    Ok(AssignmentRule {
        id,
        store: store.or(typed.id("store")).ok_or(Refusal::NotFound)?,
        name: typed.get("name").to_owned(),
        position: typed.get("position").parse().map_err(|_| Refusal::field("position", "field-not-a-number"))?,
        active: typed.get("active") == "true",
        conditions: Conditions { sources: own("sources"), districts, grades: own("grades") },
        method: Method::from_name(typed.get("method")).ok_or_else(|| Refusal::field("method", "field-required"))?,
        owners: typed.all("owners").iter().filter_map(|id| id.parse().ok()).collect(),
        version: typed.version(),
    })
}

fn typed_of(rule: &AssignmentRule) -> Typed {
    let mut values = vec![
        ("store", rule.store.to_string()),
        ("version", rule.version.to_string()),
        ("name", rule.name.clone()),
        ("position", rule.position.to_string()),
        ("method", rule.method.name().to_owned()),
        ("districts", rule.conditions.districts.join("、")),
    ];
    if rule.active {
        values.push(("active", "true".into()));
    }
    values.extend(rule.conditions.sources.iter().map(|s| ("sources", s.clone())));
    values.extend(rule.conditions.grades.iter().map(|g| ("grades", g.clone())));
    values.extend(rule.owners.iter().map(|o| ("owners", o.to_string())));
    Typed::new(values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

async fn show(
    desk: &Desk<'_>,
    typed: &Typed,
    action: String,
    known: Option<&AssignmentRule>,
) -> Result<Response, Problem> {
    let (w, look) = (&desk.words, desk.look());
    let store = typed.id("store").ok_or_else(Problem::not_found)?;
    // Whoever may not settle this store's rules does not learn who works there.
    assignment::rules_of(&look, store).await?;
    let people = queries::people_of_store(look.conn, look.scope.tenant, store, desk.today()).await?;
    let people: Vec<Choice> = people.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let methods =
        [Method::RoundRobin, Method::Load].map(|m| Choice::new(m.name(), desk.p(&format!("method-{}", m.name()))));
    let fields = html! {
        input type="hidden" name="id" value=(typed.get("id"));
        input type="hidden" name="store" value=(store);
        input type="hidden" name="version" value=(typed.get("version"));
        (typed.field(desk, "name", "rule-name").required().focus().max(60).text(typed.get("name"), w))
        (typed.field(desk, "position", "rule-position").required().hint(desk.p("rule-position-hint")).number(typed.get("position"), w))
        (ui::section(&desk.p("rule-when"), html! {
            (typed.field(desk, "sources", "rule-sources").wide().several(&desk.choices("source"), &typed.all("sources"), w))
            (typed.field(desk, "grades", "rule-grades").wide().several(&desk.choices("customer-grade"), &typed.all("grades"), w))
            (typed.field(desk, "districts", "rule-districts").wide().hint(desk.p("rule-districts-hint")).text(typed.get("districts"), w))
        }))
        (ui::section(&desk.p("rule-then"), html! {
            (typed.field(desk, "method", "rule-method").wide().radio(&methods, typed.get("method"), w))
            (typed.field(desk, "owners", "rule-owners").required().wide().several(&people, &typed.all("owners"), w))
            (typed.field(desk, "active", "rule-on").checkbox(typed.get("active") == "true", w))
        }))
    };
    let back = format!("{PATH}?store={store}");
    let form = Form {
        id: "rule-form".into(),
        action,
        errors: typed.sentences(desk),
        fields,
        submit: desk.t("list-save").into_owned(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let title = known.map_or_else(|| desk.p("rule-new").into_owned(), |rule| rule.name.clone());
    let shell = Shell {
        title,
        crumbs: vec![Crumb::new(desk.t("kind-customer-plural"), "/customers"), Crumb::new(desk.p("rules"), back)],
        actions: known.map(|rule| remover(desk, rule)),
        body: form.render(w),
        ..Shell::default()
    };
    let status =
        if typed.errors.is_empty() { axum::http::StatusCode::OK } else { axum::http::StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, desk.page.show(shell)).into_response())
}

/// Removing a rule cannot be undone, so it asks, and the button names the rule.
fn remover(desk: &Desk<'_>, rule: &AssignmentRule) -> Markup {
    let form = html! {
        form method="post" action={ (PATH) "/" (rule.id) "/removal" } data-once {
            p.hint { (desk.p("rule-remove-hint")) }
            (Button::new(desk.pa("rule-remove", &[("name", Arg::from(rule.name.as_str()))])).danger().icon(Icon::Trash).render())
        }
    };
    Menu::with(desk.p("more"), form).icon(Icon::More).icon_only().at_end().render()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-04: a rule reads back from its own form.
    #[test]
    fn a_rule_survives_its_form() {
        let rule = AssignmentRule {
            id: Id::from_u128(1),
            store: Id::from_u128(2),
            name: "线上".into(),
            position: 20,
            active: true,
            conditions: Conditions {
                sources: vec!["web".into(), "maker".into()],
                districts: vec!["浦东新区".into(), "徐汇区".into()],
                grades: vec!["H".into()],
            },
            method: Method::Load,
            owners: vec![Id::from_u128(7), Id::from_u128(8)],
            version: 3,
        };
        assert_eq!(rule_of(rule.id, &typed_of(&rule), None).unwrap(), rule);
        let off = AssignmentRule { active: false, ..rule };
        assert!(!rule_of(off.id, &typed_of(&off), None).unwrap().active);
    }

    #[test]
    fn districts_are_written_as_people_write_lists() {
        let typed = Typed::default()
            .with("store", Id::from_u128(2).to_string())
            .with("position", "1")
            .with("method", "load")
            .with("districts", "浦东新区, 徐汇区、黄浦区，");
        assert_eq!(
            rule_of(Id::from_u128(1), &typed, None).unwrap().conditions.districts,
            ["浦东新区", "徐汇区", "黄浦区"]
        );
        assert!(rule_of(Id::from_u128(1), &typed.with("position", "x"), None).is_err());
    }
}
