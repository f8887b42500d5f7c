//! A random house: the named cast, a few customers of 浦东店 of whom more or less is known, and a car.

use kernel::{Id, Scope, Tx};
use proptest::prelude::*;
use records::Refusal;
use testkit::Backend;

use crate::custom;
use crate::support::World;
use crate::support::undo::vin;

const NAMES: [&str; 8] = ["司徒静", "欧阳锋", "何平", "沈清秋", "陆远", "钱多", "冯程程", "许文强"];

/// What is known of each customer, a bit for each fact (see [`line`]).
#[derive(Clone, Debug)]
pub struct House(pub Vec<u16>);

/// Three to five customers.
pub fn house() -> impl Strategy<Value = House> {
    proptest::collection::vec(any::<u16>(), 3..6).prop_map(House)
}

/// The heading of a sheet made of [`line`]s.
pub const HEADING: &str =
    "姓名,手机,邮箱,城市,级别,标签,备注,身份证号,爱好,贷款意向,车牌,车架号,车型,颜色,来店日期,里程,维修项目\r\n";

/// A line of a sheet: customer `n`, with the facts whose bit is set and values of this `round`.
pub fn line(n: usize, bits: u16, round: usize) -> String {
    let when = |bit: u16, text: String| if bits & (1 << bit) == 0 { String::new() } else { text };
    let pick = |all: &[&str]| all[(n + round) % all.len()].to_owned();
    let id = || {
        let day = chrono::NaiveDate::from_ymd_opt(1980 + n as i32, 5, 6 + round as u32).unwrap();
        identifiers::sample::resident_id(n as u64 + 10 * round as u64, day, identifiers::Sex::Female)
    };
    let car = bits & (1 << 8) != 0;
    let of_car = |text: String| if car { text } else { String::new() };
    let cells = [
        NAMES[n % NAMES.len()].to_owned(),
        identifiers::sample::mobile(n as u64 + 1),
        when(0, format!("n{n}r{round}@example.com")),
        when(1, pick(&["上海", "苏州", "无锡", "杭州"])),
        when(2, pick(&["A", "B", "C"])),
        when(3, pick(&["老客户", "新客户"])),
        when(4, format!("备注{n}{round}")),
        when(5, id()),
        when(6, pick(&["滑雪", "钓鱼", "下棋"])),
        when(7, pick(&["全款", "贷款", "未定"])),
        of_car(format!("沪A1234{n}")),
        of_car(vin(n as u64 + 1)),
        of_car("朗逸".to_owned()),
        when(9, of_car(pick(&["白", "黑", "灰"]))),
        when(10, of_car(format!("2026-0{}-01", 3 + round))),
        when(10, of_car((10_000 * (round + 1)).to_string())),
        when(10, of_car(pick(&["更换机油", "更换刹车片", "首保"]))),
    ];
    cells.join(",") + "\r\n"
}

impl House {
    /// Builds it. The customers stand in the order of the list; the second one has a car.
    pub async fn built(&self, backend: Backend) -> (World, Vec<Id>) {
        let w = custom::world(backend).await;
        let mut sheet = HEADING.to_owned();
        for (n, bits) in self.0.iter().enumerate() {
            let car = if n == 1 { 1 << 8 } else { 0 };
            sheet.push_str(&line(n, (bits & 0x00ff) | car | (bits & 0x0600), 0));
        }
        let import = w.bring_in("manager1", &sheet).await;
        assert_eq!(import.counts.created as usize, self.0.len(), "{:?} {sheet}", import.counts);
        let mut people = Vec::new();
        for (n, bits) in self.0.iter().enumerate() {
            let id = w.id_of(NAMES[n]).await.unwrap();
            people.push(id);
            let owner = match bits >> 11 & 3 {
                0 => "sales2",
                1 => "manager1",
                _ => "sales1",
            };
            give(&w, id, owner).await;
            if bits & (1 << 13) != 0 {
                let number = format!("1360000{n:04}");
                let seams = w.assembly.app.seam::<std::sync::Arc<customers::Seams>>();
                act(&w, async |tx| customers::phones::add(tx, &seams, id, &number, None).await).await;
            }
        }
        w.settle().await;
        w.db.clock.advance(60);
        (w, people)
    }
}

/// Does something as the manager of the store; what is refused is not done.
pub async fn act(w: &World, what: impl AsyncFnOnce(&mut Tx<'_>) -> Result<(), Refusal>) -> bool {
    let scope: Scope = w.scope("manager1").await;
    let mut tx = w.db.write(&scope).await.unwrap();
    match what(&mut tx).await {
        Ok(()) => {
            tx.commit().await.unwrap();
            true
        }
        Err(Refusal::Database(error)) => panic!("{error}"),
        Err(_) => {
            tx.rollback().await.unwrap();
            false
        }
    }
}

/// Gives a customer to someone.
pub async fn give(w: &World, customer: Id, login: &str) -> bool {
    let owner = user(w, login).await;
    let seams = seams(w);
    let target = customers::assignment::Target::Owner(owner);
    act(w, async |tx| customers::assignment::assign(tx, &seams, customer, w.pudong, target, Some("分配".into())).await)
        .await
}

pub async fn user(w: &World, login: &str) -> Id {
    organisation::find_user_by_login(w.db.read(), login).await.unwrap().unwrap().id
}

pub fn seams(w: &World) -> std::sync::Arc<customers::Seams> {
    w.assembly.app.seams.get::<std::sync::Arc<customers::Seams>>().unwrap().clone()
}
