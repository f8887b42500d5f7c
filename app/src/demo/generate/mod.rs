//! The pure part of the demo: files made from a seed and a number, the same every time, with dates relative to the day
//! of loading. Nothing here knows of a database.

mod car;
mod cast;
mod catalogue;
mod chance;
mod company;
mod customer;
mod file;
mod history;
mod identity;
mod name;
mod person;
mod place;
mod story;
mod talk;
mod world;

#[cfg(test)]
mod tests;

pub use cast::{PASSWORD, demo};
pub use catalogue::{CABINS, COLOURS, MODELS, Model, OPTIONS};
pub use chance::Chance;
pub use customer::file;
pub use file::{Car, Entry, File, Part, Service, Stay};
pub use identity::Power;
pub use place::CITIES;
pub use world::{DEMO_CUSTOMERS, DEMO_SEED, Department, Person, Post, Shape, Store, World, scaled};

/// Names of those who have a story of their own (docs/demo.md).
pub fn storied(world: &World) -> Vec<String> {
    story::files(world).into_iter().map(|file| file.name).collect()
}

/// All files of the demo group, the named ones among the others, in the order in which they began.
pub fn demo_files(world: &World) -> Vec<File> {
    let mut files = story::files(world);
    let rest = world.customers.saturating_sub(files.len() as u64);
    files.extend((0..rest).map(|n| file(world, n)));
    files.sort_by_key(|file| file.began);
    files
}

/// The name of someone who arrives.
pub fn person_name(chance: &mut Chance, sex: identifiers::Sex) -> String {
    name::person(chance, sex, 1988).full
}

/// The mobile number of the arrival `n`: no customer has it.
pub fn lead_phone(n: u64) -> String {
    identity::mobile(1_500_000 + n)
}
