//! `/custom-fields/{custom_field}/access`: how open the field is to each role. A new field is closed to every role that
//! lists its fields, and says so (SYS-05).

use std::collections::HashMap;

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Access, Id};
use maud::{Markup, html};
use records::custom::{Definition, Standing};
use records::{Input, Refusal};
use ui::{Crumb, Form, Matrix, MatrixRow, MatrixValue, Shell};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::{Desk, Draft, Posted};
use super::{list_of, standing, word};
use crate::powers::{self, RoleSheet, effective};
use crate::roles::sheet::{SheetChange, change_sheet};
use crate::roles::{self, Role};
use crate::sessions::Proven;

const ACCESSES: [Access; 3] = [Access::Hidden, Access::Masked, Access::Shown];

/// Roles are the whole house's: whoever opens a field to them must be allowed to change roles.
const ROLES: &str = "roles.manage";

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let field = standing(desk, id).await?;
    let flash = said.flash(desk);
    page(desk, &field, &Draft::default(), flash).await
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let field = standing(desk, id).await?;
    if !may_change(desk).await? {
        return Err(Problem::forbidden());
    }
    let input: Input = posted.into_iter().collect();
    let mut tx = app.db.write(&visitor.scope).await?;
    match open(&mut tx, &field.definition, &input).await {
        Ok(()) => {
            tx.commit().await?;
            let list = list_of(&field.definition.kind);
            Ok(Redirect::to(&format!("{list}&done=custom-opened")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &field, &draft, None).await?))
        }
    }
}

/// Opens or closes the field as the form says, role by role.
async fn open(tx: &mut kernel::Tx<'_>, field: &Definition, input: &Input) -> Result<(), Refusal> {
    for role in roles::queries::all(tx.conn(), tx.tenant()).await? {
        let Some(chosen) = input.filled(&format!("r.{}", role.id)) else { continue };
        let Some(access) = ACCESSES.into_iter().find(|a| a.name() == chosen) else { continue };
        let version = input.get(&format!("v.{}", role.id)).and_then(|v| v.parse().ok()).unwrap_or(-1);
        let fields = vec![(field.kind.clone(), field.name.clone(), access)];
        change_sheet(tx, role.id, version, SheetChange { fields, ..SheetChange::default() }).await?;
    }
    Ok(())
}

async fn may_change(desk: &Desk<'_>) -> Result<bool, Problem> {
    Ok(desk.visitor.scope.may(ROLES) && desk.domain(ROLES).await?.is_everything())
}

async fn page(desk: &Desk<'_>, field: &Standing, draft: &Draft, message: Option<Markup>) -> Result<Markup, Problem> {
    let d = &field.definition;
    let roles = roles::queries::all(desk.conn(), desk.tenant()).await?;
    let ids: Vec<Id> = roles.iter().map(|role| role.id).collect();
    let sheets = powers::queries::role_sheets(desk.conn(), desk.tenant(), &ids).await?;
    let changeable = may_change(desk).await?;
    let rows: Vec<MatrixRow> = roles.iter().map(|role| line(desk, d, role, &sheets, draft, changeable)).collect();
    let columns = vec![desk.t("admin-field-access").into_owned()];
    let caption = desk.t("custom-access").into_owned();
    let matrix = Matrix { caption, corner: desk.t("kind-role").into(), columns, rows }.render(&desk.w);
    let path = format!("/custom-fields/{}/access", d.id);
    let body = html! {
        p.hint { (desk.t("custom-access-hint")) }
        @if changeable {
            (Form {
                id: "custom-access".into(),
                action: path.clone(),
                errors: draft.sentences(desk),
                fields: html! {
                    @for role in &roles { input type="hidden" name={ "v." (role.id) } value=(role.version); }
                    div.wide { (matrix) }
                },
                submit: desk.t("admin-save").into(),
                cancel: Some(list_of(&d.kind)),
                ..Form::default()
            }.render(&desk.w))
        } @else { (matrix) }
    };
    let shell = Shell {
        title: desk.ta("custom-access-of", &[("field", word(desk, d).into())]),
        crumbs: vec![
            Crumb::new(desk.t("admin-custom-fields"), list_of(&d.kind)),
            Crumb::new(word(desk, d), format!("/custom-fields/{}", d.id)),
        ],
        flash: message,
        body,
        ..Shell::default()
    };
    Ok(desk.show(path, shell))
}

fn line(
    desk: &Desk<'_>,
    field: &Definition,
    role: &Role,
    sheets: &HashMap<Id, RoleSheet>,
    draft: &Draft,
    changeable: bool,
) -> MatrixRow {
    let word = |access: Access| desk.t(&format!("access-{}", access.name())).into_owned();
    let own = sheets.get(&role.id);
    let of = |sheet: &RoleSheet| sheet.fields.get(&field.kind).and_then(|f| f.get(&field.name)).copied();
    let above = role.parent_id.map(|parent| effective(parent, sheets)).unwrap_or_default();
    let everything = role.everything || above.everything;
    let (held, inherited) = (own.and_then(of), of(&above));
    let value = if everything {
        MatrixValue::Fixed(word(Access::Shown))
    } else if changeable {
        let name = format!("r.{}", role.id);
        let chosen = draft.input.get(&name).map(str::to_owned).or_else(|| held.map(|a| a.name().to_owned()));
        let mut choices: Vec<(String, String)> = ACCESSES.iter().map(|a| (a.name().to_owned(), word(*a))).collect();
        if held.is_none() {
            let none = match inherited {
                Some(access) => desk.ta("admin-inherits", &[("what", word(access).into())]),
                None => desk.t("admin-field-not-opened").into_owned(),
            };
            choices.insert(0, (String::new(), none));
        }
        MatrixValue::Choice(name, choices, chosen.unwrap_or_default())
    } else {
        let stands = held.max(inherited);
        MatrixValue::Fixed(stands.map_or_else(|| desk.t("admin-field-not-opened").into_owned(), word))
    };
    MatrixRow::Line(role.name(desk.lang()).to_owned(), String::new(), vec![value])
}
