//! `/users/{user}/looking`: seeing the house as someone sees it.

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::Input;
use ui::Form;
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted};
use super::{Seen, manageable, post};
use crate::looking;
use crate::sessions::Proven;

/// Whether the visitor may look as the person.
pub(super) fn may(desk: &Desk<'_>, seen: &Seen) -> bool {
    seen.user.is_active()
        && desk.visitor.session.is_some()
        && looking::may(&desk.visitor.scope, &seen.user, &seen.membership.powers)
}

/// `GET`: says what will happen and asks for the reason.
pub(super) async fn ask(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    if !may(desk, &seen) {
        return Err(Problem::forbidden());
    }
    Ok(page(desk, &seen, &Draft::default()))
}

/// `POST`: from here on it is the other person's house.
pub(super) async fn begin(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let seen = manageable(desk, id).await?;
    let session = visitor.session.ok_or_else(Problem::forbidden)?;
    let input: Input = posted.into_iter().collect();
    let mut tx = app.db.write(&visitor.scope).await?;
    match looking::begin(&mut tx, session, id, input.get("reason").unwrap_or_default()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to("/").into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(page(desk, &seen, &draft)))
        }
    }
}

fn page(desk: &Desk<'_>, seen: &Seen, draft: &Draft) -> Markup {
    let back = format!("/users/{}", seen.user.id);
    let path = format!("{back}/looking");
    let name = [("name", seen.user.name.as_str().into())];
    let reason = draft.field(desk, "reason", "looking-reason").required().max(200).hint(desk.t("looking-reason-hint"));
    let form = Form {
        id: "looking".into(),
        action: path.clone(),
        errors: draft.sentences(desk),
        fields: html! { (reason.focus().text(draft.value("reason"), &desk.w)) },
        submit: desk.ta("looking-begin", &name),
        cancel: Some(back),
        ..Form::default()
    };
    let body = html! { p { (desk.t("looking-explained")) } br; (form.render(&desk.w)) };
    post::shown(desk, seen, desk.ta("looking-title", &name), path, body)
}
