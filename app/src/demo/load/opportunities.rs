//! A month of the showroom (SALE-01, LEAD-05 to LEAD-07): prospects of the demo with opportunities in every stage, contacts
//! that were made in time and late, losses that wait for a verdict, and some for colleagues to take up. Everything is done
//! in the names of those whose customers they are, through the commands that people use.

use chrono::NaiveDate;
use kernel::{Db, Id, Instant, Lang, Scope, Tenant, Tx, numbering, sql};
use records::Refusal;
use sales::follow_ups::{self, NewFollowUp};
use sales::opportunity::{self, Loss, NewOpportunity};
use sea_orm::FromQueryResult;

/// Most opportunities that one consultant gets: so many make a board that is full and a start that is quick.
const EACH: usize = 40;

/// Most that are made in all.
const MOST: usize = 260;

/// The last number of those with a story of their own, which stays as it is.
const CAST: &str = "K000030";

/// The counter that says that somebody makes them: of two processes that load at the same time it is the first.
const MADE: &str = "demo-opportunities";

/// A prospect of somebody.
#[derive(Clone, Debug, FromQueryResult)]
struct Prospect {
    customer_id: Id,
    store_id: Id,
    owner_id: Id,
    grade: Option<String>,
    next_contact_on: Option<NaiveDate>,
    number: String,
}

/// What is said on the way.
const TALKS: [(&str, &str, &str); 8] = [
    ("call", "talked", "介绍了本月的置换补贴，客户要和家人商量"),
    ("wechat", "thinking", "发了配置对比和报价单，客户在看竞品"),
    ("call", "invited", "约好周末带家人到店看车"),
    ("visit", "talked", "到店看了展车，关注后排空间和油耗"),
    ("call", "no-answer", "未接通，稍后再联系"),
    ("wechat", "later", "客户出差，下周再谈"),
    ("visit", "talked", "试驾后觉得动力合适，想再比较价格"),
    ("call", "talked", "说明了贷款方案和交车时间"),
];

/// The way of the stages.
const WAY: [&str; 6] = ["filed", "visited", "test_driven", "quoted", "ordered", "won"];

/// Of a hundred, so many have come no further than each stage of [`WAY`].
const SHARES: [u64; 6] = [30, 24, 18, 14, 8, 6];

/// Why some are lost, and to what.
const LOSSES: [(&str, Option<&str>, &str); 4] = [
    ("competitor", Some("特斯拉 Model Y"), "客户来电，已在他店交了定金"),
    ("price", None, "优惠未谈拢，客户选择暂缓"),
    ("no-stock", None, "等不了六周的交期"),
    ("not-now", None, "家里有变动，今年不买了"),
];

/// Makes them, unless another process does.
pub async fn lay(db: &Db, tenant: Tenant, now: Instant) -> Result<(), Refusal> {
    let house = super::scope(db, tenant);
    let tx = db.write(&house).await?;
    let turn = numbering::take(&tx, MADE, 1).await?;
    tx.commit().await?;
    if turn > 1 {
        return Ok(());
    }
    let models = vehicles::catalogue::queries::models(db.read(), tenant).await?;
    let cars: Vec<(String, Option<i64>)> = models.into_iter().map(|m| (m.name, m.guide_price)).collect();
    let mut left = MOST;
    for (owner, prospects) in prospects(db, tenant).await? {
        if left == 0 || cars.is_empty() {
            break;
        }
        let scope = organisation::scope_of_user(db, tenant, owner, db.clock.new_id(), Lang::ZhCn).await?;
        for prospect in prospects.into_iter().take(EACH.min(left)) {
            left -= 1;
            let mut tx = db.write(&scope).await?;
            let told = tell(&mut tx, &prospect, &cars, now).await?;
            tx.commit().await?;
            if let Some(id) = told {
                judge(db, tenant, &prospect, id).await?;
            }
        }
    }
    super::forget_events(db, tenant).await
}

/// Those who may have one, by consultant.
async fn prospects(db: &Db, tenant: Tenant) -> Result<Vec<(Id, Vec<Prospect>)>, Refusal> {
    let text = "SELECT e.customer_id, e.store_id, e.owner_id, e.grade, e.next_contact_on, c.number FROM engagements e \
         JOIN customers c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id WHERE e.tenant_id = $1 AND e.class = 'prospect' \
         AND e.owner_id IS NOT NULL AND e.deleted_at IS NULL AND e.grade IN ('H', 'A', 'B', 'C') AND c.number > $2 ORDER BY e.id";
    let all: Vec<Prospect> = sql::all(db.read(), text, [tenant.into(), CAST.into()]).await?;
    let mut by_owner: Vec<(Id, Vec<Prospect>)> = Vec::new();
    for prospect in all {
        match by_owner.iter_mut().find(|(owner, _)| *owner == prospect.owner_id) {
            Some((_, list)) => list.push(prospect),
            None => by_owner.push((prospect.owner_id, vec![prospect])),
        }
    }
    Ok(by_owner)
}

/// Chance that follows from the customer's number, so that the same group tells the same month.
fn chance(prospect: &Prospect, of: u64, below: u64) -> u64 {
    let number: u64 = prospect.number.trim_start_matches('K').parse().unwrap_or(0);
    let seed = (number + 1).wrapping_mul(0x2545_F491_4F6C_DD1D) ^ of.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (seed ^ (seed >> 29)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (mixed >> 17) % below
}

/// A moment of a working day so many days ago.
fn moment(now: Instant, days: i64, prospect: &Prospect, of: u64) -> Instant {
    let zone = organisation::HOUSE_ZONE;
    let day: NaiveDate = now.plus_days(-days).date_in(zone);
    let at = Instant::start_of(day, zone).plus_seconds(9 * 3_600 + chance(prospect, of, 8 * 3_600) as i64);
    Instant(at.0.min(now.0 - 60_000_000))
}

/// The month of one prospect. Whoever has said that they are lost is returned.
async fn tell(
    tx: &mut Tx<'_>,
    prospect: &Prospect,
    cars: &[(String, Option<i64>)],
    now: Instant,
) -> Result<Option<Id>, Refusal> {
    let began = 2 + chance(prospect, 1, 32) as i64;
    let (model, price) = &cars[chance(prospect, 2, cars.len() as u64) as usize];
    let new = NewOpportunity {
        level: prospect.grade.clone(),
        models: Some(model.clone()),
        amount: *price,
        at: Some(moment(now, began, prospect, 3)),
        ..NewOpportunity::new(prospect.customer_id, prospect.store_id)
    };
    let id = match opportunity::open(tx, new).await {
        Ok(id) => id,
        // Restricted or merged meanwhile: nobody to tell of.
        Err(Refusal::Invalid(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let mut share = chance(prospect, 4, 100);
    let far = SHARES.iter().position(|s| {
        let here = share < *s;
        share = share.saturating_sub(*s);
        here
    });
    let far = far.unwrap_or(0).min(began as usize / 3);
    for (step, stage) in WAY.iter().copied().enumerate().take(far + 1) {
        let days = (began - 1 - (step as i64 * (began - 1)) / (far as i64 + 1)).max(0);
        let at = moment(now, days, prospect, 10 + step as u64);
        if step > 0 {
            opportunity::move_to(tx, id, None, stage, None, at).await?;
        }
        if stage != "won" {
            // What the customer's file says of the next contact stays so.
            let planned =
                prospect.next_contact_on.filter(|on| step == far && *on >= at.date_in(organisation::HOUSE_ZONE));
            talk(tx, id, prospect, step as u64, at, planned).await?;
        }
    }
    if far >= 4 || chance(prospect, 5, 100) >= 18 {
        return Ok(None);
    }
    // The customer called yesterday.
    talk(tx, id, prospect, 7, moment(now, 1, prospect, 20), None).await?;
    let (reason, competitor, evidence) = LOSSES[chance(prospect, 6, LOSSES.len() as u64) as usize];
    let loss = Loss { reason: reason.into(), competitor: competitor.map(str::to_owned), evidence: evidence.to_owned() };
    opportunity::ask_defeat(tx, id, loss).await?;
    Ok(Some(id))
}

async fn talk(
    tx: &mut Tx<'_>,
    id: Id,
    prospect: &Prospect,
    step: u64,
    at: Instant,
    next_on: Option<NaiveDate>,
) -> Result<(), Refusal> {
    let (channel, result, content) = TALKS[((chance(prospect, 30, 8) + step) % 8) as usize];
    let new = NewFollowUp {
        channel: channel.into(),
        result: result.into(),
        content: Some(content.to_owned()),
        level: None,
        next_on,
    };
    follow_ups::log(tx, id, new, at).await.map(drop)
}

/// Of three losses one waits for its verdict, one is confirmed, and one comes back and goes to the pool.
async fn judge(db: &Db, tenant: Tenant, prospect: &Prospect, id: Id) -> Result<(), Refusal> {
    let turn = chance(prospect, 7, 3);
    let Some(scope) = manager(db, tenant, prospect.store_id).await?.filter(|_| turn > 0) else { return Ok(()) };
    let mut tx = db.write(&scope).await?;
    if turn == 1 {
        opportunity::approve(&mut tx, id, Some("已电话核实".to_owned())).await?;
    } else {
        opportunity::give_back(&mut tx, id, Some("换人再跟进".to_owned())).await?;
        opportunity::release(&mut tx, id, "原顾问多次联系无进展").await?;
    }
    Ok(tx.commit().await?)
}

/// Who judges losses of a store.
async fn manager(db: &Db, tenant: Tenant, store: Id) -> Result<Option<Scope>, Refusal> {
    let text = "SELECT p.user_id FROM posts p JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id \
         JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         WHERE p.tenant_id = $1 AND n.store_id = $2 AND r.code = 'store_manager' ORDER BY p.id LIMIT 1";
    let Some(row) = sql::row(db.read(), text, [tenant.into(), store.into()]).await? else { return Ok(None) };
    let user: Id = row.try_get_by_index(0)?;
    organisation::scope_of_user(db, tenant, user, db.clock.new_id(), Lang::ZhCn).await.map(Some)
}
