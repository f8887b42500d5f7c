//! Writing on the timeline: notes from the composer, calls, visits and messages with what came of them and when to meet
//! next (CUS-11).

use axum::response::Response;
use kernel::{Action, Id, Tx};
use maud::{Markup, html};
use records::{Refusal, require};
use ui::{Choice, Form};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::next_contact::plan;
use super::queries;
use super::record::Part;
use super::typed::Typed;
use crate::kind::CUSTOMER;
use crate::timeline::add_entry;

/// What came of a contact; the words behind `customer-page-outcome-`.
const OUTCOMES: [&str; 6] = ["reached", "not-reached", "will-come", "considering", "not-interested", "wrong-number"];

/// Two submits of the same text by the same person within this time are one.
const SAME_SECONDS: i64 = 60;

/// A form for a note, for browsers without a script and for phones.
pub(super) async fn new_note(call: Call) -> Result<Response, Problem> {
    new(call, "note").await
}

/// A form for a call, visit or message.
pub(super) async fn new_contact(call: Call) -> Result<Response, Problem> {
    new(call, "call").await
}

async fn new(call: Call, kind: &str) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    require(&desk.look(), &CUSTOMER, customer, Action::See).await?;
    let kind = call.pairs.get("kind").unwrap_or(kind).to_owned();
    let typed = Typed::default().with("kind", kind).with("store", call.pairs.get("store").unwrap_or_default());
    Ok(show(&desk, customer, &typed))
}

/// Writes what the composer holds; the button pressed says what it was.
pub(super) async fn add_note(call: Call, typed: Typed) -> Result<Response, Problem> {
    add(call, typed, "note").await
}

/// Logs a call, visit or message.
pub(super) async fn add_contact(call: Call, typed: Typed) -> Result<Response, Problem> {
    add(call, typed, "call").await
}

async fn add(call: Call, mut typed: Typed, kind: &str) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    if !typed.has("kind") {
        typed.set("kind", kind);
    }
    if let Err(refusal) = write(&desk, customer, &typed).await {
        typed.refused(refusal)?;
        return Ok(show(&desk, customer, &typed));
    }
    done(&desk, customer, &[Part::Timeline, Part::Next, Part::Engagements], Said::new("entry-saved")).await
}

async fn write(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    queries::one_by_one(&tx).await?;
    let (kind, body, store) = (typed.get("kind"), body(desk, typed), typed.id("store"));
    let since = tx.now().plus_seconds(-SAME_SECONDS);
    if !queries::wrote_since(&tx, customer, kind, &body, since).await? {
        let at = moment(desk, typed.get("at"));
        add_entry(&mut tx, customer, store, kind, at, &body).await?;
        next(desk, &mut tx, customer, typed).await?;
    }
    Ok(tx.commit().await?)
}

/// What came of it, then what was written.
fn body(desk: &Desk<'_>, typed: &Typed) -> String {
    let outcome =
        OUTCOMES.into_iter().find(|o| *o == typed.get("outcome")).map(|o| desk.p(&format!("outcome-{o}")).into_owned());
    let text = typed.filled("body");
    outcome.into_iter().chain(text).collect::<Vec<_>>().join("\n")
}

fn moment(desk: &Desk<'_>, text: &str) -> Option<kernel::Instant> {
    use chrono::TimeZone;
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    let at = desk.here.zone.from_local_datetime(&local).earliest()?;
    // The form speaks in minutes; the minute at hand is now.
    Some(kernel::Instant(at.timestamp_micros()))
        .filter(|at| at.utc() + chrono::Duration::minutes(1) < desk.here.now || at.utc() > desk.here.now)
}

async fn next(desk: &Desk<'_>, tx: &mut Tx<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    match typed.filled("next_contact_on") {
        Some(day) => plan(desk, tx, customer, typed.id("store"), &day).await,
        None => Ok(()),
    }
}

fn show(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Response {
    let title = if typed.get("kind") == "note" { desk.p("write-note") } else { desk.p("log-contact") };
    answer::form(desk, customer, &title, markup(desk, customer, typed), !typed.errors.is_empty())
}

fn markup(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Markup {
    let w = &desk.words;
    let note = typed.get("kind") == "note";
    let kinds: Vec<Choice> =
        ["call", "visit", "message"].iter().map(|k| Choice::new(*k, desk.t(&format!("timeline-{k}")))).collect();
    let outcomes: Vec<Choice> = OUTCOMES.iter().map(|o| Choice::new(*o, desk.p(&format!("outcome-{o}")))).collect();
    let now = desk.here.now.with_timezone(&desk.here.zone).format("%Y-%m-%dT%H:%M").to_string();
    let at = typed.filled("at").unwrap_or(now);
    let fields = html! {
        input type="hidden" name="store" value=(typed.get("store"));
        @if note {
            input type="hidden" name="kind" value="note";
        } @else {
            (typed.field(desk, "kind", "entry-kind").wide().radio(&kinds, typed.get("kind"), w))
            (typed.field(desk, "outcome", "entry-outcome").wide().radio(&outcomes, typed.get("outcome"), w))
        }
        (typed.field(desk, "body", "entry-body").id("entry-body").wide().focus().placeholder(desk.p("composer-hint")).textarea(typed.get("body"), 3, w))
        @if !note { (typed.field(desk, "at", "entry-at").moment(&at, w)) }
        @if desk.can(Action::Edit) { (typed.field(desk, "next_contact_on", "entry-next").id("entry-next").date(typed.date("next_contact_on"), w)) }
    };
    Form {
        id: "entry-form".into(),
        action: address(customer, if note { "notes" } else { "contacts-made" }),
        draft: Some(desk.draft(&format!("entry-{customer}"))),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.t("list-save").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    }
    .render(w)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-11: every outcome has its words in both languages.
    #[test]
    fn outcomes_have_words() {
        for text in [include_str!("../../locales/zh-CN.ftl"), include_str!("../../locales/en.ftl")] {
            for outcome in OUTCOMES {
                assert!(text.contains(&format!("customer-page-outcome-{outcome} = ")), "{outcome}");
            }
        }
    }
}
