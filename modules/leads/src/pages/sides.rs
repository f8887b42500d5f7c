//! The panels of a lead's page.

use kernel::Id;
use maud::{Markup, html};
use records::commands::FieldError;
use ui::{Choice, Entry, Form, Icon, Panel};
use web::Result;

use super::desk::{Desk, address};
use super::show::Sight;
use crate::arrivals::Arrival;
use crate::contacts::{Contact, is_real};
use crate::lead::machine::Act;
use crate::lead::moves::Move;
use crate::lead::queries;

/// The form that logs a contact: the way stands there already, so choosing how it came out and sending it is all.
pub(super) fn contact(desk: &Desk<'_>, sight: &Sight, errors: &[FieldError]) -> Markup {
    if !sight.edit || !sight.open(Act::Contact) {
        return html! {};
    }
    let fields = html! {
        (desk.field("result", desk.p("result"), errors).required().wide().radio(&desk.choices("lead-result"), "", &desk.w))
        (desk.field("channel", desk.p("way"), errors).required().select(&ways(desk), "phone", &desk.w))
        (desk.field("next_at", desk.p("next-at"), errors).moment("", &desk.w))
        (desk.field("content", desk.p("content"), errors).wide().max(2_000).textarea("", 2, &desk.w))
    };
    let form = Form {
        id: "lead-contact".into(),
        action: format!("{}/contacts", address(sight.row.id)),
        fields,
        submit: desk.p("log").into_owned(),
        ..Form::default()
    };
    Panel::new(desk.p("log-title"), form.render(&desk.w)).id("log").render()
}

/// The ways to reach somebody; "any" is none.
fn ways(desk: &Desk<'_>) -> Vec<Choice> {
    let mut list = desk.choices("channel");
    list.retain(|choice| choice.value != "any");
    list
}

/// What was said before. It is about the person: whoever may not read remarks reads none of it.
pub(super) fn contacts(desk: &Desk<'_>, sight: &Sight, list: &[Contact]) -> Markup {
    if !sight.tells("contacted_at") {
        return html! {};
    }
    let open = sight.tells("remark");
    let entries: Vec<Entry> = list
        .iter()
        .map(|c| {
            let icon = match c.channel.as_str() {
                "phone" => Icon::Phone,
                "visit" => Icon::Visit,
                _ => Icon::Message,
            };
            let title = html! { (desk.code("lead-result", &c.result)) };
            let way = desk.code("channel", &c.channel);
            let entry = Entry::new(c.at.utc(), icon, way, c.by_name.as_str(), title);
            let entry = entry.state(if is_real(&c.result) { ui::State::Done } else { ui::State::Past });
            match c.content.as_ref().filter(|_| open) {
                Some(text) => entry.body(html! { p { (text) } }),
                None => entry,
            }
        })
        .collect();
    let body = match entries.is_empty() {
        true => html! { p.nothing { (desk.p("no-contact")) } },
        false => ui::timeline(&entries, None, None, &desk.here, &desk.w),
    };
    Panel::new(desk.p("contacts"), body).render()
}

/// The way of the lead so far.
pub(super) async fn moves(desk: &Desk<'_>, sight: &Sight, list: &[Move]) -> Result<Markup> {
    if list.is_empty() || !sight.tells("state") || !sight.tells("owner") {
        return Ok(html! {});
    }
    let people: Vec<Id> = list.iter().filter_map(|m| m.to_owner).collect();
    let names = queries::user_names(desk.conn(), desk.tenant(), &people).await?;
    let entries: Vec<Entry> = list
        .iter()
        .map(|m| {
            let to = m.to_owner.and_then(|id| names.get(&id)).map(|name| format!(" → {name}")).unwrap_or_default();
            let title = html! { (desk.t(&format!("lead-act-{}", m.act))) (to) };
            let state = desk.code("lead-state", &m.to_state);
            let entry = Entry::new(m.at.utc(), Icon::Right, state, m.by_name.as_str(), title);
            match &m.reason {
                Some(reason) => entry.body(html! { p { (reason) } }),
                None => entry,
            }
        })
        .collect();
    Ok(Panel::new(desk.p("moves"), ui::timeline(&entries, None, None, &desk.here, &desk.w)).render())
}

/// A form beside the page's own one: its button is a plain one.
fn beside(id: &str, action: &str, fields: Markup, submit: &str) -> Markup {
    html! {
        form.form id=(id) method="post" action=(action) novalidate data-once {
            div.form-fields { (fields) }
            div.form-foot { button.button type="submit" { (submit) } }
        }
    }
}

/// Giving it to somebody, to a store, or to the pool.
pub(super) async fn assignment(desk: &Desk<'_>, sight: &Sight, errors: &[FieldError]) -> Result<Markup> {
    if !sight.lead_it || !sight.open(Act::Assign) || !sight.tells("owner") || !sight.tells("store") {
        return Ok(html! {});
    }
    let to = address(sight.row.id);
    let stores: Vec<Choice> = desk
        .call
        .visitor
        .stores
        .iter()
        .filter(|(id, _)| Some(*id) != sight.lead.store_id)
        .map(|(id, name)| Choice::new(id.to_string(), name.clone()))
        .collect();
    let people = match sight.lead.store_id {
        Some(store) => customers::places::people(desk.conn(), desk.tenant(), store, desk.here.today()).await?,
        None => Vec::new(),
    };
    let people: Vec<Choice> = people
        .into_iter()
        .filter(|p| Some(p.id) != sight.lead.owner_id)
        .map(|p| Choice::new(p.id.to_string(), p.name))
        .collect();
    let form = |id: &str, tail: &str, fields: Markup, submit: &str| {
        beside(id, &format!("{to}/{tail}"), fields, &desk.p(submit))
    };
    let body = html! {
        @if !people.is_empty() {
            (form("lead-assign", "assignment", html! {
                (desk.field("owner", desk.label("owner"), errors).required().select(&people, "", &desk.w))
                (desk.field("reason", desk.p("reason"), errors).max(200).text("", &desk.w))
            }, "assign"))
        }
        @if sight.open(Act::Send) && !stores.is_empty() {
            (form("lead-send", "store", desk.field("store", desk.label("store"), errors).required().select(&stores, "", &desk.w), "send"))
        }
        @if sight.open(Act::Recall) && sight.lead.store_id.is_some() {
            form method="post" action={ (to) "/recall" } data-once { button.button.button-quiet type="submit" { (desk.p("recall")) } }
        }
    };
    Ok(Panel::new(desk.p("assignment"), body).render())
}

/// Saying that it is none, and the manager's verdict on that.
pub(super) fn invalid(desk: &Desk<'_>, sight: &Sight, errors: &[FieldError]) -> Markup {
    let to = address(sight.row.id);
    if sight.lead_it && sight.open(Act::Confirm) {
        let body = html! {
            form method="post" action={ (to) "/verdict" } data-once {
                p.hint { (desk.p("verdict-hint")) }
                button.button.button-primary type="submit" name="verdict" value="agree" { (desk.p("agree")) } " "
                button.button type="submit" name="verdict" value="return" { (desk.p("return")) }
            }
        };
        return Panel::new(desk.p("verdict"), body).render();
    }
    if !sight.edit || !sight.open(Act::Invalidate) {
        return html! {};
    }
    let mut reasons = desk.choices("lead-invalid");
    reasons.insert(0, Choice::new("", desk.p("choose")));
    let fields = html! {
        (desk.field("reason", desk.label("reason"), errors).required().select(&reasons, "", &desk.w))
        (desk.field("note", desk.p("note"), errors).max(500).text("", &desk.w))
    };
    let asks = sight.lead.paid && !sight.lead_it;
    let submit = desk.p(if asks { "doubt" } else { "invalidate" });
    let form = beside("lead-invalid", &format!("{to}/invalid"), fields, &submit);
    let body = html! { @if asks { p.hint { (desk.p("paid-hint")) } } (form) };
    Panel::new(desk.p("invalid"), body).render()
}

/// Every time they arrived.
pub(super) fn arrivals(desk: &Desk<'_>, sight: &Sight, list: &[Arrival]) -> Markup {
    if ["arrivals", "channel", "source", "received_at"].into_iter().any(|field| !sight.tells(field)) {
        return html! {};
    }
    let open = sight.tells("remark");
    let entries: Vec<Entry> = list
        .iter()
        .map(|a| {
            let title = html! { (a.source.as_deref().unwrap_or_default()) };
            let what = desk.t(&format!("lead-outcome-{}", a.outcome.replace('_', "-")));
            let kind = desk.code("source", &a.channel);
            let entry = Entry::new(a.received_at.utc(), Icon::Lead, kind, what.into_owned(), title);
            match a.raw.as_ref().filter(|_| open) {
                Some(text) => entry.body(html! { p { (text) } }),
                None => entry,
            }
        })
        .collect();
    let body = ui::timeline(&entries, None, None, &desk.here, &desk.w);
    Panel::new(desk.p("arrivals"), body).count(ui::Count::Exact(list.len() as u64)).render()
}
