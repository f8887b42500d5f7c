//! What each store knows: owner, class, source, remark, contacts (CUS-02: across the stores of a group).

use kernel::Action;
use maud::{Markup, html};
use ui::{Count, Fact, Icon, Panel, State, badge};

use super::parts::Record;
use crate::customer::file::EngagementView;
use crate::pages::answer::opener;
use crate::pages::desk::{Desk, address, lines};

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let body = html! { @for at in &record.file.engagements { (one(desk, record, at)) } };
    Panel::new(desk.p("engagements"), body).count(Count::Exact(record.file.engagements.len() as u64)).render()
}

fn one(desk: &Desk<'_>, record: &Record, at: &EngagementView) -> Markup {
    let (e, w) = (&at.engagement, &desk.words);
    let class = if at.shows("class") { desk.code("customer-class", &e.class) } else { String::new() };
    let grade = e.grade.as_ref().map(|g| desk.code("customer-grade", g)).unwrap_or_default();
    let own = |field: &str| format!("{}?store={}", address(record.id, &format!("facts/{field}/form")), e.store_id);
    let mut facts = Vec::new();
    if at.shows("owner") {
        let owner = match &at.owner_name {
            Some(owner) => html! { (owner) },
            None => badge(State::Due, &desk.t("customer-pool")),
        };
        facts.push(Fact::new(desk.label("owner"), owner));
    }
    if at.shows("class") || at.shows("grade") {
        let words = [class, grade].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
        facts.push(Fact::text(desk.label("class"), &words));
    }
    if at.shows("touched_at") {
        facts.push(Fact::new(desk.label("touched_at"), ui::ago(e.touched_at.utc(), &desk.here, w)));
    }
    if let Some(until) = e.protected_until {
        facts.push(Fact::new(desk.label("protected_until"), ui::instant(until.utc(), &desk.here, w)));
    }
    if at.shows("engagement_source") {
        let source = e.source.as_ref().map(|s| desk.code("source", s)).unwrap_or_default();
        facts.push(editable(Fact::text(desk.label("engagement_source"), &source), at, own("engagement_source")));
    }
    // A remark is personal: it shows in full or not at all.
    if at.shows("remark") {
        let remark = e.remark.as_deref().unwrap_or_default();
        let fact = if remark.is_empty() {
            Fact::none(desk.label("remark"))
        } else {
            Fact::new(desk.label("remark"), lines(remark))
        };
        facts.push(editable(fact.wide(), at, own("remark")));
    }
    html! {
        section.engagement {
            div.row {
                h3 { (at.store_name) }
                @if desk.can(Action::Assign) {
                    (opener(&desk.p("assign"), &format!("{}?store={}", address(record.id, "owner"), e.store_id), Icon::Customer))
                }
                @if at.editable {
                    (opener(&desk.p("convert"), &format!("{}?store={}", address(record.id, "class"), e.store_id), Icon::Chart))
                }
            }
            (ui::facts(&facts, w))
        }
    }
}

fn editable(fact: Fact, at: &EngagementView, form: String) -> Fact {
    if at.editable { fact.edit(form) } else { fact }
}
