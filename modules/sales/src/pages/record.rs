//! The page of an opportunity: where it stands, what is due, the form for the next contact, and all that happened.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Row, Shown, find};
use ui::{Button, Crumb, Fact, Icon, Identity, NextAction, Panel, Shell};
use web::records::Call;
use web::{Problem, Result};

use super::desk::{Desk, address, code_of, lines};
use super::{closing, contact, history, way};
use crate::follow_ups::{self, FollowUp};
use crate::kind::OPPORTUNITY;
use crate::levels::{self, Levels};
use crate::opportunity::ledger::{self, Line, Rated};
use crate::opportunity::{Act, Opportunity, State, queries};
use crate::stages::{self, Stages};

/// Most contacts and moves that the page shows.
const LINES: i64 = 60;

/// What stands on the page.
pub(super) struct Record {
    pub id: Id,
    /// As the visitor may see it.
    pub row: Row,
    /// As it stands; for what the page does, never for what it shows.
    pub held: Opportunity,
    pub stages: Stages,
    pub levels: Levels,
    pub moves: Vec<Line>,
    pub rated: Vec<Rated>,
    pub contacts: Vec<FollowUp>,
    /// Whether the visitor may change it, and give it away.
    pub may_edit: bool,
    pub may_assign: bool,
}

impl Record {
    /// Nine queries, whatever there is.
    async fn load(desk: &Desk<'_>, id: Id) -> Result<Record> {
        let (look, tenant, conn) = (desk.call.look(), desk.call.visitor.scope.tenant, desk.call.app.db.read());
        let fields: Vec<_> = OPPORTUNITY.fields.iter().collect();
        let row = find(&look, &OPPORTUNITY, id, &fields).await?.ok_or_else(Problem::not_found)?;
        let held = queries::find(conn, tenant, id).await?.ok_or_else(Problem::not_found)?;
        // What is offered tells the state.
        let told = !matches!(row.get("state"), Shown::Hidden);
        let edit =
            told && desk.can(Action::Edit) && !find::anchors(&look, &OPPORTUNITY, id, Action::Edit).await?.is_empty();
        let assign = told
            && desk.can(Action::Assign)
            && !find::anchors(&look, &OPPORTUNITY, id, Action::Assign).await?.is_empty();
        Ok(Record {
            id,
            row,
            held,
            stages: stages::all(conn, tenant).await?,
            levels: levels::all(conn, tenant).await?,
            moves: ledger::moves(conn, tenant, id, LINES).await?,
            rated: ledger::levels(conn, tenant, id, LINES).await?,
            contacts: follow_ups::of(conn, tenant, id, LINES).await?,
            may_edit: edit,
            may_assign: assign,
        })
    }

    /// Whether an act is possible now and the visitor's to do.
    pub fn may(&self, act: Act) -> bool {
        let possible = crate::opportunity::next(self.held.state(), act).is_ok();
        let theirs = match act {
            Act::Release => self.may_assign,
            _ => self.may_edit,
        };
        possible && theirs
    }
}

/// A form that was refused: which one, what was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Refused {
    pub form: &'static str,
    pub typed: Input,
    pub errors: Vec<FieldError>,
}

impl Refused {
    /// What was typed into a field of a form.
    pub fn typed(&self, form: &str, field: &str) -> Option<&str> {
        self.typed.get(field).filter(|_| self.form == form)
    }

    /// What is wrong with a field of a form.
    pub fn error(&self, desk: &Desk<'_>, form: &str, field: &str) -> Option<String> {
        if self.form != form { None } else { super::desk::error_at(desk, &self.errors, field) }
    }
}

/// `GET /opportunities/{opportunity}`.
pub(super) async fn show(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let id = desk.opportunity()?;
    Ok(page(&desk, id, &Refused::default()).await?.into_response())
}

/// The page again with what was refused.
pub(super) async fn again(desk: &Desk<'_>, id: Id, refused: Refused) -> Result<Response> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(desk, id, &refused).await?).into_response())
}

async fn page(desk: &Desk<'_>, id: Id, refused: &Refused) -> Result<Markup> {
    let record = Record::load(desk, id).await?;
    let number = record.row.get("number").text().unwrap_or_default().to_owned();
    let name = record.row.get("customer").text().map(str::to_owned).unwrap_or_else(|| number.clone());
    let errors: Vec<FieldError> = refused.errors.iter().filter(|e| e.field.is_empty()).cloned().collect();
    let body = html! {
        (identity(desk, &record, &name, &number))
        (ui::error_summary(&desk.sentences(&errors), &desk.w))
        (due(desk, &record))
        div.record {
            div {
                (way::view(desk, &record, refused))
                (contact::view(desk, &record, refused))
                (history::view(desk, &record))
            }
            div {
                (Panel::new(desk.t("opportunity-facts"), facts(desk, &record)).render())
                (closing::view(desk, &record, refused))
            }
        }
    };
    let crumbs = vec![Crumb::new(desk.t("kind-opportunity-plural"), "/opportunities")];
    let said = desk.call.pairs.get("said").filter(|said| SAID.contains(said));
    let flash = said.map(|said| ui::flash(ui::State::Done, &desk.t(&format!("opportunity-said-{said}"))));
    let title = format!("{name} · {number}");
    Ok(desk.page.show(Shell { title, crumbs, hide_title: true, flash, body, ..Shell::default() }))
}

/// What was done before, where the page was loaded anew for it.
pub(super) const SAID: [&str; 6] = ["opened", "open-already", "logged", "moved", "asked", "done"];

fn identity(desk: &Desk<'_>, record: &Record, name: &str, number: &str) -> Markup {
    let row = &record.row;
    let mut badges = Vec::new();
    if let Some(state) = code_of(row, "state").and_then(State::from_name) {
        badges.push(ui::badge(state.look(), &desk.code("opportunity-state", state.name())));
    }
    if let Some(level) = code_of(row, "level") {
        let look = record.levels.get(level).map(|l| l.state()).unwrap_or_default();
        badges.push(ui::badge(look, &desk.level(level)));
    }
    let facts = ["stage", "amount", "models", "consultant", "store"]
        .into_iter()
        .filter_map(|field| Some((desk.label(field).into_owned(), desk.value(row, field)?)))
        .collect();
    let customer = desk.call.visitor.scope.can("customer", Action::See);
    let actions = html! {
        @if customer {
            (Button::new(desk.t("opportunity-customer-file")).icon(Icon::Customer).href(format!("/customers/{}", record.held.customer_id)).render())
        }
        @if record.may(Act::Edit) { (Button::new(desk.t("opportunity-change")).icon(Icon::Note).key("e").href(address(record.id, "edit")).render()) }
        (Button::new(desk.t("opportunity-why")).quiet().icon(Icon::Info).href(address(record.id, "explanation")).render())
    };
    Identity {
        name: name.to_owned(),
        number: number.to_owned(),
        icon: Some(Icon::Sale),
        badges,
        facts,
        actions: Some(actions),
    }
    .render()
}

/// What is due now.
fn due(desk: &Desk<'_>, record: &Record) -> Markup {
    let Some(records::Datum::Date(next)) = record.row.get("next_on").value() else { return html! {} };
    let days = (*next - desk.here.today()).num_days();
    let n = [("n", ui::Arg::Int(days.abs()))];
    let (state, when) = match days {
        ..0 => (ui::State::Overdue, desk.ta("opportunity-overdue", &n)),
        0 => (ui::State::Due, desk.t("opportunity-due-today").into_owned()),
        _ => (ui::State::Accent, desk.ta("opportunity-due-in", &n)),
    };
    let last = record.contacts.first().map(|c| ui::instant_text(c.at.utc(), desk.here.zone, ui::Words::lang(&desk.w)));
    let why = match last {
        Some(at) => desk.ta("opportunity-last-contact", &[("at", at.as_str().into())]),
        None => desk.t("opportunity-no-contact").into_owned(),
    };
    let what = desk.t("opportunity-next-contact").into_owned();
    let actions = record.may(Act::Follow).then(|| {
        Button::new(desk.t("opportunity-log")).primary().icon(Icon::Phone).key("c").href("#follow-up").render()
    });
    NextAction { state, when, what, why, actions }.render()
}

const FACTS: [&str; 10] = [
    "expected_on",
    "next_on",
    "source",
    "created_at",
    "stage_at",
    "touched_at",
    "wake_on",
    "reason",
    "competitor",
    "closed_at",
];

fn facts(desk: &Desk<'_>, record: &Record) -> Markup {
    let mut list = Vec::new();
    for name in FACTS {
        if let Some(value) = desk.value(&record.row, name) {
            list.push(Fact::new(desk.label(name), value));
        }
    }
    if let Some(text) = record.row.get("remark").text().filter(|text| !text.is_empty()) {
        list.push(Fact::new(desk.label("remark"), lines(text)).wide());
    }
    if let Some(before) = record.held.before_id {
        let link = html! { a href=(address(before, "")) { (desk.t("opportunity-before")) } };
        list.push(Fact::new(desk.t("opportunity-taken-up"), link));
    }
    ui::facts(&list, &desk.w)
}
