//! English-speaking people at street addresses, without a phone.

use super::chance::Chance;
use super::slips::{misdial, slip};

pub(super) const COLUMNS: [&str; 9] = [
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
];

/// The commoner first.
const GIVEN: [&str; 60] = [
    "emily",
    "jack",
    "olivia",
    "joshua",
    "jessica",
    "thomas",
    "sophie",
    "lachlan",
    "chloe",
    "william",
    "georgia",
    "james",
    "hannah",
    "daniel",
    "isabella",
    "samuel",
    "grace",
    "benjamin",
    "ella",
    "matthew",
    "amelia",
    "nicholas",
    "lily",
    "harrison",
    "zoe",
    "luke",
    "charlotte",
    "ryan",
    "mia",
    "alexander",
    "sarah",
    "jacob",
    "lucy",
    "ethan",
    "maddison",
    "dylan",
    "caitlin",
    "cooper",
    "alexandra",
    "liam",
    "holly",
    "mitchell",
    "tahlia",
    "riley",
    "imogen",
    "oliver",
    "abbey",
    "connor",
    "phoebe",
    "finn",
    "rosalind",
    "hamish",
    "bridget",
    "angus",
    "philippa",
    "callum",
    "eliza",
    "rory",
    "harriet",
    "declan",
];
const HEADS: [&str; 40] = [
    "hart", "wel", "bran", "col", "ash", "mor", "pen", "stan", "rad", "whit", "black", "green", "north", "kings",
    "fair", "thorn", "had", "cran", "led", "mil", "sut", "wal", "bur", "har", "lang", "mar", "wood", "stock", "hol",
    "bir", "dun", "car", "elm", "fen", "gar", "hob", "lin", "mad", "nor", "row",
];
const TAILS: [&str; 24] = [
    "ley", "ton", "ford", "field", "man", "son", "well", "bury", "wick", "worth", "den", "ham", "by", "combe", "stead",
    "er", "ing", "row", "more", "kins", "dale", "croft", "ridge", "thorpe",
];
const KINDS: [&str; 7] = ["street", "place", "crescent", "road", "close", "avenue", "circuit"];
const STATES: [&str; 7] = ["nsw", "vic", "qld", "wa", "sa", "act", "tas"];

fn word(chance: &mut Chance) -> String {
    format!("{}{}", chance.skewed(&HEADS.each_ref()), chance.of(&TAILS.each_ref()))
}

/// So many people.
pub(super) fn people(count: usize, chance: &mut Chance) -> Vec<Vec<String>> {
    (0..count).map(|_| person(chance)).collect()
}

fn person(chance: &mut Chance) -> Vec<String> {
    let year = 1900 + chance.below(100);
    let mut record = vec![
        (*chance.skewed(&GIVEN.each_ref())).to_owned(),
        word(chance),
        (1 + chance.below(200)).to_string(),
        format!("{} {}", word(chance), chance.of(&KINDS.each_ref())),
        format!("{} {}", word(chance), ["park", "village", "gardens", "house"][chance.below(4)]),
        word(chance),
        format!("{}{:03}", 2 + chance.below(6), chance.below(400)),
        (*chance.skewed(&STATES.each_ref())).to_owned(),
        format!("{year}{:02}{:02}", 1 + chance.below(12), 1 + chance.below(28)),
    ];
    for (value, share) in record.iter_mut().zip([4, 1, 4, 1, 35, 1, 0, 3, 6]) {
        if chance.percent(share) {
            value.clear();
        }
    }
    record
}

/// The same person with one to five things wrong.
pub(super) fn again(record: &[String], chance: &mut Chance) -> Vec<String> {
    let mut new = record.to_vec();
    for _ in 0..1 + chance.below(5) {
        let at = chance.below(new.len());
        match chance.below(10) {
            0 => new[at].clear(),
            1 if at < 2 => new.swap(0, 1),
            1 if at == 3 || at == 4 => new.swap(3, 4),
            2 => new[at] = person(chance).swap_remove(at),
            3 => new[at] = new[at].replace(' ', ""),
            _ if matches!(at, 2 | 6 | 8) => new[at] = misdial(&new[at], chance),
            _ => new[at] = slip(&new[at], chance),
        }
    }
    new
}
