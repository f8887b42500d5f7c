//! What happened with a customer: how they came, what was talked of, what they bought, when they came back.

use kernel::Instant;

use super::car::{self, Plan};
use super::catalogue::{MODELS, of_brand, of_others};
use super::chance::Chance;
use super::customer::HISTORY;
use super::file::{Entry, File, Stay};
use super::person::{Base, Who};
use super::talk::{Occasion, Topic, say};
use super::world::World;

/// The course of a customer's life with the house, in days before today.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// When the file began, in days ago.
    pub age: i64,
    /// Second of that day.
    pub second: i64,
    /// Class at the first store.
    pub class: &'static str,
    /// Grade there.
    pub grade: Option<&'static str>,
    /// How they came (dictionary `source`).
    pub source: &'static str,
    /// When a car was delivered, in days ago.
    pub delivered: Option<i64>,
    /// Whether they bought elsewhere and come for service.
    pub service_only: bool,
}

impl Life {
    /// When the file began.
    pub fn began(&self, world: &World) -> Instant {
        world.at(self.age, self.second)
    }

    /// Whether they have a car that the house sold or serves.
    pub fn owns(&self) -> bool {
        self.delivered.is_some() || self.service_only
    }
}

/// Draws the course of customer `n`'s life.
pub fn life(world: &World, chance: &mut Chance, n: u64, base: &Base) -> Life {
    // A point in two years, later for later numbers; the day's part of it is the hour, within business hours.
    let point = (n as f64 + chance.below(1_000) as f64 / 1_000.0) / world.customers.max(1) as f64 * HISTORY as f64;
    let age = HISTORY - point as i64;
    let second = 9 * 3600 + (point.fract() * 9.5 * 3600.0) as i64;
    let mut life =
        Life { age, second, class: "suspect", grade: None, source: "other", delivered: None, service_only: false };
    let company = matches!(base.who, Who::Company(_));
    let sources = [
        ("walk-in", 26),
        ("phone-in", 13),
        ("web", 22),
        ("official", 5),
        ("maker", 9),
        ("referral", 9),
        ("motor-show", 5),
        ("field", 4),
        ("invited", 4),
        ("rebuy", 3),
    ];
    life.source = if company { "fleet" } else { chance.weighted(&sources) };
    let draw = chance.below(100);
    if draw < world.shape.owners {
        life.service_only = chance.percent(28);
        let lead = chance.between(4, 35);
        if life.service_only {
            life.source = chance.weighted(&[("service", 5), ("import", 5)]);
        } else if age > lead {
            life.delivered = Some(age - lead);
        }
        life.class = match (life.owns(), chance.below(100)) {
            (true, 0..=30) if age > 430 => "lapsed",
            (true, 0..=6) => "vip",
            (true, _) => "customer",
            (false, _) => "prospect",
        };
        life.grade = match life.class {
            "prospect" => Some("O"),
            "lapsed" => Some("S"),
            _ if life.delivered.is_some() => Some("D"),
            _ => None,
        };
    } else if draw < world.shape.owners + world.shape.prospects {
        life.class = "prospect";
        // Who came long ago and did not buy is mostly lost or asleep.
        life.grade = Some(match (age > 120, chance.below(100)) {
            (true, 0..=54) => "F",
            (true, 55..=69) => "S",
            _ => chance.weighted(&[("H", 8), ("A", 20), ("B", 28), ("C", 34), ("N", 10)]),
        });
        if matches!(life.grade, Some("F" | "S")) {
            life.class = if chance.percent(70) { "lapsed" } else { "prospect" };
        }
    }
    life
}

/// Writes the cars, engagements and timeline of a file.
pub fn tell(world: &World, chance: &mut Chance, base: &Base, life: Life, file: &mut File) {
    let store = base.store;
    let owner = owner(world, chance, store, life);
    let models = of_brand(world.store(store).brand);
    let fitting: Vec<usize> = models.iter().copied().filter(|m| !file.organisation || MODELS[*m].business).collect();
    let model = fitting[chance.place(fitting.len())];
    let topic = Topic { model, colour: chance.weighted(super::catalogue::COLOURS) };
    let teller = Teller { world, store, topic };
    cars(world, chance, base, life, model, file);
    match life.class {
        "suspect" => teller.entry(chance, file, life.age, Some(life.second), Occasion::Rough, "note", owner),
        _ if life.service_only => after_sales(&teller, chance, life.age, life, file),
        _ => before_sale(&teller, chance, life, owner, file),
    }
    if let Some(delivered) = life.delivered {
        after_sales(&teller, chance, delivered, life, file);
    }
    let stay = stay(world, chance, life, store, owner, file);
    file.engagements.push(stay);
    tags(chance, life, store, file);
    if world.stores.len() > 1 && life.owns() && !file.organisation && chance.percent(6) {
        second_store(&teller, chance, life, file);
    }
    file.entries.sort_by_key(|e| e.at);
}

/// Who looks after them: a consultant who sold or tries to, an adviser of those who only come for service; some nobody.
fn owner(world: &World, chance: &mut Chance, store: usize, life: Life) -> Option<usize> {
    let staff = world.store(store);
    let pool = if life.class == "suspect" {
        35
    } else if life.class == "lapsed" {
        20
    } else {
        3
    };
    let people = if life.service_only && !staff.advisers.is_empty() { &staff.advisers } else { &staff.consultants };
    (!chance.percent(pool) && !people.is_empty()).then(|| people[chance.place(people.len())])
}

fn cars(world: &World, chance: &mut Chance, base: &Base, life: Life, bought: usize, file: &mut File) {
    let usage = if file.organisation { "company" } else { "private" };
    let pace = if file.organisation { chance.between(45, 140) } else { chance.between(18, 62) };
    let plan = |nth: u64, model: usize, age: i64| Plan {
        serial: file.serial * 8 + nth,
        owner: file.serial,
        model,
        city: base.city,
        age,
        pace,
        usage,
    };
    let known = life.age.min(HISTORY);
    let until = if life.class == "lapsed" { chance.between(370, 420).min(life.age) } else { 0 };
    let mut plans = Vec::new();
    if let Some(delivered) = life.delivered {
        plans.push((plan(0, bought, delivered), delivered));
    } else if life.service_only {
        plans.push((plan(0, bought, life.age + chance.between(240, 2_400)), known));
    } else if life.class == "prospect" && chance.percent(world.shape.prospects_driving) {
        let others = of_others();
        // They drive something of another brand, which the workshop has never seen.
        plans.push((plan(0, others[chance.place(others.len())], chance.between(900, 3_300)), -1));
    }
    if life.owns() {
        let (tries, percent) = if file.organisation {
            (6, 60)
        } else if life.class == "vip" {
            (3, 45)
        } else {
            (3, world.shape.more_cars)
        };
        let models = of_brand(world.store(base.store).brand);
        while plans.len() <= tries && chance.percent(percent) {
            let age = life.delivered.unwrap_or(life.age) + if file.organisation { 0 } else { chance.between(0, 1_800) };
            let model = if file.organisation { bought } else { models[chance.place(models.len())] };
            plans.push((plan(plans.len() as u64, model, age), known));
        }
    }
    for (plan, known_for) in plans {
        let mut car = car::make(world, chance, &plan);
        if known_for >= 0 {
            car.visits = car::services(world, chance, &plan, base.store, known_for, until);
        } else if chance.percent(50) {
            car.readings.clear();
        }
        file.cars.push(car);
    }
}

/// From the first word to the delivery, or to where it stands today.
fn before_sale(teller: &Teller<'_>, chance: &mut Chance, life: Life, owner: Option<usize>, file: &mut File) {
    let (first, kind) = match life.source {
        "walk-in" | "invited" | "rebuy" => (Occasion::FirstVisit, "visit"),
        "phone-in" => (Occasion::FirstCall, "call"),
        "motor-show" | "referral" | "field" => (Occasion::FirstShow, "note"),
        "fleet" => (Occasion::Fleet, "visit"),
        _ => (Occasion::FirstWeb, "note"),
    };
    teller.entry(chance, file, life.age, Some(life.second), first, kind, owner);
    let open = life.delivered.is_none() && !matches!(life.grade, Some("F" | "S"));
    // The talk ends with the delivery, with the loss, or recently.
    let end = match life.delivered {
        Some(delivered) => delivered,
        None if open => chance.between(0, 12).min(life.age),
        None => (life.age - chance.between(20, 90)).max(0),
    };
    let talks = chance.between(1, teller.world.shape.talk.max(1)) + i64::from(open);
    for nth in 1..=talks {
        let day = life.age - (life.age - end) * nth / (talks + 1);
        let occasion = if file.organisation { Occasion::Fleet } else { Occasion::Follow };
        let kind = chance.weighted(&[("call", 5), ("message", 3), ("note", 2)]);
        teller.entry(chance, file, day, None, occasion, kind, owner);
    }
    if !file.organisation && chance.percent(if life.delivered.is_some() { 75 } else { 35 }) {
        teller.entry(chance, file, life.age - (life.age - end) / 3, None, Occasion::Drive, "test-drive", owner);
    }
    match (life.delivered, life.grade) {
        (Some(delivered), _) => {
            let order = delivered + (life.age - delivered) / 4;
            teller.entry(chance, file, order, Some(17 * 3600), Occasion::Order, "order", owner);
        }
        (None, Some("O")) => teller.entry(chance, file, end, Some(17 * 3600), Occasion::Order, "order", owner),
        (None, Some("F")) => teller.entry(chance, file, end, Some(17 * 3600), Occasion::Lost, "note", owner),
        _ => {}
    }
    if let Some(delivered) = life.delivered {
        teller.entry(chance, file, delivered, Some(18 * 3600), Occasion::Delivery, "delivery", owner);
        if let Some(entry) = file.entries.last_mut() {
            entry.car = Some(0);
        }
        if delivered > 4 {
            let clerk = teller.clerk(chance);
            teller.entry(chance, file, delivered - 3, None, Occasion::CallBack, "call", clerk);
        }
    }
}

/// Calls around the visits to the workshop, and care between them.
fn after_sales(teller: &Teller<'_>, chance: &mut Chance, since: i64, life: Life, file: &mut File) {
    let clerk = teller.clerk(chance);
    let visits: Vec<Instant> = file.cars.iter().flat_map(|car| car.visits.iter().map(|v| v.at)).collect();
    for at in visits {
        let ago = (teller.world.now.0 - at.0) / 86_400_000_000;
        if ago > 4 && chance.percent(45) {
            teller.entry(chance, file, ago - 3, None, Occasion::ServiceCall, "call", clerk);
        }
    }
    if life.service_only && file.entries.is_empty() {
        teller.entry(chance, file, life.age, Some(life.second), Occasion::ServiceCall, "call", clerk);
    }
    let until = if life.class == "lapsed" { 370 } else { 1 };
    let mut day = since - chance.between(60, 200);
    while day > until {
        let kind = chance.weighted(&[("message", 3), ("call", 2)]);
        teller.entry(chance, file, day, None, Occasion::Care, kind, clerk);
        day -= chance.between(120, 400);
    }
}

fn stay(world: &World, chance: &mut Chance, life: Life, store: usize, owner: Option<usize>, file: &File) -> Stay {
    let visits = file.cars.iter().flat_map(|car| car.visits.iter().map(|v| v.at));
    let touched = file.entries.iter().map(|e| e.at).chain(visits).max().unwrap_or(file.began);
    // A little overdue, or in the days to come.
    let next_contact_on = match (life.class, life.grade) {
        ("prospect", Some("H")) => Some(world.day(chance.between(-2, 1))),
        ("prospect", Some("O" | "A")) => Some(world.day(chance.between(-4, 2))),
        ("prospect", Some("B")) => Some(world.day(chance.between(-8, 3))),
        ("prospect", Some("C" | "N")) => Some(world.day(chance.between(-16, 5))),
        ("customer" | "vip", _) if chance.percent(35) => Some(world.day(chance.between(-90, 3))),
        _ => None,
    };
    Stay {
        store,
        owner,
        class: life.class,
        grade: life.grade,
        source: life.source,
        remark: None,
        began: file.began,
        touched,
        next_contact_on,
    }
}

fn tags(chance: &mut Chance, life: Life, store: usize, file: &mut File) {
    if file.entries.iter().any(|e| e.kind == "test-drive") {
        file.tags.push((store, "test-driven"));
    }
    if life.class != "suspect" && chance.percent(12) {
        file.tags.push((
            store,
            chance.weighted(&[
                ("price-sensitive", 4),
                ("trade-in", 3),
                ("loan", 3),
                ("family-car", 3),
                ("enthusiast", 2),
                ("complained", 1),
            ]),
        ));
    }
    if life.class == "vip" || (file.organisation && life.owns()) {
        file.tags.push((store, "key-account"));
    }
}

/// Some are known at another store of the group too.
fn second_store(teller: &Teller<'_>, chance: &mut Chance, life: Life, file: &mut File) {
    let world = teller.world;
    let other = (teller.store + 1 + chance.place(world.stores.len() - 1)) % world.stores.len();
    let owner = owner(world, chance, other, Life { service_only: false, class: "prospect", ..life });
    let began = chance.between(0, life.age);
    let models = of_brand(world.store(other).brand);
    let topic = Topic { model: models[chance.place(models.len())], colour: teller.topic.colour };
    let there = Teller { world, store: other, topic };
    let from = file.entries.len();
    there.entry(chance, file, began, None, Occasion::FirstVisit, "visit", owner);
    let follow = (began - chance.between(2, 20)).max(0);
    there.entry(chance, file, follow, Some(18 * 3600), Occasion::Follow, "call", owner);
    let at: Vec<Instant> = file.entries[from..].iter().map(|e| e.at.max(file.began)).collect();
    let first = at.iter().copied().min().unwrap_or(file.began);
    file.engagements.push(Stay {
        store: other,
        owner,
        class: "prospect",
        grade: Some(chance.weighted(&[("A", 1), ("B", 3), ("C", 4)])),
        source: "walk-in",
        remark: None,
        began: first,
        touched: at.iter().copied().max().unwrap_or(first),
        next_contact_on: Some(world.day(chance.between(-10, 4))),
    });
    for entry in &mut file.entries[from..] {
        entry.at = entry.at.max(file.began);
    }
}

/// Writes entries at a store.
struct Teller<'a> {
    world: &'a World,
    store: usize,
    topic: Topic,
}

impl Teller<'_> {
    #[allow(clippy::too_many_arguments, reason = "each is a fact of the entry")]
    fn entry(
        &self,
        chance: &mut Chance,
        file: &mut File,
        days_ago: i64,
        second: Option<i64>,
        occasion: Occasion,
        kind: &'static str,
        actor: Option<usize>,
    ) {
        let body = say(chance, occasion, self.topic);
        let second = second.unwrap_or_else(|| chance.between(9 * 3600, 18 * 3600));
        let at = self.world.at(days_ago.max(0), second).max(file.began);
        file.entries.push(Entry { store: self.store, kind, at, actor, body, car: None });
    }

    fn clerk(&self, chance: &mut Chance) -> Option<usize> {
        let clerks = &self.world.store(self.store).clerks;
        (!clerks.is_empty()).then(|| clerks[chance.place(clerks.len())])
    }
}
