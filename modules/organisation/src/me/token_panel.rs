//! One's tokens on one's own page.

use kernel::Instant;
use maud::{Markup, html};
use ui::{Button, Choice, Column, Empty, Field, Form, Here, Panel, Row, Table, Words, ago, instant};
use web::visitor::Speech;

use super::page::end;
use crate::tokens::Token;

/// The list, and the form for another one; who has not shown lately that it is they is asked to do so first.
pub(super) fn panel(
    list: &[Token],
    now: Instant,
    proven: bool,
    error: Option<(&'static str, &'static str)>,
    here: &Here,
    w: &Speech<'_>,
) -> Markup {
    let when = |at: Option<Instant>, none: &str| match at {
        Some(at) => ago(at.utc(), here, w),
        None => html! { (w.t(none)) },
    };
    let rows = list
        .iter()
        .map(|t| {
            let reach = if t.scopes.is_none() {
                w.t("token-reach-all").into_owned()
            } else {
                t.scopes.clone().unwrap_or_default()
            };
            let ends =
                t.expires_at.map_or_else(|| html! { (w.t("token-never-ends")) }, |at| instant(at.utc(), here, w));
            let cells = vec![html! { (t.name) }, html! { (reach) }, when(t.last_used_at, "token-never-used"), ends];
            let over = t.expires_at.is_some_and(|end| end <= now);
            Row::new(t.id.to_string(), cells)
                .past(over)
                .actions(end(&format!("/me/tokens/{}/revocation", t.id), &w.t("token-end")))
        })
        .collect();
    let table = Table {
        caption: w.t("me-tokens").into(),
        columns: vec![
            Column::new(w.t("token-name")),
            Column::new(w.t("token-reach")).fact(),
            Column::new(w.t("token-used")).fact(),
            Column::new(w.t("token-ends")),
        ],
        rows,
        empty: Empty::new(w.t("me-tokens-none"), w.t("me-tokens-hint")).render(),
        ..Table::default()
    };
    let error = error.filter(|(f, _)| *f == "token_name").map(|(_, code)| w.t(code).into_owned());
    let reaches = ["all", "read"].map(|key| Choice::new(key, w.t(&format!("token-reach-{key}"))));
    let form = Form {
        id: "me-token".into(),
        action: "/me/tokens".into(),
        fields: html! {
            (Field::new("name", w.t("token-name")).id("field-token_name").required().max(60).hint(w.t("token-name-hint")).error(error).text("", w))
            (Field::new("reach", w.t("token-reach")).required().select(&reaches, "all", w))
            (Field::new("days", w.t("token-days")).hint(w.t("token-days-hint")).number("", w))
        },
        submit: w.t("token-create").into(),
        ..Form::default()
    };
    // A token outlives the session: whoever makes one shows first that it is they.
    let make = html! {
        @if proven { (form.render(w)) } @else {
            p.hint { (w.t("proof-about")) }
            (Button::new(w.t("token-create")).href(format!("/me/proof?next={}", web::page::encode("/me#tokens"))).render())
        }
    };
    Panel::new(w.t("me-tokens"), html! { (table.render(w)) (make) }).id("tokens").render()
}

/// A token's text, this once.
pub(super) fn fresh(text: &str, w: &Speech<'_>) -> Markup {
    html! {
        section.panel #new-token {
            header { h2 { (w.t("token-made")) } }
            p { (w.t("token-made-hint")) }
            p { code #token-text { (text) } }
        }
    }
}
