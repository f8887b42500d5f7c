//! Letting someone go (SYS-03): their posts end, their login closes, their sessions and tokens end. What they own is
//! handed over by the module that knows it, as part of the same operation.

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use kernel::journal::Change;
use kernel::{Action, ConnectionTrait, Id, Instant, JobContext, JobHandler, NewJob, Scope, Tx};
use records::operations::{Capture, State, queries as operations};
use records::policy::Look;
use records::{Refusal, find};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

use super::authority::{self, MANAGE};
use super::undo::People;
use super::{USER, User, change, queries};
use crate::powers::{self, today};
use crate::{HOUSE_ZONE, versions};

/// The kind of the job that closes the login of someone whose last day lay ahead.
pub const CLOSE: &str = "users.close";

/// A departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The operation that it is part of.
    pub operation: Id,
    /// Who leaves.
    pub user: Id,
    /// The last day on which they hold their posts. Today ends everything at once.
    pub last_day: NaiveDate,
}

/// The person, if the reader may let them go. Refuses `NotFound` for whom the reader does not see, `Forbidden` for whom
/// they do not look after, `user-beyond-own-powers`, and `leave-not-oneself`.
pub async fn leaver<C: ConnectionTrait>(look: &Look<'_, C>, id: Id) -> Result<User, Refusal> {
    let scope: &Scope = look.scope;
    find(look, &USER, id, &[]).await?.ok_or(Refusal::NotFound)?;
    let user = queries::find(look.conn, scope.tenant, id).await?.ok_or(Refusal::NotFound)?;
    if !scope.may(MANAGE) || !scope.reach(USER.name, Action::Edit).covers(&user.place()) {
        return Err(Refusal::Forbidden);
    }
    if scope.user() == Some(id) {
        return Err(Refusal::Rule("leave-not-oneself"));
    }
    let theirs = powers::membership(look.conn, scope.tenant, id, today(look.now)).await?.powers;
    if !authority::reaches(scope, id, &theirs) {
        return Err(Refusal::Rule("user-beyond-own-powers"));
    }
    Ok(user)
}

/// Ends posts behind the last day and, when that is today, login, sessions and tokens now; else a job does so when the day
/// is over. All of it is kept for undoing under the operation. Someone who was shut out before only loses what they still
/// hold. Refuses as [`leaver`], `leave-day-past` and `user-last-administrator`.
pub async fn depart(tx: &mut Tx<'_>, departure: Departure) -> Result<(), Refusal> {
    let Departure { operation, user: id, last_day } = departure;
    let user = leaver(&Look::within(tx), id).await?;
    let (tenant, now) = (tx.tenant(), today(tx.now()));
    if last_day < now {
        return Err(Refusal::field("last_day", "leave-day-past"));
    }
    if queries::other_administrators(tx.conn(), tenant, id, now).await? == 0 {
        return Err(Refusal::Rule("user-last-administrator"));
    }
    let people = People::default();
    let capture = Capture::before(tx, &people, operation, [id]).await?;
    let end = if last_day == now { now } else { after(last_day) };
    for post in queries::posts(tx.conn(), tenant, id).await? {
        // A post that begins later never holds.
        let day = end.max(post.valid_from);
        if post.valid_to.is_some_and(|until| until <= day) {
            continue;
        }
        queries::end_post(tx, post.id, day).await?;
        let changes = [
            Change::of("post.node", Some(post.node_name), None),
            Change::of("post.role", Some(post.name_zh), None),
            Change::of("post.valid_to", post.valid_to.map(|d| d.to_string()), Some(day.to_string())),
        ];
        tx.record("user", id, "end_post", changes.into_iter().flatten().collect());
    }
    if last_day == now {
        close(tx, &user).await?;
    } else {
        tx.enqueue(NewJob {
            kind: CLOSE,
            payload: serde_json::json!(Payload { operation, user: id }),
            unique_key: Some(operation.to_string()),
            run_at: Some(over(last_day)),
            ..NewJob::default()
        });
    }
    capture.after(tx).await?;
    versions::raise(tx).await?;
    tx.record("user", id, "leave", Change::of("last_day", None, Some(last_day.to_string())).into_iter().collect());
    Ok(())
}

/// Shuts someone out. Should they ever come back, they choose a new password first.
async fn close(tx: &mut Tx<'_>, user: &User) -> Result<(), Refusal> {
    if user.is_active() {
        change::disable_user(tx, user.id).await?;
    }
    queries::set(tx, user.id, vec![("must_change_password", true.into())]).await?;
    Ok(())
}

/// The moment at which a last day is over.
pub fn over(last_day: NaiveDate) -> Instant {
    Instant::start_of(after(last_day), HOUSE_ZONE)
}

fn after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Payload {
    operation: Id,
    user: Id,
}

/// Does jobs of kind [`CLOSE`].
pub struct CloseJob;

#[async_trait]
impl JobHandler for CloseJob {
    fn kind(&self) -> &'static str {
        CLOSE
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbErr> {
        let Payload { operation, user } = context.payload()?;
        let tenant = context.job.tenant_id;
        let mut tx = context.begin().await?;
        let stands = operations::load(tx.conn(), tenant, operation).await?;
        // Whoever was called back meanwhile stays.
        let leaves = stands.is_some_and(|o| matches!(o.state, State::Running | State::Done));
        let person = queries::find(tx.conn(), tenant, user).await?;
        if let Some(person) = person.filter(|person| leaves && person.is_active()) {
            tx.in_batch(operation);
            let people = People::default();
            let capture = Capture::before(&tx, &people, operation, [user]).await?;
            match close(&mut tx, &person).await {
                Ok(()) => drop(capture.after(&tx).await?),
                Err(Refusal::Database(error)) => return Err(error),
                // The last administrator stays: somebody must be able to let others in.
                Err(_) => {}
            }
        }
        context.commit(tx, &(), 1, 1).await.map(drop)
    }
}
