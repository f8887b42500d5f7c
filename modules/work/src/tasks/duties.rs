//! Tasks on the work list.

use async_trait::async_trait;
use kernel::{Action, DbError, Id, Instant};
use organisation::HOUSE_ZONE;
use records::filter::Today;
use records::operations::AnyLook;
use records::{Datum, Filter, ListError, ListQuery, Op, Registry, Row};

use super::{TASK, queries};
use crate::duties::{Duties, Duty, Parts, Span, Tally, What, Whose};

/// The tasks that wait; two statements for the rows, one for the counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct TaskDuties;

/// The icon of the way in which a task is done.
pub(crate) fn icon(kind: &str) -> ui::Icon {
    match kind {
        "call" => ui::Icon::Phone,
        "visit" => ui::Icon::Visit,
        "message" => ui::Icon::Message,
        _ => ui::Icon::Check,
    }
}

#[async_trait]
impl Duties for TaskDuties {
    fn source(&self) -> &'static str {
        "task"
    }

    async fn due(&self, look: &AnyLook<'_>, whose: Whose, span: Span, limit: usize) -> Result<Vec<Duty>, DbError> {
        let today = Today { date: look.now.date_in(HOUSE_ZONE), zone: HOUSE_ZONE };
        let mut query = ListQuery::new(&TASK, today);
        query.fields = ["title", "kind", "waiting_at"].iter().filter_map(|f| TASK.field(f)).collect();
        query.limit = limit;
        query.filters = vec![Filter::new("waiting_at", Op::Lte, &[&Instant(span.until.0 - 1).rfc3339()])];
        query.filters.extend(span.from.map(|from| Filter::new("waiting_at", Op::Gte, &[&from.rfc3339()])));
        match whose {
            Whose::Of(user) => query.filters.push(Filter::new("owner", Op::Eq, &[&user.to_string()])),
            Whose::Team(store) => query.store = store,
        }
        let listed = match query.order("waiting_at") {
            Ok(()) => records::list(look, &Registry::default(), &query).await,
            Err(error) => Err(error),
        };
        let rows = match listed {
            Ok(page) => page.rows,
            Err(ListError::Database(error)) => return Err(error),
            // Someone who sees no task, or not when it is due, has none here.
            Err(_) => return Ok(Vec::new()),
        };
        let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let mut abouts = queries::abouts(look.conn, look.scope.tenant, &ids).await?;
        let mine = look.scope.reach(TASK.name, Action::Edit);
        let duty = |row: &Row| {
            let what = match row.get("title") {
                records::Shown::Masked(text) => What::Text(text.clone()),
                shown => shown.text().map_or(What::Words("kind-task", Vec::new()), |text| What::Text(text.to_owned())),
            };
            let Some(Datum::Integer(due_at)) = row.get("waiting_at").value() else { return None };
            Some(Duty {
                id: row.id,
                about: abouts.remove(&row.id).map(|about| (about.kind, about.id)),
                what,
                due_at: Instant(*due_at),
                href: format!("/tasks/{}", row.id),
                icon: icon(row.get("kind").text().unwrap_or_default()),
                level: None,
                owner: row.place.owner,
                done: mine.covers(&row.place).then(|| (format!("/tasks/{}/completion", row.id), row.version)),
            })
        };
        Ok(rows.iter().filter_map(duty).collect())
    }

    async fn counts(&self, look: &AnyLook<'_>, whose: Whose, parts: Parts) -> Result<Tally, DbError> {
        if !look.scope.can(TASK.name, Action::See) {
            return Ok(Tally::default());
        }
        queries::tally(look, whose, parts).await
    }
}
