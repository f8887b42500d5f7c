//! What waits in other modules, on the work list: customers who are due to be contacted, with their open opportunities where
//! they have one (SALE-02), and requests about personal data that are to be answered.

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use customers::CUSTOMER;
use kernel::{Action, DbError, Id, Instant, Scope};
use organisation::HOUSE_ZONE;
use records::filter::Today;
use records::operations::AnyLook;
use records::{Datum, Field, Filter, ListError, ListQuery, Op, Registry};
use sales::opportunity;
use work::duties::{Duties, Duty, Parts, Span, Tally, What, Whose};

/// The last minute of a day: what is planned for a day is late when the day is over.
fn end_of(day: NaiveDate) -> Instant {
    Instant::start_of(day.checked_add_days(Days::new(1)).unwrap_or(day), HOUSE_ZONE).plus_seconds(-60)
}

/// The last day that ends before a moment.
fn last_day(until: Instant) -> NaiveDate {
    let day = Instant(until.0 + 60_000_000).date_in(HOUSE_ZONE);
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}

/// Customers whose next contact is due.
pub(super) struct Contacts;

/// Customers of someone, or of a team, by the day of their next contact.
fn planned(look: &AnyLook<'_>, whose: Whose, filters: Vec<Filter>) -> ListQuery {
    let today = Today { date: look.now.date_in(HOUSE_ZONE), zone: HOUSE_ZONE };
    let mut query = ListQuery::new(&CUSTOMER, today);
    query.filters = filters;
    match whose {
        Whose::Of(user) => query.filters.push(Filter::new("owner", Op::Eq, &[&user.to_string()])),
        Whose::Team(store) => query.store = store,
    }
    query
}

/// Someone who does not see when customers are due, or sees none, has none here.
fn none<T: Default>(error: ListError) -> Result<T, DbError> {
    match error {
        ListError::Database(error) => Err(error),
        _ => Ok(T::default()),
    }
}

fn until(op: Op, day: NaiveDate) -> Filter {
    Filter::new("next_contact_on", op, &[&day.to_string()])
}

#[async_trait]
impl Duties for Contacts {
    fn source(&self) -> &'static str {
        "contact"
    }

    async fn due(&self, look: &AnyLook<'_>, whose: Whose, span: Span, limit: usize) -> Result<Vec<Duty>, DbError> {
        let mut filters = vec![until(Op::Lte, last_day(span.until))];
        filters.extend(span.from.map(|from| until(Op::Gte, from.date_in(HOUSE_ZONE))));
        let mut query = planned(look, whose, filters);
        query.fields = ["next_contact_on", "grade"].iter().filter_map(|f| CUSTOMER.field(f)).collect::<Vec<&Field>>();
        query.limit = limit;
        let listed = match query.order("next_contact_on") {
            Ok(()) => records::list(look, &Registry::default(), &query).await,
            Err(error) => Err(error),
        };
        let rows = match listed {
            Ok(page) => page.rows,
            Err(error) => return none(error),
        };
        let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
        let open = opportunity::open_of(look, &ids).await?;
        let duty = |row: &records::Row| {
            let Some(Datum::Date(day)) = row.get("next_contact_on").value() else { return None };
            // An open opportunity is due when its customer is; the contact is logged with it.
            let (what, href) = match open.get(&row.id) {
                Some(id) => ("duties-opportunity-what", format!("/opportunities/{id}#follow-up")),
                None => ("duties-contact-what", format!("/customers/{}/contacts-made/new?kind=call", row.id)),
            };
            Some(Duty {
                id: row.id,
                about: Some((CUSTOMER.name.to_owned(), row.id)),
                what: What::Words(what, Vec::new()),
                due_at: end_of(*day),
                href,
                icon: ui::Icon::Phone,
                level: row.get("grade").text().map(str::to_owned),
                owner: row.place.owner,
                done: None,
            })
        };
        Ok(rows.iter().filter_map(duty).collect())
    }

    async fn counts(&self, look: &AnyLook<'_>, whose: Whose, parts: Parts) -> Result<Tally, DbError> {
        let today = last_day(parts.tomorrow);
        let yesterday = last_day(parts.now);
        let spans = [
            vec![until(Op::Lte, yesterday)],
            vec![until(Op::Gte, yesterday + Days::new(1)), until(Op::Lte, today)],
            vec![until(Op::Gte, today + Days::new(1)), until(Op::Lte, last_day(parts.until))],
        ];
        let mut found = [0; 3];
        for (count, filters) in found.iter_mut().zip(spans) {
            let query = planned(look, whose, filters);
            match records::count(look, &Registry::default(), &query).await {
                Ok(number) => *count = number.value + i64::from(number.capped),
                Err(error) => return none(error),
            }
        }
        let [overdue, today, soon] = found;
        Ok(Tally { overdue, today, soon })
    }
}

/// Requests about personal data, for those who look after them (PIPL 50: in time).
pub(super) struct PrivacyRequests;

/// The most requests that are looked at: there are never many open.
const OPEN: i64 = 500;

/// Whether someone answers requests, and the list is theirs.
fn answers(scope: &Scope, whose: Whose) -> bool {
    let theirs = match whose {
        Whose::Of(user) => scope.user() == Some(user),
        Whose::Team(store) => store.is_none(),
    };
    theirs && scope.may(privacy::MANAGE) && scope.reach(CUSTOMER.name, Action::See).group
}

#[async_trait]
impl Duties for PrivacyRequests {
    fn source(&self) -> &'static str {
        "privacy"
    }

    async fn due(&self, look: &AnyLook<'_>, whose: Whose, span: Span, limit: usize) -> Result<Vec<Duty>, DbError> {
        if !answers(look.scope, whose) {
            return Ok(Vec::new());
        }
        let open = privacy::requests::queries::open(look.conn, look.scope.tenant, OPEN).await?;
        let soon = open.into_iter().filter(|r| span.holds(end_of(r.due_on))).take(limit);
        Ok(soon
            .map(|request| Duty {
                id: request.id,
                about: Some((CUSTOMER.name.to_owned(), request.customer_id)),
                what: What::Words("duties-privacy-what", vec![("number", request.number)]),
                due_at: end_of(request.due_on),
                href: format!("/privacy/{}", request.id),
                icon: ui::Icon::Lock,
                level: None,
                owner: None,
                done: None,
            })
            .collect())
    }

    async fn counts(&self, look: &AnyLook<'_>, whose: Whose, parts: Parts) -> Result<Tally, DbError> {
        let mut tally = Tally::default();
        for duty in self.due(look, whose, Span::before(parts.until), OPEN as usize).await? {
            match duty.due_at {
                at if at < parts.now => tally.overdue += 1,
                at if at < parts.tomorrow => tally.today += 1,
                _ => tally.soon += 1,
            }
        }
        Ok(tally)
    }
}
