//! One step of a pass: some rows, what becomes of them, and their accounts.

use std::collections::{HashMap, HashSet};

use kernel::{Db, Id, JobStep, Tx};
use sea_orm::DbErr;

use super::pipeline::Steps;
use super::seen::{Seen, Turn};
use super::{
    AnyLook, Draft, Earlier, Entry, Fate, Import, Intake, Key, Message, Options, Outcome, RowRecord, Severity, Step,
    queries,
};

/// What a pass knows between its steps.
pub(super) struct Batch {
    intake: Box<dyn Intake>,
    seen: Seen,
    rejected: HashSet<u64>,
    keys: Vec<Key>,
}

impl Batch {
    /// Gets ready where the import stands.
    pub async fn begin(db: &Db, import: &Import, options: &Options, intake: Box<dyn Intake>) -> Result<Batch, DbErr> {
        let rejected = match import.line > 0 {
            true => queries::rejected(db.read(), import, import.pass_of(import.step)).await?,
            false => HashSet::new(),
        };
        Ok(Batch { intake, seen: Seen::default(), rejected, keys: options.keys.clone() })
    }

    /// Leaves the rows that were not committed yet; of the others only the keys are remembered.
    pub fn skip(&mut self, drafts: Vec<Draft>, import: &Import) -> Vec<Draft> {
        let (old, new): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|d| d.line as i64 <= import.line);
        for draft in old.iter().filter(|d| !self.rejected.contains(&d.line)) {
            self.seen.note(draft, &self.keys);
        }
        new
    }

    /// Judges or writes some rows and commits what became of them.
    pub async fn step(
        &mut self,
        steps: &mut dyn Steps,
        look: &AnyLook<'_>,
        import: &mut Import,
        drafts: &[Draft],
    ) -> Result<JobStep, DbErr> {
        let Some(last) = drafts.last() else { return Ok(JobStep::Continue) };
        // Judging needs no transaction, so it keeps nobody waiting.
        let judged = match import.step {
            Step::Check => Some(self.outcomes(drafts, &mut Hand::Judging(look)).await?),
            Step::Run => None,
        };
        let mut tx = steps.db().write(look.scope).await?;
        tx.in_batch(import.id);
        tx.in_bulk();
        let outcomes = match judged {
            Some(outcomes) => outcomes,
            None => self.outcomes(drafts, &mut Hand::Writing(&mut tx, import.id)).await?,
        };
        let from = import.line;
        import.line = last.line as i64;
        let rows: Vec<RowRecord> =
            drafts.iter().zip(outcomes).map(|(draft, outcome)| account(draft, outcome)).collect();
        for row in &rows {
            count(import, row);
        }
        queries::write_rows(&tx, import.id, import.pass_of(import.step), &rows).await?;
        if !queries::advance(&tx, import, from).await? {
            tx.rollback().await?;
            return stopped(steps, import).await;
        }
        steps.commit(tx, import.tally().rows, import.total).await
    }

    /// What becomes of rows: those without a key at once, the others in waves, so that a row with the key of another
    /// one is looked at when it is known what became of that.
    async fn outcomes(&mut self, drafts: &[Draft], hand: &mut Hand<'_, '_, '_>) -> Result<Vec<Outcome>, DbErr> {
        let mut outcomes: HashMap<usize, Outcome> = HashMap::new();
        let mut waiting = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            match draft.keys(&self.keys).is_empty() {
                true => drop(outcomes.insert(at, no_key(draft))),
                false => waiting.push(at),
            }
        }
        while !waiting.is_empty() {
            let (turns, rest) = self.seen.wave(drafts, &waiting, &self.keys);
            let records = self.earlier_records(drafts, &turns, &outcomes, hand).await?;
            let entries: Vec<Entry<'_>> = turns
                .iter()
                .map(|turn| Entry {
                    draft: &drafts[turn.at],
                    earlier: turn.earlier.map(|line| Earlier { line, record: records.get(&line).copied() }),
                })
                .collect();
            let came = match hand {
                Hand::Judging(look) => self.intake.judge(look, &entries).await?,
                Hand::Writing(tx, _) => self.intake.apply(tx, &entries).await?,
            };
            if came.len() != turns.len() {
                return Err(DbErr::Custom("the importer did not answer for every row".into()));
            }
            for (turn, outcome) in turns.into_iter().zip(came) {
                if outcome.fate != Fate::Rejected {
                    self.seen.note(&drafts[turn.at], &self.keys);
                }
                outcomes.insert(turn.at, outcome);
            }
            waiting = rest;
        }
        (0..drafts.len())
            .map(|at| outcomes.remove(&at).ok_or_else(|| DbErr::Custom("a row without outcome".into())))
            .collect()
    }

    /// The records that earlier lines came to: lines of this step are at hand, others are asked for together.
    async fn earlier_records(
        &self,
        drafts: &[Draft],
        turns: &[Turn],
        outcomes: &HashMap<usize, Outcome>,
        hand: &Hand<'_, '_, '_>,
    ) -> Result<Came, DbErr> {
        let Hand::Writing(tx, import) = hand else { return Ok(HashMap::new()) };
        let mut records: Came = outcomes
            .iter()
            .filter_map(|(at, outcome)| Some((drafts[*at].line, (outcome.record?, outcome.fate))))
            .collect();
        let unknown: Vec<u64> =
            turns.iter().filter_map(|t| t.earlier).filter(|line| !records.contains_key(line)).collect();
        records.extend(queries::records_of(tx, *import, &unknown).await?);
        Ok(records)
    }
}

/// Why a step could not be committed: someone stopped the import, or another worker moved it on (then this one fails,
/// and whoever takes up the job next starts from what stands).
async fn stopped(steps: &mut dyn Steps, import: &Import) -> Result<JobStep, DbErr> {
    match queries::load(steps.db().read(), import.tenant, import.id).await? {
        Some(now) if now.state == import.step.state() => {
            Err(DbErr::Custom("another worker moved the import on".into()))
        }
        _ => Ok(JobStep::Stop),
    }
}

/// Records that earlier lines came to, and how.
type Came = HashMap<u64, (Id, Fate)>;

/// What is done with rows.
enum Hand<'h, 'l, 's> {
    Judging(&'h AnyLook<'l>),
    Writing(&'h mut Tx<'s>, Id),
}

/// A row that nothing identifies. Where a key was tried and cannot be read, that is what to mend.
pub(super) fn no_key(draft: &Draft) -> Outcome {
    let code = if draft.messages.iter().any(|m| m.severity == Severity::Warning && m.column.is_some()) {
        "import-no-usable-key"
    } else {
        "import-no-key"
    };
    Outcome::of(Fate::Rejected, None).saying(Message::row(Severity::Error, code))
}

/// A row's account: what reading and the importer had to say, and its cells if there is something to say.
pub(super) fn account(draft: &Draft, outcome: Outcome) -> RowRecord {
    let mut messages = draft.messages.clone();
    messages.extend(outcome.messages);
    let cells = if messages.is_empty() { Vec::new() } else { draft.cells() };
    RowRecord { line: draft.line, fate: outcome.fate, record: outcome.record, messages, cells }
}

fn count(import: &mut Import, row: &RowRecord) {
    match import.step {
        Step::Check => import.checked.add(row.fate),
        Step::Run => import.counts.add(row.fate),
    }
    for code in queries::codes(&row.messages) {
        *import.problems.entry(code.to_owned()).or_default() += 1;
    }
}
