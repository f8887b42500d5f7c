//! Making tasks.

use std::collections::HashMap;

use kernel::journal::Change;
use kernel::{Action, Id, Instant, Tx};
use organisation::users::queries::find as find_user;
use organisation::{HOUSE_ZONE, USER, dictionaries};
use records::input::Context;
use records::policy::Look;
use records::{Datum, Input, Kind, Refusal, find, input};

use super::{About, Abouts, State, TASK, queries};
use crate::clock::calendar_within;

/// How long before it is due its owner is told of a task, in seconds.
pub(super) const AHEAD: i64 = 10 * 60;

/// A task to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// What is to be done, in a line.
    pub title: String,
    /// In which way (dictionary `task-kind`): call, visit, message, other.
    pub kind: String,
    /// By when.
    pub due_at: Instant,
    /// Whose it is.
    pub owner: Id,
    /// The record that it is about.
    pub about: Option<About>,
    /// More words.
    pub note: Option<String>,
    /// The rule that makes it; none where a person does.
    pub made_by: Option<&'static str>,
}

/// Makes a task from an input: fields of the descriptor and, besides them, `about_kind` with `about_id`. The writer is its
/// owner unless another is named, who must be a colleague whom the writer sees; a due day alone is the end of work on it.
/// Refuses `task-owner-unknown` and what the fields themselves refuse.
pub async fn create(tx: &mut Tx<'_>, abouts: Abouts, input: &Input) -> Result<Id, Refusal> {
    if !tx.scope().can(TASK.name, Action::Create) {
        return Err(Refusal::Forbidden);
    }
    // Nothing is done before it is begun.
    if input.filled("state").is_some_and(|state| state != State::Open.name()) || input.filled("result").is_some() {
        return Err(Refusal::field("state", "field-not-writable"));
    }
    dictionaries::check(tx, &TASK, None, input, &[]).await?;
    let errors = input::missing(&TASK, |field| input.filled(field).is_some());
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    let owner = match input.filled("owner") {
        Some(text) => text.parse().map_err(|_| Refusal::field("owner", "task-owner-unknown"))?,
        None => tx.scope().user().ok_or_else(|| Refusal::field("owner", "field-required"))?,
    };
    let place = place(tx, owner).await?;
    let read = texts(input)?;
    let due_at = due(tx, input.get("due_at").unwrap_or_default(), place.store).await?;
    let about = match (input.filled("about_kind"), input.filled("about_id")) {
        (None, None) => None,
        (Some(kind), Some(id)) => {
            let id = id.parse().map_err(|_| Refusal::field("about_id", "field-unknown-record"))?;
            let about = About { kind: kind.to_owned(), id };
            abouts.require(&Look::within(tx), &about).await?;
            Some(about)
        }
        _ => return Err(Refusal::field("about_id", "field-unknown-record")),
    };
    let text = |name: &str| read.get(name).cloned().flatten();
    let new = NewTask {
        title: text("title").unwrap_or_default(),
        kind: text("kind").unwrap_or_else(|| "other".to_owned()),
        due_at,
        owner,
        about,
        note: text("note"),
        made_by: None,
    };
    insert(tx, new, place).await
}

/// Makes a task in the name of a rule, or of the module above that calls it. Permission is the caller's matter. Refuses
/// `task-owner-unknown` for someone who does not work here.
pub async fn make(tx: &mut Tx<'_>, new: NewTask) -> Result<Id, Refusal> {
    let user = find_user(tx.conn(), tx.tenant(), new.owner).await?.filter(|u| u.is_active());
    let user = user.ok_or_else(|| Refusal::field("owner", "task-owner-unknown"))?;
    insert(tx, new, Standing { store: user.store_id, path: user.path }).await
}

/// Where a task stands: at its owner's main post.
pub(super) struct Standing {
    pub store: Option<Id>,
    pub path: String,
}

/// The place of someone who is given a task: oneself, or a colleague whom the writer sees.
pub(super) async fn place(tx: &Tx<'_>, owner: Id) -> Result<Standing, Refusal> {
    let unknown = || Refusal::field("owner", "task-owner-unknown");
    if tx.scope().user() != Some(owner) {
        match find::require(&Look::within(tx), &USER, owner, Action::See).await {
            Ok(_) => {}
            Err(Refusal::Database(error)) => return Err(error.into()),
            Err(_) => return Err(unknown()),
        }
    }
    let user = find_user(tx.conn(), tx.tenant(), owner).await?.filter(|u| u.is_active()).ok_or_else(unknown)?;
    Ok(Standing { store: user.store_id, path: user.path })
}

/// The moment of a text: a moment as it is, a day as the end of work on it, by the calendar of the store.
pub(super) async fn due(tx: &Tx<'_>, text: &str, store: Option<Id>) -> Result<Instant, Refusal> {
    if let Some(day) = input::date(text).filter(|_| !text.contains(['T', ':'])) {
        let calendar = match store {
            Some(store) => calendar_within(tx, store).await?,
            None => crate::clock::Calendars::default().of(tx.conn(), tx.tenant(), None).await?.clone(),
        };
        let closing = calendar.closing(day);
        // Work is over today: what is still wanted today is due when the day ends.
        let late = closing < tx.now() && day == tx.now().date_in(calendar.zone());
        let end = || day.succ_opt().map(|next| Instant::start_of(next, calendar.zone()).plus_seconds(-60));
        return Ok(if late { end().unwrap_or(closing) } else { closing });
    }
    let at = Instant::parse(text, HOUSE_ZONE).ok_or_else(|| Refusal::field("due_at", "field-not-a-moment"))?;
    // A year that nobody lives to see is a slip.
    let sane = (tx.now().plus_days(-3_660)..=tx.now().plus_days(36_600)).contains(&at);
    if sane { Ok(at) } else { Err(Refusal::field("due_at", "field-not-a-moment")) }
}

/// The texts of an input, read by their fields.
pub(super) fn texts(input: &Input) -> Result<HashMap<&'static str, Option<String>>, Refusal> {
    let context = Context { today: chrono::NaiveDate::default(), zone: HOUSE_ZONE };
    let kind: &'static Kind = &TASK;
    let (mut read, mut errors) = (HashMap::new(), Vec::new());
    for name in ["title", "kind", "note", "result"] {
        let (Some(field), Some(text)) = (kind.field(name), input.get(name)) else { continue };
        match input::read(field, text, context) {
            Ok(reading) => drop(read.insert(
                field.name,
                match reading.datum {
                    Datum::Text(text) if !text.is_empty() => Some(text),
                    _ => None,
                },
            )),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(read) } else { Err(Refusal::Invalid(errors)) }
}

async fn insert(tx: &mut Tx<'_>, new: NewTask, place: Standing) -> Result<Id, Refusal> {
    let (id, now, by) = (tx.new_id(), tx.now(), tx.scope().user());
    let (about_kind, about_id) = new.about.clone().map(|a| (a.kind, a.id)).unzip();
    let columns = vec![
        ("title", new.title.as_str().into()),
        ("kind", new.kind.as_str().into()),
        ("state", State::Open.name().into()),
        ("about_kind", about_kind.into()),
        ("about_id", about_id.into()),
        ("note", new.note.clone().into()),
        ("owner_id", new.owner.into()),
        ("store_id", place.store.into()),
        ("path", place.path.into()),
        ("due_at", new.due_at.into()),
        ("waiting_at", new.due_at.into()),
        ("remind_at", remind_at(now, new.due_at).into()),
        ("made_by", new.made_by.into()),
        ("created_by", by.into()),
        ("version", 1_i64.into()),
        ("created_at", now.into()),
        ("updated_at", now.into()),
    ];
    queries::insert(tx, id, columns).await?;
    let told = [
        Change::of("title", None, Some(new.title)),
        Change::of("kind", None, Some(new.kind)),
        Change::of("due_at", None, Some(new.due_at.rfc3339())),
        Change::of("owner", None, Some(new.owner.to_string())),
        Change::of("note", None, new.note),
    ];
    tx.record(TASK.name, id, "create", told.into_iter().flatten().collect());
    tx.emit("task.created.v1", TASK.name, id, serde_json::json!({ "owner": new.owner, "by": by, "rule": new.made_by }));
    Ok(id)
}

/// When the owner is told: some minutes before; never of what is late already when it is written down.
pub(super) fn remind_at(now: Instant, due_at: Instant) -> Option<Instant> {
    (due_at > now).then(|| due_at.plus_seconds(-AHEAD).max(now))
}
