//! What a link covers.

use crate::{Id, Instant, Keys, Tenant};

use super::queries::Entry;

/// The link before the first one.
pub(super) const BEGINNING: [u8; 32] = [0; 32];

const LINK: &str = "journal-chain";
const VALUES: &str = "journal-values";

/// The link of an entry at a position.
pub(super) fn link(
    keys: &Keys,
    before: &[u8],
    tenant: Tenant,
    position: i64,
    entry: &Entry,
    digest: Option<&[u8]>,
) -> Vec<u8> {
    let mut content = Content::default();
    content.put(Some(&tenant.to_be_bytes()));
    content.put(Some(&position.to_be_bytes()));
    content.put(Some(entry.id.as_bytes()));
    content.put(Some(&entry.at.0.to_be_bytes()));
    content.put(entry.actor_id.as_ref().map(|id| id.as_bytes().as_slice()));
    content.put(Some(entry.actor_name.as_bytes()));
    content.put(Some(entry.request_id.as_bytes()));
    content.put(Some(entry.kind.as_bytes()));
    content.put(Some(entry.record_id.as_bytes()));
    content.put(Some(entry.action.as_bytes()));
    content.put(entry.reason.as_ref().map(String::as_bytes));
    content.put(entry.batch_id.as_ref().map(|id| id.as_bytes().as_slice()));
    content.put(digest);
    keys.link(LINK, before, &content.0)
}

/// The digest of an entry's values. It is keyed, too: values that were erased cannot be guessed from it.
pub(super) fn digest(keys: &Keys, id: Id, changes: &str) -> Vec<u8> {
    keys.link(VALUES, id.as_bytes(), changes.as_bytes())
}

/// The signature of the chain's end.
pub(super) fn head_signature(keys: &Keys, tenant: Tenant, position: i64, hash: &[u8]) -> String {
    keys.sign("journal-head", &format!("{tenant}.{position}.{}", crate::crypto::hex(hash)))
}

/// The signature of a place where the chain was cut.
pub(super) fn anchor_signature(
    keys: &Keys,
    tenant: Tenant,
    position: i64,
    hash: &[u8],
    entries: i64,
    at: Instant,
) -> String {
    keys.sign("journal-anchor", &format!("{tenant}.{position}.{}.{entries}.{}", crate::crypto::hex(hash), at.0))
}

/// Parts one behind the other, each with its length: no two entries have the same bytes.
#[derive(Default)]
struct Content(Vec<u8>);

impl Content {
    fn put(&mut self, part: Option<&[u8]>) {
        match part {
            None => self.0.push(0),
            Some(bytes) => {
                self.0.push(1);
                self.0.extend((bytes.len() as u64).to_be_bytes());
                self.0.extend(bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-09: a link changes with the one before, with its place, and with whatever stands in the entry.
    #[test]
    fn a_link_covers_everything() {
        let keys = Keys::from_secret(&[1; 32]);
        let entry = Entry {
            id: Id::from_u128(1),
            at: Instant(7),
            actor_id: Some(Id::from_u128(2)),
            actor_name: "王敏".into(),
            request_id: Id::from_u128(3),
            kind: "customer".into(),
            record_id: Id::from_u128(4),
            action: "update".into(),
            reason: None,
            batch_id: None,
            changes: None,
        };
        let of = |entry: &Entry| link(&keys, &BEGINNING, 1, 1, entry, None);
        let first = of(&entry);
        assert_eq!(first, of(&entry.clone()));
        let others = [
            Entry { id: Id::from_u128(9), ..entry.clone() },
            Entry { at: Instant(8), ..entry.clone() },
            Entry { actor_id: None, ..entry.clone() },
            Entry { actor_name: "王".into(), kind: "敏customer".into(), ..entry.clone() },
            Entry { record_id: Id::from_u128(9), ..entry.clone() },
            Entry { action: "reveal".into(), ..entry.clone() },
            Entry { reason: Some(String::new()), ..entry.clone() },
            Entry { batch_id: Some(Id::from_u128(5)), ..entry.clone() },
        ];
        assert!(others.iter().all(|other| of(other) != first));
        assert_ne!(link(&keys, &first, 1, 1, &entry, None), first, "another one before");
        assert_ne!(link(&keys, &BEGINNING, 1, 2, &entry, None), first, "another place");
        assert_ne!(link(&keys, &BEGINNING, 2, 1, &entry, None), first, "another tenant");
        let digest = digest(&keys, entry.id, "[]");
        assert_ne!(link(&keys, &BEGINNING, 1, 1, &entry, Some(&digest)), first, "with values");
        assert_ne!(link(&Keys::from_secret(&[2; 32]), &BEGINNING, 1, 1, &entry, None), first, "other keys");
    }
}
