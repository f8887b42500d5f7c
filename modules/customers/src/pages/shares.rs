//! `/customers/{customer}/shares`: sharing with a colleague or a place of the organisation, until a day (CUS-05).

use axum::response::Response;
use chrono::Days;
use kernel::{Id, Instant};
use maud::html;
use records::Refusal;
use ui::{Choice, Form};
use web::Problem;
use web::records::Call;

use super::answer::{self, Said, done};
use super::desk::{Desk, address};
use super::queries;
use super::record::{Part, Record};
use super::typed::Typed;
use crate::sharing::{self, NewShare, ShareAccess};

/// Shares end after this many days unless said otherwise.
const USUAL_DAYS: u64 = 30;

/// The form.
pub(super) async fn new(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let until = desk.today().checked_add_days(Days::new(USUAL_DAYS)).unwrap_or(desk.today());
    let typed = Typed::default().with("access", "read").with("until", until.to_string());
    show(&desk, typed).await
}

/// Shares; the same grantee again changes what they have.
pub(super) async fn add(call: Call, mut typed: Typed) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    if let Err(refusal) = write(&desk, customer, &typed).await {
        typed.refused(refusal)?;
        return show(&desk, typed).await;
    }
    done(&desk, customer, &[Part::Shares, Part::Timeline], Said::new("shared")).await
}

async fn write(desk: &Desk<'_>, customer: Id, typed: &Typed) -> Result<(), Refusal> {
    let grantee = typed.id("person").or(typed.id("place")).ok_or_else(|| Refusal::field("person", "field-required"))?;
    let access =
        ShareAccess::from_name(typed.get("access")).ok_or_else(|| Refusal::field("access", "field-required"))?;
    // The day named is the last one on which it holds.
    let day =
        typed.date("until").and_then(|d| d.succ_opt()).ok_or_else(|| Refusal::field("until", "field-not-a-date"))?;
    let store = typed.id("store").ok_or_else(|| Refusal::field("store", "field-required"))?;
    let mut tx = desk.call.app.db.write(&desk.visitor().scope).await?;
    let new = NewShare { customer, store, grantee, access, until: Instant::start_of(day, desk.here.zone) };
    sharing::share(&mut tx, new).await?;
    Ok(tx.commit().await?)
}

/// Ends a share before its day.
pub(super) async fn end(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let customer = desk.customer()?;
    let record = Record::load(&desk, customer, &[], Vec::new()).await?;
    let share = call.id("share")?;
    // Sent twice: what is gone is gone.
    if let Some(share) = record.file.shares.iter().find(|s| s.id == share) {
        let at = record
            .file
            .engagements
            .iter()
            .find(|e| e.engagement.id == share.anchor_id)
            .ok_or_else(Problem::not_found)?;
        let mut tx = call.app.db.write(&call.visitor.scope).await?;
        sharing::end(&mut tx, customer, at.engagement.store_id, share.grantee_id).await?;
        tx.commit().await?;
    }
    done(&desk, customer, &[Part::Shares], Said::new("share-ended")).await
}

async fn show(desk: &Desk<'_>, mut typed: Typed) -> Result<Response, Problem> {
    let w = &desk.words;
    let customer = desk.customer()?;
    let record = Record::load(desk, customer, &[], Vec::new()).await?;
    let stores: Vec<Choice> = record
        .file
        .engagements
        .iter()
        .filter(|e| e.editable)
        .map(|e| Choice::new(e.engagement.store_id.to_string(), e.store_name.clone()))
        .collect();
    if !typed.has("store") {
        let own =
            record.own(desk).filter(|e| e.editable).or_else(|| record.file.engagements.iter().find(|e| e.editable));
        typed.set("store", own.map(|e| e.engagement.store_id.to_string()).unwrap_or_default());
    }
    // Whom a store has is told only to those who may share what that store knows of this customer.
    if !stores.iter().any(|store| store.value == typed.get("store")) {
        return Err(Problem::not_found());
    }
    let look = desk.look();
    let own = typed.id("store").unwrap_or_default();
    let choices = |list: Vec<(Id, String)>| {
        list.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>()
    };
    let places = choices(queries::places(look.conn, look.scope.tenant, own).await?);
    let people = queries::people_of_store(look.conn, look.scope.tenant, own, desk.today()).await?;
    let people = choices(people.into_iter().filter(|(id, _)| Some(*id) != desk.visitor().user()).collect());
    let access = [
        Choice::new("read", desk.p("share-read")).hint(desk.p("share-read-hint")),
        Choice::new("edit", desk.p("share-edit")).hint(desk.p("share-edit-hint")),
    ];
    let fields = html! {
        @if stores.len() > 1 { (typed.field(desk, "store", "share-what").required().wide().select(&stores, typed.get("store"), w)) }
        @else { input type="hidden" name="store" value=(typed.get("store")); }
        (typed.field(desk, "person", "share-person").focus().hint(desk.p("share-person-hint")).select(&people, typed.get("person"), w))
        @if !places.is_empty() { (typed.field(desk, "place", "share-place").select(&places, typed.get("place"), w)) }
        (typed.field(desk, "access", "share-access").wide().radio(&access, typed.get("access"), w))
        (typed.field(desk, "until", "share-until").required().date(typed.date("until"), w))
    };
    let form = Form {
        id: "share-form".into(),
        action: address(customer, "shares"),
        in_place: true,
        errors: typed.sentences(desk),
        fields,
        submit: desk.p("share").into_owned(),
        cancel: (!desk.call.is_part()).then(|| address(customer, "")),
        ..Form::default()
    };
    Ok(answer::form(desk, customer, &desk.p("share"), form.render(w), !typed.errors.is_empty()))
}
