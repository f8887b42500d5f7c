//! `/roles/{role}/fields?kind=…`: how open each field of a kind is to a role. A field nobody has decided upon is closed
//! and says so (SYS-05).

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Access, Id};
use maud::{Markup, html};
use records::{Class, Input, Kind};
use serde::Deserialize;
use ui::{Count, Crumb, Form, Matrix, MatrixRow, MatrixValue, Shell, State as Mark, Tab, flash, tabs};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted, draft};
use super::{Sheets, matrix, require_change};
use crate::roles::sheet::{SheetChange, change_sheet};
use crate::sessions::Proven;

const ACCESSES: [Access; 3] = [Access::Hidden, Access::Masked, Access::Shown];

/// Which kind, and what was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    kind: String,
    done: String,
}

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Query(which): Query<Which>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let sheets = Sheets::of(desk, id).await?;
    let kind = kind(desk, &which.kind)?;
    let flash = super::super::desk::Said { done: which.done }.flash(desk);
    page(desk, &sheets, kind, &Draft::default(), flash).await
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require_change(desk).await?;
    let sheets = Sheets::of(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let (kind, version) = (kind(desk, input.get("kind").unwrap_or_default())?, draft::version(&input)?);
    let fields = kind.fields.iter().filter_map(|field| {
        let chosen =
            input.filled(&format!("f.{}", field.name)).filter(|name| ACCESSES.iter().any(|a| a.name() == *name))?;
        Some((kind.name.to_owned(), field.name.to_owned(), Access::from_name(chosen)))
    });
    let change = SheetChange { fields: fields.collect(), ..SheetChange::default() };
    let mut tx = app.db.write(&visitor.scope).await?;
    match change_sheet(&mut tx, id, version, change).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/roles/{id}/fields?kind={}&done=saved", kind.name)).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &sheets, kind, &draft, None).await?))
        }
    }
}

fn kind(desk: &Desk<'_>, name: &str) -> Result<&'static Kind, Problem> {
    let registry = &desk.app.registry;
    let found =
        if name.is_empty() { registry.kinds_of(desk.tenant()).next() } else { registry.kind_of(desk.tenant(), name) };
    found.ok_or_else(Problem::not_found)
}

async fn page(
    desk: &Desk<'_>,
    sheets: &Sheets,
    kind: &'static Kind,
    draft: &Draft,
    message: Option<Markup>,
) -> Result<Markup, Problem> {
    let role = &sheets.role;
    let back = format!("/roles/{}", role.id);
    let list: Vec<Tab> = desk
        .app
        .registry
        .kinds_of(desk.tenant())
        .map(|k| {
            let new = matrix::openness(&sheets.own, &sheets.inherited, k)[3];
            let tab = Tab::new(
                matrix::kind_word(desk, k.name),
                format!("{back}/fields?kind={}", k.name),
                k.name == kind.name,
            );
            if new > 0 && !matrix::opens_everything(sheets) { tab.count(Count::Exact(new as u64)) } else { tab }
        })
        .collect();
    let changeable = sheets.may_change && !sheets.is_fixed() && !matrix::opens_everything(sheets);
    let table = grid(desk, sheets, kind, draft, changeable);
    let body = html! {
        (tabs(&desk.t("admin-kind-of-record"), &list, None))
        (draft.stale_note(desk, "role", role.id, &[]).await?)
        @if matrix::opens_everything(sheets) { (flash(Mark::Plain, &desk.t("admin-role-everything"))) }
        @if changeable {
            p.hint { (desk.t("admin-fields-hint")) }
            (Form {
                id: "role-fields".into(),
                action: format!("{back}/fields"),
                errors: draft.sentences(desk),
                fields: html! {
                    input type="hidden" name="version" value=(draft.version(role.version));
                    input type="hidden" name="kind" value=(kind.name);
                    div.wide { (table) }
                },
                submit: desk.t("admin-save").into(),
                cancel: Some(back.clone()),
                ..Form::default()
            }.render(&desk.w))
        } @else { (table) }
    };
    let shell = Shell {
        title: desk.ta("admin-fields-of", &[("role", role.name(desk.lang()).into())]),
        crumbs: vec![Crumb::new(desk.t("admin-roles"), "/roles"), Crumb::new(role.name(desk.lang()), back.clone())],
        flash: message,
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("{back}/fields?kind={}", kind.name), shell))
}

fn grid(desk: &Desk<'_>, sheets: &Sheets, kind: &'static Kind, draft: &Draft, changeable: bool) -> Markup {
    let word = |access: Access| desk.t(&format!("access-{}", access.name())).into_owned();
    let mut rows = Vec::new();
    for class in Class::ALL {
        let of_class: Vec<_> = kind.fields.iter().filter(|f| f.class == class).collect();
        if of_class.is_empty() {
            continue;
        }
        rows.push(MatrixRow::Group(desk.t(&format!("class-{}", class.name())).into_owned()));
        for field in of_class {
            let of =
                |sheet: &crate::powers::RoleSheet| sheet.fields.get(kind.name).and_then(|f| f.get(field.name)).copied();
            let (own, above) = (of(&sheets.own), of(&sheets.inherited));
            let undecided = own.is_none() && above.is_none() && !matrix::opens_everything(sheets);
            let hint = if undecided { desk.t("admin-field-new-hint").into_owned() } else { String::new() };
            let name = format!("f.{}", field.name);
            let stands = if matrix::opens_everything(sheets) { Some(Access::Shown) } else { own.max(above) };
            let value = if changeable {
                let chosen = draft
                    .input
                    .get(&name)
                    .map(str::to_owned)
                    .or_else(|| own.map(|a| a.name().to_owned()))
                    .unwrap_or_default();
                let mut choices: Vec<(String, String)> =
                    ACCESSES.iter().map(|a| (a.name().to_owned(), word(*a))).collect();
                if own.is_none() {
                    choices.insert(0, (String::new(), desk.t("admin-field-not-opened").into_owned()));
                }
                MatrixValue::Choice(name, choices, chosen)
            } else {
                MatrixValue::Fixed(stands.map_or_else(|| desk.t("admin-field-not-opened").into_owned(), word))
            };
            let mut cells = vec![value];
            if sheets.parent.is_some() {
                cells.push(above.map_or(MatrixValue::None, |a| MatrixValue::Fixed(word(a))));
            }
            rows.push(MatrixRow::Line(desk.t_or(&kind.label(field.name), field.name), hint, cells));
        }
    }
    let mut columns = vec![desk.t("admin-field-access").into_owned()];
    if let Some(parent) = &sheets.parent {
        columns.push(parent.name(desk.lang()).to_owned());
    }
    let caption = desk.t("admin-role-fields").into_owned();
    Matrix { caption, corner: desk.t("ui-field").into(), columns, rows }.render(&desk.w)
}
