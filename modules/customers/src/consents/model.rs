//! A consent given or withdrawn.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// A line of a customer's consents.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Consent {
    /// Its id.
    pub id: Id,
    /// What for (dictionary `consent-purpose`).
    pub purpose: String,
    /// By which channel (dictionary `channel`; `any` for all).
    pub channel: String,
    /// Given, or withdrawn.
    pub given: bool,
    /// When.
    pub at: Instant,
    /// Which wording they agreed to.
    pub text_version: Option<String>,
    /// How it can be shown: a signed paper, a recording.
    pub evidence: Option<String>,
    /// Who took it down.
    pub collector_name: String,
    /// At which store.
    pub store_id: Option<Id>,
}

/// A consent to be taken down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConsent {
    /// What for.
    pub purpose: String,
    /// By which channel.
    pub channel: String,
    /// Given, or withdrawn.
    pub given: bool,
    /// Which wording.
    pub text_version: Option<String>,
    /// How it can be shown.
    pub evidence: Option<String>,
}

/// What holds today: the newest line of each purpose and channel. `lines` are newest first.
pub fn current(lines: &[Consent]) -> Vec<&Consent> {
    let mut held: Vec<&Consent> = Vec::new();
    for line in lines {
        if !held.iter().any(|h| h.purpose == line.purpose && h.channel == line.channel) {
            held.push(line);
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: u128, purpose: &str, channel: &str, given: bool) -> Consent {
        Consent {
            id: Id::from_u128(n),
            purpose: purpose.into(),
            channel: channel.into(),
            given,
            at: Instant(n as i64),
            text_version: None,
            evidence: None,
            collector_name: "王敏".into(),
            store_id: None,
        }
    }

    /// CUS-11: the newest line holds, per purpose and channel.
    #[test]
    fn the_newest_holds() {
        let lines =
            [line(3, "marketing", "sms", false), line(2, "survey", "sms", true), line(1, "marketing", "sms", true)];
        let held: Vec<_> = current(&lines).iter().map(|c| (c.purpose.as_str(), c.given)).collect();
        assert_eq!(held, [("marketing", false), ("survey", true)]);
    }
}
