//! `/privacy/{privacy_request}`: what was asked, where it stands, what can be done next.

use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::{
    Button, Column, Fact, Form, Icon, Panel, Progress, Row, Shell, State as Tone, Table, date, facts, flash, instant,
};
use web::Problem;
use web::records::Call;

use super::desk::{Desk, Typed};
use crate::requests::{Kind, Linked, Request, State, queries};

/// The page.
pub(super) async fn page(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let request = desk.request().await?;
    render(&desk, &request, &Typed::default()).await
}

/// Asked again and again while the house is at it.
pub(super) async fn progress(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call)?;
    let request = desk.request().await?;
    if request.state() != State::Working {
        let href = format!("/privacy/{}", request.id);
        return Ok(([(HeaderName::from_static("hx-redirect"), href)], "").into_response());
    }
    Ok(bar(&desk, &request).into_response())
}

fn bar(desk: &Desk<'_>, request: &Request) -> Markup {
    let bar = Progress {
        label: desk.t("state-working").into_owned(),
        poll: Some(format!("/privacy/{}/progress", request.id)),
        ..Progress::default()
    };
    bar.render(&desk.w)
}

/// The page, with what is wrong with a form on it.
pub(super) async fn render(desk: &Desk<'_>, request: &Request, typed: &Typed) -> Result<Response, Problem> {
    let steps = queries::steps(desk.conn(), desk.tenant(), request.id).await?;
    let rows = steps
        .iter()
        .map(|step| {
            let cells = vec![
                instant(step.at.utc(), &desk.here, &desk.w),
                html! { (desk.t(&format!("deed-{}", step.deed))) },
                html! { (step.by_name) },
                html! { (step.note.as_deref().unwrap_or_default()) },
            ];
            Row::new(step.id.to_string(), cells)
        })
        .collect();
    let columns = ["when", "deed", "by", "note"].map(|name| {
        let column = Column::new(desk.t(&format!("field-{name}")));
        if name == "deed" { column.fact() } else { column }
    });
    let history = Table {
        caption: desk.t("history").into_owned(),
        columns: columns.into(),
        rows,
        compact: true,
        ..Table::default()
    };
    let linked = queries::linked(desk.conn(), desk.tenant(), request).await?;
    let body = html! {
        (banner(desk, request))
        (Panel::new(desk.t("asked"), facts(&told(desk, request), &desk.w)).render())
        (others(desk, request, &linked))
        (next(desk, request, typed))
        (Panel::new(desk.t("history"), history.render(&desk.w)).render())
    };
    let title = format!("{} · {}", request.number, desk.t(&format!("kind-{}", request.kind)));
    Ok(typed.answer(desk.show(Shell { title, body, ..Shell::default() })))
}

fn banner(desk: &Desk<'_>, request: &Request) -> Markup {
    html! {
        @if request.erased_at.is_some() {
            (flash(Tone::Past, &match request.kept_until {
                Some(day) => desk.ta("erased-kept", &[("day", day.to_string().as_str().into())]),
                None => desk.t("erased").into_owned(),
            }))
        } @else if request.restricted_at.is_some() { (flash(Tone::Due, &desk.t("restricted"))) }
    }
}

/// Other files that may be the same person's, each with a request of its own.
fn others(desk: &Desk<'_>, request: &Request, linked: &[Linked]) -> Markup {
    if linked.is_empty() {
        return html! {};
    }
    let list = html! {
        p.hint { (desk.t(if request.linked_to.is_some() { "linked-from" } else { "linked-text" })) }
        ul {
            @for other in linked {
                li { a href={ "/privacy/" (other.id) } { (other.number) } " · " (desk.t(&format!("state-{}", other.state))) }
            }
        }
    };
    Panel::new(desk.t("linked"), list).render()
}

fn told(desk: &Desk<'_>, r: &Request) -> Vec<Fact> {
    let file = match r.restricted_at {
        // There is no page of a file that is only kept.
        Some(_) => html! { (r.customer_name) " " span.hint { (r.customer_number) } },
        None => {
            html! { a href={ "/customers/" (r.customer_id) } { (r.customer_name) } " " span.hint { (r.customer_number) } }
        }
    };
    let word = |key: &str| desk.t(&format!("field-{key}")).into_owned();
    let mut list = vec![
        Fact::new(word("file"), file),
        Fact::new(word("state"), desk.state(r)),
        Fact::new(word("asked-by"), html! { (r.asked_by) " · " (desk.code("privacy-asker", &r.asker)) }),
        Fact::new(word("received-on"), date(r.received_on, &desk.w)),
        Fact::new(word("due-on"), date(r.due_on, &desk.w)),
    ];
    if let Some(proof) = &r.proof {
        let note = r.proof_note.as_deref().unwrap_or_default();
        list.push(Fact::new(word("proof"), html! { (desk.code("privacy-proof", proof)) " " (note) }));
    }
    if let Some(ground) = &r.ground {
        let note = r.ground_note.as_deref().unwrap_or_default();
        list.push(Fact::new(word("ground"), html! { (desk.code("privacy-ground", ground)) " " (note) }));
    }
    if let Some(wish) = &r.wish {
        list.push(Fact::text(word("wish"), wish).wide());
    }
    list
}

/// What can be done now.
fn next(desk: &Desk<'_>, r: &Request, typed: &Typed) -> Markup {
    let at = |deed: &str| format!("/privacy/{}/{deed}", r.id);
    let content = match (r.state(), r.kind()) {
        (State::Received, _) => check(desk, r, typed),
        (State::Checked, Kind::Erase) => html! {
            p { (desk.t("next-erase")) }
            p { (Button::new(desk.t("erasure")).danger().icon(Icon::Trash).href(at("erasure")).render()) }
        },
        (State::Proposed, _) => html! {
            p { (desk.t("next-proposed")) }
            p { (Button::new(desk.t("erasure")).danger().icon(Icon::Trash).href(at("erasure")).render()) }
            (plain(desk, r, "withdraw", "withdraw-form", html! {}, &desk.t("do-withdraw"), typed))
        },
        (State::Checked, kind) => html! {
            p { (desk.t(&format!("next-{}", kind.name()))) }
            br;
            @if kind == Kind::Correct {
                p { (Button::new(desk.t("to-file")).icon(Icon::Note).href(format!("/customers/{}/edit", r.customer_id)).render()) }
            }
            (plain(desk, r, "fulfil", "fulfil-form", html! {
                @if kind == Kind::Correct { (typed.field(desk, "note").wide().max(2000).textarea(typed.get("note"), 2, &desk.w)) }
            }, &desk.t(&format!("do-{}", kind.name())), typed))
        },
        (State::Working, _) => html! { div #privacy-progress { (bar(desk, r)) } },
        (State::Done, Kind::Copy) => match r.copy_until {
            Some(until) => html! {
                p { (desk.t("copy-until")) " " (instant(until.utc(), &desk.here, &desk.w)) }
                p.actions {
                    (Button::new(desk.t("copy-download")).primary().icon(Icon::Export).href(at("copy")).render()) " "
                    (Button::new(desk.t("copy-print")).icon(Icon::Print).href(at("print")).render())
                }
            },
            None => html! { p.hint { (desk.t("copy-gone")) } },
        },
        (State::Done, _) if r.restricted_at.is_some() && r.erased_at.is_none() => html! {
            p { (desk.t("next-lift")) }
            form method="post" action=(at("lift")) data-once { (Button::new(desk.t("lift")).icon(Icon::Undo).render()) }
        },
        _ => return html! {},
    };
    html! {
        (Panel::new(desk.t("next"), content).render())
        @if matches!(r.state(), State::Received | State::Checked | State::Proposed) {
            details.fold open[typed.get("deed") == "refuse"] { summary { (desk.t("refuse")) } (refuse(desk, r, typed)) }
        }
    }
}

fn check(desk: &Desk<'_>, r: &Request, typed: &Typed) -> Markup {
    let fields = html! {
        (typed.field(desk, "proof").required().select(&desk.choices("privacy-proof"), typed.get("proof"), &desk.w))
        (typed.field(desk, "proof_note").max(500).text(typed.get("proof_note"), &desk.w))
    };
    html! { p { (desk.t("next-check")) } br; (plain(desk, r, "check", "check-form", fields, &desk.t("do-check"), typed)) }
}

fn refuse(desk: &Desk<'_>, r: &Request, typed: &Typed) -> Markup {
    let fields = html! {
        (typed.field(desk, "ground").required().select(&desk.choices("privacy-ground"), typed.get("ground"), &desk.w))
        (typed.field(desk, "ground_note").required().max(500).text(typed.get("ground_note"), &desk.w))
    };
    plain(desk, r, "refuse", "refuse-form", fields, &desk.t("do-refuse"), typed)
}

/// A form of this page; errors stand on top of the one they belong to.
fn plain(desk: &Desk<'_>, r: &Request, deed: &str, id: &str, fields: Markup, submit: &str, typed: &Typed) -> Markup {
    let form = Form {
        id: id.into(),
        action: format!("/privacy/{}/{deed}", r.id),
        errors: if typed.get("deed") == deed { typed.sentences(desk) } else { Vec::new() },
        fields: html! {
            input type="hidden" name="deed" value=(deed);
            input type="hidden" name="version" value=(r.version);
            (fields)
        },
        submit: submit.to_owned(),
        ..Form::default()
    };
    form.render(&desk.w)
}
