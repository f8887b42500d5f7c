//! Forms on the web (LEAD-02): an address without sign-in under which somebody leaves their number and answers the
//! questions themselves. An administrator makes and retires them; each is tied to a source, a questionnaire and a consent.

mod keep;
mod limit;
mod model;
pub mod queries;
mod receive;

pub use keep::{make, retire};
pub use limit::{Taken, take};
pub use model::{Draft, LeadForm};
pub use receive::{Sent, receive};
