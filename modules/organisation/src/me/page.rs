//! The page.

use axum::extract::{Query, State};
use kernel::{Id, Lang};
use maud::{Markup, html};
use serde::Deserialize;
use ui::{
    Button, Choice, Column, Fact, Field, Form, Here, Panel, Row, Shell, State as Mark, Table, Words, ago, facts, flash,
    instant,
};
use web::visitor::Speech;
use web::{Page, Problem, Shared, Visitor};

use super::{person, token_panel};
use crate::second_factor::queries as factors;
use crate::sessions::{self, OPENS, Session, device, is_fresh};
use crate::settings::{self, keys};
use crate::tokens;
use crate::users::queries::PostLine;
use crate::users::{self, User};

/// What the page is asked to say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    done: String,
    must: String,
}

/// What a form of the page left to be shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// What was done, or has to be done.
    pub said: Said,
    /// A field and what is wrong with it.
    pub error: Option<(&'static str, &'static str)>,
    /// A token's text, this once.
    pub token: Option<String>,
}

/// `GET /me`
pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    page(&app, &visitor, Shown { said, ..Shown::default() }).await
}

pub(super) async fn page(app: &Shared, visitor: &Visitor, shown: Shown) -> Result<Markup, Problem> {
    let (id, tenant, conn) = (person(visitor)?, visitor.scope.tenant, app.db.read());
    let user = users::queries::find(conn, tenant, id).await?.ok_or_else(Problem::not_found)?;
    let posts = users::queries::posts(conn, tenant, id).await?;
    let now = app.db.clock.now();
    let live: Vec<Session> =
        sessions::queries::of_user(conn, tenant, id).await?.into_iter().filter(|s| s.is_live(now)).collect();
    let tokens = tokens::queries::of_user(conn, tenant, id).await?;
    let least = settings::number(conn, tenant, &user.path, keys::PASSWORD_LENGTH).await?;
    let factor = factors::has(conn, tenant, id).await?;
    let left = if factor { factors::codes_left(conn, tenant, id).await? } else { 0 };
    let proven = is_fresh(app, visitor, OPENS).await?;
    let frame = Page::new(app, visitor, "/me");
    let w = &frame.words();
    let here = Here { now: now.utc(), zone: web::records::labels::zone(app, visitor) };
    let single = super::sign_on::panel(app, visitor, id, &here, w).await?;
    let body = html! {
        @if let Some(token) = &shown.token { (token_panel::fresh(token, w)) }
        (own(&user, &posts, w))
        (look(visitor, w))
        (secret(&user, least, &shown, w))
        @if !user.must_change_password { (super::second_factor::panel(factor, left, w)) }
        (single)
        (session_list(&live, visitor.session, &here, w))
        (token_panel::panel(&tokens, now, proven, shown.error, &here, w))
    };
    let note = match (shown.said.done.as_str(), user.must_change_password) {
        (_, true) => Some((Mark::Due, "me-must-change-password")),
        ("password", _) => Some((Mark::Done, "me-password-changed")),
        ("session", _) => Some((Mark::Done, "me-session-ended")),
        ("second-factor-off", _) => Some((Mark::Done, "second-factor-removed")),
        ("sign-on-unlinked", _) => Some((Mark::Done, "sign-on-unlinked-done")),
        ("token", _) => Some((Mark::Done, "me-token-ended")),
        _ => None,
    };
    let refused = shown.error.filter(|(field, _)| *field == "sign_on").map(|(_, code)| (Mark::Overdue, code));
    let flash = refused.or(note).map(|(state, key)| flash(state, &w.t(key)));
    Ok(frame.show(Shell { title: w.t("me-title").into(), flash, body, ..Shell::default() }))
}

fn own(user: &User, posts: &[PostLine], w: &Speech<'_>) -> Markup {
    let role = |p: &PostLine| if w.lang == Lang::En { p.name_en.clone() } else { p.name_zh.clone() };
    let posts: Vec<String> = posts.iter().map(|p| format!("{} · {}", p.node_name, role(p))).collect();
    let list = [
        Fact::text(w.t("user-name"), &user.name),
        Fact::text(w.t("user-login"), &user.login),
        Fact::text(w.t("user-phone"), user.phone.as_deref().unwrap_or_default()),
        Fact::text(w.t("user-email"), user.email.as_deref().unwrap_or_default()),
        Fact::text(w.t("me-posts"), &posts.join("\u{3000}")).wide(),
    ];
    Panel::new(w.t("me-own"), facts(&list, w)).id("own").render()
}

fn look(visitor: &Visitor, w: &Speech<'_>) -> Markup {
    let languages = ["zh-CN", "en"].map(|tag| Choice::new(tag, if tag == "en" { "English" } else { "中文" }));
    let themes = ["auto", "light", "dark"].map(|key| Choice::new(key, w.t(&format!("ui-theme-{key}"))));
    // A changed choice holds at once; the buttons are for browsers without a script.
    let one = |id: &str, action: &str, field: Markup, hidden: Markup| {
        html! {
            form.choice-line id=(id) method="post" action=(action) data-auto-submit {
                (hidden) (field) button.button.choice-line-save type="submit" { (w.t("me-save")) }
            }
        }
    };
    let back = html! { input type="hidden" name="back" value="/me"; };
    let language = Field::new("lang", w.t("me-language")).required().select(&languages, visitor.scope.lang.tag(), w);
    let theme = Field::new("theme", w.t("ui-theme")).required().select(&themes, visitor.theme.key(), w);
    let body = html! {
        div.choice-lines {
            (one("me-language", "/me/language", language, back))
            (one("me-theme", "/me/theme", theme, html! {}))
        }
    };
    Panel::new(w.t("me-look"), body).id("look").render()
}

fn secret(user: &User, least: i64, shown: &Shown, w: &Speech<'_>) -> Markup {
    let field = |name: &str, key: &str, token: &'static str| {
        let error = shown.error.filter(|(f, _)| *f == name).map(|(_, code)| w.t(code).into_owned());
        Field::new(name, w.t(key)).required().max(200).complete(token).error(error)
    };
    let form = Form {
        id: "me-password".into(),
        action: "/me/password".into(),
        errors: shown
            .error
            .filter(|(f, _)| !matches!(*f, "token_name" | "sign_on"))
            .map(|(f, code)| (f.to_owned(), w.t(code).into_owned()))
            .into_iter()
            .collect(),
        fields: html! {
            // Password managers want to know whose password it is.
            input type="hidden" name="username" autocomplete="username" value=(user.login);
            (field("current", "password-current", "current-password").password(w))
            (field("password", "password-new", "new-password").hint(w.ta("password-hint", &[("least", least.into())])).password(w))
            (field("password_again", "password-again", "new-password").password(w))
        },
        submit: w.t("password-change").into(),
        ..Form::default()
    };
    Panel::new(w.t("password-change"), form.render(w)).id("password").render()
}

fn session_list(list: &[Session], own: Option<Id>, here: &Here, w: &Speech<'_>) -> Markup {
    let rows = list
        .iter()
        .map(|s| {
            let is_own = own == Some(s.id);
            let agent = html! {
                (s.agent.as_deref().map_or_else(|| w.t("me-session-unknown").into_owned(), device))
                @if is_own { " " (ui::tag(&w.t("me-session-this"))) }
            };
            let cells = vec![
                agent,
                html! { (s.address.as_deref().unwrap_or("–")) },
                ago(s.last_seen_at.utc(), here, w),
                instant(s.created_at.utc(), here, w),
            ];
            let row = Row::new(s.id.to_string(), cells);
            if is_own {
                row
            } else {
                row.actions(end(&format!("/me/sessions/{}/revocation", s.id), &w.t("me-session-end")))
            }
        })
        .collect();
    let table = Table {
        caption: w.t("me-sessions").into(),
        columns: vec![
            Column::new(w.t("me-session-browser")),
            Column::new(w.t("me-session-address")).fact(),
            Column::new(w.t("me-session-seen")).fact(),
            Column::new(w.t("me-session-since")),
        ],
        rows,
        ..Table::default()
    };
    Panel::new(w.t("me-sessions"), table.render(w)).id("sessions").render()
}

pub(super) fn end(action: &str, label: &str) -> Markup {
    html! { form method="post" action=(action) data-once { (Button::new(label).quiet().small().render()) } }
}
