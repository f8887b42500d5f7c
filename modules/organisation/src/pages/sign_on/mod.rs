//! `/sign-on`: the provider of single sign-on (SYS-03). Whoever names it could be anyone, so it is for holders of every
//! function alone, and after a fresh proof.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use records::{Input, Refusal};
use ui::{Choice, Fact, Form, Panel, Shell, facts};
use web::{Access, Problem, Routes, Shared, Visitor};

use super::desk::Said;
use super::{Desk, Draft, Posted, draft};
use crate::sessions::Proven;
use crate::sign_on::{self, Provider, SignOn, Unknown, queries};

/// Who may.
const ALL: Access = Access::Capability("*");

pub(super) fn routes() -> Routes {
    Routes::new().get("/sign-on", ALL, show).post("/sign-on", ALL, save)
}

async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    headers: HeaderMap,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let stored = queries::of_tenant(desk.conn(), desk.tenant()).await?;
    Ok(page(desk, &headers, stored.as_ref(), &Draft::of(values(stored.as_ref())), said.flash(desk)))
}

fn values(stored: Option<&Provider>) -> Vec<(&'static str, String)> {
    let on = |flag: bool| if flag { "true" } else { "false" }.to_owned();
    let Some(p) = stored else {
        return vec![("claim", "preferred_username".into()), ("passwords", on(true)), ("active", on(true))];
    };
    vec![
        ("label", p.label.clone()),
        ("issuer", p.issuer.clone()),
        ("client_id", p.client_id.clone()),
        ("claim", p.claim.clone()),
        ("unknown", p.unknown.clone()),
        ("passwords", on(p.passwords)),
        ("trusts_mfa", on(p.trusts_mfa)),
        ("strong_acr", p.strong_acr.clone().unwrap_or_default()),
        ("active", on(p.active)),
    ]
}

async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    headers: HeaderMap,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let input: Input = posted.into_iter().collect();
    let stored = queries::of_tenant(desk.conn(), desk.tenant()).await?;
    let text = |field: &str| input.get(field).unwrap_or_default().to_owned();
    let on = |field: &str| input.get(field) == Some("true");
    let new = sign_on::Draft {
        label: text("label"),
        issuer: text("issuer"),
        client_id: text("client_id"),
        secret: text("secret"),
        claim: text("claim"),
        creates: input.get("unknown") == Some(Unknown::Create.name()),
        passwords: on("passwords"),
        trusts_mfa: on("trusts_mfa"),
        strong_acr: text("strong_acr"),
        active: on("active"),
    };
    let (issuer, active) = (new.issuer.trim().to_owned(), new.active);
    let version = draft::version(&input)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let refused = match sign_on::save(&mut tx, new, version).await {
        Ok(()) if active => match app.seam::<SignOn>().answers(&issuer, app.db.clock.now()).await {
            Ok(()) => None,
            Err(cause) => {
                tracing::info!(%cause, %issuer, "the provider named does not answer");
                Some(Refusal::field("issuer", "sign-on-no-answer"))
            }
        },
        Ok(()) => None,
        Err(refusal) => Some(refusal),
    };
    match refused {
        None => {
            tx.commit().await?;
            Ok(Redirect::to("/sign-on?done=saved").into_response())
        }
        Some(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &headers, stored.as_ref(), &draft, None)))
        }
    }
}

fn page(
    desk: &Desk<'_>,
    headers: &HeaderMap,
    stored: Option<&Provider>,
    draft: &Draft,
    message: Option<Markup>,
) -> Markup {
    let w = &desk.w;
    let unknown = Unknown::ALL.map(|u| Choice::new(u.name(), desk.t(&format!("sign-on-unknown-{}", u.name()))));
    let of = |name: &str| draft.field(desk, name, &format!("sign-on-{}", name.replace('_', "-")));
    let hinted = |name: &str| of(name).hint(desk.t(&format!("sign-on-{}-hint", name.replace('_', "-"))));
    let is_on = |name: &str| draft.value(name) == "true";
    let keeps = if stored.is_some_and(|p| p.secret.is_some()) { "sign-on-secret-kept" } else { "sign-on-secret-hint" };
    let form = Form {
        id: "sign-on".into(),
        action: "/sign-on".into(),
        errors: draft.sentences(desk),
        fields: html! {
            (hinted("label").required().max(40).text(draft.value("label"), w))
            (hinted("issuer").required().max(300).text(draft.value("issuer"), w))
            (of("client_id").required().max(200).text(draft.value("client_id"), w))
            (of("secret").max(200).complete("off").hint(desk.t(keeps)).password(w))
            (hinted("claim").required().max(64).text(draft.value("claim"), w))
            (of("unknown").required().radio(&unknown, unknown_of(draft), w))
            (hinted("passwords").checkbox(is_on("passwords"), w))
            (hinted("trusts_mfa").checkbox(is_on("trusts_mfa"), w))
            (hinted("strong_acr").max(200).text(draft.value("strong_acr"), w))
            (of("active").checkbox(is_on("active"), w))
            input type="hidden" name="version" value=(draft.version(stored.map_or(0, |p| p.version)));
        },
        submit: desk.t("admin-save").into(),
        cancel: Some("/admin".into()),
        ..Form::default()
    };
    let at = |path: &str| html! { code { (sign_on::base(desk.app, headers)) (path) } };
    let registered =
        [Fact::new(desk.t("sign-on-back"), at(sign_on::BACK)), Fact::new(desk.t("sign-on-out"), at(sign_on::OUT))];
    let body = html! {
        p { (desk.t("sign-on-explained")) }
        (Panel::new(desk.t("sign-on-register"), facts(&registered, w)).render())
        (form.render(w))
    };
    desk.show("/sign-on", Shell { title: desk.t("sign-on-title").into(), flash: message, body, ..Shell::default() })
}

fn unknown_of(draft: &Draft) -> &str {
    if draft.value("unknown") == Unknown::Create.name() { Unknown::Create.name() } else { Unknown::Refuse.name() }
}
