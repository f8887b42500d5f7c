//! The keys that bring customers together. A key names what few people share: what identifies by itself, and pairs of
//! things where one alone is common (王伟 is; 王伟 born on one day is not).

use identifiers::{pinyin, vin};
use matching::{Pool, Profile, Slot};
use sha2::{Digest, Sha256};

/// Keys of a customer, without repetition.
pub(super) fn of(pool: &Pool, profile: &Profile) -> Vec<i64> {
    let texts = |slot: Slot| profile.of(slot).iter().map(|(_, place)| &*pool.value(*place).text);
    let one = |slot: Slot| texts(slot).next();
    let mut keys = Vec::new();
    for slot in Slot::ALL.into_iter().filter(|slot| slot.identifies()) {
        keys.extend(texts(slot).map(|text| key(&[slot.name(), text])));
    }
    keys.extend(texts(Slot::Vin).map(|text| key(&["tail", vin::tail(text, 6)])));
    let name = match (one(Slot::Surname), one(Slot::Given)) {
        (Some(surname), Some(given)) => Some(sounds(&format!("{surname}{given}"))),
        _ => one(Slot::Whole).map(sounds),
    };
    let surname = one(Slot::Surname).map(sounds);
    let (birth, address) = (one(Slot::Birth), one(Slot::Address));
    let area = one(Slot::Suburb).or(one(Slot::Postcode)).or(one(Slot::State));
    let pairs = [
        ("name+birth", name.as_deref(), birth),
        ("name+area", name.as_deref(), area),
        ("surname+birth", surname.as_deref(), birth),
        ("given+birth", one(Slot::Given), birth),
        ("address", Some(""), address),
        // A rare name alone; a common one has too many and is passed over.
        ("name", name.as_deref(), Some("")),
    ];
    keys.extend(pairs.into_iter().filter_map(|(kind, a, b)| Some(key(&[kind, a?, b?]))));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The letters of a name in one order, so that misheard and exchanged names meet.
fn sounds(name: &str) -> String {
    let mut units = pinyin::units(name);
    units.sort_unstable();
    units.concat()
}

/// The same in every release: keys are stored.
fn key(parts: &[&str]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    i64::from_be_bytes([digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use matching::Role;

    fn share(a: &[(Role, &str)], b: &[(Role, &str)]) -> bool {
        let mut pool = Pool::new();
        let (a, b) = (pool.read(a.iter().copied()), pool.read(b.iter().copied()));
        let (a, b) = (of(&pool, &a), of(&pool, &b));
        a.iter().any(|key| b.contains(key))
    }

    /// CUS-07: what brings two files together.
    #[test]
    fn keys_meet() {
        use Role::{BirthDate, FullName, Phone, Plate, Suburb};
        assert!(share(&[(FullName, "王敏"), (Phone, "13812345678")], &[(FullName, "李伟"), (Phone, "138 1234 5678")]));
        assert!(share(&[(FullName, "张晓明")], &[(FullName, "章小明")]), "read alike");
        assert!(share(
            &[(FullName, "王先生"), (BirthDate, "1990-01-02")],
            &[(FullName, "王敏"), (BirthDate, "1990年1月2日")]
        ));
        assert!(share(&[(Plate, "沪A·O1234")], &[(Plate, "沪A01234")]));
        assert!(!share(&[(FullName, "王敏"), (Suburb, "浦东新区")], &[(FullName, "王芳"), (Suburb, "浦东新区")]));
    }
}
