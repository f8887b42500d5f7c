//! Answers after something was done: the parts of the page that changed for a script, the whole page for a browser
//! without one.

use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Refusal;
use ui::{Crumb, Dialog, Icon, Shell, State, Toast, icon};
use web::Problem;

use super::desk::{Desk, address};
use super::record::{Part, Record};
use super::typed::Typed;

/// What is told after something was done.
pub(super) struct Said {
    /// The key of the sentence behind `customer-page-said-`.
    pub key: &'static str,
    /// Takes it back by POST.
    pub undo: Option<String>,
}

impl Said {
    /// A sentence.
    pub fn new(key: &'static str) -> Said {
        Said { key, undo: None }
    }

    /// With a way back.
    pub fn undo(mut self, address: impl Into<String>) -> Said {
        self.undo = Some(address.into());
        self
    }

    /// The toast to send along with an answer.
    pub fn toast(&self, desk: &Desk<'_>) -> Markup {
        let text = desk.p(&format!("said-{}", self.key)).into_owned();
        ui::toast(&Toast { state: State::Done, text, undo: self.undo.clone() }, &desk.words)
    }
}

/// Sends the changed parts again and says what was done. Without a script the page is loaded anew.
pub(super) async fn done(desk: &Desk<'_>, customer: Id, parts: &[Part], said: Said) -> Result<Response, Problem> {
    if !desk.call.is_part() {
        return Ok(Redirect::to(&format!("{}?said={}", address(customer, ""), said.key)).into_response());
    }
    let record = Record::load(desk, customer, parts, Vec::new()).await?;
    let body = html! {
        @for part in parts { (part.again(desk, &record)) }
        div #dialogs hx-swap-oob="innerHTML" {}
        (said.toast(desk))
    };
    // The form that was sent stands inside one of the parts, or in the dialog that just closed.
    Ok(([(HeaderName::from_static("hx-reswap"), HeaderValue::from_static("none"))], body).into_response())
}

/// What a form comes to: what was refused is shown in it again, and what was written in the parts that changed.
pub(super) async fn written(
    desk: &Desk<'_>,
    customer: Id,
    mut typed: Typed,
    came: Result<(), Refusal>,
    again: fn(&Desk<'_>, Id, &Typed) -> Response,
    parts: &[Part],
    said: &'static str,
) -> Result<Response, Problem> {
    match came {
        Ok(()) => done(desk, customer, parts, Said::new(said)).await,
        Err(refusal) => {
            typed.refused(refusal)?;
            Ok(again(desk, customer, &typed))
        }
    }
}

/// A form: in a dialog for a script, as a page of its own otherwise. With errors the status is 422 and, for a script,
/// the form alone takes the place of the one that was sent.
pub(super) fn form(desk: &Desk<'_>, customer: Id, title: &str, form: Markup, has_errors: bool) -> Response {
    let status = if has_errors { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if desk.call.is_part() {
        if has_errors {
            return (status, form).into_response();
        }
        let dialog =
            Dialog { id: "customer-dialog".into(), title: title.to_owned(), body: form, actions: None, wide: false };
        return dialog.render(&desk.words).into_response();
    }
    let crumbs = vec![
        Crumb::new(desk.t("kind-customer-plural"), "/customers"),
        Crumb::new(desk.p("back-to-file"), address(customer, "")),
    ];
    let body = desk.page.show(Shell { title: title.to_owned(), crumbs, body: form, ..Shell::default() });
    (status, body).into_response()
}

/// A link that opens a form in a dialog, or its page where there is no script.
pub(super) fn opener(label: &str, href: &str, drawing: Icon) -> Markup {
    html! {
        a.button.button-quiet.button-small href=(href) hx-get=(href) hx-target="#dialogs" hx-swap="innerHTML" { (icon(drawing)) span { (label) } }
    }
}

/// As [`opener`], of the usual size.
pub(super) fn opener_large(label: &str, href: &str, drawing: Icon, primary: bool, key: Option<&str>) -> Markup {
    let title = key.map(|key| format!("{label} ({key})"));
    html! {
        a.button.button-primary[primary] href=(href) hx-get=(href) hx-target="#dialogs" hx-swap="innerHTML" data-key=[key] title=[title] {
            (icon(drawing)) span { (label) }
        }
    }
}

/// A button that takes something away: DELETE for a script, a form's POST to `…/removal` otherwise.
pub(super) fn remover(label: &str, href: &str, hidden: &[(&str, &str)]) -> Markup {
    html! {
        form method="post" action={ (href) "/removal" } hx-post={ (href) "/removal" } hx-swap="none" data-once {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            button.button.button-quiet.button-small.icon-only type="submit" aria-label=(label) title=(label) { (icon(Icon::Close)) }
        }
    }
}
