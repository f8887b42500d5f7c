//! The node whose settings or base data are looked at.

use std::collections::HashMap;

use kernel::Id;
use maud::{Markup, html};
use ui::{Choice, Field, State, dot};
use web::Problem;

use super::{Desk, organisation};
use crate::nodes::{Node, dated};
use crate::settings::{Origin, Resolved};

/// A node, among those the visitor may look after.
pub(super) struct Place {
    pub node: Node,
    choices: Vec<Choice>,
    names: HashMap<Id, String>,
}

impl Place {
    /// The node asked for by id; the topmost one when none is asked for. What is out of reach is not there.
    pub async fn of(desk: &Desk<'_>, capability: &str, asked: &str) -> Result<Place, Problem> {
        let domain = desk.domain(capability).await?;
        let all = dated::tree(desk.conn(), desk.tenant()).await?;
        let mut covered: Vec<&Node> = all.iter().filter(|n| domain.covers(&n.path)).collect();
        covered.sort_by_cached_key(|n| organisation::way(&all, n));
        let node = match asked.parse::<Id>() {
            Ok(id) => covered.iter().find(|n| n.id == id),
            Err(_) => covered.iter().min_by_key(|n| n.path.len()),
        };
        let node = (*node.ok_or_else(Problem::not_found)?).clone();
        let choices = covered.iter().map(|n| Choice::new(n.id.to_string(), organisation::way(&all, n))).collect();
        let names = all.iter().map(|n| (n.id, n.short().to_owned())).collect();
        Ok(Place { node, choices, names })
    }

    /// The choice of another node.
    pub fn bar(&self, desk: &Desk<'_>, action: &str) -> Markup {
        let value = self.node.id.to_string();
        html! {
            form.form method="get" action=(action) data-auto-submit {
                div.form-fields {
                    @if self.choices.len() > 1 {
                        (Field::new("node", desk.t("admin-place")).required().select(&self.choices, &value, &desk.w))
                    } @else { p { span.hint { (desk.t("admin-place")) } " " b { (self.node.name) } } }
                }
                button.sr type="submit" { (desk.t("admin-tree-look")) }
            }
            br;
        }
    }

    /// Where a value comes from, in words: inherited from a node above, or overridden here.
    pub fn origin(&self, desk: &Desk<'_>, origin: Origin) -> Markup {
        match origin {
            Origin::Here if self.node.parent_id.is_none() => dot(State::Done, &desk.t("admin-set-here")),
            Origin::Here => dot(State::Accent, &desk.t("admin-overridden-here")),
            Origin::Inherited(from) => {
                let name = self.names.get(&from).map_or("–", String::as_str);
                dot(State::Plain, &desk.ta("admin-inherited-from", &[("node", name.into())]))
            }
            Origin::Default => dot(State::Past, &desk.t("admin-by-default")),
        }
    }

    /// As [`Place::origin`], and who fixed it, where somebody did.
    pub fn held(&self, desk: &Desk<'_>, held: &Resolved) -> Markup {
        match held.fixed_by.and_then(|node| self.names.get(&node)) {
            Some(name) => dot(State::Due, &desk.ta("admin-fixed-by", &[("node", name.as_str().into())])),
            None => self.origin(desk, held.origin),
        }
    }

    /// Where a form leads when it is done: to the account set it came from, else to its own list.
    pub fn after(&self, input: &records::Input, list: &str, said: &str) -> String {
        match input.get("then") {
            Some("account-set") => format!("/organisation/{}/account-set?done={said}", self.node.id),
            _ => format!("{list}?{}&done={said}", self.query()),
        }
    }

    /// The query that keeps the node.
    pub fn query(&self) -> String {
        format!("node={}", self.node.id)
    }
}
