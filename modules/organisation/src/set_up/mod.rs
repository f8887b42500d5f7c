//! Set-up: the first page of an empty house makes group, first store and administrator.

use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::Refusal;
use serde::Deserialize;
use ui::{Choice, Field, PlainShell, Words, section};
use web::visitor::{Guest, Speech};
use web::{Access, Problem, Routes, Shared};

use crate::dictionaries::Seeds;
use crate::nodes::NodeKind;
use crate::sign_in::{Client, let_in};
use crate::tenants::{self, Founding, found};
use crate::users::{self, password};

pub(crate) fn routes() -> Routes {
    Routes::new().get("/set-up", Access::Public, show).post("/set-up", Access::Public, set_up)
}

/// What the set-up form posts.
#[derive(Debug, Deserialize)]
#[serde(default)]
struct House {
    group_name: String,
    group_code: String,
    kind: String,
    store_name: String,
    store_code: String,
    name: String,
    login: String,
    password: String,
    password_again: String,
}

impl Default for House {
    fn default() -> House {
        let text = str::to_owned;
        House {
            group_name: String::new(),
            group_code: text("HQ"),
            kind: text("group"),
            store_name: String::new(),
            store_code: text("S001"),
            name: String::new(),
            login: text("admin"),
            password: String::new(),
            password_again: String::new(),
        }
    }
}

async fn show(State(app): State<Shared>, guest: Guest) -> Result<Response, Problem> {
    if tenants::queries::any(app.db.read()).await? {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    Ok(page(&app, guest, &House::default(), &[]).into_response())
}

async fn set_up(
    State(app): State<Shared>,
    guest: Guest,
    client: Client,
    Form(house): Form<House>,
) -> Result<Response, Problem> {
    if tenants::queries::any(app.db.read()).await? {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    if house.password != house.password_again {
        let error = vec![("password_again".to_owned(), "password-differs".to_owned())];
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&app, guest, &house, &error)).into_response());
    }
    let founding = Founding {
        name: house.group_name.clone(),
        code: house.group_code.clone(),
        kind: if house.kind == "maker" { NodeKind::Maker } else { NodeKind::Group },
        store_name: house.store_name.clone(),
        store_code: house.store_code.clone(),
        login: house.login.clone(),
        admin_name: house.name.clone(),
        password: house.password.clone(),
    };
    let kinds: Vec<_> = app.registry.kinds().collect();
    let founded = match found(&app.db, &founding, &kinds, &app.seam::<Seeds>().0).await {
        Ok(founded) => founded,
        Err(Refusal::Invalid(fields)) => {
            let errors: Vec<_> = fields.into_iter().map(|f| (f.field, f.code)).collect();
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&app, guest, &house, &errors)).into_response());
        }
        Err(Refusal::Rule("set-up-done")) => return Ok(Redirect::to("/sign-in").into_response()),
        Err(refusal) => return Err(refusal.into()),
    };
    let admin = users::queries::find(app.db.read(), founded.tenant, founded.administrator)
        .await?
        .ok_or_else(Problem::not_found)?;
    let cookie = let_in(&app, &admin, guest.lang, client).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

fn page(app: &Shared, guest: Guest, house: &House, errors: &[(String, String)]) -> Markup {
    let speech = Speech { app, lang: guest.lang };
    let w = &speech;
    let field = |name: &str, key: &str| {
        let error = errors.iter().find(|(f, _)| f == name).map(|(_, code)| w.t(code).into_owned());
        Field::new(name, w.t(key)).required().error(error)
    };
    let kinds = ["group", "maker"].map(|k| Choice::new(k, w.t(&format!("node-kind-{k}"))));
    let fields = html! {
        (section(&w.t("set-up-group"), html! {
            (field("group_name", "set-up-group-name").focus().max(100).hint(w.t("set-up-group-name-hint")).text(&house.group_name, w))
            (field("group_code", "node-code").max(40).code(&house.group_code, w))
            (field("kind", "set-up-kind").radio(&kinds, &house.kind, w))
        }))
        (section(&w.t("set-up-store"), html! {
            (field("store_name", "set-up-store-name").max(100).text(&house.store_name, w))
            (field("store_code", "store-code").max(40).hint(w.t("set-up-store-code-hint")).code(&house.store_code, w))
        }))
        (section(&w.t("set-up-administrator"), html! {
            (field("name", "user-name").max(60).complete("name").text(&house.name, w))
            (field("login", "user-login").max(64).complete("username").text(&house.login, w))
            (field("password", "sign-in-password").max(200).complete("new-password").hint(w.ta("password-hint", &[("least", (password::least_by_default() as i64).into())])).password(w))
            (field("password_again", "password-again").max(200).complete("new-password").password(w))
        }))
    };
    let form = ui::Form {
        id: "set-up".into(),
        action: "/set-up".into(),
        errors: errors.iter().map(|(field, code)| (field.clone(), w.t(code).into_owned())).collect(),
        fields,
        submit: w.t("set-up-submit").into(),
        ..ui::Form::default()
    };
    let shell = PlainShell {
        title: w.t("set-up-title").into(),
        lead: Some(w.t("set-up-lead").into()),
        theme: guest.theme,
        language: Some("/language".into()),
        here: "/set-up".into(),
        wide: true,
        body: form.render(w),
    };
    shell.render(w)
}
