//! Entering and changing a vehicle.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Access, Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Field as Descriptor, FieldKind, Input, Uses, find};
use ui::{Field, Reference};
use web::records::form as generic;
use web::records::{Call, Pairs};
use web::{Problem, Result};

use super::desk::{Desk, address, input_of, mendable};
use crate::catalogue;
use crate::kind::VEHICLE;
use crate::parties::Role;
use crate::vehicle::create::{OVERRIDE, create as create_vehicle};
use crate::vehicle::update::update as update_vehicle;

/// What stands in the form besides the fields of the descriptor.
const BESIDES: &[&str] = &["customer", "role", "odometer", "vin_override", "plate_taken", "plate_on"];

/// The form's parts, with the fields of each.
const PARTS: &[(&str, &[&str])] = &[
    ("vehicle-part-numbers", &["plate", "vin", "engine_no", "motor_nos", "chassis_no"]),
    ("vehicle-part-product", &["catalogue_model", "brand", "series", "model", "colour", "model_year"]),
    ("vehicle-part-use", &["usage", "status", "delivered_on", "registered_on", "insured_until", "remark"]),
];

/// `GET /vehicles/new`, with values from the address (`customer`, `plate` …).
pub(super) async fn new(call: Call) -> Result<Markup> {
    let input = typed(&call, &call.pairs);
    creating(&call, &input, &[]).await
}

/// `POST /vehicles/new`.
pub(super) async fn create(call: Call, form: Pairs) -> Result<Response> {
    let input = typed(&call, &form);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match create_vehicle(&mut tx, &input).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&address(id)).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = mendable(refusal)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, creating(&call, &input, &errors).await?).into_response())
        }
    }
}

/// `GET /vehicles/{vehicle}/edit`.
pub(super) async fn edit(call: Call) -> Result<Markup> {
    let (id, version, input, open) = stored(&call).await?;
    editing(&call, id, version, &input, &open, &[]).await
}

/// `POST /vehicles/{vehicle}/edit`.
pub(super) async fn update(call: Call, form: Pairs) -> Result<Response> {
    let (id, _, _, open) = stored(&call).await?;
    let version =
        form.get("version").and_then(|v| v.parse().ok()).ok_or_else(|| Problem::bad_request("api-version-required"))?;
    let mut input = typed(&call, &form);
    // What is masked for someone was not in their form.
    input.0.retain(|name, _| BESIDES.contains(&name.as_str()) || open.contains(&name.as_str()));
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match update_vehicle(&mut tx, id, version, &input).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(&address(id)).into_response())
        }
        Err(refusal) => {
            drop(tx);
            let errors = mendable(refusal)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, editing(&call, id, version, &input, &open, &errors).await?)
                .into_response())
        }
    }
}

fn typed(call: &Call, pairs: &Pairs) -> Input {
    let names: Vec<&str> = VEHICLE.fields_for(Uses::FORM).map(|f| f.name).chain(BESIDES.iter().copied()).collect();
    let mut input = input_of(pairs, &names);
    let own: Vec<&'static Descriptor> = call.kind(&VEHICLE).custom_fields().collect();
    input.0.extend(generic::read(&own, pairs, call.today().zone).0);
    input
}

/// The vehicle with the values of its form, and the fields that may be changed: those shown in full.
async fn stored(call: &Call) -> Result<(Id, i64, Input, Vec<&'static str>)> {
    let (id, look) = (call.record(&VEHICLE)?, call.look());
    find::require(&look, &VEHICLE, id, Action::Edit).await?;
    let fields: Vec<_> = call.kind(&VEHICLE).fields_for(Uses::FORM).collect();
    let row = find(&look, &VEHICLE, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let open = generic::fields_to_edit(&row).iter().map(|f| f.name).collect();
    Ok((id, row.version, generic::input_of(&row, call.today().zone), open))
}

async fn creating(call: &Call, input: &Input, errors: &[FieldError]) -> Result<Markup> {
    let desk = Desk::new(call);
    let scope = &call.visitor.scope;
    let open: Vec<&str> = desk
        .kind()
        .fields_for(Uses::FORM)
        .map(|f| f.name)
        .filter(|f| scope.field_at_best(VEHICLE.name, f) > Access::Hidden)
        .collect();
    let form = Sheet { desk: &desk, input, errors, model: model_name(call, input).await? };
    let fields = html! {
        (form.parts(&open))
        (ui::section(&desk.t("vehicle-part-owner"), html! {
            (form.owner().await?)
            (form.field("role", "vehicle-role").select(&Role::ALL.map(|r| ui::Choice::new(r.name(), desk.t(&format!("vehicle-role-{}", r.name())))), input.get("role").unwrap_or("owner"), &desk.w))
            (form.field("odometer", "vehicle-odometer-km").measure(form.value("odometer"), "km", &desk.w))
        }))
    };
    let title = desk.t("vehicle-new").into_owned();
    let draft = scope.user().map(|user| format!("vehicle-new:{user}"));
    let body = ui::Form {
        id: "vehicle".into(),
        action: "/vehicles/new".into(),
        draft,
        errors: desk.sentences(errors),
        fields,
        submit: title.clone(),
        cancel: Some("/vehicles".into()),
        ..ui::Form::default()
    };
    let crumbs = vec![ui::Crumb::new(desk.t("kind-vehicle-plural"), "/vehicles")];
    Ok(desk.page.show(ui::Shell { title, crumbs, body: body.render(&desk.w), ..ui::Shell::default() }))
}

async fn editing(
    call: &Call,
    id: Id,
    version: i64,
    input: &Input,
    open: &[&'static str],
    errors: &[FieldError],
) -> Result<Markup> {
    let desk = Desk::new(call);
    let form = Sheet { desk: &desk, input, errors, model: model_name(call, input).await? };
    let worn = errors.iter().any(|e| e.code == "vehicle-plate-worn");
    let fields = html! {
        input type="hidden" name="version" value=(version);
        @if worn {
            (form.field("plate_taken", "vehicle-taken").radio(&[("bare", "vehicle-taken-bare"), ("swap", "vehicle-taken-swap")].map(|(v, k)| ui::Choice::new(v, desk.t(k))), "", &desk.w))
        }
        (form.parts(open))
    };
    let body = ui::Form {
        id: "vehicle".into(),
        action: format!("{}/edit", address(id)),
        errors: desk.sentences(errors),
        fields,
        submit: desk.t("vehicle-save").into_owned(),
        cancel: Some(address(id)),
        ..ui::Form::default()
    };
    Ok(desk.page.show(ui::Shell {
        title: desk.t("vehicle-edit").into_owned(),
        crumbs: vec![
            ui::Crumb::new(desk.t("kind-vehicle-plural"), "/vehicles"),
            ui::Crumb::new(desk.t("vehicle-record"), address(id)),
        ],
        body: body.render(&desk.w),
        ..ui::Shell::default()
    }))
}

/// The name of the model chosen from the catalogue.
async fn model_name(call: &Call, input: &Input) -> Result<String> {
    let Some(id) = input.filled("catalogue_model").and_then(|text| text.parse().ok()) else { return Ok(String::new()) };
    Ok(catalogue::queries::model(call.app.db.read(), call.visitor.scope.tenant, id)
        .await?
        .map(|m| m.name)
        .unwrap_or_default())
}

/// A form being drawn.
struct Sheet<'a> {
    desk: &'a Desk<'a>,
    input: &'a Input,
    errors: &'a [FieldError],
    model: String,
}

impl Sheet<'_> {
    fn value(&self, name: &str) -> &str {
        self.input.get(name).unwrap_or_default()
    }

    fn field(&self, name: &str, label: &str) -> Field {
        let error = self.errors.iter().find(|e| e.field == name).map(|e| self.desk.t(&e.code).into_owned());
        Field::new(name, self.desk.t(label)).error(error)
    }

    fn parts(&self, open: &[&str]) -> Markup {
        html! {
            @for (title, names) in PARTS {
                @let names: Vec<&&str> = names.iter().filter(|n| open.contains(n)).collect();
                @if !names.is_empty() { (ui::section(&self.desk.t(title), html! { @for name in names { (self.one(name)) } })) }
            }
            @let own: Vec<&'static Descriptor> = self.desk.kind().custom_fields().filter(|f| open.contains(&f.name)).collect();
            @if !own.is_empty() {
                (ui::section(&self.desk.t("vehicle-part-custom"), generic::form_behind(&self.desk.page, self.desk.kind(), &own, self.input, self.errors)))
            }
        }
    }

    fn one(&self, name: &str) -> Markup {
        let Some(descriptor) = VEHICLE.field(name) else { return html! {} };
        let (w, value) = (&self.desk.w, self.value(name));
        let field = self.field(name, &VEHICLE.label(name));
        match descriptor.kind {
            FieldKind::Plate => field.watch("/vehicles/check/plate").complete("off").code(value, w),
            FieldKind::Vin => {
                html! { (field.watch("/vehicles/check/vin").complete("off").code(value, w)) (self.overriding()) }
            }
            FieldKind::Date => field.date(records::input::date(value), w),
            FieldKind::Integer => field.number(value, w),
            FieldKind::LongText => field.wide().textarea(value, 3, w),
            FieldKind::Choice(dictionary) => field.select(
                &self.desk.choices(dictionary),
                if value.is_empty() && name == "usage" { "private" } else { value },
                w,
            ),
            FieldKind::Reference { .. } => field.reference(
                &Reference { value: value.to_owned(), label: self.model.clone(), search: "/catalogue/picker".into() },
                w,
            ),
            _ => field.text(value, w),
        }
    }

    /// The manager's word, offered where the check digit is all that is wrong.
    fn overriding(&self) -> Markup {
        let wrong = self.errors.iter().any(|e| e.code == "identifier-vin-check-digit");
        html! {
            @if wrong && self.desk.call.visitor.scope.may(OVERRIDE) { (self.field("vin_override", "vehicle-vin-override").checkbox(false, &self.desk.w)) }
        }
    }

    async fn owner(&self) -> Result<Markup> {
        let value = self.value("customer").to_owned();
        let label = match value.parse::<Id>() {
            Ok(id) => customers::lookup::names(&self.desk.call.look(), &[id]).await?.remove(&id).unwrap_or_default(),
            Err(_) => String::new(),
        };
        Ok(self
            .field("customer", "kind-customer")
            .reference(&Reference { value, label, search: "/customers/picker".into() }, &self.desk.w))
    }
}
