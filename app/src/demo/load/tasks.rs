//! The working days of the demo: what waits with the cast, what is late and what was done, about customers with a story; the
//! hours of the group and the first day off of the year (SALE-02).

use chrono::{Datelike, NaiveDate};
use kernel::{Id, Instant, Tx, sql};
use organisation::{find_user_by_login, nodes, settings};
use records::Refusal;
use work::clock::HOURS;
use work::days_off::{self, DayKind, NewDay};
use work::tasks::{self, About, Close, NewTask};

/// Whose, what, in which way, in so many hours from the moment of loading, about whom, and what came of it.
type Laid = (&'static str, &'static str, &'static str, i64, Option<&'static str>, Option<&'static str>);

const TASKS: [Laid; 12] = [
    ("sales1", "确认周六签约时间", "call", 3, Some("周雨欣"), None),
    ("sales1", "发送五台车的置换方案", "message", -26, Some("上海捷运达物流有限公司"), None),
    ("sales1", "约第二次到店", "call", 27, Some("欧阳慧"), None),
    ("sales1", "试驾车充电、清洁", "other", 5, None, None),
    ("sales1", "回访用车情况", "call", -50, Some("欧阳慧"), Some("满意，下月来保养")),
    ("sales2", "核对贷款资料", "other", 4, Some("陈志远"), None),
    ("sales2", "上门递送合同", "visit", 52, Some("刘雅琴"), None),
    ("sales3", "提交学校采购报价单", "visit", -3, Some("苏州工业园区育才实验小学"), None),
    ("sales4", "补全联系方式", "call", 30, Some("单晓峰"), None),
    ("sales6", "流失客户关怀电话", "call", 6, Some("顾建国"), None),
    ("manager1", "审批优惠申请", "other", 2, Some("周雨欣"), None),
    ("salesmanager1", "准备晨会：本周到店", "other", 20, None, None),
];

/// Hours of a showroom: the afternoon is longer at the weekend.
const WEEK: &str = "09:00-18:00|09:00-18:00|09:00-18:00|09:00-18:00|09:00-18:00|09:00-19:00|09:00-19:00";

/// Lays them down.
pub(super) async fn lay(tx: &mut Tx<'_>, now: Instant) -> Result<(), Refusal> {
    for (login, title, kind, hours, about, result) in TASKS {
        let Some(owner) = find_user_by_login(tx.conn(), login).await? else { continue };
        let about = match about {
            Some(name) => customer(tx, name).await?.map(|id| About { kind: "customer".into(), id }),
            None => None,
        };
        let due_at = now.plus_seconds(hours * 3_600);
        let new = NewTask {
            title: title.into(),
            kind: kind.into(),
            due_at,
            owner: owner.id,
            about,
            note: None,
            made_by: None,
        };
        let id = tasks::make(tx, new).await?;
        if let Some(result) = result {
            tasks::close(tx, id, 1, Close::Done, Some(result.into())).await?;
        }
    }
    let Some(root) = nodes::queries::root(tx.conn(), tx.tenant()).await? else { return Ok(()) };
    settings::set_setting(tx, root.id, &HOURS, WEEK).await?;
    let next = NaiveDate::from_ymd_opt(now.date_in(organisation::HOUSE_ZONE).year() + 1, 1, 1);
    let day = |day| NewDay { day, kind: DayKind::Closed, name: "元旦".into(), hours: Vec::new() };
    days_off::put(tx, root.id, next.map(day).into_iter().collect()).await?;
    Ok(())
}

async fn customer(tx: &Tx<'_>, name: &str) -> Result<Option<Id>, Refusal> {
    let text = "SELECT id FROM customers WHERE tenant_id = $1 AND name = $2 AND deleted_at IS NULL ORDER BY id LIMIT 1";
    let row = sql::row(tx.conn(), text, [tx.tenant().into(), name.into()]).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}
