//! Who a customer is, before anything happened: name, age, numbers, home.

use chrono::{Datelike, NaiveDate};
use identifiers::Sex;

use super::chance::Chance;
use super::company::{self, Company};
use super::identity;
use super::name;
use super::place::{Address, CITIES, address};
use super::world::World;

/// What a customer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// A person.
    Person {
        /// Their full name.
        name: String,
        /// Their surname.
        surname: &'static str,
        /// Their sex.
        sex: Sex,
        /// Their birthday.
        born: NaiveDate,
    },
    /// An organisation.
    Company(Company),
}

/// The unchanging part of a customer; that of a neighbour can be made again at any time.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// What it is.
    pub who: Who,
    /// The store that knows it first.
    pub store: usize,
    /// The city it is at home in.
    pub city: usize,
    /// Mobile number as typed.
    pub mobile: String,
    /// Home or seat.
    pub address: Address,
}

/// Of a hundred customers so many are organisations.
const COMPANIES: u64 = 6;

/// The base of customer `n`.
pub fn base(world: &World, n: u64) -> Base {
    let mut chance = Chance::of(world.seed, "base", n);
    let stores: Vec<(usize, u32)> = world.stores.iter().enumerate().map(|(at, store)| (at, store.weight)).collect();
    let store = chance.weighted(&stores);
    // Most live where the store is; some come from a city nearby.
    let city = if chance.percent(92) { world.store(store).city } else { chance.place(CITIES.len().min(9)) };
    let company = chance.percent(COMPANIES);
    let address = address(&mut chance, &CITIES[city], company);
    let who = if company {
        Who::Company(company::company(&mut chance, &CITIES[city]))
    } else {
        let sex = if chance.percent(62) { Sex::Male } else { Sex::Female };
        let born = birthday(&mut chance, world.today);
        let named = name::person(&mut chance, sex, born.year());
        Who::Person { name: named.full, surname: named.surname, sex: named.sex, born }
    };
    Base { who, store, city, mobile: identity::mobile(n), address }
}

/// Buyers are between 20 and 70, most around 35.
fn birthday(chance: &mut Chance, today: NaiveDate) -> NaiveDate {
    let age =
        20 + chance.between(0, 22) + chance.between(0, 16) + if chance.percent(18) { chance.between(0, 12) } else { 0 };
    let year = today.year() - age as i32;
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
    first + chrono::Days::new(chance.below(if first.leap_year() { 366 } else { 365 }))
}

/// Partners share a home and a number: whether customer `n` is the partner of the one before.
pub fn is_partner(world: &World, n: u64) -> Option<Base> {
    if n % 41 != 17 {
        return None;
    }
    let other = base(world, n - 1);
    matches!(other.who, Who::Person { .. }).then_some(other)
}

/// The partner of someone: of the other sex and about the same age.
pub fn partner(world: &World, n: u64, of: &Base) -> Base {
    let mut chance = Chance::of(world.seed, "partner", n);
    let Who::Person { sex, born, .. } = &of.who else { return of.clone() };
    let sex = if *sex == Sex::Male { Sex::Female } else { Sex::Male };
    let year = born.year() + chance.between(-4, 4) as i32;
    let born =
        NaiveDate::from_ymd_opt(year, chance.between(1, 12) as u32, chance.between(1, 28) as u32).unwrap_or(*born);
    let named = name::person(&mut chance, sex, year);
    Base { who: Who::Person { name: named.full, surname: named.surname, sex: named.sex, born }, ..of.clone() }
}
