//! `GET /customers/{customer}`.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use ui::{Crumb, Panel, Shell, State, flash};
use web::Problem;
use web::records::Call;

use super::parts::{Part, Record};
use crate::kind::CUSTOMER;
use crate::pages::desk::{Desk, address};
use crate::pages::merge;

const ALL: [Part; 10] = [
    Part::Identity,
    Part::Next,
    Part::Facts,
    Part::Timeline,
    Part::Engagements,
    Part::People,
    Part::Consents,
    Part::Tags,
    Part::Shares,
    Part::Attachments,
];

/// The page.
pub(in crate::pages) async fn show(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let id = desk.customer()?;
    let kinds = call.pairs.get("kind").map(|kind| vec![kind.to_owned()]).unwrap_or_default();
    let record = match Record::load(&desk, id, &ALL, kinds).await {
        Ok(record) => record,
        // The address of a file that has become part of another one leads there.
        Err(problem) => match merge::kept_by(&desk, id).await? {
            Some(keeper) => return Ok(Redirect::to(&address(keeper, "")).into_response()),
            None => return Err(problem),
        },
    };
    web::viewing::opened(&call.app, &call.visitor.scope, CUSTOMER.name, id).await;
    let body = body(&desk, &record);
    let crumbs = vec![Crumb::new(desk.t("kind-customer-plural"), "/customers")];
    let shell =
        Shell { title: record.name(&desk), crumbs, hide_title: true, flash: said(&desk), body, ..Shell::default() };
    Ok(desk.page.show(shell).into_response())
}

fn body(desk: &Desk<'_>, record: &Record) -> Markup {
    html! {
        (Part::Identity.render(desk, record))
        (Part::Next.render(desk, record))
        (jump(desk, record))
        div.record {
            div {
                @for (title, content) in &record.panels { (Panel::new(desk.t(title), content.clone()).render()) }
                (Part::Timeline.render(desk, record))
            }
            div {
                (Part::Facts.render(desk, record))
                (Part::Engagements.render(desk, record))
                (Part::People.render(desk, record))
                (Part::Tags.render(desk, record))
                (Part::Attachments.render(desk, record))
                (Part::Consents.render(desk, record))
                (Part::Shares.render(desk, record))
            }
        }
    }
}

/// Links to the parts below, for narrow screens.
fn jump(desk: &Desk<'_>, record: &Record) -> Markup {
    let places = [
        (Part::Timeline, desk.p("timeline"), None),
        (Part::Facts, desk.p("facts"), None),
        (Part::Engagements, desk.p("engagements"), Some(record.file.engagements.len())),
        (Part::People, desk.label("relations"), Some(record.file.relations.len() + record.file.contacts.len())),
        (Part::Attachments, desk.label("attachments"), Some(record.file.attachments.len())),
        (Part::Consents, desk.label("consents"), None),
    ];
    html! {
        nav.record-jump aria-label=(desk.p("jump")) {
            @for (part, word, count) in &places {
                a href={ "#" (part.id()) } { (word) @if let Some(count) = count { " " small { (count) } } }
            }
        }
    }
}

/// What was done before, where the page was loaded anew for it.
fn said(desk: &Desk<'_>) -> Option<Markup> {
    let key = format!("customer-page-said-{}", desk.call.pairs.get("said")?);
    desk.has_words(&key).then(|| flash(State::Done, &desk.t(&key)))
}
