//! From a form to what is wanted: `hot-STORE`, `rest-STORE`, `among-STORE` and `one-ENGAGEMENT`.

use std::collections::BTreeMap;

use kernel::Id;
use records::Refusal;

use crate::handover::{StoreWish, To, Wish};
use crate::pages::typed::Typed;

/// What stands for "as the rule says" beside a customer.
pub(super) const BY_RULE: &str = "rule";

/// Reads a form. Refuses days and choices that are none.
pub(super) fn read(typed: &Typed) -> Result<Wish, Refusal> {
    let last_day = match typed.filled("last_day") {
        None => None,
        Some(_) => Some(typed.date("last_day").ok_or_else(|| Refusal::field("last_day", "field-not-a-date"))?),
    };
    let (mut stores, mut exceptions) = (BTreeMap::new(), BTreeMap::new());
    for (name, value) in typed.values() {
        let unknown = || Refusal::field(name, "field-unknown-record");
        if let Some(store) = name.strip_prefix("rest-").and_then(|id| id.parse::<Id>().ok()) {
            let hot = typed.get(&format!("hot-{store}"));
            let among = typed.all(&format!("among-{store}"));
            let wish = StoreWish {
                hot: To::read(if hot.is_empty() { value } else { hot }).ok_or_else(unknown)?,
                rest: To::read(value).ok_or_else(unknown)?,
                among: among.iter().map(|id| id.parse()).collect::<Result<_, _>>().map_err(|_| unknown())?,
            };
            stores.insert(store, wish);
        }
        if let Some(one) = name.strip_prefix("one-").and_then(|id| id.parse::<Id>().ok())
            && value != BY_RULE
            && !value.is_empty()
        {
            exceptions.insert(one, value.parse().map_err(|_| unknown())?);
        }
    }
    let views_to = match typed.filled("views_to") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| Refusal::field("views_to", "field-unknown-record"))?),
    };
    Ok(Wish { last_day, reason: typed.filled("reason"), stores, exceptions, views_to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Id {
        Id::from_u128(n)
    }

    /// SYS-03: a rule per store, and customers given by hand beside it.
    #[test]
    fn a_form_says_what_is_wanted() {
        let (store, one, other) = (id(1), id(2), id(3));
        let typed = Typed::default()
            .with("last_day", "2026-11-30")
            .with(&format!("hot-{store}"), one.to_string())
            .with(&format!("rest-{store}"), "even")
            .with(&format!("among-{store}"), other.to_string())
            .with(&format!("one-{}", id(8)), BY_RULE)
            .with(&format!("one-{}", id(9)), other.to_string());
        let wish = read(&typed).unwrap();
        let rule = StoreWish { hot: To::One(one), rest: To::Even, among: vec![other] };
        assert_eq!(wish.stores, BTreeMap::from([(store, rule)]));
        assert_eq!(wish.exceptions, BTreeMap::from([(id(9), other)]));
        assert!(read(&typed.clone().with("last_day", "tomorrow")).is_err());
        assert!(read(&typed.with(&format!("rest-{store}"), "nobody")).is_err());
    }
}
