//! Leads on the work list: who is to be contacted for the first time while the clock runs, and who again (LEAD-03, SALE-02).

use async_trait::async_trait;
use kernel::{DbError, Id};
use leads::LEAD;
use leads::lead::{self, State};
use records::operations::AnyLook;
use work::duties::{Duties, Duty, Parts, Span, Tally, What, Whose};

/// Leads whose next contact is due; one statement for the rows, one for the counts.
pub(super) struct Contacts;

/// The person and the store that are asked for.
fn narrowed(whose: Whose) -> (Option<Id>, Option<Id>) {
    match whose {
        Whose::Of(user) => (Some(user), None),
        Whose::Team(store) => (None, store),
    }
}

#[async_trait]
impl Duties for Contacts {
    fn source(&self) -> &'static str {
        "lead"
    }

    async fn due(&self, look: &AnyLook<'_>, whose: Whose, span: Span, limit: usize) -> Result<Vec<Duty>, DbError> {
        let (owner, store) = narrowed(whose);
        let found = lead::due(look, owner, store, (span.from, span.until), limit as i64).await?;
        let duty = |due: lead::Due| Duty {
            id: due.id,
            about: Some((LEAD.name.to_owned(), due.id)),
            what: match due.state == State::Assigned.name() {
                true => What::Words("duties-lead-first", Vec::new()),
                false => What::Words("duties-lead-again", Vec::new()),
            },
            due_at: due.due_at,
            href: format!("/leads/{}#log", due.id),
            icon: ui::Icon::Lead,
            level: due.level,
            owner: due.owner_id,
            done: None,
        };
        Ok(found.into_iter().map(duty).collect())
    }

    async fn counts(&self, look: &AnyLook<'_>, whose: Whose, parts: Parts) -> Result<Tally, DbError> {
        let (owner, store) = narrowed(whose);
        let [overdue, today, soon] =
            lead::count_due(look, owner, store, [parts.now, parts.tomorrow, parts.until]).await?;
        Ok(Tally { overdue, today: today - overdue, soon: soon - today })
    }
}
