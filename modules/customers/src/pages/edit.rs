//! `/customers/{customer}/edit`: all facts in groups. Only what was changed is written; where someone else changed the
//! same fact meanwhile, both values are shown side by side.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id};
use maud::html;
use records::commands::FieldError;
use records::custom::is_custom;
use records::{Field, Input, Refusal, Source, require};
use ui::{Crumb, Form, Shell, section};
use web::Problem;
use web::records::form;
use web::records::{Call, Pairs};

use super::conflict::{self, Sides};
use super::desk::{Desk, address};
use super::record::{GROUP_CUSTOM, GROUPS, Record, is_asked};
use crate::customer::update::update as write;

/// Under this name stands what the form showed at first, as JSON.
const BEFORE: &str = "before";

/// The form.
pub(super) async fn edit(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let record = load(&desk).await?;
    let shown = form::input_of(&record.file.row, desk.here.zone);
    Ok(page(&desk, &record, &shown, &shown, record.file.row.version, &[]))
}

/// Saves it.
pub(super) async fn update(call: Call, posted: Pairs) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let record = load(&desk).await?;
    let fields = fields(&record);
    let before = posted.get(BEFORE).map(read_before).unwrap_or_default();
    let mut mine = form::read(&fields, &posted, desk.here.zone);
    conflict::settle(&posted, &mut mine);
    let version = posted
        .get("version")
        .and_then(|v| v.parse::<i64>().ok())
        .ok_or_else(|| Problem::bad_request("problem-bad-request"))?;
    let now = form::input_of(&record.file.row, desk.here.zone);
    let sides = Sides { before: &before, mine: &mine, now: &now };
    if version != record.file.row.version && !sides.disputed(&fields).is_empty() {
        return Ok((StatusCode::CONFLICT, conflict::page(&desk, &record, &sides, &fields)).into_response());
    }
    let changed = sides.changed(&fields);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    // Facts that others changed meanwhile are not among mine: both changes stand.
    match write(&mut tx, &desk.seams(), record.id, record.file.row.version, &changed).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}?said=file-saved", address(record.id, ""))).into_response())
        }
        Err(Refusal::Conflict(_)) => {
            drop(tx);
            // Between reading and writing someone came in: look once more.
            let record = load(&desk).await?;
            let now = form::input_of(&record.file.row, desk.here.zone);
            let sides = Sides { before: &before, mine: &mine, now: &now };
            Ok((StatusCode::CONFLICT, conflict::page(&desk, &record, &sides, &fields)).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = match refusal {
                Refusal::Invalid(errors) => errors,
                Refusal::Rule(code) => vec![FieldError { field: String::new(), code: code.into() }],
                other => return Err(other.into()),
            };
            let answer = page(&desk, &record, &mine, &before, version, &errors);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response())
        }
    }
}

/// The file, if the visitor may change it.
async fn load(desk: &Desk<'_>) -> Result<Record, Problem> {
    let customer: Id = desk.customer()?;
    require(&desk.look(), &crate::kind::CUSTOMER, customer, Action::Edit).await?;
    Record::load(desk, customer, &[], Vec::new()).await
}

/// The facts of the customer's own row that the visitor sees in full; what a store knows is changed with the store.
fn fields(record: &Record) -> Vec<&'static Field> {
    form::fields_to_edit(&record.file.row).into_iter().filter(|f| !matches!(f.source, Source::Anchor(_))).collect()
}

/// The input as JSON, for the way through the browser and back.
pub(super) fn before_of(input: &Input) -> String {
    serde_json::json!(input.0).to_string()
}

fn read_before(text: &str) -> Input {
    Input(serde_json::from_str(text).unwrap_or_default())
}

fn page(
    desk: &Desk<'_>,
    record: &Record,
    input: &Input,
    before: &Input,
    version: i64,
    errors: &[FieldError],
) -> Response {
    let open = fields(record);
    let organisation = record.is_organisation();
    let groups = GROUPS.iter().map(|(title, names)| {
        let fields: Vec<&'static Field> = names
            .iter()
            .filter_map(|name| open.iter().copied().find(|f| f.name == *name))
            .filter(|f| is_asked(f.name, organisation) || input.filled(f.name).is_some())
            .collect();
        (desk.p(title).into_owned(), fields)
    });
    let custom: Vec<&'static Field> = open.iter().copied().filter(|f| is_custom(f.name)).collect();
    let groups = groups.chain([(desk.p(GROUP_CUSTOM).into_owned(), custom)]);
    let own: Input = Input(
        before
            .0
            .iter()
            .filter(|(name, _)| open.iter().any(|f| f.name == name.as_str()))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect(),
    );
    let fields = html! {
        input type="hidden" name="version" value=(version);
        input type="hidden" name=(BEFORE) value=(before_of(&own));
        @for (title, fields) in groups.filter(|(_, fields)| !fields.is_empty()) {
            (section(&title, form::form(&desk.page, desk.kind(), &fields, input, errors)))
        }
    };
    let form = Form {
        id: "customer-form".into(),
        action: address(record.id, "edit"),
        draft: Some(desk.draft(&format!("customer-{}-{version}", record.id))),
        errors: form::summary(&desk.page, desk.kind(), errors),
        fields,
        submit: desk.t("list-save").into_owned(),
        cancel: Some(address(record.id, "")),
        ..Form::default()
    };
    let name = record.name(desk);
    let crumbs = vec![
        Crumb::new(desk.t("kind-customer-plural"), "/customers"),
        Crumb::new(name.clone(), address(record.id, "")),
    ];
    let title = desk.pa("edit", &[("name", name.into())]);
    desk.page.show(Shell { title, crumbs, body: form.render(&desk.words), ..Shell::default() }).into_response()
}
