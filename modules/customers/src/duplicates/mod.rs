//! Who is on file twice (CUS-07): pairs of customers that may be one person, found by a scan and by every change, judged by
//! people. How pairs are scored is told in `docs/duplicates.md`.

mod evidence;
mod follow;
mod judge;
mod keys;
mod learn;
mod liken;
mod model;
pub(crate) mod queries;
mod reach;
mod rescore;
mod scan;
mod weights;

pub use follow::Follower;
pub use judge::{judge, take_back};
pub use liken::{Likeness, liken};
pub use model::{Pair, Reason, State, Verdict};
pub use reach::{COUNTED, Found, Wanted, one, waiting};
pub use scan::{SCAN, ScanJob};
