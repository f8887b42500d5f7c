//! Two people changed the same fact: both values side by side, keep mine or take theirs, fact by fact.

use maud::{Markup, html};
use records::{Datum, Field, FieldKind, Input};
use ui::{Change, Crumb, Form, Shell, State};
use web::records::{Pairs, Renderer};

use super::desk::{Desk, address};
use super::edit::before_of;
use super::record::Record;

/// Before a field's name: whose value holds.
const WHOSE: &str = "whose-";

/// What stood there when the form was opened, what was typed, and what stands there now.
pub(super) struct Sides<'a> {
    /// When the form was opened.
    pub before: &'a Input,
    /// Typed.
    pub mine: &'a Input,
    /// Now.
    pub now: &'a Input,
}

impl Sides<'_> {
    /// What I changed, for writing.
    pub fn changed(&self, fields: &[&'static Field]) -> Input {
        self.mine_changed(fields).map(|f| (f.name, self.mine.get(f.name).unwrap_or_default())).collect()
    }

    /// What I changed and someone else changed to something else.
    pub fn disputed(&self, fields: &[&'static Field]) -> Vec<&'static Field> {
        let text = |side: &Input, field: &Field| side.get(field.name).unwrap_or_default().to_owned();
        self.mine_changed(fields)
            .filter(|f| text(self.now, f) != text(self.before, f) && text(self.now, f) != text(self.mine, f))
            .collect()
    }

    fn mine_changed(&self, fields: &[&'static Field]) -> impl Iterator<Item = &'static Field> {
        let mine = |f: &&'static Field| {
            self.mine.get(f.name).is_some_and(|text| text != self.before.get(f.name).unwrap_or_default())
        };
        fields.iter().copied().filter(mine).collect::<Vec<_>>().into_iter()
    }
}

/// Takes theirs where the person chose so: such a field is no change of mine.
pub(super) fn settle(posted: &Pairs, mine: &mut Input) {
    mine.0.retain(|name, _| posted.get(&format!("{WHOSE}{name}")) != Some("before"));
}

/// The page that asks.
pub(super) fn page(desk: &Desk<'_>, record: &Record, sides: &Sides<'_>, fields: &[&'static Field]) -> Markup {
    let changed = sides.changed(fields);
    let changes: Vec<Change> = sides
        .disputed(fields)
        .into_iter()
        .map(|field| Change {
            field: desk.label(field.name).into_owned(),
            before: value(desk, field, sides.now.get(field.name).unwrap_or_default()),
            after: value(desk, field, sides.mine.get(field.name).unwrap_or_default()),
            choose: Some(ui::Choose::after(format!("{WHOSE}{}", field.name))),
        })
        .collect();
    let others =
        changed.0.keys().filter(|name| !sides.disputed(fields).iter().any(|f| f.name == name.as_str())).count();
    let own = sides
        .now
        .0
        .iter()
        .filter(|(name, _)| fields.iter().any(|f| f.name == name.as_str()))
        .map(|(k, v)| (k.clone(), v.clone()));
    let inputs = html! {
        input type="hidden" name="version" value=(record.file.row.version);
        input type="hidden" name="before" value=(before_of(&Input(own.collect())));
        @for (name, text) in &changed.0 { input type="hidden" name=(name) value=(text); }
        div.wide {
            (ui::diff(&desk.t("list-theirs"), &desk.t("list-mine"), &changes, &desk.words))
            @if others > 0 { p.hint { (desk.pa("conflict-others", &[("n", (others as i64).into())])) } }
        }
    };
    let form = Form {
        id: "customer-form".into(),
        action: address(record.id, "edit"),
        fields: inputs,
        submit: desk.t("list-save").into_owned(),
        cancel: Some(address(record.id, "")),
        ..Form::default()
    };
    let name = record.name(desk);
    let crumbs = vec![
        Crumb::new(desk.t("kind-customer-plural"), "/customers"),
        Crumb::new(name.clone(), address(record.id, "")),
    ];
    let body = html! { (ui::flash(State::Due, &desk.t("problem-conflict"))) (form.render(&desk.words)) };
    desk.page.show(Shell { title: desk.pa("edit", &[("name", name.into())]), crumbs, body, ..Shell::default() })
}

fn value(desk: &Desk<'_>, field: &'static Field, text: &str) -> Option<Markup> {
    if text.is_empty() {
        return None;
    }
    let renderer = Renderer::new(&desk.page);
    let datum = match field.kind {
        FieldKind::Phone => Datum::Text(text.into()),
        kind => Datum::of_plain(kind, text),
    };
    Some(html! { (renderer.text(field, &datum)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::CUSTOMER;

    fn fields() -> Vec<&'static Field> {
        ["name", "address", "city"].iter().filter_map(|f| CUSTOMER.field(f)).collect()
    }

    fn input(pairs: &[(&str, &str)]) -> Input {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    /// Two people editing one record: different facts both stand, the same fact is asked about, and agreement is no
    /// dispute.
    #[test]
    fn only_the_same_fact_is_disputed() {
        let before = input(&[("name", "王敏"), ("address", "旧"), ("city", "上海")]);
        let mine = input(&[("name", "王敏"), ("address", "我的"), ("city", "苏州")]);
        let theirs = |address: &str, name: &str| input(&[("name", name), ("address", address), ("city", "上海")]);
        let disputed = |now: &Input| {
            Sides { before: &before, mine: &mine, now }.disputed(&fields()).iter().map(|f| f.name).collect::<Vec<_>>()
        };
        assert!(disputed(&theirs("旧", "王小敏")).is_empty(), "another fact");
        assert!(disputed(&theirs("我的", "王敏")).is_empty(), "the same value");
        assert_eq!(disputed(&theirs("他的", "王敏")), ["address"]);
        let now = theirs("他的", "王小敏");
        let changed = Sides { before: &before, mine: &mine, now: &now }.changed(&fields());
        assert_eq!(changed, input(&[("address", "我的"), ("city", "苏州")]), "their name is not written over");
    }

    #[test]
    fn taking_theirs_leaves_the_fact_alone() {
        let mut mine = input(&[("address", "我的"), ("city", "苏州")]);
        settle(&Pairs::read("whose-address=before&whose-city=after"), &mut mine);
        assert_eq!(mine, input(&[("city", "苏州")]));
    }
}
