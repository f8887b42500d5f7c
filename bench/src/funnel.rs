//! Leads and opportunities of a measured group: opportunities of its customers in every stage, and arrivals in every state.

use std::collections::BTreeMap;
use std::time::Instant as Stopwatch;

use anyhow::anyhow;
use fourfold::demo::generate::{Chance, World, lead_phone, person_name};
use fourfold::demo::load;
use identifiers::Sex;
use kernel::{Db, Id, sql};
use leads::sources::Origin;
use sea_orm::FromQueryResult;

use crate::bulk::Bulk;
use crate::scale::Funnel;

/// Rows in one transaction.
const STEP: usize = 4_000;

/// What an engagement lends to what is made of it.
#[derive(Clone, Debug, FromQueryResult)]
struct Stay {
    id: Id,
    customer_id: Id,
    store_id: Id,
    owner_id: Id,
    path: String,
}

/// A consultant at a store.
type Spot = (Id, Id, String);

/// Lays them down.
pub async fn lay(db: &Db, world: &World, funnel: Funnel, bulk: &mut Bulk, laid: u64) -> anyhow::Result<()> {
    let clock = Stopwatch::now();
    let scope = load::scope(db, 1);
    let spots = opportunities(db, world, funnel).await?;
    println!("{:>6} s  opportunities are in", clock.elapsed().as_secs());
    let mut from = 0;
    while from < funnel.leads {
        let to = (from + STEP as u64).min(funnel.leads);
        let batch = (from..to).map(|n| lead(world, n, &spots)).collect();
        let mut tx = db.write(&scope).await?;
        leads::past::lay(&mut tx, batch).await?;
        tx.commit().await?;
        bulk.turn(db, laid + to).await?;
        from = to;
    }
    println!("{:>6} s  leads are in", clock.elapsed().as_secs());
    Ok(())
}

/// One for each so manieth customer of a consultant; the consultants are returned.
async fn opportunities(db: &Db, world: &World, funnel: Funnel) -> anyhow::Result<Vec<Spot>> {
    let scope = load::scope(db, 1);
    let owned = "tenant_id = 1 AND owner_id IS NOT NULL AND deleted_at IS NULL";
    let all = sql::number(db.read(), &format!("SELECT count(*) FROM engagements WHERE {owned}"), []).await? as u64;
    let every = all.div_ceil(funnel.open.max(1)).max(1);
    let text = format!(
        "SELECT id, customer_id, store_id, owner_id, path FROM engagements WHERE {owned} AND id > $1 ORDER BY id LIMIT {STEP}"
    );
    let (mut after, mut n, mut spots) = (Id::nil(), 0, BTreeMap::new());
    loop {
        let stays: Vec<Stay> = sql::all(db.read(), &text, [after.into()]).await?;
        let Some(last) = stays.last() else { break };
        after = last.id;
        let mut past = Vec::new();
        for stay in stays {
            spots.entry((stay.store_id, stay.owner_id)).or_insert_with(|| stay.path.clone());
            n += 1;
            // Where not everybody has an open one, half as many were lost.
            match n % every {
                0 => past.push(opportunity(world, n, stay, true)),
                1 if n % (2 * every) == 1 => past.push(opportunity(world, n, stay, false)),
                _ => {}
            }
        }
        let mut tx = db.write(&scope).await?;
        sales::past::lay(&mut tx, past).await.map_err(|e| anyhow!("opportunities could not be laid down: {e}"))?;
        tx.commit().await?;
    }
    Ok(spots.into_iter().map(|((store, owner), path)| (store, owner, path)).collect())
}

fn opportunity(world: &World, n: u64, stay: Stay, open: bool) -> sales::past::Past {
    let mut chance = Chance::of(world.seed, "opportunity", n);
    let began = chance.between(2, 120);
    let stage = chance.weighted(&[("filed", 40), ("visited", 25), ("test_driven", 15), ("quoted", 12), ("ordered", 8)]);
    let came = if stage == "filed" && open { began } else { chance.between(0, began) };
    sales::past::Past {
        customer: stay.customer_id,
        store: stay.store_id,
        owner: Some(stay.owner_id),
        path: stay.path,
        state: if open { sales::opportunity::State::Open } else { sales::opportunity::State::Defeated },
        stage: stage.to_owned(),
        level: (if open { chance.weighted(&[("H", 5), ("A", 15), ("B", 35), ("C", 45)]) } else { "F" }).to_owned(),
        model: chance.pick(&["途观L", "宋PLUS DM-i", "凯美瑞", "汉 EV"]).to_owned(),
        amount: Some(chance.between(80, 420) * 100_000),
        source: Some("walk-in".to_owned()),
        opened_at: world.at(began, 9 * 3_600 + chance.between(0, 8 * 3_600)),
        stage_at: world.at(came, 18 * 3_600),
        next_on: open.then(|| world.day(chance.between(-10, 4))),
        reason: (!open).then(|| "price".to_owned()),
    }
}

fn lead(world: &World, n: u64, spots: &[Spot]) -> leads::past::Past {
    use leads::lead::State;
    let mut chance = Chance::of(world.seed, "lead", n);
    let (store, owner, path) = spots[chance.place(spots.len())].clone();
    let state = chance.weighted(&[
        (State::Assigned, 2),
        (State::Contacted, 18),
        (State::Invalid, 72),
        (State::Pool, 7),
        (State::InvalidPending, 1),
    ]);
    let name = person_name(&mut chance, Sex::Female);
    // New ones came today, the others within a year.
    let days = if state == State::Assigned { chance.between(0, 1) } else { chance.between(0, 360) };
    let received_at = world.at(days, chance.between(8 * 3_600, 20 * 3_600));
    let reached = matches!(state, State::Contacted);
    let due_at = match state {
        State::Assigned => Some(received_at.plus_seconds(1_800)),
        State::Contacted => Some(world.now.plus_seconds(chance.between(-4 * 86_400, 6 * 86_400))),
        _ => None,
    };
    leads::past::Past {
        name,
        phone: customers::NewPhone::read(&lead_phone(n)).map(|p| p.phone).unwrap_or_default(),
        origin: Origin {
            channel: chance.pick(&["official", "phone-in", "maker", "referral"]).to_owned(),
            source: None,
            paid: false,
        },
        model: chance.pick(&["途观L", "宋PLUS DM-i", "凯美瑞", "汉 EV"]).to_owned(),
        city: None,
        raw: None,
        state,
        level: reached.then(|| chance.pick(&["H", "A", "B", "C"]).to_owned()),
        store: Some(store),
        owner: Some(owner),
        path: if state == State::Pool { store_path(&path) } else { path },
        received_at,
        contacted_at: reached.then(|| received_at.plus_seconds(chance.between(4, 55) * 60)),
        due_at,
        reason: matches!(state, State::Invalid | State::InvalidPending).then_some("no-buyer"),
        customer: None,
    }
}

/// The place above a consultant's: a lead of nobody stands at least that high.
fn store_path(path: &str) -> String {
    let above = path.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    format!("{above}/")
}
