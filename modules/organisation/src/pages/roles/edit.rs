//! `/roles/{role}/edit`: names, the role above, the matrix and the functions, saved in one step.

use std::net::IpAddr;

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Action, Id, Tx};
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Choice, Crumb, Form, Shell, State as Mark, flash, section};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted, draft};
use super::role::function_word;
use super::{Sheets, matrix, require_change};
use crate::powers::Level;
use crate::roles::change::change_role;
use crate::roles::entry::{EntryChange, change_entry};
use crate::roles::sheet::{SheetChange, change_sheet, check_parent};
use crate::roles::{self, Role};
use crate::sessions::Proven;

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require_change(desk).await?;
    let sheets = Sheets::of(desk, id).await?;
    let role = &sheets.role;
    let parent = role.parent_id.map(|id| id.to_string()).unwrap_or_default();
    let (second_factor, addresses) = roles::queries::entry(desk.conn(), desk.tenant(), id).await?;
    let mut draft =
        Draft::of([("name_zh", role.name_zh.clone()), ("name_en", role.name_en.clone()), ("parent", parent)]);
    draft.input.set("addresses", addresses.replace(' ', "\n"));
    if second_factor {
        draft.input.set("second_factor", "true");
    }
    page(desk, &sheets, &draft).await
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
    let version = draft::version(&input)?;
    let sheet = if sheets.is_fixed() { None } else { Some(read(desk, &sheets, &input)) };
    let mut tx = app.db.write(&visitor.scope).await?;
    let changed = change(&mut tx, &sheets.role, version, &input, sheet, visitor.address).await;
    match changed {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/roles/{id}?done=saved")).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &sheets, &draft).await?))
        }
    }
}

async fn change(
    tx: &mut Tx<'_>,
    role: &Role,
    version: i64,
    input: &Input,
    sheet: Option<SheetChange>,
    from: Option<IpAddr>,
) -> Result<(), Refusal> {
    let standing = roles::queries::find(tx.conn(), tx.tenant(), role.id).await?.ok_or(Refusal::NotFound)?;
    if standing.version != version {
        return Err(Refusal::Conflict(standing.version));
    }
    let name_zh = input.filled("name_zh").ok_or_else(|| Refusal::field("name_zh", "role-name-missing"))?;
    let name_en = input.filled("name_en").unwrap_or(name_zh);
    let parent = match input.filled("parent") {
        Some(text) => Some(text.parse::<Id>().map_err(|_| Refusal::field("parent", "role-not-found"))?),
        None => None,
    };
    let mut version = version;
    if (name_zh, name_en, parent) != (standing.name_zh.as_str(), standing.name_en.as_str(), standing.parent_id) {
        if let Some(above) = parent.filter(|_| parent != standing.parent_id) {
            check_parent(tx, above).await?;
        }
        change_role(tx, role.id, version, name_zh, name_en, parent).await?;
        version += 1;
    }
    if input.get("entry").is_some() {
        let entry = EntryChange {
            second_factor: input.get("second_factor").is_some(),
            addresses: input.get("addresses").unwrap_or_default().to_owned(),
        };
        version += i64::from(change_entry(tx, role.id, version, entry, from).await?);
    }
    match sheet {
        Some(sheet) => change_sheet(tx, role.id, version, sheet).await,
        None => Ok(()),
    }
}

/// What the matrix and the list of functions say. Cells that the form did not hold stay.
fn read(desk: &Desk<'_>, sheets: &Sheets, input: &Input) -> SheetChange {
    let mut change = SheetChange::default();
    for kind in matrix::kinds(desk, sheets) {
        for action in Action::ALL {
            if let Some(level) = input.get(&matrix::cell_name(kind, action)) {
                change.levels.push((kind.to_owned(), action, Level::from_name(level)));
            }
        }
    }
    if input.get("functions").is_some() {
        for name in functions(desk, sheets) {
            change.capabilities.push((name.to_owned(), input.get(&format!("c.{name}")).is_some()));
        }
    }
    change
}

/// Functions that may be given; all of them at once only where the role has that already.
fn functions<'a>(desk: &'a Desk<'_>, sheets: &Sheets) -> Vec<&'a str> {
    let all = sheets.own.capabilities.contains("*");
    all.then_some("*").into_iter().chain(desk.app.capabilities.iter().map(|(name, _)| *name)).collect()
}

async fn page(desk: &Desk<'_>, sheets: &Sheets, draft: &Draft) -> Result<Markup, Problem> {
    let role = &sheets.role;
    let back = format!("/roles/{}", role.id);
    let above: Vec<Choice> = roles::queries::all(desk.conn(), desk.tenant())
        .await?
        .iter()
        .filter(|r| r.id != role.id)
        .map(|r| Choice::new(r.id.to_string(), r.name(desk.lang())))
        .collect();
    let typed = !draft.errors.is_empty() || draft.stale.is_some();
    let w = &desk.w;
    let fields = html! {
        input type="hidden" name="version" value=(draft.version(role.version));
        (draft.field(desk, "name_zh", "admin-name-zh").required().max(60).text(draft.value("name_zh"), w))
        (draft.field(desk, "name_en", "admin-name-en").max(60).text(draft.value("name_en"), w))
        @if !sheets.is_fixed() {
            (draft.field(desk, "parent", "admin-role-parent").hint(desk.t("admin-role-parent-hint")).select(&above, draft.value("parent"), w))
        }
        div.wide { (section(&desk.t("role-entry"), html! {
            input type="hidden" name="entry" value="all";
            (draft.field(desk, "second_factor", "role-second-factor").hint(desk.t("role-second-factor-hint")).checkbox(draft.input.get("second_factor").is_some(), w))
            (draft.field(desk, "addresses", "role-addresses").hint(desk.t("role-addresses-hint")).max(2000).wide().textarea(draft.value("addresses"), 3, w))
        })) }
        @if !sheets.is_fixed() {
            div.wide { (section(&desk.t("admin-role-records"), html! {
                div.field-wide { p.hint { (desk.t("admin-matrix-hint")) }
                    (matrix::edit(desk, sheets, |name| draft.input.get(name).map(str::to_owned))) }
            })) }
            div.wide { (section(&desk.t("admin-role-functions"), html! {
                input type="hidden" name="functions" value="all";
                @for name in functions(desk, sheets) {
                    @let field = format!("c.{name}");
                    @let on = if typed { draft.input.get(&field).is_some() } else { sheets.own.capabilities.contains(name) };
                    (function(desk, sheets, name, &field, on))
                }
            })) }
        }
    };
    let form = Form {
        id: "role-edit".into(),
        action: format!("{back}/edit"),
        errors: draft.sentences(desk),
        fields,
        submit: desk.t("admin-save").into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let standing = [
        ("name_zh", desk.t("admin-name-zh").into_owned(), role.name_zh.clone()),
        ("name_en", desk.t("admin-name-en").into_owned(), role.name_en.clone()),
    ];
    let body = html! {
        (draft.stale_note(desk, "role", role.id, &standing).await?)
        @if sheets.is_fixed() { (flash(Mark::Plain, &desk.t("admin-role-administrator"))) }
        (form.render(w))
    };
    let shell = Shell {
        title: desk.ta("admin-edit-of", &[("name", role.name(desk.lang()).into())]),
        crumbs: vec![Crumb::new(desk.t("admin-roles"), "/roles"), Crumb::new(role.name(desk.lang()), back.clone())],
        body,
        ..Shell::default()
    };
    Ok(desk.show(format!("{back}/edit"), shell))
}

fn function(desk: &Desk<'_>, sheets: &Sheets, name: &str, field: &str, on: bool) -> Markup {
    let inherited = sheets.inherited.capabilities.contains(name) || sheets.inherited.capabilities.contains("*");
    let input = ui::Field::new(field, function_word(desk, name));
    let input = if inherited && !on { input.hint(desk.t("admin-function-inherited")) } else { input };
    input.checkbox(on, &desk.w)
}
