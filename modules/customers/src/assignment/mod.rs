//! Assignment: whose a customer is at a store, by hand and by rule, with history (CUS-04).

mod by_hand;
mod by_rule;
mod furnish;
mod model;
pub(crate) mod queries;
mod rules;
mod settle;

pub(crate) use by_hand::{By, give, move_to};
pub use by_hand::{Target, assign};
pub use by_rule::{Choice, assign_by_rule, choose_owner};
pub use furnish::Rules;
pub use model::AssignmentRule;
pub use rules::{Arrival, Conditions, Method, choose};
pub use settle::{remove_rule, rules_of, save_rule};
