//! `/customers/{customer}/facts/{field}`: one fact changed in place, saved on leave, taken back by one press. Two
//! people changing two facts do not meet; two changing one fact see each other's value before either is lost.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::journal;
use kernel::{Action, Id, Tx};
use maud::{Markup, html};
use records::commands::FieldError;
use records::custom::is_custom;
use records::{Field, FieldKind, Input, Refusal, Shown, Source, Uses, require};
use ui::{Choice, Fact};
use web::Problem;
use web::records::Call;

use super::answer::Said;
use super::desk::{Desk, address, lines};
use super::record::{Part, Record, fact, is_edited_in_place};
use super::typed::Typed;
use crate::customer::file::EngagementView;
use crate::customer::queries as customers;
use crate::customer::update::update;
use crate::engagements::queries as engagements;
use crate::kind::CUSTOMER;

/// Fields that are changed in place: those of forms, but the ones with verbs of their own.
fn field_of(call: &Call) -> Result<&'static Field, Problem> {
    let path = call.uri.path();
    let name = path.split("/facts/").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let field = call.kind(&CUSTOMER).field(name).filter(|f| f.uses.has(Uses::FORM));
    let field = field.filter(|f| !is_custom(f.name) || is_edited_in_place(f));
    field.filter(|f| !matches!(f.name, "owner" | "store" | "class" | "grade")).ok_or_else(Problem::not_found)
}

/// A fact as it stands in the file: the customer's own, or what one store knows.
struct Place<'r> {
    field: &'static Field,
    record: &'r Record,
    at: Option<&'r EngagementView>,
}

impl<'r> Place<'r> {
    fn new(field: &'static Field, record: &'r Record, store: Option<Id>) -> Result<Place<'r>, Problem> {
        let at = match field.source {
            Source::Anchor(_) => Some(
                record
                    .file
                    .engagements
                    .iter()
                    .find(|e| Some(e.engagement.store_id) == store)
                    .ok_or_else(Problem::not_found)?,
            ),
            _ => None,
        };
        Ok(Place { field, record, at })
    }

    /// The plain text that stands there; none when the visitor does not see it in full.
    fn text(&self) -> Option<String> {
        if let Some(at) = self.at {
            let e = &at.engagement;
            return Some(match self.field.name {
                "remark" => e.remark.clone().unwrap_or_default(),
                "engagement_source" => e.source.clone().unwrap_or_default(),
                _ => e.next_contact_on.map(|day| day.to_string()).unwrap_or_default(),
            });
        }
        match self.record.file.row.get(self.field.name) {
            Shown::Value(datum) => {
                let plain = datum.plain(self.field.kind).unwrap_or_default();
                Some(if self.field.kind == FieldKind::Phone { identifiers::phone::national(&plain) } else { plain })
            }
            _ => None,
        }
    }

    fn query(&self) -> String {
        self.at.map(|e| format!("?store={}", e.engagement.store_id)).unwrap_or_default()
    }

    fn address(&self, below: &str) -> String {
        format!("{}{}", address(self.record.id, &format!("facts/{}{below}", self.field.name)), self.query())
    }

    fn editable(&self) -> bool {
        self.at.map_or(self.record.file.editable(), |e| e.editable)
    }

    fn fact(&self, desk: &Desk<'_>) -> Fact {
        let Some(at) = self.at else { return fact(desk, self.record, self.field) };
        let text = self.text().unwrap_or_default();
        let label = desk.label(self.field.name);
        let made = match (self.field.name, text.is_empty()) {
            (_, true) => Fact::none(label),
            ("engagement_source", _) => Fact::text(label, &desk.code("source", &text)),
            _ => Fact::new(label, lines(&text)),
        };
        let made = if self.field.name == "remark" { made.wide() } else { made };
        if at.editable { made.edit(self.address("/form")) } else { made }
    }
}

async fn load(desk: &Desk<'_>) -> Result<Record, Problem> {
    Record::load(desk, desk.customer()?, &[], Vec::new()).await
}

fn store_of(call: &Call) -> Option<Id> {
    call.pairs.get("store").and_then(|s| s.parse().ok())
}

/// The fact as it is: the way back from its form.
pub(super) async fn show(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let record = load(&desk).await?;
    let place = Place::new(field_of(&call)?, &record, store_of(&call))?;
    if !call.is_part() {
        return Ok(Redirect::to(&address(record.id, "")).into_response());
    }
    Ok(place.fact(&desk).render(&desk.words).into_response())
}

/// The fact's form, in its place.
pub(super) async fn form(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let record = load(&desk).await?;
    let place = Place::new(field_of(&call)?, &record, store_of(&call))?;
    let text = place.text().filter(|_| place.editable()).ok_or_else(Problem::forbidden)?;
    if !call.is_part() {
        return Ok(Redirect::to(&address(record.id, "edit")).into_response());
    }
    Ok(markup(&desk, &place, &text, None).into_response())
}

/// Saves the fact.
pub(super) async fn save(call: Call, typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let (field, store) = (field_of(&call)?, store_of(&call));
    let before = load(&desk).await?;
    let place = Place::new(field, &before, store)?;
    let stood = place.text().filter(|_| place.editable()).ok_or_else(Problem::forbidden)?;
    let mine = typed.get("value").to_owned();
    if typed.get("before") != stood && mine != stood {
        // Someone was faster with this very fact: theirs is shown, and saving once more keeps mine.
        let theirs =
            if stood.is_empty() { desk.t("ui-empty-value").into_owned() } else { value_word(&desk, field, &stood) };
        let error = desk.pa("fact-changed", &[("value", theirs.into())]);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, markup(&desk, &place, &mine, Some(error))).into_response());
    }
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match write(&desk, &mut tx, before.id, field, store, &mine).await {
        Ok(()) => tx.commit().await?,
        Err(Refusal::Invalid(errors)) => {
            drop(tx);
            let error = sentence(&desk, &errors);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, markup(&desk, &place, &mine, Some(error))).into_response());
        }
        Err(refusal) => return Err(refusal.into()),
    }
    let said = Said::new("fact-saved");
    // What the journal keeps masked cannot be brought back from it.
    let said = if field.is_sealed() || mine == stood { said } else { said.undo(place.address("/undo")) };
    saved(&desk, field, store, said).await
}

/// Takes the visitor's own last change of the fact back, if it is the one that stands.
pub(super) async fn undo(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let (field, store, customer) = (field_of(&call)?, store_of(&call), desk.customer()?);
    require(&desk.look(), &CUSTOMER, customer, Action::Edit).await?;
    if field.is_sealed() {
        return Err(Refusal::Rule("customer-page-nothing-to-undo").into());
    }
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let before = earlier(&tx, customer, field, store).await?.ok_or(Refusal::Rule("customer-page-nothing-to-undo"))?;
    write(&desk, &mut tx, customer, field, store, &before).await?;
    tx.commit().await?;
    if !call.is_part() {
        return Ok(Redirect::to(&format!("{}?said=undone", address(customer, ""))).into_response());
    }
    super::answer::done(
        &desk,
        customer,
        &[Part::Identity, Part::Next, Part::Facts, Part::Engagements],
        Said::new("undone"),
    )
    .await
}

/// What stood there before the visitor's own last change; none when another change came after it.
async fn earlier(tx: &Tx<'_>, customer: Id, field: &Field, store: Option<Id>) -> Result<Option<String>, Refusal> {
    let record = match field.source {
        Source::Anchor(_) => {
            let store = store.ok_or(Refusal::NotFound)?;
            engagements::at_store(tx.conn(), tx.tenant(), customer, store).await?.ok_or(Refusal::NotFound)?.id
        }
        _ => customer,
    };
    // What a store knows is noted under its engagement.
    for kind in ["customer", "engagement"] {
        let lines = journal::history(tx.conn(), tx.tenant(), kind, record, None, 20).await?;
        let last = lines
            .iter()
            .find_map(|line| line.changes.iter().find(|c| c.field == field.name).map(|change| (line, change)));
        if let Some((line, change)) = last {
            return Ok((line.actor == tx.scope().user()).then(|| change.before.clone().unwrap_or_default()));
        }
    }
    Ok(None)
}

/// Writes one field as the version stands; whether the value is still the one that was looked at, the caller has seen.
async fn write(
    desk: &Desk<'_>,
    tx: &mut Tx<'_>,
    customer: Id,
    field: &Field,
    store: Option<Id>,
    value: &str,
) -> Result<(), Refusal> {
    let known = customers::find(tx.conn(), tx.tenant(), customer).await?.ok_or(Refusal::NotFound)?;
    let mut input = Input::default();
    input.set(field.name, value);
    if let (Source::Anchor(_), Some(store)) = (field.source, store) {
        input.set("store", store.to_string());
    }
    update(tx, &desk.seams(), customer, known.version, &input).await.map(drop)
}

async fn saved(desk: &Desk<'_>, field: &'static Field, store: Option<Id>, said: Said) -> Result<Response, Problem> {
    let parts: &[Part] = if matches!(field.source, Source::Anchor(_)) { &[Part::Next] } else { &[Part::Identity] };
    let record = Record::load(desk, desk.customer()?, parts, Vec::new()).await?;
    if !desk.call.is_part() {
        return Ok(Redirect::to(&format!("{}?said={}", address(record.id, ""), said.key)).into_response());
    }
    let place = Place::new(field, &record, store)?;
    let body = html! {
        (place.fact(desk).render(&desk.words))
        @for part in parts { (part.again(desk, &record)) }
        (said.toast(desk))
    };
    Ok(body.into_response())
}

fn sentence(desk: &Desk<'_>, errors: &[FieldError]) -> String {
    errors.first().map(|e| desk.t(&e.code).into_owned()).unwrap_or_default()
}

fn value_word(desk: &Desk<'_>, field: &Field, text: &str) -> String {
    match field.kind {
        FieldKind::Choice(dictionary) => desk.code(dictionary, text),
        FieldKind::Bool => desk.t(if text == "true" { "list-yes" } else { "list-no" }).into_owned(),
        _ => text.to_owned(),
    }
}

fn markup(desk: &Desk<'_>, place: &Place<'_>, text: &str, error: Option<String>) -> Markup {
    let label = desk.label(place.field.name);
    let stands = place.text().unwrap_or_default();
    let input = html! {
        input type="hidden" name="before" value=(stands);
        (input(desk, place.field, &label, text, error))
    };
    ui::fact_form(&label, &place.address(""), &place.address(""), input, &desk.words)
}

fn input(desk: &Desk<'_>, field: &Field, label: &str, text: &str, error: Option<String>) -> Markup {
    let w = &desk.words;
    let widget =
        ui::Field::new("value", label).id(format!("fact-{}", field.name)).bare().focus().complete("off").error(error);
    match field.kind {
        FieldKind::LongText => widget.textarea(text, 4, w),
        FieldKind::Choice(dictionary) => widget.select(&desk.choices(dictionary), text, w),
        FieldKind::Date if text.is_empty() || text.parse::<chrono::NaiveDate>().is_ok() => {
            widget.date(text.parse().ok(), w)
        }
        FieldKind::Integer => widget.number(text, w),
        FieldKind::Money => widget.money(text, w),
        FieldKind::Bool => {
            let choices = [Choice::new("true", desk.t("list-yes")), Choice::new("false", desk.t("list-no"))];
            widget.select(&choices, text, w)
        }
        FieldKind::Phone => widget.phone(text, w),
        FieldKind::ResidentId | FieldKind::Uscc => widget.code(text, w),
        _ => widget.text(text, w),
    }
}
