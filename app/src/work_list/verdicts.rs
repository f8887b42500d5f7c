//! Losses that wait for a verdict, on the work list of whoever judges them (LEAD-07).

use async_trait::async_trait;
use kernel::DbError;
use records::operations::AnyLook;
use sales::OPPORTUNITY;
use sales::opportunity;
use work::duties::{Duties, Duty, Parts, Span, Tally, What, Whose};

/// Losses to be judged; one statement for the rows, one for the counts.
pub(super) struct Losses;

/// The most that are looked at: more than ever wait.
const MOST: i64 = 500;

/// A verdict is given within a day, so that the customer is called again in time where the loss is none.
const DAY: i64 = 1;

#[async_trait]
impl Duties for Losses {
    fn source(&self) -> &'static str {
        "verdict"
    }

    async fn due(&self, look: &AnyLook<'_>, whose: Whose, span: Span, limit: usize) -> Result<Vec<Duty>, DbError> {
        // Whoever may judge sees them on their own list; they are no duty of their people.
        if !matches!(whose, Whose::Of(user) if look.scope.user() == Some(user)) {
            return Ok(Vec::new());
        }
        let found = opportunity::pending(look, MOST).await?;
        let duty = |pending: opportunity::Pending| Duty {
            id: pending.id,
            about: Some((OPPORTUNITY.name.to_owned(), pending.id)),
            what: What::Words("duties-verdict-what", Vec::new()),
            due_at: pending.updated_at.plus_days(DAY),
            href: format!("/opportunities/{}#review", pending.id),
            icon: ui::Icon::Sale,
            level: None,
            owner: pending.owner_id,
            done: None,
        };
        Ok(found.into_iter().map(duty).filter(|duty| span.holds(duty.due_at)).take(limit).collect())
    }

    async fn counts(&self, look: &AnyLook<'_>, whose: Whose, parts: Parts) -> Result<Tally, DbError> {
        let mut tally = Tally::default();
        for duty in self.due(look, whose, Span::before(parts.until), MOST as usize).await? {
            match duty.due_at {
                at if at < parts.now => tally.overdue += 1,
                at if at < parts.tomorrow => tally.today += 1,
                _ => tally.soon += 1,
            }
        }
        Ok(tally)
    }
}
