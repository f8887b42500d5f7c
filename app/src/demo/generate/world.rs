//! The group that customers belong to: its tree, its people, its calendar. The demo group has three stores with a named
//! cast; measurements use groups of any size built by the same rules.

use chrono::{Days, NaiveDate};
use identifiers::Sex;
use kernel::Instant;
use organisation::HOUSE_ZONE;

use super::chance::Chance;
use super::name;
use super::place::CITIES;

/// Seed of the demo group.
pub const DEMO_SEED: u64 = 404;

/// Customers of the demo group.
pub const DEMO_CUSTOMERS: u64 = 5_000;

/// A department of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Department {
    /// 销售部
    Sales,
    /// 服务部
    Service,
    /// 客服部
    Care,
    /// 市场部
    Marketing,
}

impl Department {
    /// All of them: Chinese name, what stands behind its code, and its teams.
    pub const ALL: [(Department, &'static str, &'static str, &'static [&'static str]); 4] = [
        (Department::Sales, "销售部", "SALES", &["销售一组", "销售二组"]),
        (Department::Service, "服务部", "SERVICE", &["前台接待组", "机电组"]),
        (Department::Care, "客服部", "CARE", &[]),
        (Department::Marketing, "市场部", "MARKETING", &[]),
    ];
}

/// Where a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Post {
    /// At the head office.
    Group,
    /// At a region, by its place in [`World::regions`].
    Region(usize),
    /// At a store, by its place in [`World::stores`].
    Store(usize),
    /// In a department of a store.
    Department(usize, Department),
    /// In a team of a department, by its place.
    Team(usize, Department, usize),
}

/// Someone who works there.
#[derive(Clone, Debug)]
pub struct Person {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Code of the role.
    pub role: &'static str,
    /// Where they work.
    pub post: Post,
}

/// A store.
#[derive(Clone, Debug)]
pub struct Store {
    /// `S001`
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Grade (dictionary `store_grade`).
    pub grade: &'static str,
    /// Place of its city in [`CITIES`].
    pub city: usize,
    /// Place of its region in [`World::regions`]; none stands below the head office at once.
    pub region: Option<usize>,
    /// The brand it sells.
    pub brand: &'static str,
    /// Share of the group's customers.
    pub weight: u32,
    /// Places of its sales consultants in [`World::people`].
    pub consultants: Vec<usize>,
    /// Places of its service advisers.
    pub advisers: Vec<usize>,
    /// Places of its customer-care clerks.
    pub clerks: Vec<usize>,
}

/// How rich the files are.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Of a hundred customers, how many have bought or come for service (classes customer, VIP, lapsed).
    pub owners: u64,
    /// Of a hundred customers, how many are prospects; the rest are suspects.
    pub prospects: u64,
    /// Of a hundred owners, how many have one car more; asked up to three times.
    pub more_cars: u64,
    /// Of a hundred prospects, how many drive something already.
    pub prospects_driving: u64,
    /// Calls and notes between the milestones, at most.
    pub talk: i64,
}

/// The group.
#[derive(Clone, Debug)]
pub struct World {
    /// Everything follows from it.
    pub seed: u64,
    /// How many customers there are.
    pub customers: u64,
    /// The moment of loading: all dates are relative to it.
    pub now: Instant,
    /// The day of loading in Shanghai.
    pub today: NaiveDate,
    /// Name of the group.
    pub name: &'static str,
    /// Names of regions.
    pub regions: Vec<String>,
    /// Stores.
    pub stores: Vec<Store>,
    /// People; the first is the administrator.
    pub people: Vec<Person>,
    /// How rich the files are.
    pub shape: Shape,
}

impl World {
    /// A moment on a day before today (or after, for negative `days_ago`), so many seconds after midnight in Shanghai;
    /// never later than now.
    pub fn at(&self, days_ago: i64, second: i64) -> Instant {
        Instant::start_of(self.day(days_ago), HOUSE_ZONE).plus_seconds(second).min(self.now)
    }

    /// A day before today, or after it for negative `days_ago`.
    pub fn day(&self, days_ago: i64) -> NaiveDate {
        let days = Days::new(days_ago.unsigned_abs());
        let day = if days_ago >= 0 { self.today.checked_sub_days(days) } else { self.today.checked_add_days(days) };
        day.unwrap_or(self.today)
    }

    /// The store at a place.
    pub fn store(&self, at: usize) -> &Store {
        &self.stores[at]
    }

    /// The person at a place.
    pub fn person(&self, at: usize) -> &Person {
        &self.people[at]
    }

    /// An empty group.
    pub(super) fn empty(seed: u64, customers: u64, now: Instant, name: &'static str, shape: Shape) -> World {
        World {
            seed,
            customers,
            now,
            today: now.date_in(HOUSE_ZONE),
            name,
            regions: Vec::new(),
            stores: Vec::new(),
            people: Vec::new(),
            shape,
        }
    }

    /// Adds someone and notes what they do for their store.
    pub(super) fn hire(&mut self, login: &str, name: &str, role: &'static str, post: Post) -> usize {
        let at = self.people.len();
        self.people.push(Person { login: login.into(), name: name.into(), role, post });
        if let Post::Store(store) | Post::Department(store, _) | Post::Team(store, ..) = post {
            let store = &mut self.stores[store];
            match role {
                "sales_consultant" => store.consultants.push(at),
                "service_adviser" => store.advisers.push(at),
                "crm_clerk" => store.clerks.push(at),
                _ => {}
            }
        }
        at
    }
}

/// A large group for measurements: `stores` stores in regions of twenty, `staff` people in each besides the head office.
pub fn scaled(seed: u64, customers: u64, stores: usize, staff: usize, now: Instant) -> World {
    // Together 1.2 cars and eight timeline entries a customer (design.md, budgets).
    let shape = Shape { owners: 72, prospects: 20, more_cars: 32, prospects_driving: 40, talk: 6 };
    let mut world = World::empty(seed, customers, now, "四合汽车集团", shape);
    world.regions = (0..stores.div_ceil(20)).map(|n| format!("第{}大区", n + 1)).collect();
    let cities: Vec<(usize, u32)> = CITIES.iter().enumerate().map(|(at, city)| (at, city.weight)).collect();
    let brands = ["大众", "比亚迪", "丰田"];
    for n in 0..stores {
        let mut chance = Chance::of(seed, "store", n as u64);
        let city = chance.weighted(&cities);
        let (brand, name) = (brands[n % 3], format!("{}第{}店", CITIES[city].name, n + 1));
        world.stores.push(Store {
            code: format!("S{:03}", n + 1),
            name: format!("四合汽车{name}"),
            short_name: name,
            grade: ["a", "b", "c"][n % 3],
            city,
            region: Some(n / 20),
            brand,
            weight: chance.between(6, 14) as u32,
            consultants: Vec::new(),
            advisers: Vec::new(),
            clerks: Vec::new(),
        });
    }
    world.hire("admin", "系统管理员", "administrator", Post::Group);
    world.hire("group", "集团管理", "group_manager", Post::Group);
    world.hire("audit1", "审计员", "auditor", Post::Group);
    for region in 0..world.regions.len() {
        let login = format!("region{}", region + 1);
        let name = staff_name(&world, &login);
        world.hire(&login, &name, "region_manager", Post::Region(region));
    }
    for store in 0..stores {
        for n in 0..staff {
            let (word, role, post) = match n {
                0 => ("manager", "store_manager", Post::Store(store)),
                1 => ("salesmanager", "sales_manager", Post::Department(store, Department::Sales)),
                2 => ("reception", "receptionist", Post::Department(store, Department::Sales)),
                3 => ("crm", "crm_clerk", Post::Department(store, Department::Care)),
                4..=6 => ("service", "service_adviser", Post::Team(store, Department::Service, 0)),
                _ => ("sales", "sales_consultant", Post::Team(store, Department::Sales, n % 2)),
            };
            let login =
                if matches!(n, 0..=3) { format!("{word}{}", store + 1) } else { format!("{word}{}_{}", store + 1, n) };
            let name = staff_name(&world, &login);
            world.hire(&login, &name, role, post);
        }
    }
    world
}

fn staff_name(world: &World, login: &str) -> String {
    let mut chance = Chance::of(world.seed, login, 0);
    let sex = if chance.percent(55) { Sex::Male } else { Sex::Female };
    let named = name::person(&mut chance, sex, 1990);
    named.full
}
