//! The identity strip: who it is, how to reach them, whose they are, what is open (CUS-02).

use kernel::Action;
use maud::{Markup, html};
use records::Shown;
use ui::{Button, Icon, Identity, Menu, MenuItem, State, badge, tag};

use super::parts::Record;
use crate::kind::CUSTOMER;
use crate::pages::collisions;
use crate::pages::desk::{Desk, address};
use crate::pages::reveal;

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    html! { (strip(desk, record)) (collisions::cards(desk, &record.collisions)) }
}

fn strip(desk: &Desk<'_>, record: &Record) -> Markup {
    let number = record.file.row.get("number").text().unwrap_or_default().to_owned();
    Identity {
        name: record.name(desk),
        number,
        icon: record.is_organisation().then_some(Icon::Organisation),
        badges: badges(desk, record),
        facts: facts(desk, record),
        actions: Some(actions(desk, record)),
    }
    .render()
}

fn badges(desk: &Desk<'_>, record: &Record) -> Vec<Markup> {
    let Some(own) = record.own(desk) else { return Vec::new() };
    let state = match own.engagement.class.as_str() {
        "prospect" => State::Accent,
        "customer" | "vip" => State::Done,
        "lapsed" => State::Past,
        _ => State::Plain,
    };
    let mut badges = Vec::new();
    if own.shows("class") {
        badges.push(badge(state, &desk.code("customer-class", &own.engagement.class)));
    }
    if let Some(grade) = &own.engagement.grade {
        badges.push(tag(&desk.code("customer-grade", grade)));
    }
    if own.shows("owner") && own.engagement.owner_id.is_none() {
        badges.push(badge(State::Due, &desk.t("customer-pool")));
    }
    badges
}

fn facts(desk: &Desk<'_>, record: &Record) -> Vec<(String, Markup)> {
    let mut facts = Vec::new();
    if let Some(phone) = CUSTOMER.field("phone") {
        let reveal = reveal::address_of(desk, record.id, "phone");
        if let Some(value) = desk.value(phone, record.file.row.get("phone"), reveal.as_deref()) {
            facts.push((desk.label("phone").into_owned(), value));
        }
    }
    if let Some(own) = record.own(desk) {
        if own.shows("owner") {
            let owner = own.owner_name.clone().unwrap_or_else(|| desk.t("customer-pool").into_owned());
            facts.push((desk.label("owner").into_owned(), html! { (owner) }));
        }
        facts.push((desk.label("store").into_owned(), stores(desk, record)));
    }
    if !record.open.is_empty() {
        let open = html! {
            @for (n, item) in record.open.iter().enumerate() {
                @if n > 0 { " · " }
                a href=(item.href) { (desk.t(item.label)) " " (item.text) }
            }
        };
        facts.push((desk.p("open").into_owned(), open));
    }
    facts
}

/// The store at hand, and how many more know the customer.
fn stores(desk: &Desk<'_>, record: &Record) -> Markup {
    let own = record.own(desk).map(|e| e.store_name.as_str()).unwrap_or_default();
    let more = record.file.engagements.len().saturating_sub(1);
    html! {
        (own)
        @if more > 0 { " " a.hint href="#customer-engagements" { (desk.pa("more-stores", &[("n", (more as i64).into())])) } }
    }
}

fn actions(desk: &Desk<'_>, record: &Record) -> Markup {
    let phone = match record.file.row.get("phone") {
        Shown::Value(_) => record.file.row.get("phone").text().map(identifiers::phone::national),
        _ => None,
    };
    html! {
        @if let Some(number) = phone {
            (Button::new(desk.p("call")).icon(Icon::Phone).href(format!("tel:{number}")).render())
        }
        @if record.file.editable() {
            (Button::new(desk.t("ui-edit")).icon(Icon::Note).key("e").href(address(record.id, "edit")).render())
        }
        (Menu::new(desk.p("more"), &menu(desk, record)).icon(Icon::More).icon_only().at_end().render())
    }
}

fn menu(desk: &Desk<'_>, record: &Record) -> Vec<MenuItem> {
    let own = record.own(desk).map(|e| e.engagement.store_id).unwrap_or_default();
    let mut items = Vec::new();
    if desk.can(Action::Assign) {
        items.push(
            MenuItem::get(desk.p("assign"), format!("{}?store={own}", address(record.id, "owner")))
                .icon(Icon::Customer),
        );
    }
    if record.file.editable() {
        items.push(
            MenuItem::get(desk.p("convert"), format!("{}?store={own}", address(record.id, "class"))).icon(Icon::Chart),
        );
        items.push(MenuItem::get(desk.p("share"), address(record.id, "shares/new")).icon(Icon::Share));
    }
    if desk.can(Action::Merge) {
        items.push(MenuItem::link(desk.p("merge"), address(record.id, "merge")).icon(Icon::Merge));
    }
    items.push(MenuItem::get(desk.t("ui-history"), address(record.id, "history")).icon(Icon::History));
    items.push(MenuItem::get(desk.p("standing"), address(record.id, "standing")).icon(Icon::Clock));
    items.push(MenuItem::link(desk.t("explain-way"), address(record.id, "explanation")).icon(Icon::Info));
    for way in desk.seams().ways.iter().filter(|way| desk.visitor().scope.may(way.capability)) {
        items.push(MenuItem::link(desk.t(way.label), format!("{}{}", way.href, record.id)).icon(way.icon));
    }
    if desk.can(Action::Delete) && record.file.editable() {
        items.push(MenuItem::line());
        items.push(MenuItem::delete(desk.p("delete"), address(record.id, "")).icon(Icon::Trash).danger());
    }
    items
}
