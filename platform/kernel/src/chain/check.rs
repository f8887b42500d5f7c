//! Checking the chain from its beginning, or from where it was cut, to its end.

use sea_orm::{ConnectionTrait, DbErr};

use super::content::{BEGINNING, anchor_signature, digest, head_signature, link};
use super::queries::{self, Sealed};
use crate::{Keys, Tenant, Tx, crypto};

/// Links read at once.
const STRIDE: i64 = 1000;

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A link is missing.
    LinkGone,
    /// The entry of a link is missing from the journal.
    EntryGone,
    /// The entry, or its link, is not what was sealed.
    Changed,
    /// The values of its fields are not those that were sealed.
    ValuesChanged,
    /// The chain ends before, or otherwise than, its head says.
    EndChanged,
    /// The place where the chain was cut is not signed by this house.
    AnchorForged,
    /// There are entries in the journal that never came through the door.
    Beside,
}

impl Fault {
    /// The stable name; the key of its sentence is `audit-fault-` and this.
    pub fn name(self) -> &'static str {
        match self {
            Fault::LinkGone => "link-gone",
            Fault::EntryGone => "entry-gone",
            Fault::Changed => "changed",
            Fault::ValuesChanged => "values-changed",
            Fault::EndChanged => "end-changed",
            Fault::AnchorForged => "anchor-forged",
            Fault::Beside => "beside",
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The last position that was looked at.
    pub position: i64,
    /// The link there, to be kept elsewhere: whoever has it sees later that nothing before was changed.
    pub hash: String,
    /// How many links were looked at.
    pub entries: i64,
    /// Entries whose values were erased; their traces stand.
    pub erased: i64,
    /// Entries that are not sealed yet.
    pub waiting: i64,
    /// The position up to which older entries were cut off.
    pub cut: i64,
    /// The first broken link, and what is wrong there.
    pub fault: Option<(i64, Fault)>,
}

/// Checks a tenant's chain as far as it is sealed now.
pub async fn check(conn: &impl ConnectionTrait, keys: &Keys, tenant: Tenant) -> Result<Report, DbErr> {
    let mut report = Report { waiting: queries::waiting(conn, tenant).await?, ..Report::default() };
    let head = queries::head(conn, tenant).await?;
    let mut before = BEGINNING.to_vec();
    if let Some(anchor) = queries::anchor(conn, tenant).await? {
        let signed = anchor_signature(keys, tenant, anchor.position, &anchor.hash, anchor.entries, anchor.cut_at);
        (report.position, report.cut, before) = (anchor.position, anchor.position, anchor.hash);
        if !crypto::same(&signed, &anchor.signature) {
            report.fault = Some((anchor.position, Fault::AnchorForged));
        }
    }
    let end = head.as_ref().map_or(0, |head| head.position);
    while report.fault.is_none() && report.position < end {
        let part = queries::sealed(conn, tenant, report.position, end, STRIDE).await?;
        if part.is_empty() {
            report.fault = Some((report.position + 1, Fault::LinkGone));
        }
        for sealed in part {
            if let Some(fault) = fault(keys, tenant, &before, report.position, &sealed) {
                report.fault = Some((report.position + 1, fault));
                break;
            }
            let values = sealed.entry.as_ref().and_then(|entry| entry.changes.as_ref());
            report.erased += i64::from(sealed.digest.is_some() && values.is_none());
            report.entries += 1;
            report.position = sealed.position;
            before = sealed.hash;
        }
    }
    if let (None, Some(head)) = (report.fault, &head) {
        let signed = head_signature(keys, tenant, head.position, &head.hash);
        let whole = head.hash == before && head.position == report.position && crypto::same(&signed, &head.signature);
        if !whole {
            report.fault = Some((report.position, Fault::EndChanged));
        }
    }
    if report.fault.is_none() && queries::beside(conn, tenant).await? > 0 {
        report.fault = Some((report.position, Fault::Beside));
    }
    report.hash = crypto::hex(&before);
    Ok(report)
}

fn fault(keys: &Keys, tenant: Tenant, before: &[u8], position: i64, sealed: &Sealed) -> Option<Fault> {
    if sealed.position != position + 1 {
        return Some(Fault::LinkGone);
    }
    let Some(entry) = &sealed.entry else { return Some(Fault::EntryGone) };
    if link(keys, before, tenant, sealed.position, entry, sealed.digest.as_deref()) != sealed.hash {
        return Some(Fault::Changed);
    }
    let values = entry.changes.as_deref().map(|changes| digest(keys, entry.id, changes));
    // Values that are gone were erased; values that are there must be those.
    (values.is_some() && values != sealed.digest).then_some(Fault::ValuesChanged)
}

/// Keeps what a check found beside the chain's head.
pub async fn note_check(tx: &Tx<'_>, report: &Report) -> Result<(), DbErr> {
    queries::note_check(tx, report.position, report.fault.map(|(position, fault)| (position, fault.name()))).await
}
