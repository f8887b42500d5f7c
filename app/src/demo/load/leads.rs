//! A month of arrivals (LEAD-01, LEAD-03): platforms and campaigns with what they cost, the rules by which the head office
//! sends, and leads in every state: filed, contacted, waiting for a first call, late, in the pool, none; with what they
//! answered when they were screened.

use chrono::{Datelike, Months};
use identifiers::Sex;
use kernel::{Db, Id, Instant, Lang, Scope, Tenant, Tx, numbering, sql};
use leads::assignment::{self, LeadRule};
use leads::lead::State;
use leads::past::{self, Past};
use leads::sources::{self, Draft, Origin};
use records::Refusal;

use super::screening;
use crate::demo::generate::{Chance, DEMO_SEED, lead_phone, person_name};

/// Leads of the month.
const LEADS: u64 = 360;
/// Days told of.
const DAYS: i64 = 30;
/// The counter that says that somebody makes them: of two processes that load at the same time it is the first.
const MADE: &str = "demo-leads";

/// Channel, code, name, paid, yuan a month, campaigns by code and name.
type Platform = (&'static str, &'static str, &'static str, bool, i64, &'static [(&'static str, &'static str)]);

const PLATFORMS: [Platform; 5] = [
    ("web", "autohome", "汽车之家", true, 18_600, &[("autohome-1111", "双十一专场"), ("autohome-yearend", "年末冲量")]),
    ("web", "dongchedi", "懂车帝", true, 15_200, &[("dongchedi-live", "直播看车")]),
    ("web", "yiche", "易车", true, 7_800, &[]),
    ("bought", "list-newhouse", "新楼盘业主名单", true, 3_000, &[]),
    ("partner", "bank-card", "银行信用卡合作", false, 0, &[]),
];

/// Code, weight: whence leads come. Codes that are no platform's are channels.
const WHENCE: [(&str, u32); 10] = [
    ("autohome-1111", 16),
    ("autohome-yearend", 10),
    ("dongchedi-live", 18),
    ("yiche", 9),
    ("list-newhouse", 8),
    ("bank-card", 5),
    ("official", 14),
    ("phone-in", 10),
    ("maker", 7),
    ("referral", 3),
];

const MODELS: [&[&str]; 3] = [
    &["途观L", "帕萨特", "ID.3", "朗逸"],
    &["宋PLUS DM-i", "汉 EV", "海豹06", "腾势 D9"],
    &["凯美瑞", "RAV4荣放", "赛那", "汉兰达"],
];
const CITIES: [&str; 3] = ["上海", "苏州", "杭州"];
const WORDS: [&str; 5] = ["想了解落地价", "周末可以到店试驾", "旧车想置换", "问有没有现车", "对比了两款还没定"];

/// Lays the chapter down, unless another process does.
pub async fn lay(db: &Db, tenant: Tenant) -> Result<(), Refusal> {
    let house = super::scope(db, tenant);
    let tx = db.write(&house).await?;
    let turn = numbering::take(&tx, MADE, 1).await?;
    tx.commit().await?;
    if turn > 1 {
        return Ok(());
    }
    let group = organisation::find_user_by_login(db.read(), "group").await?.ok_or(Refusal::NotFound)?;
    let scope: Scope = organisation::scope_of_user(db, tenant, group.id, db.clock.new_id(), Lang::ZhCn).await?;
    let mut tx = db.write(&scope).await?;
    let origins = platforms(&mut tx).await?;
    let stores = stores(&tx).await?;
    rules(&mut tx, &stores).await?;
    let guide = screening::guide(&mut tx).await?;
    tx.commit().await?;
    let mut tx = db.write(&house).await?;
    let now = tx.now();
    let mut list: Vec<Past> = (0..LEADS).map(|n| lead(n, now, &origins, &stores)).collect();
    list.extend(filed(&tx, now, &origins).await?);
    let said = list.iter().zip(0..).map(|(lead, n)| screening::said(&guide.content, lead, n)).collect();
    let leads = past::lay(&mut tx, list).await?;
    screening::lay(&mut tx, &guide, leads, said).await?;
    tx.commit().await?;
    super::forget_events(db, tenant).await
}

/// A store with its consultants: person and path.
struct Spot {
    id: Id,
    path: String,
    people: Vec<(Id, String)>,
}

async fn stores(tx: &Tx<'_>) -> Result<Vec<Spot>, Refusal> {
    let mut spots = Vec::new();
    for code in ["S001", "S002", "S003"] {
        let found = customers::places::store(tx.conn(), tx.tenant(), code).await?.ok_or(Refusal::NotFound)?;
        let people = leads::lead::places::consultants(tx, found.id).await?;
        let people = people.into_iter().map(|p| (p.id, p.path)).collect();
        spots.push(Spot { id: found.id, path: found.path, people });
    }
    Ok(spots)
}

/// Platforms with their campaigns, and what they cost in this month and the last two; whence leads come by code.
async fn platforms(tx: &mut Tx<'_>) -> Result<Vec<(String, Origin)>, Refusal> {
    let today = tx.now().date_in(organisation::HOUSE_ZONE);
    let mut origins = Vec::new();
    for (channel, code, name, paid, yuan, campaigns) in PLATFORMS {
        let draft = |code: &str, name: &str, parent: Option<Id>| Draft {
            channel: channel.into(),
            parent,
            code: code.into(),
            name: name.into(),
            paid,
            active: true,
        };
        let origin = |id: Id| Origin { channel: channel.into(), source: Some(id), paid };
        let id = sources::add(tx, tx.new_id(), draft(code, name, None)).await?;
        origins.push((code.to_owned(), origin(id)));
        for (code, name) in campaigns {
            let campaign = sources::add(tx, tx.new_id(), draft(code, name, Some(id))).await?;
            origins.push(((*code).to_owned(), origin(campaign)));
        }
        for back in (0..3).filter(|_| yuan > 0) {
            let month = today.with_day(1).and_then(|day| day.checked_sub_months(Months::new(back)));
            let fen = (yuan - i64::from(back) * 900) * 100;
            sources::set_cost(tx, id, month.unwrap_or(today), fen).await?;
        }
    }
    for (code, _) in WHENCE {
        if !origins.iter().any(|(known, _)| known == code) {
            origins.push((code.to_owned(), Origin { channel: code.into(), source: None, paid: false }));
        }
    }
    Ok(origins)
}

/// Each city's leads go to its store.
async fn rules(tx: &mut Tx<'_>, stores: &[Spot]) -> Result<(), Refusal> {
    for (n, (store, city)) in stores.iter().zip(CITIES).enumerate() {
        let rule = LeadRule {
            id: tx.new_id(),
            name: format!("{city}线索"),
            position: (n as i64 + 1) * 10,
            active: true,
            sources: Vec::new(),
            cities: vec![city.to_owned()],
            models: Vec::new(),
            store: store.id,
            version: 0,
        };
        assignment::save(tx, &rule).await?;
    }
    Ok(())
}

fn lead(n: u64, now: Instant, origins: &[(String, Origin)], stores: &[Spot]) -> Past {
    let mut chance = Chance::of(DEMO_SEED, "lead", n);
    let sex = if chance.percent(62) { Sex::Male } else { Sex::Female };
    let name = person_name(&mut chance, sex);
    let code: &str = chance.weighted(&WHENCE);
    let origin = origins.iter().find(|(known, _)| known == code).map(|(_, origin)| origin.clone());
    let place = chance.weighted(&[(0_usize, 42), (1, 32), (2, 26)]);
    let spot = &stores[place];
    // The newest ones are minutes and hours old, the others spread over the month.
    let minutes = if n < 24 { 20 + n as i64 * 25 } else { chance.between(24 * 60, DAYS * 24 * 60) };
    let received_at = now.plus_seconds(-minutes * 60);
    let person = chance.place(spot.people.len().max(1));
    let owner = spot.people.get(person).cloned();
    let (state, reason) = match state(n, &mut chance) {
        // Nobody has to agree about a source that cost nothing.
        (State::InvalidPending, _) if !origin.as_ref().is_some_and(|origin| origin.paid) => (State::Contacted, None),
        other => other,
    };
    let waits = matches!(state, State::New) && n.is_multiple_of(2);
    let reached = matches!(state, State::Contacted | State::Filed);
    let due_at = match state {
        // Some are late already, the others have time until the evening.
        State::Assigned => Some(now.plus_seconds((n as i64 % 6 - 1) * 2 * 3_600 + 1_800)),
        State::Contacted => Some(now.plus_seconds((n as i64 % 9 - 2) * 86_400 / 2)),
        _ => None,
    };
    let owned = !matches!(state, State::New);
    let path =
        owner.as_ref().filter(|_| owned && state != State::Pool).map_or(spot.path.clone(), |(_, path)| path.clone());
    Past {
        name,
        phone: customers::NewPhone::read(&lead_phone(n)).map(|p| p.phone).unwrap_or_default(),
        origin: origin.unwrap_or_default(),
        model: chance.pick(MODELS[place]).to_owned(),
        city: Some(if waits { "南通".to_owned() } else { CITIES[place].to_owned() }),
        raw: chance.percent(60).then(|| chance.pick(&WORDS).to_owned()),
        state,
        level: reached.then(|| chance.pick(&["H", "A", "B", "C"]).to_owned()),
        store: (!waits).then_some(spot.id),
        owner: owner.filter(|_| owned).map(|(id, _)| id),
        path: if waits { head(&spot.path) } else { path },
        received_at,
        contacted_at: reached.then(|| received_at.plus_seconds(chance.between(4, 55) * 60)),
        due_at,
        reason,
        customer: None,
    }
}

/// The path of the head office: the first part of any.
fn head(path: &str) -> String {
    path.split('/').nth(1).map_or_else(|| "/".to_owned(), |first| format!("/{first}/"))
}

fn state(n: u64, chance: &mut Chance) -> (State, Option<&'static str>) {
    if n < 4 {
        return (State::New, None);
    }
    if n < 24 {
        return (State::Assigned, None);
    }
    match chance.below(100) {
        0..=51 => (State::Contacted, None),
        52..=83 => (State::Invalid, Some(chance.pick(&["no-buyer", "wrong-number", "out-of-area", "duplicate"]))),
        84..=88 => (State::InvalidPending, Some("no-buyer")),
        _ => (State::Pool, None),
    }
}

/// Customers of the month who began as leads.
async fn filed(tx: &Tx<'_>, now: Instant, origins: &[(String, Origin)]) -> Result<Vec<Past>, Refusal> {
    let text = "SELECT c.id, c.name, c.phone, c.city, e.store_id, e.owner_id, e.path, e.grade FROM engagements e \
         JOIN customers c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id \
         WHERE e.tenant_id = $1 AND e.class = 'prospect' AND e.owner_id IS NOT NULL AND e.deleted_at IS NULL \
         AND c.phone IS NOT NULL AND c.kind = 'person' AND c.deleted_at IS NULL ORDER BY e.created_at DESC, e.id DESC LIMIT 80";
    let mut list = Vec::new();
    for (n, row) in sql::rows(tx.conn(), text, [tx.tenant().into()]).await?.iter().enumerate() {
        let mut chance = Chance::of(DEMO_SEED, "lead-filed", n as u64);
        let code: &str = chance.weighted(&WHENCE);
        let origin = origins.iter().find(|(known, _)| known == code).map(|(_, origin)| origin.clone());
        let received_at = now.plus_seconds(-chance.between(1_500, DAYS * 24 * 60) * 60);
        list.push(Past {
            name: row.try_get("", "name")?,
            phone: row.try_get("", "phone")?,
            origin: origin.unwrap_or_default(),
            model: chance.pick(MODELS[chance.clone().place(MODELS.len())]).to_owned(),
            city: row.try_get("", "city")?,
            raw: Some(chance.pick(&WORDS).to_owned()),
            state: State::Filed,
            level: row.try_get("", "grade")?,
            store: row.try_get("", "store_id")?,
            owner: row.try_get("", "owner_id")?,
            path: row.try_get("", "path")?,
            received_at,
            contacted_at: Some(received_at.plus_seconds(chance.between(4, 55) * 60)),
            due_at: None,
            reason: None,
            customer: Some(row.try_get("", "id")?),
        });
    }
    Ok(list)
}
