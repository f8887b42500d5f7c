//! Customers, their engagements and timelines.

use customers::timeline::{self, NewEntry};
use customers::{Facts, NewCustomer, NewEngagement, NewPhone, Seams};
use identifiers::Sex;
use kernel::{Id, Tx};
use records::Refusal;
use records::custom::Values;

use super::{Ground, Loader, own};
use crate::demo::generate::{File, Stay};

/// Makes the customers of files; their ids in the order of the files.
pub async fn insert(tx: &mut Tx<'_>, loader: &Loader<'_>, files: &[File]) -> Result<Vec<Id>, Refusal> {
    let own = |file| if loader.ground.own { own::of_customer(loader.world().seed, file) } else { Values::new() };
    let made = |file| NewCustomer { custom: own(file), ..customer(loader.ground, file) };
    let batch = files.iter().map(made).collect();
    // Nobody has a car yet, so that no follower of engagements has anything to do.
    let created = customers::bulk::insert(tx, &Seams::default(), batch).await?;
    Ok(created.into_iter().map(|c| c.id).collect())
}

fn customer(ground: &Ground, file: &File) -> NewCustomer {
    let mut new = NewCustomer {
        facts: facts(file),
        id_number: file.id_number.clone(),
        at: Some(file.began),
        ..NewCustomer::default()
    };
    for (text, label) in &file.phones {
        match NewPhone::read(text) {
            Ok(phone) => {
                if let (Some(doubt), Some(raw)) = (phone.doubt.clone(), phone.raw.clone()) {
                    new.doubts.insert("phone".into(), doubt);
                    new.raw.insert("phone".into(), raw);
                }
                new.phones.push(NewPhone { label: Some((*label).to_owned()), ..phone });
            }
            Err(code) => {
                new.doubts.insert("phone".into(), code);
                new.raw.insert("phone".into(), text.clone());
            }
        }
    }
    new.engagements = file.engagements.iter().map(|stay| engagement(ground, stay)).collect();
    new
}

fn facts(file: &File) -> Facts {
    let mut facts = Facts::default()
        .text("name", &file.name)
        .text("kind", if file.organisation { "organisation" } else { "person" })
        .text("source", file.source);
    let sex = file.sex.map(|sex| if sex == Sex::Male { "male" } else { "female" });
    let words = [
        ("salutation", file.salutation),
        ("sex", sex),
        ("income_band", file.income_band),
        ("occupation", file.occupation),
        ("industry", file.industry),
        ("preferred_channel", file.preferred_channel),
        ("preferred_time", file.preferred_time),
    ];
    let texts = [
        ("email", &file.email),
        ("wechat", &file.wechat),
        ("uscc", &file.uscc),
        ("hobbies", &file.hobbies),
        ("family", &file.family),
        ("buying_habits", &file.buying_habits),
    ];
    for (field, text) in words.into_iter().chain(texts.into_iter().map(|(field, text)| (field, text.as_deref()))) {
        if let Some(text) = text {
            facts = facts.text(field, text);
        }
    }
    if let Some(day) = file.birthday {
        facts = facts.date("birthday", day);
    }
    if let Some(home) = &file.address {
        facts = facts
            .text("province", home.province)
            .text("district", home.district)
            .text("address", &home.text)
            .text("postcode", &home.postcode);
        if let Some(city) = home.city {
            facts = facts.text("city", city);
        }
    }
    facts
}

fn engagement(ground: &Ground, stay: &Stay) -> NewEngagement {
    let spot = &ground.stores[stay.store];
    let mut new = NewEngagement::new(spot.id, &spot.path);
    if let Some(owner) = stay.owner.map(|at| &ground.people[at]) {
        new = new.owned_by(owner.id, &owner.path);
    }
    NewEngagement {
        class: stay.class.into(),
        grade: stay.grade.map(str::to_owned),
        source: Some(stay.source.into()),
        remark: stay.remark.clone(),
        next_contact_on: stay.next_contact_on,
        at: Some(stay.began),
        touched_at: Some(stay.touched),
        ..new
    }
}

/// Writes what happened besides visits to the workshop, which tell themselves.
pub async fn timelines(
    tx: &mut Tx<'_>,
    ground: &Ground,
    files: &[File],
    ids: &[Id],
    cars: &[Vec<Id>],
) -> Result<(), Refusal> {
    let mut entries = Vec::new();
    for ((file, id), cars) in files.iter().zip(ids).zip(cars) {
        for entry in &file.entries {
            let actor = entry.actor.map(|at| &ground.people[at]);
            let stay = file.engagements.iter().find(|stay| stay.store == entry.store);
            let path = stay
                .and_then(|stay| stay.owner)
                .map_or(&ground.stores[entry.store].path, |owner| &ground.people[owner].path);
            let mut new = NewEntry::at_store(ground.stores[entry.store].id, path, entry.kind).saying(&entry.body);
            new.at = Some(entry.at);
            new.actor = Some(actor.map_or((None, String::new()), |a| (Some(a.id), a.name.clone())));
            if let Some(car) = entry.car.and_then(|at| cars.get(at)) {
                new = new.about("vehicle", *car);
            }
            entries.push((*id, new));
        }
    }
    Ok(timeline::write(tx, entries).await?)
}
