//! The person hears of it: who looked as them, and why.

use std::collections::BTreeMap;

use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Tx};

use crate::notices::{NewNotice, tell};

const EVENT: &str = "user.looked_as.v1";

pub(super) fn leave(tx: &mut Tx<'_>, person: Id, reason: &str) {
    let by = tx.scope().actor_name().to_owned();
    tx.emit(EVENT, "user", person, serde_json::json!({ "by": by, "reason": reason }));
}

/// Leaves the notice (`notice-looked-as`).
pub struct Told;

#[async_trait]
impl Consumer for Told {
    fn name(&self) -> &'static str {
        "organisation.notices.looking"
    }

    fn wants(&self, event: &str) -> bool {
        event == EVENT
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let part = |name: &str| event.payload.get(name).cloned().unwrap_or_default();
        let notice = NewNotice {
            user: event.subject,
            kind: "looked-as",
            args: BTreeMap::from([("by", part("by")), ("reason", part("reason"))]),
            subject: None,
            link: "/me".into(),
        };
        tell(tx, event, vec![notice]).await
    }
}
