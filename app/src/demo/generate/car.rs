//! Making a car and its life in the workshop.

use chrono::{Datelike, NaiveDate};
use kernel::Instant;

use super::catalogue::{COLOURS, MODELS};
use super::chance::Chance;
use super::file::{Car, Part, Service};
use super::identity::{self, Power};
use super::place::CITIES;
use super::world::World;

/// What a car is made from.
pub struct Plan {
    /// Serial of the car: no two cars share it.
    pub serial: u64,
    /// Serial of the file of its owner.
    pub owner: u64,
    /// Place of the model.
    pub model: usize,
    /// City where it is registered, by its place.
    pub city: usize,
    /// Days ago it was delivered.
    pub age: i64,
    /// Kilometres a day.
    pub pace: i64,
    /// Dictionary `vehicle-usage`.
    pub usage: &'static str,
}

/// Makes a car. New ones wear no plate in their first days.
pub fn make(world: &World, chance: &mut Chance, plan: &Plan) -> Car {
    let model = &MODELS[plan.model];
    let delivered_on = world.day(plan.age);
    let model_year = delivered_on.year() + i32::from(delivered_on.month() >= 10 && chance.percent(60));
    let registered_after = chance.between(3, 12);
    let registered_on = (plan.age > registered_after).then(|| world.day(plan.age - registered_after));
    let plate = identity::plate(plan.serial, &CITIES[plan.city], model.power);
    Car {
        model: plan.model,
        vin: identity::vin(plan.serial, model.wmi, model_year),
        engine: identity::engine(plan.serial, model.engine),
        plates: registered_on.map(|on| (plate, on)).into_iter().collect(),
        colour: chance.weighted(COLOURS),
        model_year,
        delivered_on,
        registered_on,
        insured_until: registered_on.map(|on| next_anniversary(on, world.today)),
        usage: plan.usage,
        parties: vec![(plan.owner, Part::Owner)],
        readings: vec![(delivered_on, chance.between(5, 60) as u32)],
        visits: Vec::new(),
    }
}

/// The first anniversary of a day after today; policies run by the year.
fn next_anniversary(on: NaiveDate, today: NaiveDate) -> NaiveDate {
    let mut years = 1;
    loop {
        // 29 February has its anniversary on 1 March.
        let day = on
            .with_year(on.year() + years)
            .unwrap_or_else(|| NaiveDate::from_ymd_opt(on.year() + years, 3, 1).unwrap_or(today));
        if day > today || years > 60 {
            return day;
        }
        years += 1;
    }
}

const REPAIRS: &[(&str, i64)] = &[
    ("更换前刹车片", 68_000),
    ("更换雨刮片", 16_800),
    ("更换蓄电池", 72_000),
    ("四轮定位及动平衡", 38_000),
    ("空调异味处理，更换空调滤芯", 29_800),
    ("左前门钣金喷漆", 125_000),
    ("更换轮胎两条", 168_000),
    ("右后尾灯更换", 86_000),
    ("行车电脑升级，检查胎压报警", 0),
];

/// Visits of a car to a store's workshop: the first service, then by distance or time, now and then a repair. Only
/// those within `known_for` days are known here. The readings rise with the car's pace.
pub fn services(
    world: &World,
    chance: &mut Chance,
    plan: &Plan,
    store: usize,
    known_for: i64,
    until: i64,
) -> Vec<Service> {
    let electric = MODELS[plan.model].power == Power::Electric;
    // Every 10,000 km (electric cars 20,000) or every year, whichever comes first.
    let interval = ((if electric { 20_000 } else { 10_000 }) / plan.pace.max(1)).clamp(60, 365);
    let advisers = &world.store(store).advisers;
    let adviser = (!advisers.is_empty()).then(|| advisers[chance.place(advisers.len())]);
    let (mut day, mut list, mut nth) = (interval.min(150), Vec::new(), 0);
    while plan.age - day > until {
        let days_ago = plan.age - day;
        let (work, amount) = work(chance, electric, nth);
        let km = (plan.pace * day + chance.between(0, 600)).max(0) as u32;
        let at = world.at(days_ago, chance.between(8 * 3600 + 1800, 16 * 3600));
        if days_ago <= known_for {
            list.push(Service {
                store,
                at,
                number: number(world, store, at, plan.serial, nth),
                km,
                work,
                amount,
                adviser,
            });
        }
        nth += 1;
        day += (interval + chance.between(-20, 45)).max(30);
    }
    list
}

fn number(world: &World, store: usize, at: Instant, serial: u64, nth: u64) -> String {
    format!(
        "RO{}{}{:05}",
        world.store(store).code.trim_start_matches('S'),
        at.utc().format("%y%m%d"),
        (serial * 31 + nth) % 100_000
    )
}

fn work(chance: &mut Chance, electric: bool, nth: u64) -> (String, i64) {
    if nth == 0 {
        let text = if electric {
            "首次保养：三电系统检查、底盘检查"
        } else {
            "首次保养：更换机油机滤（免费）"
        };
        return (text.into(), 0);
    }
    if chance.percent(24) {
        let (text, amount) = REPAIRS[chance.place(REPAIRS.len())];
        return (text.into(), amount);
    }
    match (electric, nth % 2) {
        (true, _) => ("定期保养：三电检查、更换空调滤芯、制动液检测".into(), 42_000 + chance.between(0, 120) * 100),
        (false, 0) => ("大保养：机油机滤、空气滤芯、空调滤芯、火花塞".into(), 128_000 + chance.between(0, 400) * 100),
        (false, _) => ("小保养：更换机油机滤，全车检查".into(), 52_000 + chance.between(0, 200) * 100),
    }
}
