//! Two months of the showroom (LEAD-04): groups who came, looked, drove and left, those of today, and some who are in the
//! house now; some are people whose leads are being worked.

use chrono::NaiveDate;
use identifiers::Sex;
use kernel::{Db, Id, Instant, Tenant, Tx, numbering, sql};
use leads::showroom::State;
use leads::showroom::drives::{self, Licence, NewDrive, cars};
use leads::showroom::past::{self, Past};
use records::Refusal;

use crate::demo::generate::{Chance, DEMO_SEED, person_name};

/// Days told of before today.
const DAYS: i64 = 61;
/// Visits of a store on a day, from and to.
const A_DAY: (i64, i64) = (2, 6);
/// Minutes since those came who are in the house, and how far they are; the third goes for a drive when all are laid down.
const HERE: [(i64, State); 5] =
    [(7, State::Received), (22, State::Needs), (48, State::Needs), (74, State::Quotation), (131, State::Agreed)];
/// The counter that says that somebody makes them: of two processes that load at the same time it is the first.
const MADE: &str = "demo-showroom";

const MODELS: [&[&str]; 3] = [
    &["途观L", "帕萨特", "ID.3", "朗逸"],
    &["宋PLUS DM-i", "汉 EV", "海豹06", "腾势 D9"],
    &["凯美瑞", "RAV4荣放", "赛那", "汉兰达"],
];
const PLATES: [&str; 3] = ["沪A", "苏E", "浙A"];
const CAME: [(&str, u32); 5] = [("natural", 62), ("invited", 22), ("referral", 8), ("event", 5), ("service", 3)];
const AGES: [(&str, u32); 5] = [("under-25", 8), ("25-35", 42), ("36-45", 30), ("46-55", 14), ("over-55", 6)];

/// Of a hundred groups who come by themselves for the first time, so many leave a number and have a file since.
const KEPT: u64 = 56;
/// The last number of customers with a story of their own, which stays as it is.
const CAST: &str = "K000030";

/// A store with its consultants, people whose leads they work and people who have a file: id, name, phone.
struct Spot {
    id: Id,
    path: String,
    people: Vec<(Id, String)>,
    named: Vec<(Id, String, String)>,
    filed: Vec<(Id, String, String)>,
}

/// Lays the chapter down, unless another process does.
pub async fn lay(db: &Db, tenant: Tenant) -> Result<(), Refusal> {
    let house = super::scope(db, tenant);
    let tx = db.write(&house).await?;
    let turn = numbering::take(&tx, MADE, 1).await?;
    tx.commit().await?;
    if turn > 1 {
        return Ok(());
    }
    let mut tx = db.write(&house).await?;
    let now = tx.now();
    let mut all = Vec::new();
    for (n, code) in ["S001", "S002", "S003"].into_iter().enumerate() {
        let mut spot = spot(&tx, code).await?;
        all.extend(month(n, &mut spot, now));
    }
    all.sort_by_key(|visit| visit.arrived_at);
    past::lay(&mut tx, all).await?;
    for (n, code) in ["S001", "S002", "S003"].into_iter().enumerate() {
        drive(&mut tx, n, code).await?;
    }
    tx.commit().await?;
    super::forget_events(db, tenant).await
}

async fn spot(tx: &Tx<'_>, code: &str) -> Result<Spot, Refusal> {
    let found = customers::places::store(tx.conn(), tx.tenant(), code).await?.ok_or(Refusal::NotFound)?;
    let people = leads::lead::places::consultants(tx, found.id).await?;
    let text = "SELECT id, name, phone FROM leads WHERE tenant_id = $1 AND store_id = $2 AND state = 'contacted' AND phone IS NOT NULL \
         AND deleted_at IS NULL ORDER BY received_at LIMIT 40";
    let mut named = Vec::new();
    for row in sql::rows(tx.conn(), text, [tx.tenant().into(), found.id.into()]).await? {
        named.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?));
    }
    let text = "SELECT c.id, c.name, (SELECT min(p.phone) FROM customer_phones p WHERE p.tenant_id = c.tenant_id AND p.customer_id = c.id) AS phone \
         FROM engagements e JOIN customers c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id WHERE e.tenant_id = $1 AND e.store_id = $2 \
         AND e.class = 'prospect' AND e.deleted_at IS NULL AND c.deleted_at IS NULL AND c.number > $3 ORDER BY e.id LIMIT 240";
    let mut filed = Vec::new();
    for row in sql::rows(tx.conn(), text, [tx.tenant().into(), found.id.into(), CAST.into()]).await? {
        let phone: Option<String> = row.try_get_by_index(2)?;
        filed.extend(
            phone
                .map(|phone| Ok::<_, kernel::DbError>((row.try_get_by_index(0)?, row.try_get_by_index(1)?, phone)))
                .transpose()?,
        );
    }
    let people = people.into_iter().map(|p| (p.id, p.path)).collect();
    Ok(Spot { id: found.id, path: found.path, people, named, filed })
}

/// The demo cars of a store, one of them on the road with who has been asked for their needs the longest ago.
async fn drive(tx: &mut Tx<'_>, n: usize, code: &str) -> Result<(), Refusal> {
    let store = customers::places::store(tx.conn(), tx.tenant(), code).await?.ok_or(Refusal::NotFound)?.id;
    let mut first = None;
    for (at, model) in MODELS[n].iter().enumerate() {
        // Of all these one is sold with a clutch.
        let automatic = (n, at) != (0, 3);
        let car =
            cars::add(tx, store, &format!("{}{}T{}", PLATES[n], 611 + at * 107, at + 1), model, automatic).await?;
        first = first.or(Some(car));
    }
    let text = "SELECT id, name FROM showroom_visits WHERE tenant_id = $1 AND store_id = $2 AND state = 'needs' AND left_at IS NULL \
         ORDER BY arrived_at LIMIT 1";
    let row = sql::row(tx.conn(), text, [tx.tenant().into(), store.into()]).await?;
    let (Some(row), Some(car)) = (row, first) else { return Ok(()) };
    let today = tx.now().date_in(organisation::HOUSE_ZONE);
    let until = today.checked_add_days(chrono::Days::new(1_200));
    let licence = Licence { class: "C1".into(), until, checked: true, agreed: true };
    let driver = row.try_get_by_index::<Option<String>>(1)?.unwrap_or_else(|| "来访客户".to_owned());
    let new = NewDrive { driver, licence, car, minutes: 30 };
    drives::begin(tx, row.try_get_by_index(0)?, new).await.map(drop)
}

/// All visits of a store.
fn month(store: usize, spot: &mut Spot, now: Instant) -> Vec<Past> {
    let zone = organisation::HOUSE_ZONE;
    let today: NaiveDate = now.date_in(zone);
    let mut chance = Chance::of(DEMO_SEED, "showroom", store as u64);
    let mut list = Vec::new();
    for back in 1..=DAYS {
        let morning = Instant::start_of(today - chrono::Days::new(back as u64), zone).plus_seconds(9 * 3_600);
        for _ in 0..chance.between(A_DAY.0, A_DAY.1) {
            let came = morning.plus_seconds(chance.between(0, 8 * 3_600));
            list.push(gone(store, spot, &mut chance, came, 14));
        }
    }
    // Of today: as far as the day has come.
    for n in 0..4 {
        let came = now.plus_seconds(-(n + 3) * 55 * 60);
        if came.date_in(zone) == today {
            list.push(gone(store, spot, &mut chance, came, 6));
        }
    }
    let here = &HERE[..if store == 0 { 5 } else { 3 }];
    for (n, (minutes, state)) in here.iter().enumerate() {
        let came = now.plus_seconds(-minutes * 60);
        let mut visit = visit(store, spot, &mut chance, came);
        let steps: Vec<State> = State::ALL.into_iter().filter(|s| *s > State::Received && s <= state).collect();
        let apart = minutes * 60 / (steps.len() as i64 + 1);
        visit.way = steps.iter().zip(1..).map(|(s, n)| (*s, came.plus_seconds(n * apart))).collect();
        if n == 0 && store == 0 {
            // Nobody has gone to them yet.
            (visit.owner, visit.path) = (None, spot.path.clone());
        }
        list.push(visit);
    }
    list
}

/// Somebody who came and left; one in so many is somebody whose lead is worked.
fn gone(store: usize, spot: &mut Spot, chance: &mut Chance, came: Instant, one_in: u64) -> Past {
    let mut visit = visit(store, spot, chance, came);
    if chance.below(one_in) == 0 && !spot.named.is_empty() {
        let (lead, name, phone) = spot.named[chance.place(spot.named.len())].clone();
        (visit.lead, visit.name, visit.phone) = (Some(lead), Some(name), Some(phone));
        visit.came = Some("invited");
    } else if !matches!(visit.came, Some("invited" | "service"))
        && visit.turn == Some("first")
        && chance.percent(KEPT)
        && let Some((customer, name, phone)) = spot.filed.pop()
    {
        (visit.customer, visit.name, visit.phone) = (Some(customer), Some(name), Some(phone));
    }
    let far = chance.weighted(&[(0_usize, 28), (1, 34), (2, 16), (3, 14), (4, 8)]);
    let mut at = came;
    for state in State::ALL.into_iter().skip(1).take(far) {
        // Not everybody drives.
        if state == State::TestDrive && far > 2 && chance.percent(40) {
            continue;
        }
        at = at.plus_seconds(chance.between(6, 22) * 60);
        visit.way.push((state, at));
    }
    visit.way.push((State::Left, at.plus_seconds(chance.between(5, 25) * 60)));
    visit.result = Some(match far {
        0 => chance.pick(&["looked", "other-matter", "looked"]),
        1 => chance.pick(&["looked", "later", "interested"]),
        4 => "ordered",
        _ => chance.pick(&["interested", "interested", "later"]),
    });
    visit
}

fn visit(store: usize, spot: &Spot, chance: &mut Chance, came: Instant) -> Past {
    let male = chance.percent(62);
    let known = chance.percent(45);
    let name = person_name(chance, if male { Sex::Male } else { Sex::Female });
    let owner = (!spot.people.is_empty()).then(|| spot.people[chance.place(spot.people.len())].clone());
    Past {
        name: known.then_some(name),
        phone: None,
        heads: chance.weighted(&[(1, 38), (2, 37), (3, 17), (4, 6), (6, 2)]),
        sex: Some(if male { "male" } else { "female" }),
        age: Some(chance.weighted(&AGES)),
        came: Some(chance.weighted(&CAME)),
        turn: Some(chance.weighted(&[("first", 78), ("again", 22)])),
        model: chance.percent(70).then(|| chance.pick(MODELS[store]).to_owned()),
        store: spot.id,
        path: owner.as_ref().map_or_else(|| spot.path.clone(), |(_, path)| path.clone()),
        owner: owner.map(|(id, _)| id),
        arrived_at: came,
        way: Vec::new(),
        result: None,
        lead: None,
        customer: None,
    }
}
