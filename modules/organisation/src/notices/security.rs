//! Tells people what happened to their own sign-in: whoever did not do it themselves must hear of it.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};
use serde_json::Value;

use super::{NewNotice, tell};

/// What happened to someone's sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// A new password, by whom is told.
    PasswordChanged,
    /// A second factor was set up.
    SecondFactorOn,
    /// The person took their second factor away.
    SecondFactorOff,
    /// An administrator took it away.
    SecondFactorReset,
    /// A recovery code opened.
    RecoveryCodeUsed,
    /// New recovery codes replaced the old ones.
    RecoveryCodesRenewed,
    /// An account at the group's provider opens theirs from now on.
    SignOnLinked,
    /// It opens theirs no longer.
    SignOnUnlinked,
}

impl Security {
    /// All of them.
    pub const ALL: [Security; 8] = [
        Security::PasswordChanged,
        Security::SecondFactorOn,
        Security::SecondFactorOff,
        Security::SecondFactorReset,
        Security::RecoveryCodeUsed,
        Security::RecoveryCodesRenewed,
        Security::SignOnLinked,
        Security::SignOnUnlinked,
    ];

    /// The kind of its notice.
    pub fn notice(self) -> &'static str {
        match self {
            Security::PasswordChanged => "password-changed",
            Security::SecondFactorOn => "second-factor-on",
            Security::SecondFactorOff => "second-factor-off",
            Security::SecondFactorReset => "second-factor-reset",
            Security::RecoveryCodeUsed => "recovery-code-used",
            Security::RecoveryCodesRenewed => "recovery-codes-renewed",
            Security::SignOnLinked => "sign-on-linked",
            Security::SignOnUnlinked => "sign-on-unlinked",
        }
    }
}

const EVENT: &str = "user.security_changed.v1";

/// Leaves word of it, with the name of who did it.
pub fn security(tx: &mut Tx<'_>, user: Id, what: Security) {
    let by = tx.scope().actor_name().to_owned();
    tx.emit(EVENT, "user", user, serde_json::json!({ "what": what.notice(), "by": by }));
}

/// Leaves the notices.
pub struct SecurityChanges;

#[async_trait]
impl Consumer for SecurityChanges {
    fn name(&self) -> &'static str {
        "organisation.notices.security"
    }

    fn wants(&self, event: &str) -> bool {
        event == EVENT
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let what = event.payload.get("what").and_then(Value::as_str).unwrap_or_default();
        let Some(what) = Security::ALL.into_iter().find(|s| s.notice() == what) else { return Ok(()) };
        let by = event.payload.get("by").cloned().unwrap_or_default();
        let notice = NewNotice {
            user: event.subject,
            kind: what.notice(),
            args: BTreeMap::from([("by", by)]),
            subject: None,
            link: "/me#sign-in".into(),
        };
        tell(tx, event, vec![notice]).await
    }
}
