//! `GET /collisions/{collision}`: a case as the side it is shown to may know it, and what can be done.

use axum::response::{IntoResponse, Response};
use chrono::Days;
use kernel::{Action, Id, Instant};
use maud::{Markup, html};
use ui::{Button, Choice, Crumb, Fact, Form, Icon, Panel, Shell, State as Mark, Words, badge, facts, flash, instant};
use web::Problem;
use web::records::Call;

use super::{first, state, word};
use crate::collisions::rules::{self, Standing, Verdict};
use crate::collisions::{self, Between, Case, Policy, State, Told};
use crate::customer::{lookup, queries as customers, rules as names};
use crate::engagements::queries as engagements;
use crate::pages::desk::{Desk, address, lines};
use crate::pages::typed::Typed;

/// A share ends after this many days unless said otherwise.
const USUAL_DAYS: u64 = 30;

/// The page.
pub(in crate::pages) async fn show(call: Call) -> Result<Response, Problem> {
    let (desk, id) = (Desk::new(&call), call.id("collision")?);
    let until = desk.today().checked_add_days(Days::new(USUAL_DAYS)).unwrap_or(desk.today());
    Ok(page(&desk, id, &Typed::default().with("until", until.to_string())).await?.into_response())
}

/// What the page knows besides the case.
struct Known {
    case: Case,
    /// The file that the visitor may open, with its name.
    file: Option<(Id, String)>,
    /// Until when the first filing is protected, and what the table says; inside a store, to whoever was told of it.
    protection: Option<(Instant, Verdict)>,
    /// Whether the names of both files fit, for whoever decides.
    fits: Option<bool>,
}

/// The page with what was typed.
pub(super) async fn page(desk: &Desk<'_>, id: Id, typed: &Typed) -> Result<Markup, Problem> {
    let known = known(desk, id).await?;
    let case = &known.case;
    let title = word(desk, if case.is_mine() { "case-mine" } else { "case-theirs" });
    let body = html! {
        (lead(desk, &known))
        (Panel::new(word(desk, "case"), account(desk, &known)).render())
        @if case.is_mine() { (own_side(desk, &known, typed)) }
        @if case.is_theirs() && answerable(desk, case) { (their_side(desk, &known, typed)) }
    };
    let crumbs = vec![Crumb::new(word(desk, "title"), "/collisions")];
    let said = desk.call.pairs.get("said").map(|said| format!("collision-said-{said}"));
    let said = said.filter(|key| desk.has_words(key)).map(|key| flash(Mark::Done, &desk.t(&key)));
    Ok(desk.page.show(Shell { title, crumbs, flash: said, body, ..Shell::default() }))
}

/// Whether the visitor answers it now: a request, or an appeal that is theirs to judge.
fn answerable(desk: &Desk<'_>, case: &Case) -> bool {
    match case.collision.state() {
        State::Asked => true,
        State::Appealed => case.may_judge(desk.call.visitor.scope.user()),
        _ => false,
    }
}

/// Three to seven queries.
async fn known(desk: &Desk<'_>, id: Id) -> Result<Known, Problem> {
    let look = desk.look();
    let (conn, tenant) = (look.conn, look.scope.tenant);
    let case = collisions::one(&look, id).await?.ok_or_else(Problem::not_found)?;
    let customer = if case.is_mine() { case.own_customer } else { case.first_customer };
    let name = lookup::names(&look, &[customer]).await?.remove(&customer);
    let mut known = Known { file: name.map(|name| (customer, name)), protection: None, fits: None, case };
    let (case, told) = (&known.case, known.case.told());
    if case.collision.between() == Between::Store && told == Told::Named {
        let found = engagements::by_ids(conn, tenant, &[case.collision.first_engagement_id]).await?;
        if let Some(engagement) = found.first() {
            let policy = Policy::load(conn, tenant).await?;
            let until = collisions::protected_until(conn, tenant, &policy, engagement).await?;
            let standing = Standing { owned: engagement.owner_id.is_some(), until, wish: case.collision.wish };
            let now = desk.call.app.db.clock.now();
            known.protection = Some((until, rules::verdict(Between::Store, standing, now)));
        }
    }
    if known.case.is_theirs() {
        let (own, first) = (known.case.own_customer, known.case.first_customer);
        let own = customers::find(conn, tenant, own).await?;
        let first = customers::find(conn, tenant, first).await?;
        known.fits = own.zip(first).map(|(own, first)| names::compatible(&own.name, &first.name));
    }
    Ok(known)
}

/// What it comes to, in a sentence.
fn lead(desk: &Desk<'_>, known: &Known) -> Markup {
    let case = &known.case;
    let text = if case.is_mine() {
        let key = match (case.collision.between(), known.protection.map(|(_, verdict)| verdict)) {
            (Between::Store, Some(Verdict::Passes)) => "collision-lead-passes",
            (Between::Store, _) => "collision-lead-store",
            (Between::Group, _) => "collision-lead-group",
            (Between::Dealers, _) => "collision-lead-dealers",
        };
        desk.words.ta(key, &[("first", first(desk, case).as_str().into())])
    } else {
        let by = case.collision.asked_by_name.as_deref().unwrap_or_default();
        desk.words.ta("collision-lead-request", &[("by", by.into()), ("store", case.store_name.as_str().into())])
    };
    html! { p { (text) } br; }
}

fn account(desk: &Desk<'_>, known: &Known) -> Markup {
    let (case, c, w) = (&known.case, &known.case.collision, &desk.words);
    let (mark, said) = state(desk, case);
    let at = |at: Instant| instant(at.utc(), &desk.here, w);
    let mut list = vec![Fact::new(word(desk, "state"), badge(mark, &said))];
    if let Some((id, name)) = &known.file {
        list.push(Fact::new(desk.t("kind-customer"), html! { a href=(address(*id, "")) { (name) } }));
    }
    list.push(Fact::text(word(desk, "key"), &word(desk, &format!("key-{}", c.key_kind))));
    if case.is_mine() {
        list.push(Fact::text(word(desk, "first"), &first(desk, case)));
        list.push(Fact::new(word(desk, "filed"), html! { (c.by_name) " · " (at(c.at)) }));
    } else {
        list.push(Fact::text(word(desk, "store"), &case.store_name));
    }
    if case.is_theirs() {
        list.push(Fact::new(word(desk, "first-at"), at(c.first_at)));
    }
    if let Some((until, _)) = known.protection {
        list.push(Fact::new(word(desk, "protected"), at(until)));
    }
    if let Some(fits) = known.fits {
        list.push(Fact::text(word(desk, "names"), &word(desk, if fits { "names-fit" } else { "names-differ" })));
    }
    if let Some(when) = c.asked_at {
        let by = c.asked_by_name.as_deref().unwrap_or_default();
        list.push(Fact::new(word(desk, "asked"), html! { (by) " · " (at(when)) }));
        if c.wish {
            list.push(Fact::text(word(desk, "wish"), &word(desk, "wish-yes")));
        }
        if let Some(reason) = &c.ask_reason {
            list.push(Fact::new(word(desk, "reason"), lines(reason)).wide());
        }
    }
    if let Some(when) = c.escalated_at {
        list.push(Fact::new(word(desk, "escalated"), at(when)));
    }
    if let Some(when) = c.refused_at {
        let by = c.refused_by_name.as_deref().filter(|_| case.is_theirs()).unwrap_or_default();
        list.push(Fact::new(word(desk, "state-declined"), html! { @if !by.is_empty() { (by) " · " } (at(when)) }));
        if let Some(reason) = &c.refuse_reason {
            list.push(Fact::new(word(desk, "decline-reason"), lines(reason)).wide());
        }
    }
    if let Some(when) = c.appealed_at {
        let by = c.appealed_by_name.as_deref().unwrap_or_default();
        list.push(Fact::new(word(desk, "appealed"), html! { (by) " · " (at(when)) }));
        if let Some(reason) = &c.appeal_reason {
            list.push(Fact::new(word(desk, "appeal-reason"), lines(reason)).wide());
        }
    }
    if let Some(when) = c.decided_at {
        // Who answered is the first store's knowledge.
        let by = c.decided_by_name.as_deref().filter(|_| case.is_theirs()).unwrap_or_default();
        list.push(Fact::new(word(desk, "answered"), html! { @if !by.is_empty() { (by) " · " } (at(when)) }));
        if let Some(reason) = &c.decide_reason {
            list.push(Fact::new(word(desk, "answer-reason"), lines(reason)).wide());
        }
        if let Some(until) = c.until {
            list.push(Fact::new(word(desk, "until"), at(until)));
        }
    }
    facts(&list, w)
}

/// What whoever filed later may do.
fn own_side(desk: &Desk<'_>, known: &Known, typed: &Typed) -> Markup {
    let (case, w) = (&known.case, &desk.words);
    let state = case.collision.state();
    let open = matches!(state, State::Open | State::Left) && case.collision.between() != Between::Dealers;
    let page = format!("/collisions/{}", case.collision.id);
    let passes = matches!(known.protection, Some((_, Verdict::Passes)))
        && (open || matches!(state, State::Asked | State::Declined));
    let asking = Form {
        id: "ask-form".into(),
        action: format!("{page}/request"),
        errors: sentences(desk, typed, "answer"),
        fields: html! {
            (field(desk, typed, "reason", "ask-reason").required().wide().max(500).textarea(typed.get("reason"), 3, w))
            @if case.collision.between() == Between::Store {
                (field(desk, typed, "wish", "wish").wide().checkbox(typed.get("wish") == "true", w))
            }
        },
        submit: word(desk, "ask"),
        ..Form::default()
    };
    html! {
        @if passes {
            (Panel::new(word(desk, "take"), html! {
                p { (word(desk, "take-hint")) }
                form method="post" action={ (page) "/taking" } data-once { (Button::new(word(desk, "take")).icon(Icon::Customer).render()) }
            }).render())
        }
        @if open { (Panel::new(word(desk, "ask"), asking.render(w)).render()) }
        @if let Some(until) = appeal_until(desk, case) { (appealing(desk, case, until, typed)) }
        @if open && state == State::Open {
            form.row method="post" action={ (page) "/leaving" } data-once {
                (Button::new(word(desk, "leave")).quiet().render())
                span.hint { (word(desk, "leave-hint")) }
            }
        }
    }
}

/// Until when the visitor may appeal against a refusal.
fn appeal_until(desk: &Desk<'_>, case: &Case) -> Option<Instant> {
    let declined = case.collision.decided_at.filter(|_| case.collision.state() == State::Declined)?;
    let until = rules::appeal_until(declined, case.collision.appealed_at)?;
    (desk.call.app.db.clock.now() < until).then_some(until)
}

fn appealing(desk: &Desk<'_>, case: &Case, until: Instant, typed: &Typed) -> Markup {
    let form = Form {
        id: "appeal-form".into(),
        action: format!("/collisions/{}/appeal", case.collision.id),
        errors: sentences(desk, typed, "answer"),
        fields: html! {
            (field(desk, typed, "reason", "appeal-reason").required().wide().max(500).textarea(typed.get("reason"), 3, &desk.words))
        },
        submit: word(desk, "appeal"),
        ..Form::default()
    };
    let content = html! {
        p { (word(desk, "appeal-hint")) " " (instant(until.utc(), &desk.here, &desk.words)) }
        (form.render(&desk.words))
    };
    Panel::new(word(desk, "appeal"), content).render()
}

/// What whoever decides about the first filing may answer. What an answer needs stands there only while it is chosen;
/// where a browser cannot tell, it stands there always.
fn their_side(desk: &Desk<'_>, known: &Known, typed: &Typed) -> Markup {
    let (case, w) = (&known.case, &desk.words);
    let inside = case.collision.between() == Between::Store;
    let allow = match (inside, known.fits) {
        (true, _) => "allow-store-hint",
        (false, Some(true)) => "allow-merge-hint",
        (false, _) => "allow-engage-hint",
    };
    let mut answers =
        vec![Choice::new("allow", word(desk, if inside { "allow-store" } else { "allow" })).hint(word(desk, allow))];
    // A share is made by those who may change the customer.
    if desk.can(Action::Edit) {
        answers.push(Choice::new("share", word(desk, "share")).hint(word(desk, "share-hint")));
    }
    answers.push(Choice::new("decline", word(desk, "decline")).hint(word(desk, "decline-hint")));
    let form = Form {
        id: "answer-form".into(),
        action: format!("/collisions/{}/answer", case.collision.id),
        errors: sentences(desk, typed, "wish"),
        fields: html! {
            (field(desk, typed, "answer", "answer").required().wide().radio(&answers, typed.get("answer"), w))
            @if desk.can(Action::Edit) {
                div.when-share { (field(desk, typed, "until", "share-until").date(typed.date("until"), w)) }
            }
            div.when-decline { (field(desk, typed, "reason", "decline-reason").wide().max(500).textarea(typed.get("reason"), 3, w)) }
        },
        submit: word(desk, "answer-send"),
        ..Form::default()
    };
    Panel::new(word(desk, "answer"), form.render(w)).render()
}

fn field(desk: &Desk<'_>, typed: &Typed, name: &str, label: &str) -> ui::Field {
    ui::Field::new(name, word(desk, label)).error(typed.error(name).map(|code| desk.t(code).into_owned()))
}

/// What is wrong with a form, where it was this one: the one that has no such field.
fn sentences(desk: &Desk<'_>, typed: &Typed, other: &str) -> Vec<(String, String)> {
    if typed.has(other) { Vec::new() } else { typed.sentences(desk) }
}
