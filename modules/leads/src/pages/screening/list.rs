//! `/lead-questionnaires`: what leads are screened with, and a new one.

use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Input;
use records::commands::FieldError;
use ui::{Button, Column, Crumb, Empty, Form, Icon, Row, Shell, State, Table, dot};
use web::Result;
use web::records::{Call, Pairs};

use super::super::desk::{Desk, answer, mendable, typed};
use crate::screening::{self, Guide, Questionnaire, queries};

pub(super) const PATH: &str = "/lead-questionnaires";

/// The page.
pub(super) async fn page(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let rows: Vec<Row> = queries::guides(desk.conn(), desk.tenant())
        .await?
        .iter()
        .map(|guide| {
            let use_of = html! { @if guide.standard { (ui::tag(&desk.t("screening-standard"))) } };
            Row::new(guide.id.to_string(), vec![html! { (guide.name) }, state(&desk, guide), use_of])
                .href(format!("{PATH}/{}", guide.id), guide.name.clone())
        })
        .collect();
    let new = Button::new(desk.t("screening-new")).primary().icon(Icon::Plus).key("n").href(format!("{PATH}/new"));
    let table = Table {
        caption: desk.t("admin-lead-questionnaires").into_owned(),
        columns: vec![
            Column::new(desk.t("screening-name")),
            Column::new(desk.t("screening-state")).fact(),
            Column::new(desk.t("screening-use")).fact(),
        ],
        empty: match rows.is_empty() {
            true => Empty::new(desk.t("screening-empty"), desk.t("screening-empty-text")).render(),
            false => html! {},
        },
        rows,
        ..Table::default()
    };
    let shell = Shell {
        title: desk.t("admin-lead-questionnaires").into_owned(),
        primary: Some(new.render()),
        body: html! { p.hint.page-lead { (desk.t("screening-lead")) } (table.render(&desk.w)) },
        ..Shell::default()
    };
    Ok(answer(&[], desk.page.show(shell)))
}

/// How a questionnaire stands.
pub(super) fn state(desk: &Desk<'_>, guide: &Guide) -> Markup {
    let number = |key: &str, n: i64| desk.page.ta(key, &[("n", &n.to_string())]);
    html! {
        @if let Some(n) = guide.published { (dot(State::Done, &number("screening-state-published", n))) " " }
        @if let Some(n) = guide.draft { (dot(State::Due, &number("screening-state-draft", n))) }
    }
}

/// `GET /lead-questionnaires/new`. The form carries the new id, so that sending it twice makes one.
pub(super) async fn new(call: Call) -> Result<Response> {
    let input = Input::from_iter([("id", call.app.db.clock.new_id().to_string()), ("sample", "true".to_owned())]);
    Ok(adding(&Desk::new(&call), &input, &[]))
}

/// `POST /lead-questionnaires/new`.
pub(super) async fn create(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let input = typed(&form, &["id", "name", "sample"]);
    let id: Id = input.filled("id").and_then(|id| id.parse().ok()).unwrap_or_else(|| call.app.db.clock.new_id());
    let content = match input.filled("sample") {
        Some(_) => screening::sample(),
        None => Questionnaire::default(),
    };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match screening::add(&mut tx, id, input.get("name").unwrap_or_default(), &content).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{PATH}/{id}")).into_response())
        }
        Err(refusal) => {
            drop(tx);
            Ok(adding(&desk, &input, &mendable(refusal)?))
        }
    }
}

fn adding(desk: &Desk<'_>, input: &Input, errors: &[FieldError]) -> Response {
    let fields = html! {
        input type="hidden" name="id" value=(input.get("id").unwrap_or_default());
        (desk.field("name", desk.t("screening-name"), errors).required().focus().max(60).text(input.get("name").unwrap_or_default(), &desk.w))
        (desk.field("sample", desk.t("screening-with-sample"), errors).wide().checkbox(input.filled("sample").is_some(), &desk.w))
    };
    let form = Form {
        id: "lead-questionnaire".into(),
        action: format!("{PATH}/new"),
        errors: desk.sentences(errors),
        fields,
        submit: desk.t("screening-begin").into_owned(),
        cancel: Some(PATH.into()),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.t("screening-new").into_owned(),
        crumbs: vec![Crumb::new(desk.t("admin-lead-questionnaires"), PATH)],
        body: form.render(&desk.w),
        ..Shell::default()
    };
    answer(errors, desk.page.show(shell))
}
