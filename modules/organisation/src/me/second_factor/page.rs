//! The page.

use axum::extract::State;
use kernel::Id;
use maud::{Markup, html};
use ui::{Button, Crumb, Fact, Field, Form, Here, Panel, Shell, State as Mark, Words, facts, flash, instant};
use web::visitor::Speech;
use web::{Page, Problem, Shared, Visitor};

use super::super::person;
use crate::powers::{self, today};
use crate::second_factor::change::ENROLMENT_SECONDS;
use crate::second_factor::queries::{self, Stored};
use crate::second_factor::{change, picture, recovery, totp};
use crate::users;

/// A field of a form and what is wrong with it.
pub(super) type Wrong = Option<(&'static str, &'static str)>;

/// The address of the page.
pub(super) const HERE: &str = "/me/second-factor";

/// `GET /me/second-factor`
pub(super) async fn show(State(app): State<Shared>, visitor: Visitor) -> Result<Markup, Problem> {
    page(&app, &visitor, None).await
}

/// The page: what there is, or the secret that waits for its first code.
pub(super) async fn page(app: &Shared, visitor: &Visitor, wrong: Wrong) -> Result<Markup, Problem> {
    let (id, tenant, conn, now) = (person(visitor)?, visitor.scope.tenant, app.db.read(), app.db.clock.now());
    let stored = queries::find(conn, tenant, id).await?;
    let frame = Page::new(app, visitor, HERE);
    let w = &frame.words();
    let (message, body) = match stored {
        Some(on) if on.confirmed_at.is_some() => {
            let left = queries::codes_left(conn, tenant, id).await?;
            let message = (left < 3).then(|| flash(Mark::Due, &w.t("recovery-codes-few")));
            (message, settled(app, visitor, &on, left, wrong, w))
        }
        Some(waiting) if now < waiting.created_at.plus_seconds(ENROLMENT_SECONDS) => {
            (None, enrolment(app, visitor, id, &waiting, wrong, w).await?)
        }
        _ => {
            let demanded = powers::membership(conn, tenant, id, today(now)).await?.entry.second_factor;
            (demanded.then(|| flash(Mark::Due, &w.t("second-factor-demanded"))), nothing_yet(w))
        }
    };
    Ok(shown(&frame, message, body, w))
}

fn shown(frame: &Page<'_>, message: Option<Markup>, body: Markup, w: &Speech<'_>) -> Markup {
    let crumbs = vec![Crumb::new(w.t("me-title"), "/me")];
    frame.show(Shell { title: w.t("second-factor-title").into(), crumbs, flash: message, body, ..Shell::default() })
}

fn nothing_yet(w: &Speech<'_>) -> Markup {
    html! {
        p { (w.t("second-factor-about")) }
        br;
        form method="post" action="/me/second-factor/enrolment" data-once {
            (Button::new(w.t("second-factor-begin")).primary().render())
        }
    }
}

/// The picture, the secret for those who cannot take pictures, and the field for the first code.
async fn enrolment(
    app: &Shared,
    visitor: &Visitor,
    id: Id,
    stored: &Stored,
    wrong: Wrong,
    w: &Speech<'_>,
) -> Result<Markup, Problem> {
    let user = users::queries::find(app.db.read(), visitor.scope.tenant, id).await?.ok_or_else(Problem::not_found)?;
    let secret = change::secret(&app.db.keys, id, stored)?;
    let address = totp::address(&w.t("second-factor-issuer"), &user.login, &secret);
    let groups: Vec<&str> = secret.as_bytes().chunks(4).filter_map(|part| std::str::from_utf8(part).ok()).collect();
    let confirm = Form {
        id: "second-factor-confirm".into(),
        action: "/me/second-factor/confirmation".into(),
        errors: sentences(wrong, w),
        fields: field("code", "second-factor-first-code", "one-time-code", wrong, w).focus().max(20).code("", w),
        submit: w.t("second-factor-confirm").into(),
        cancel: Some("/me".into()),
        ..Form::default()
    };
    Ok(html! {
        ol.enrolment {
            li { p { (w.t("second-factor-step-app")) } }
            li {
                p { (w.t("second-factor-step-scan")) }
                (picture(&address, &w.t("second-factor-picture")))
                p.hint { (w.t("second-factor-typed")) }
                p { code #second-factor-secret { (groups.join(" ")) } }
            }
            li { p { (w.t("second-factor-step-code")) } (confirm.render(w)) }
        }
    })
}

fn settled(app: &Shared, visitor: &Visitor, on: &Stored, left: i64, wrong: Wrong, w: &Speech<'_>) -> Markup {
    let here = Here { now: app.db.clock.now().utc(), zone: web::records::labels::zone(app, visitor) };
    let since = on.confirmed_at.map_or_else(|| html! {}, |at| instant(at.utc(), &here, w));
    let count = w.ta("recovery-codes-left", &[("left", left.into()), ("all", (recovery::HOW_MANY as i64).into())]);
    let list = [Fact::new(w.t("second-factor-since"), since), Fact::text(w.t("recovery-codes"), &count)];
    let renew = html! {
        p.hint { (w.t("recovery-codes-about")) }
        br;
        form method="post" action="/me/second-factor/recovery-codes" data-once {
            (Button::new(w.t("recovery-codes-renew")).render())
        }
    };
    let removal = Form {
        id: "second-factor-removal".into(),
        action: "/me/second-factor/removal".into(),
        errors: sentences(wrong, w),
        fields: html! {
            (field("current", "password-current", "current-password", wrong, w).max(200).password(w))
            (field("code", "second-factor-code", "one-time-code", wrong, w).max(40).hint(w.t("second-factor-code-hint")).code("", w))
        },
        submit: w.t("second-factor-remove").into(),
        ..Form::default()
    };
    html! {
        (facts(&list, w))
        br;
        (Panel::new(w.t("recovery-codes"), renew).id("recovery-codes").render())
        (Panel::new(w.t("second-factor-remove"), html! { p.hint { (w.t("second-factor-remove-about")) } (removal.render(w)) }).id("removal").render())
    }
}

/// The page that shows recovery codes this once.
pub(super) fn codes_once(app: &Shared, visitor: &Visitor, codes: &[String], title: &str) -> Markup {
    let frame = Page::new(app, visitor, HERE);
    let w = &frame.words();
    let body = html! {
        p { (w.t("recovery-codes-once")) }
        ol.recovery-codes #recovery-codes-shown { @for code in codes { li { code { (code) } } } }
        p.hint { (w.t("recovery-codes-about")) }
        div.row.no-print {
            (Button::new(w.t("recovery-codes-noted")).primary().href("/me#sign-in").render())
            button.button type="button" data-print { (w.t("recovery-codes-print")) }
        }
    };
    shown(&frame, Some(flash(Mark::Done, &w.t(title))), body, w)
}

/// What stands about it on one's own page.
pub(in crate::me) fn panel(confirmed: bool, left: i64, w: &Speech<'_>) -> Markup {
    let state = if confirmed {
        let count = w.ta("recovery-codes-left", &[("left", left.into()), ("all", (recovery::HOW_MANY as i64).into())]);
        html! { (ui::dot(Mark::Done, &w.t("second-factor-is-on"))) " · " (count) }
    } else {
        html! { (ui::dot(Mark::Plain, &w.t("second-factor-is-off"))) }
    };
    let key = if confirmed { "second-factor-manage" } else { "second-factor-set-up" };
    let body = html! {
        p { (state) }
        p.hint { (w.t("second-factor-about")) }
        br;
        (Button::new(w.t(key)).href(HERE).render())
    };
    Panel::new(w.t("second-factor-title"), body).id("sign-in").render()
}

fn field(name: &str, label: &str, token: &'static str, wrong: Wrong, w: &Speech<'_>) -> Field {
    let error = wrong.filter(|(field, _)| *field == name).map(|(_, code)| w.t(code).into_owned());
    Field::new(name, w.t(label)).required().complete(token).error(error)
}

fn sentences(wrong: Wrong, w: &Speech<'_>) -> Vec<(String, String)> {
    wrong.map(|(field, code)| (field.to_owned(), w.t(code).into_owned())).into_iter().collect()
}
