//! Custom fields as administrators define them (SYS-07): the definitions of [`records::custom`], with their choices as
//! base data of the whole house and the organisation's version raised, so that every process hears of them.

mod change;
mod choices;

pub use change::{add, change, restore, retire, shift};
