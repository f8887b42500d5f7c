//! The importer at work: rows are decided, new customers written together, known ones compared and changed, and then
//! comes what hangs on them.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use kernel::{DbError, Id, Tx};
use records::Datum;
use records::import::{AnyLook, Draft, Entry, Fate, Intake, Key, Message, Outcome, Severity};
use records::operations::{self, Capture};
use records::policy::Look;
use sea_orm::DatabaseExecutor;

use super::decide::{Decision, decide};
use super::difference::Difference;
use super::find;
use super::part::{PartIntake, PartOutcome, PartRow};
use super::queries::{self, Stored};
use super::setting::Setting;
use super::wish::Wish;
use super::{create, update, visits};
use crate::collisions::{self, Entered, Told};
use crate::customer::{NewCustomer, bulk};
use crate::kind::CUSTOMER;
use crate::seams::Seams;
use crate::tags;
use crate::undo::Customers;

/// See the module.
pub(super) struct CustomerIntake {
    pub seams: Arc<Seams>,
    pub reversible: Customers,
    pub setting: Setting,
    pub parts: Vec<Box<dyn PartIntake>>,
}

/// A row with what was decided about it.
struct Row<'a> {
    draft: &'a Draft,
    wish: Wish,
    decision: Decision,
    outcome: Outcome,
}

/// Known customers as they stand, for comparison.
type Standing = HashMap<Id, Stored>;

#[async_trait]
impl Intake for CustomerIntake {
    async fn judge(&mut self, look: &AnyLook<'_>, rows: &[Entry<'_>]) -> Result<Vec<Outcome>, DbError> {
        let (mut rows, stored) = self.decided(look, rows).await?;
        for row in &mut rows {
            let Decision::Change(id) = row.decision else { continue };
            let Some(stored) = stored.get(&id) else { continue };
            let difference = self.difference(look, row, stored);
            if !difference.is_empty() {
                row.outcome.fate = Fate::Updated;
            }
            row.outcome.messages.extend(difference.messages);
        }
        for n in 0..self.parts.len() {
            let (places, hung) = hung(&rows, true);
            let came = self.parts[n].judge(look, &hung).await?;
            drop(hung);
            add(&mut rows, &places, came, &mut Vec::new());
        }
        Ok(rows.into_iter().map(finished).collect())
    }

    async fn apply(&mut self, tx: &mut Tx<'_>, rows: &[Entry<'_>]) -> Result<Vec<Outcome>, DbError> {
        let (mut rows, stored) = {
            let conn = DatabaseExecutor::from(tx.conn());
            let look = Look { scope: tx.scope(), conn: &conn, keys: tx.keys(), now: tx.now() };
            self.decided(&look, rows).await?
        };
        let operation = self.setting.options.import;
        let touched = rows.iter().filter(|row| row.decision != Decision::Create).filter_map(customer_of);
        let capture = Capture::before(tx, &self.reversible, operation, touched).await?;
        self.create(tx, &mut rows).await?;
        self.change(tx, &mut rows, &stored).await?;
        let mut with_visit = Vec::new();
        for n in 0..self.parts.len() {
            let (places, hung) = hung(&rows, false);
            let came = self.parts[n].apply(tx, &hung).await?;
            drop(hung);
            add(&mut rows, &places, came, &mut with_visit);
        }
        self.visits(tx, &mut rows, &with_visit).await?;
        capture.after(tx).await?;
        Ok(rows.into_iter().map(finished).collect())
    }
}

impl CustomerIntake {
    /// Reads, looks up and decides.
    async fn decided<'a>(
        &self,
        look: &AnyLook<'_>,
        entries: &[Entry<'a>],
    ) -> Result<(Vec<Row<'a>>, Standing), DbError> {
        let wishes: Vec<Wish> = entries.iter().map(|e| Wish::of(e.draft, &self.setting)).collect();
        let fresh = entries.iter().zip(&wishes).enumerate().filter(|(_, (e, _))| e.earlier.is_none());
        let asked: Vec<(usize, &Draft, Option<&str>)> =
            fresh.map(|(at, (e, wish))| (at, e.draft, wish.name.as_deref())).collect();
        let known = find::known(look, &self.setting, &self.parts, &asked).await?;
        let rows: Vec<Row<'a>> = entries
            .iter()
            .zip(wishes)
            .enumerate()
            .map(|(at, (entry, wish))| {
                let decision = decide(self.setting.options.mode, entry.earlier, &wish, known.get(&at));
                let outcome = decision.outcome();
                Row { draft: entry.draft, wish, decision, outcome }
            })
            .collect();
        let ids: Vec<Id> =
            rows.iter().filter_map(|r| if let Decision::Change(id) = r.decision { Some(id) } else { None }).collect();
        let (kind, store) = (self.setting.kind, self.setting.options.place.store);
        let stored = queries::stored(look.conn, look.keys, look.scope.tenant, kind, store, &ids).await?;
        Ok((rows, stored))
    }

    fn difference(&self, look: &AnyLook<'_>, row: &Row<'_>, stored: &Stored) -> Difference {
        Difference::of(&row.wish, stored, id_hash(look.keys, &row.wish), &self.setting)
    }

    async fn create(&self, tx: &mut Tx<'_>, rows: &mut [Row<'_>]) -> Result<(), DbError> {
        let (mut places, mut batch) = (Vec::new(), Vec::new());
        for (at, row) in rows.iter_mut().enumerate() {
            if row.decision == Decision::Create {
                let bought = self.parts.iter().any(|p| p.tells_owner(row.draft));
                batch.push(create::customer(tx, &self.setting, &mut row.wish, row.draft, bought).await?);
                places.push(at);
            }
        }
        let entered: Vec<Entered> =
            batch.iter().zip(&places).map(|(new, at)| entered(tx, new, rows[*at].draft)).collect();
        let (policy, store) = (&self.setting.policy, self.setting.store());
        let found = collisions::seek(tx, &self.seams, policy, &store, &entered).await?;
        let created = bulk::insert(tx, &self.seams, batch).await?;
        let known: Vec<usize> = (0..found.len()).filter(|n| found[*n].is_some()).collect();
        let cases = found.into_iter().zip(&created).filter_map(|(found, made)| Some((found?, made))).collect();
        let told = collisions::file(tx, policy, &store, cases, None, Some(self.setting.options.import)).await?;
        for (n, told) in known.into_iter().zip(told) {
            if told > Told::Silent {
                let said = Message::row(Severity::Info, "customer-known-in-group");
                rows[places[n]].outcome.messages.push(said);
            }
        }
        let made = created.iter().map(|made| made.id);
        operations::note(tx, self.setting.options.import, CUSTOMER.name, made).await?;
        for (at, made) in places.into_iter().zip(created) {
            rows[at].outcome.record = Some(made.id);
            self.tag(tx, made.id, &rows[at].wish).await?;
        }
        Ok(())
    }

    async fn change(&self, tx: &mut Tx<'_>, rows: &mut [Row<'_>], stored: &Standing) -> Result<(), DbError> {
        for row in rows.iter_mut() {
            let Decision::Change(id) = row.decision else { continue };
            let Some(stored) = stored.get(&id) else { continue };
            let difference = Difference::of(&row.wish, stored, id_hash(tx.keys(), &row.wish), &self.setting);
            if difference.is_empty() {
                row.outcome.messages.extend(difference.messages);
            } else {
                row.outcome = update::update(tx, &self.seams, &self.setting, id, &row.wish, stored, difference).await?;
            }
            self.tag(tx, id, &row.wish).await?;
        }
        Ok(())
    }

    async fn tag(&self, tx: &Tx<'_>, customer: Id, wish: &Wish) -> Result<(), DbError> {
        for tag in &wish.tags {
            tags::queries::insert(tx, customer, self.setting.options.place.store, tag).await?;
        }
        Ok(())
    }

    /// Visits that no part took in with a car.
    async fn visits(&self, tx: &Tx<'_>, rows: &mut [Row<'_>], with_visit: &[usize]) -> Result<(), DbError> {
        let open: Vec<(usize, &Draft, Id)> = rows
            .iter()
            .enumerate()
            .filter(|(at, row)| !with_visit.contains(at) && row.draft.has_noun("visit"))
            .filter_map(|(at, row)| Some((at, row.draft, customer_of(row)?)))
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        for at in visits::write(tx, &self.setting, &open).await? {
            changed(&mut rows[at]);
        }
        Ok(())
    }
}

/// What a row's customer can be recognised by: their own keys, then those of the car.
fn entered(tx: &Tx<'_>, new: &NewCustomer, draft: &Draft) -> Entered {
    let cars = draft.keys(&[Key::Vin, Key::Plate]);
    cars.into_iter().fold(Entered::of(tx.keys(), new), |entered, (key, text)| entered.with_car(key, text))
}

/// The customer on whom more may hang: a new one, one that may be changed, or that of an earlier row.
fn customer_of(row: &Row<'_>) -> Option<Id> {
    match row.decision {
        Decision::Create => row.outcome.record,
        _ => row.decision.open_customer(),
    }
}

/// Rows for the parts, with their places. A check has rows whose customer is not there yet.
fn hung<'r, 'a>(rows: &'r [Row<'a>], checking: bool) -> (Vec<usize>, Vec<PartRow<'r>>) {
    let mut places = Vec::new();
    let mut list = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let customer = customer_of(row);
        let expected = checking && matches!(row.decision, Decision::Create | Decision::Repeat { customer: None, .. });
        if customer.is_some() || expected {
            places.push(at);
            list.push(PartRow { draft: row.draft, customer, fresh: row.decision == Decision::Create });
        }
    }
    (places, list)
}

fn add(rows: &mut [Row<'_>], places: &[usize], came: Vec<PartOutcome>, with_visit: &mut Vec<usize>) {
    for (at, outcome) in places.iter().copied().zip(came) {
        if outcome.visit {
            with_visit.push(at);
        }
        if outcome.changed {
            changed(&mut rows[at]);
        }
        rows[at].outcome.messages.extend(outcome.messages);
    }
}

/// Something was added to what hangs on the customer: a row that found all else unchanged has changed something.
fn changed(row: &mut Row<'_>) {
    if row.outcome.fate == Fate::Unchanged && matches!(row.decision, Decision::Change(_)) {
        row.outcome.fate = Fate::Updated;
    }
    if let Decision::Repeat { .. } = row.decision {
        let code = "import-repeat-taken-in";
        if !row.outcome.messages.iter().any(|m| m.code == code) {
            row.outcome.messages.push(Message::row(Severity::Info, code));
        }
    }
}

fn finished(row: Row<'_>) -> Outcome {
    let mut outcome = row.outcome;
    if outcome.fate != Fate::Rejected {
        outcome.messages.extend(row.wish.messages);
    }
    outcome
}

fn id_hash(keys: &kernel::Keys, wish: &Wish) -> Option<String> {
    match &wish.sheet.id_number {
        Some(Datum::Text(text)) if !text.is_empty() => Some(keys.hash("id_number", text)),
        _ => None,
    }
}
