//! The drives of a visit: those that were, and the form that begins one.

use axum::response::Response;
use kernel::Id;
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Refusal, Row, Shown};
use ui::{Button, Choice, Form, Panel};
use web::Result;
use web::records::{Call, Pairs};

use super::super::drives::{self, Drive, Licence, NewDrive, cars};
use super::super::machine::after;
use super::super::{Act, State, VISIT, Visit};
use super::{acts, address, p};
use crate::pages::desk::Desk;

/// For how many minutes a car is usually away.
const MINUTES: [i64; 5] = [15, 20, 30, 45, 60];

/// The panel. Where they are tells the steps, who drove the person: whoever may not read the one sees no panel, whoever may
/// not read the other no driver.
pub(super) async fn panel(
    desk: &Desk<'_>,
    row: &Row,
    visit: &Visit,
    edit: bool,
    typed: &Input,
    errors: &[FieldError],
) -> Result<Markup> {
    let open = |name: &str| matches!(row.get(name), Shown::Value(_));
    if !open("state") {
        return Ok(html! {});
    }
    let driven = drives::of_visit(desk.conn(), desk.tenant(), visit.id).await?;
    let may = edit && (visit.state() == State::TestDrive || after(visit.state(), Act::Drive).is_some());
    if driven.is_empty() && !may {
        return Ok(html! {});
    }
    let out = driven.iter().any(|drive| drive.returned_at.is_none());
    let body = html! {
        @for drive in &driven { (line(desk, row, drive, open("name"), edit)) }
        @if may && !out { (form(desk, row, visit, typed, errors).await?) }
    };
    Ok(Panel::new(p(desk, "drives"), body).id("test-drive").render())
}

fn line(desk: &Desk<'_>, row: &Row, drive: &Drive, named: bool, edit: bool) -> Markup {
    let clock = |at: kernel::Instant| at.utc().with_timezone(&desk.here.zone).format("%H:%M").to_string();
    let back = drive.returned_at.unwrap_or(drive.ends_at);
    html! {
        div.drive {
            p { (ui::plate(&drive.plate, ui::PlateKind::guess(&drive.plate))) " " b { (drive.model) } " "
                span.when { (clock(drive.starts_at)) "–" (clock(back)) }
                @if drive.returned_at.is_none() { " " (ui::badge(ui::State::Due, &p(desk, "drive-out"))) }
            }
            @if named {
                p.hint { (drive.driver) " · " (desk.code("licence-class", &drive.licence_class)) " · "
                    @match drive.licence_until { Some(until) => (until), None => (p(desk, "drive-for-good")) }
                    " · " (p(desk, "drive-checked-by")) " " (drive.checked_name)
                }
            }
            @if edit && drive.returned_at.is_none() {
                form method="post" action=(format!("{}/drives/end", address(row.id))) data-once {
                    input type="hidden" name="drive" value=(drive.id);
                    (Button::new(p(desk, "drive-back")).primary().render())
                }
            }
        }
    }
}

async fn form(desk: &Desk<'_>, row: &Row, visit: &Visit, typed: &Input, errors: &[FieldError]) -> Result<Markup> {
    let all = cars::of(desk.conn(), desk.tenant(), visit.store_id).await?;
    let cars: Vec<Choice> = all
        .iter()
        .filter(|car| car.active)
        .map(|car| Choice::new(car.id.to_string(), format!("{} · {}", car.model, car.plate)))
        .collect();
    if cars.is_empty() {
        return Ok(html! { p.nothing { (p(desk, "drive-no-cars")) } });
    }
    let text = |name: &str| typed.get(name).unwrap_or_default();
    let driver = typed.get("driver").or(row.get("name").text()).unwrap_or_default();
    let minutes: Vec<Choice> = MINUTES
        .map(|n| Choice::new(n.to_string(), ui::Words::ta(&desk.w, "visit-page-minutes", &[("n", ui::Arg::Int(n))])))
        .into();
    let field = |name: &str| desk.field(name, desk.t(&format!("drive-{name}")), errors);
    let fields = html! {
        (field("car").required().select(&cars, text("car"), &desk.w))
        (field("minutes").required().select(&minutes, typed.filled("minutes").unwrap_or("30"), &desk.w))
        (field("driver").required().max(100).text(driver, &desk.w))
        (field("class").required().select(&desk.choices("licence-class"), typed.filled("class").unwrap_or("C1"), &desk.w))
        (field("until").hint(p(desk, "drive-until-hint")).date(records::input::date(text("until")), &desk.w))
        (field("checked").wide().checkbox(text("checked") == "true", &desk.w))
        (field("agreed").wide().checkbox(text("agreed") == "true", &desk.w))
    };
    let form = Form {
        id: "visit-drive".into(),
        action: format!("{}/drives", address(row.id)),
        fields,
        submit: p(desk, "drive-begin").into_owned(),
        ..Form::default()
    };
    Ok(form.render(&desk.w))
}

/// `POST /visits/{visit}/drives`.
pub(super) async fn begin(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&VISIT)?);
    let text = |name: &str| form.get(name).map(str::trim).filter(|text| !text.is_empty());
    let until = text("until").map(|text| records::input::date(text).ok_or(()));
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match (until, text("car").and_then(|car| car.parse::<Id>().ok())) {
        // What is wrong with a form is told only to those who may change the visit.
        (Some(Err(())), _) => refused(&tx, id, "until", "field-not-a-date").await,
        (_, None) => refused(&tx, id, "car", "field-required").await,
        (until, Some(car)) => {
            let licence = Licence {
                class: text("class").unwrap_or_default().to_owned(),
                until: until.and_then(std::result::Result::ok),
                checked: text("checked") == Some("true"),
                agreed: text("agreed") == Some("true"),
            };
            let minutes = text("minutes").and_then(|n| n.parse().ok()).unwrap_or(0);
            let driver = text("driver").unwrap_or_default().to_owned();
            drives::begin(&mut tx, id, NewDrive { driver, licence, car, minutes }).await
        }
    };
    acts::finish(&desk, tx, id, &form, done).await
}

async fn refused(tx: &kernel::Tx<'_>, id: Id, field: &str, code: &str) -> std::result::Result<Id, Refusal> {
    super::super::moves::editable(tx, id).await.and(Err(Refusal::field(field, code)))
}

/// `POST /visits/{visit}/drives/end`.
pub(super) async fn finish(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.record(&VISIT)?);
    let drive = form.get("drive").and_then(|drive| drive.parse().ok()).unwrap_or_default();
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = drives::finish(&mut tx, id, drive).await;
    acts::finish(&desk, tx, id, &form, done).await
}
