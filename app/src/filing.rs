//! What leads ask of the modules beside and above them: the hours of stores of work, opportunities of sales; and what
//! visits to the showroom mean to an opportunity. Wiring only: each side keeps its own rules.

use ::work::clock;
use async_trait::async_trait;
use kernel::{Consumer, DbError, Event, Id, Instant, Tx};
use leads::showroom::milestone;
use leads::{Follows, Milestone, Opening, Opens, Working};
use records::filter::Today;
use records::policy::Look;
use records::{Filter, ListError, ListQuery, Op, Refusal};
use sales::OPPORTUNITY;
use sales::opportunity::{self, NewOpportunity};
use web::Page;
use web::records::labels;

/// An opportunity follows the filing of a lead.
pub struct Opportunities;

/// The stage that is reached by what happened in the showroom.
fn stage(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::Visited => "visited",
        Milestone::Driven => "test_driven",
    }
}

#[async_trait]
impl Opens for Opportunities {
    async fn open(&self, tx: &mut Tx<'_>, opening: &Opening) -> Result<Option<Id>, Refusal> {
        let models: Vec<&str> =
            opening.models.iter().map(|(name, _)| name.as_str()).filter(|n| !n.is_empty()).collect();
        let new = NewOpportunity {
            level: opening.level.clone(),
            models: (!models.is_empty()).then(|| models.join("、")),
            expected_on: opening.expected_on,
            source: Some(opening.channel.clone()),
            source_id: opening.source,
            lead: Some(opening.lead),
            ..NewOpportunity::new(opening.customer, opening.store)
        };
        let opened = match opportunity::open(tx, new).await {
            Ok(id) => Some(id),
            // They are being worked with already: the lead is credited to its source and ends there.
            Err(Refusal::Invalid(errors)) if errors.iter().any(|e| e.code == "opportunity-open-already") => None,
            Err(refusal) => return Err(refusal),
        };
        if let Some(milestone) = opening.milestone {
            let at = tx.now();
            opportunity::reach(tx, opening.customer, opening.store, stage(milestone), at).await?;
        }
        Ok(opened)
    }

    async fn last(&self, page: &Page<'_>, customer: Id) -> Result<Option<Follows>, DbError> {
        let zone = labels::zone(page.app, page.visitor);
        let today = Today { date: page.app.db.clock.now().date_in(zone), zone };
        let mut query = ListQuery::new(&OPPORTUNITY, today);
        query.fields = OPPORTUNITY.field("number").into_iter().collect();
        query.filters = vec![Filter::new("customer", Op::Eq, &[&customer.to_string()])];
        query.limit = 1;
        match records::list(&Look::at(&page.app.db, &page.visitor.scope), &page.app.registry, &query).await {
            Ok(found) => Ok(found.rows.first().map(|row| Follows {
                kind: "kind-opportunity",
                number: row.get("number").text().unwrap_or_default().to_owned(),
                href: format!("/opportunities/{}", row.id),
            })),
            Err(ListError::Database(error)) => Err(error),
            // Whose opportunities are is hidden from the visitor.
            Err(_) => Ok(None),
        }
    }
}

/// An opportunity comes to the stage that a visit or a test drive stands for, without anybody saying so again.
pub struct Milestones;

#[async_trait]
impl Consumer for Milestones {
    fn name(&self) -> &'static str {
        "sales.milestones"
    }

    fn wants(&self, event: &str) -> bool {
        matches!(event, "visit.named.v1" | "test-drive.done.v1")
    }

    async fn handle(&self, tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        let Some((customer, store, found)) = milestone::of_visit(tx, event.subject).await? else { return Ok(()) };
        let at = tx.now();
        match opportunity::reach(tx, customer, store, stage(found), at).await {
            Err(Refusal::Database(error)) => Err(error),
            // Somebody was faster, and it has come further.
            _ => Ok(()),
        }
    }
}

/// The clock of the first contact runs in the working hours of its store, in the usual ones for the head office.
pub struct Hours;

#[async_trait]
impl Working for Hours {
    async fn after(&self, tx: &Tx<'_>, store: Option<Id>, from: Instant, minutes: i64) -> Result<Instant, DbError> {
        let calendar = clock::calendar_within(tx, store.unwrap_or_default()).await?;
        Ok(calendar.after(from, minutes))
    }
}
