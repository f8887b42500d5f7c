//! Sessions: who is signed in, from where, since when; and the gate that reads them.

mod cookie;
mod device;
mod gate;
mod model;
mod open;
mod proof;
pub mod queries;

pub use cookie::{clear_cookie, cookie_name, session_cookie};
pub(crate) use device::device;
pub use gate::{gate, gate_with};
pub use model::{Session, SignedOn};
pub use open::{Opened, open_session, revoke_session};
pub(crate) use proof::{OPENS, is_fresh, prove};
pub use proof::{Proven, proven};
