//! The work list of someone: what all sources know of, put together (SALE-02). A fixed number of statements: some for each
//! source, and one for the names of each kind of record.

use kernel::{DbError, Instant};
use records::policy::Look;
use sea_orm::DatabaseExecutor;
use web::records::Call;

use crate::duties::{Duty, Parts, Sources, Span, Tally, Whose};

/// How many days ahead the list looks, today left aside.
pub const AHEAD: u64 = 7;

/// The most rows of a source, and of the list.
pub const MOST: usize = 100;

/// A duty with the source that knows of it.
pub type Line = (&'static str, Duty);

/// What waits.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// The lines, the earliest first: [`MOST`] at most of what is overdue, and of what is due from now on.
    pub lines: Vec<Line>,
    /// How many there are in each part.
    pub tally: Tally,
}

/// The moments that part the list for someone who looks at it now.
pub fn parts(call: &Call) -> Parts {
    let today = call.today();
    let start = |ahead: u64| {
        let day = today.date.checked_add_days(chrono::Days::new(ahead)).unwrap_or(today.date);
        Instant::start_of(day, today.zone)
    };
    Parts { now: call.app.db.clock.now(), tomorrow: start(1), until: start(AHEAD + 1) }
}

/// The list.
pub async fn board(call: &Call, whose: Whose, parts: Parts) -> Result<Board, DbError> {
    let (db, mut board) = (&call.app.db, Board::default());
    let conn = DatabaseExecutor::from(db.read());
    let look = Look { scope: &call.visitor.scope, conn: &conn, keys: &db.keys, now: parts.now };
    for source in call.app.seam::<Sources>().0 {
        let mut due = source.due(&look, whose, Span::before(parts.until), MOST).await?;
        if due.len() >= MOST {
            // However much is overdue, it must not hide what is due today.
            due.retain(|duty| duty.due_at < parts.now);
            let ahead = Span { from: Some(parts.now), until: parts.until };
            due.extend(source.due(&look, whose, ahead, MOST).await?);
        }
        board.lines.extend(due.into_iter().map(|duty| (source.source(), duty)));
        board.tally += source.counts(&look, whose, parts).await?;
    }
    board.lines.sort_by_key(|(_, duty)| (duty.due_at, duty.id));
    let ahead = board.lines.partition_point(|(_, duty)| duty.due_at < parts.now);
    let mut ahead = board.lines.split_off(ahead);
    board.lines.truncate(MOST);
    ahead.truncate(MOST);
    board.lines.extend(ahead);
    Ok(board)
}

/// How much waits, without the lines.
pub async fn tally(call: &Call, whose: Whose, parts: Parts) -> Result<Tally, DbError> {
    let (db, mut tally) = (&call.app.db, Tally::default());
    let conn = DatabaseExecutor::from(db.read());
    let look = Look { scope: &call.visitor.scope, conn: &conn, keys: &db.keys, now: parts.now };
    for source in call.app.seam::<Sources>().0 {
        tally += source.counts(&look, whose, parts).await?;
    }
    Ok(tally)
}

/// What is due in a span, the earliest first, at most so many of each source.
pub async fn between(call: &Call, whose: Whose, span: Span, limit: usize) -> Result<Vec<Line>, DbError> {
    let (db, mut lines) = (&call.app.db, Vec::new());
    let conn = DatabaseExecutor::from(db.read());
    let look = Look { scope: &call.visitor.scope, conn: &conn, keys: &db.keys, now: db.clock.now() };
    for source in call.app.seam::<Sources>().0 {
        let due = source.due(&look, whose, span, limit).await?;
        lines.extend(due.into_iter().map(|duty| (source.source(), duty)));
    }
    lines.sort_by_key(|(_, duty): &Line| (duty.due_at, duty.id));
    Ok(lines)
}
