//! A new customer from a row.

use kernel::{DbError, Instant, Tx};
use records::import::{Draft, Message, Severity};
use records::{Datum, custom};

use super::setting::Setting;
use super::wish::Wish;
use crate::assignment::{self, Arrival};
use crate::customer::{NewCustomer, from_sheet, reading};
use crate::engagements::{Class, NewEngagement, grade_for};
use crate::timeline::NewEntry;

/// Where a row's customer stands in the store, as a customer to be written. `bought` says that the row tells of a car.
pub(super) async fn customer(
    tx: &Tx<'_>,
    setting: &Setting,
    wish: &mut Wish,
    draft: &Draft,
    bought: bool,
) -> Result<NewCustomer, DbError> {
    let mut sheet = wish.sheet.clone();
    if let Some(name) = &wish.name {
        sheet.facts.set("name", Datum::Text(name.clone()));
    }
    reading::deduce(&mut sheet, setting.context());
    for lacking in custom::missing(setting.kind, &sheet.custom, true) {
        wish.messages.push(Message::row(Severity::Warning, "import-required-missing").with(lacking.field));
    }
    sheet.facts.supply("source", || Some(Datum::Text("import".to_owned())));
    let place = &setting.options.place;
    let grade = sheet.grade.clone().flatten();
    let class = sheet.class.as_deref().and_then(Class::from_name).unwrap_or(match (&grade, bought) {
        (_, true) => Class::Customer,
        (Some(_), false) => Class::Prospect,
        (None, false) => Class::Suspect,
    });
    let source = sheet.facts.get_text("source").map(str::to_owned);
    let mut engagement = NewEngagement {
        class: class.name().to_owned(),
        grade: grade_for(class, grade.as_deref()),
        source: source.clone(),
        remark: sheet.engagement.get_text("remark").map(str::to_owned),
        next_contact_on: match sheet.engagement.get("next_contact_on") {
            Some(Datum::Date(day)) => Some(*day),
            _ => None,
        },
        touched_at: draft.number("visit.at").map(Instant).filter(|at| *at < tx.now()),
        ..NewEngagement::new(place.store, place.path.clone())
    };
    let district = sheet.facts.get_text("district").map(str::to_owned);
    let arrival = Arrival { source: source.as_deref(), district: district.as_deref(), grade: grade.as_deref() };
    engagement = owned(tx, setting, wish, engagement, arrival).await?;
    let mut new = from_sheet(sheet, engagement);
    let entry = NewEntry::at_store(place.store, place.path.clone(), "import")
        .with(serde_json::json!({ "import": setting.options.import }));
    new.entries.push(entry);
    Ok(new)
}

/// The owner: the person who imports where they reach only their own, else the consultant named, else whom the store's
/// rules choose, else the pool.
async fn owned(
    tx: &Tx<'_>,
    setting: &Setting,
    wish: &mut Wish,
    engagement: NewEngagement,
    arrival: Arrival<'_>,
) -> Result<NewEngagement, DbError> {
    if let Some(me) = &setting.own {
        if wish.owner.as_ref().is_some_and(|named| named.id != me.id) {
            wish.messages.push(Message::row(Severity::Warning, "import-owner-self"));
        }
        return Ok(engagement.owned_by(me.id, me.path.clone()));
    }
    if let Some(named) = &wish.owner {
        return Ok(engagement.owned_by(named.id, named.path.clone()));
    }
    if !setting.rules {
        return Ok(engagement);
    }
    Ok(match assignment::choose_owner(tx, setting.options.place.store, arrival).await? {
        Some(choice) => NewEngagement { rule: Some(choice.rule), ..engagement.owned_by(choice.owner, choice.path) },
        None => engagement,
    })
}
