//! `/lead-forms`: web forms with their addresses.

use std::collections::HashMap;

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Lang};
use maud::html;
use records::Input;
use records::commands::FieldError;
use ui::{Button, Choice, Column, Crumb, Empty, Form, Icon, Row, Shell, State, Table, date, dot};
use web::Result;
use web::records::{Call, Pairs};

use super::super::desk::{Desk, answer, mendable, typed};
use super::super::form::origins;
use super::super::rules::stores;
use crate::screening::forms::{self, Draft, queries};
use crate::screening::queries as questionnaires;

const PATH: &str = "/lead-forms";

/// What is asked for.
const ASKED: [&str; 8] = ["id", "name", "name_en", "questionnaire", "source", "store", "consent", "consent_en"];

/// Where a form stands.
fn place(desk: &Desk<'_>, key: &str) -> String {
    let base = desk.call.app.config.public_url.as_deref().unwrap_or_default();
    format!("{}/apply/{key}", base.trim_end_matches('/'))
}

/// `GET /lead-forms`.
pub(super) async fn list(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let named = |list: Vec<Choice>| list.into_iter().map(|c| (c.value, c.label)).collect::<HashMap<String, String>>();
    let (sources, stores) = (named(origins(&desk).await?), named(stores(&desk).await?));
    let guides = questionnaires::guides(desk.conn(), desk.tenant()).await?;
    let rows: Vec<Row> = queries::all(desk.conn(), desk.tenant())
        .await?
        .iter()
        .map(|form| {
            let guide = guides.iter().find(|guide| guide.id == form.questionnaire_id);
            let store = form.store_id.and_then(|id| stores.get(&id.to_string()).cloned());
            let state = match form.retired_at {
                None => dot(State::Done, &desk.p("rule-on")),
                Some(_) => dot(State::Past, &desk.t("screening-retired")),
            };
            let address = html! {
                @if form.retired_at.is_none() {
                    a href={ "/apply/" (form.key) } { code.secret { (place(&desk, &form.key)) } }
                }
            };
            let act = html! {
                @if form.retired_at.is_none() {
                    form method="post" action={ (PATH) "/" (form.id) "/retirement" } data-once {
                        (Button::new(desk.t("screening-retire")).small().quiet().render())
                    }
                }
            };
            let cells = vec![
                html! { b { (form.title(desk.w.lang)) } },
                address,
                html! { (sources.get(&form.source).map_or(form.source.as_str(), String::as_str)) },
                html! { (store.unwrap_or_else(|| desk.p("head-office").into_owned())) },
                html! { (guide.map(|guide| guide.name.as_str()).unwrap_or_default()) },
                date(form.created_at.date_in(desk.here.zone), &desk.w),
                state,
                act,
            ];
            Row::new(form.id.to_string(), cells).past(form.retired_at.is_some())
        })
        .collect();
    let new = Button::new(desk.t("screening-form-new")).primary().icon(Icon::Plus).key("n").href(format!("{PATH}/new"));
    let table = Table {
        caption: desk.t("admin-lead-forms").into_owned(),
        columns: vec![
            Column::new(desk.t("screening-title")),
            Column::new(desk.t("screening-address")).fact(),
            Column::new(desk.label("source")),
            Column::new(desk.label("store")),
            Column::new(desk.t("kind-questionnaire")),
            Column::new(desk.t("screening-since")),
            Column::new(desk.t("screening-state")),
            Column::new(desk.t("screening-retire")).hide_label().fact(),
        ],
        empty: match rows.is_empty() {
            true => Empty::new(desk.t("screening-forms-empty"), desk.t("screening-forms-empty-text")).render(),
            false => html! {},
        },
        rows,
        ..Table::default()
    };
    let shell = Shell {
        title: desk.t("admin-lead-forms").into_owned(),
        primary: Some(new.render()),
        body: html! { p.hint.page-lead { (desk.t("screening-forms-lead")) } (table.render(&desk.w)) },
        ..Shell::default()
    };
    Ok(answer(&[], desk.page.show(shell)))
}

/// `GET /lead-forms/new`. The form carries the new id, so that sending it twice makes one.
pub(super) async fn new(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let words = |lang: Lang, key: &str| call.app.words.text(lang, key).into_owned();
    let input = Input::from_iter([
        ("id", call.app.db.clock.new_id().to_string()),
        ("name", words(Lang::ZhCn, "screening-form-title")),
        ("name_en", words(Lang::En, "screening-form-title")),
        ("consent", words(Lang::ZhCn, "screening-form-consent")),
        ("consent_en", words(Lang::En, "screening-form-consent")),
        ("source", "official".to_owned()),
    ]);
    adding(&desk, &input, &[]).await
}

/// `POST /lead-forms/new`.
pub(super) async fn create(call: Call, form: Pairs) -> Result<Response> {
    let desk = Desk::new(&call);
    let input = typed(&form, &ASKED);
    let text = |name: &str| input.get(name).unwrap_or_default().to_owned();
    let id = |name: &str| input.filled(name).and_then(|id| id.parse::<Id>().ok());
    let draft = Draft {
        name: text("name"),
        name_en: text("name_en"),
        questionnaire: id("questionnaire"),
        source: text("source"),
        store: id("store"),
        consent: text("consent"),
        consent_en: text("consent_en"),
    };
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    match forms::make(&mut tx, id("id").unwrap_or_else(|| call.app.db.clock.new_id()), &draft).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Redirect::to(PATH).into_response())
        }
        Err(refusal) => {
            drop(tx);
            adding(&desk, &input, &mendable(refusal)?).await
        }
    }
}

/// `POST /lead-forms/{lead_form}/retirement`.
pub(super) async fn retire(call: Call) -> Result<Response> {
    let id = call.id("lead_form")?;
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    forms::retire(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Redirect::to(PATH).into_response())
}

async fn adding(desk: &Desk<'_>, input: &Input, errors: &[FieldError]) -> Result<Response> {
    let value = |name: &str| input.get(name).unwrap_or_default();
    let (origins, mut stores) = (origins(desk).await?, stores(desk).await?);
    stores.insert(0, Choice::new("", desk.p("head-office")));
    let guides: Vec<Choice> = questionnaires::guides(desk.conn(), desk.tenant())
        .await?
        .into_iter()
        .filter(|guide| guide.published.is_some())
        .map(|guide| Choice::new(guide.id.to_string(), guide.name))
        .collect();
    let chosen = match (value("questionnaire"), guides.first()) {
        ("", Some(first)) => first.value.as_str(),
        (chosen, _) => chosen,
    };
    let w = &desk.w;
    let fields = html! {
        input type="hidden" name="id" value=(value("id"));
        (desk.field("name", desk.t("screening-title"), errors).required().focus().max(60).text(value("name"), w))
        (desk.field("name_en", desk.t("screening-title-en"), errors).max(60).text(value("name_en"), w))
        (desk.field("source", desk.label("source"), errors).required().select(&origins, value("source"), w))
        (desk.field("store", desk.label("store"), errors).required().select(&stores, value("store"), w))
        (desk.field("questionnaire", desk.t("kind-questionnaire"), errors).required().select(&guides, chosen, w))
        (desk.field("consent", desk.t("screening-consent-text"), errors).required().wide().max(2_000).hint(desk.t("screening-consent-hint")).textarea(value("consent"), 4, w))
        (desk.field("consent_en", desk.t("screening-consent-text-en"), errors).wide().max(2_000).textarea(value("consent_en"), 4, w))
    };
    let form = Form {
        id: "lead-form".into(),
        action: format!("{PATH}/new"),
        errors: desk.sentences(errors),
        fields,
        submit: desk.t("screening-form-make").into_owned(),
        cancel: Some(PATH.into()),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.t("screening-form-new").into_owned(),
        crumbs: vec![Crumb::new(desk.t("admin-lead-forms"), PATH)],
        body: form.render(w),
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}
