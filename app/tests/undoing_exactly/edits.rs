//! What people do between an operation and its undoing.

use customers::consents::NewConsent;
use customers::{phones, tags};
use kernel::{Id, sql};
use proptest::prelude::*;

use crate::house::{act, give};
use crate::support::World;

/// One of them, with which of the customers.
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    /// A fact gets a value of its own.
    Fact(usize, &'static str),
    /// A fact is emptied.
    Clear(usize, &'static str),
    Name(usize),
    Grade(usize),
    Owner(usize),
    Note(usize),
    Phone(usize),
    /// The last number but the first is taken away, one that stood before the operation.
    NoPhone(usize),
    Tag(usize),
    Consent(usize),
    Colour,
}

const FACTS: [&str; 5] = ["city", "email", "remark", "x_hobbies", "address"];
const CLEARED: [&str; 4] = ["city", "email", "remark", "x_hobbies"];

/// None to eight, on any customer.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let who = || 0usize..8;
    let fact = (who(), prop::sample::select(&FACTS[..])).prop_map(|(who, f)| Edit::Fact(who, f));
    let clear = (who(), prop::sample::select(&CLEARED[..])).prop_map(|(who, f)| Edit::Clear(who, f));
    let one = prop_oneof![
        3 => fact,
        1 => clear,
        1 => who().prop_map(Edit::Name),
        1 => who().prop_map(Edit::Grade),
        1 => who().prop_map(Edit::Owner),
        1 => who().prop_map(Edit::Note),
        1 => who().prop_map(Edit::Phone),
        1 => who().prop_map(Edit::NoPhone),
        1 => who().prop_map(Edit::Tag),
        1 => who().prop_map(Edit::Consent),
        1 => Just(Edit::Colour),
    ];
    proptest::collection::vec(one, 0..9)
}

/// Does them all, with a moment between, and lets the house follow.
pub async fn make(w: &World, people: &[Id], edits: &[Edit]) {
    for (n, edit) in edits.iter().enumerate() {
        w.db.clock.advance(10);
        one(w, *edit, people, n).await;
    }
    w.settle().await;
    w.db.clock.advance(60);
}

async fn one(w: &World, edit: Edit, people: &[Id], n: usize) {
    let at = |who: usize| people[who % people.len()];
    let change = async |who: usize, field: &str, text: String| {
        w.change("manager1", "customer", at(who), &[(field, text.as_str()), ("store", "PD")]).await;
    };
    match edit {
        Edit::Fact(who, "email") => change(who, "email", format!("later{n}@example.com")).await,
        Edit::Fact(who, field) => change(who, field, format!("后来{n}")).await,
        Edit::Clear(who, field) => change(who, field, String::new()).await,
        Edit::Name(who) => {
            let name = format!("王某{}", ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"][n % 8]);
            change(who, "name", name).await;
        }
        Edit::Grade(who) => {
            let grade = Some(["A", "B", "C", "H"][n % 4].to_owned());
            act(w, async |tx| {
                customers::engagements::classes::convert(tx, at(who), w.pudong, "prospect", grade, Some("回访".into()))
                    .await
            })
            .await;
        }
        Edit::Owner(who) => drop(give(w, at(who), ["sales1", "sales2", "manager1"][n % 3]).await),
        Edit::Note(who) => w.note("manager1", at(who), &format!("已联系{n}")).await,
        Edit::Phone(who) => {
            let number = format!("1370000{n:04}");
            let seams = w.assembly.app.seam::<std::sync::Arc<customers::Seams>>();
            act(w, async |tx| phones::add(tx, &seams, at(who), &number, None).await).await;
        }
        Edit::NoPhone(who) => {
            let text =
                "SELECT id FROM customer_phones WHERE customer_id = $1 AND NOT is_primary AND phone LIKE '+861360000%'";
            if let Some(row) = sql::row(w.db.read(), text, [at(who).into()]).await.unwrap() {
                let last: Id = row.try_get_by_index(0).unwrap();
                act(w, async |tx| phones::remove(tx, at(who), last).await).await;
            }
        }
        Edit::Tag(who) => {
            act(w, async |tx| tags::add(tx, at(who), w.pudong, &format!("标签{n}")).await).await;
        }
        Edit::Consent(who) => {
            let new = NewConsent {
                purpose: "marketing".into(),
                channel: "phone".into(),
                given: n.is_multiple_of(2),
                text_version: None,
                evidence: None,
            };
            act(w, async |tx| customers::consents::record(tx, at(who), new).await.map(drop)).await;
        }
        Edit::Colour => {
            let text = "SELECT id FROM vehicles WHERE plate = '沪A12341' AND deleted_at IS NULL";
            let row = sql::row(w.db.read(), text, []).await.unwrap().unwrap();
            let car: Id = row.try_get_by_index(0).unwrap();
            w.change("manager1", "vehicle", car, &[("colour", ["红", "蓝"][n % 2])]).await;
        }
    }
}
