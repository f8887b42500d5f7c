//! Invented files with duplicates whose truth is known, to measure the model with: nobody in them exists. The same seed
//! always gives the same file (domain.md §7: test data must be synthetic).

mod chance;
mod chinese;
mod latin;
mod slips;

use chance::Chance;

/// Which people a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Customs {
    /// Chinese households with phones, cars and Chinese addresses.
    Chinese,
    /// English-speaking people with street addresses and no phone.
    Latin,
}

/// How many people a file is about, and how often they occur again.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Which people.
    pub customs: Customs,
    /// People.
    pub people: usize,
    /// Records beside the first of a person; each is of someone drawn at random.
    pub again: usize,
    /// Repeats of the same plan with another seed are other people.
    pub seed: u64,
}

/// A table: the names of the columns, and rows of as many cells. The first column, `rec_id`, names the record, the
/// second, `person`, is the truth.
pub type Sheet = (Vec<&'static str>, Vec<Vec<String>>);

/// Makes a file. Rows are in no order.
pub fn sheet(plan: Plan) -> Sheet {
    let mut chance = Chance::new(plan.seed);
    let (columns, mut people): (&[&str], Vec<Vec<String>>) = match plan.customs {
        Customs::Chinese => (&chinese::COLUMNS, chinese::people(plan.people, &mut chance)),
        Customs::Latin => (&latin::COLUMNS, latin::people(plan.people, &mut chance)),
    };
    let mut rows: Vec<(usize, Vec<String>)> = Vec::with_capacity(plan.people + plan.again);
    for _ in 0..plan.again {
        let person = chance.below(people.len());
        let record = match plan.customs {
            Customs::Chinese => chinese::again(&people[person], &mut chance),
            Customs::Latin => latin::again(&people[person], &mut chance),
        };
        rows.push((person, record));
    }
    rows.extend(people.drain(..).enumerate());
    chance.shuffle(&mut rows);
    let names = ["rec_id", "person"].into_iter().chain(columns.iter().copied()).collect();
    let numbered = |(n, (person, record)): (usize, (usize, Vec<String>))| {
        [format!("r{n}"), format!("p{person}")].into_iter().chain(record).collect()
    };
    (names, rows.into_iter().enumerate().map(numbered).collect())
}
