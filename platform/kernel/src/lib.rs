//! The kernel: what every module needs and nothing that only one of them does.
//!
//! Time and ids are arguments ([`Clock`], [`Tx::new_id`]); you can only load what a [`Scope`] lets you see;
//! the only way to write is [`Db::write`], one transaction that carries journal, events and jobs.

pub mod chain;
pub mod clock;
pub mod crypto;
pub mod db;
pub mod erasure;
pub mod events;
pub mod files;
pub mod jobs;
pub mod journal;
pub mod lang;
pub mod migrate;
pub mod money;
pub mod numbering;
pub mod schedules;
pub mod scope;
pub mod sql;
mod statistics;
pub mod trouble;
pub mod tx;
pub mod words;

mod schema;

pub use clock::{Clock, Instant};
pub use crypto::Keys;
pub use db::{Db, DbError};
pub use events::{Consumer, Event};
pub use jobs::{Job, JobContext, JobHandler, JobStep, NewJob};
pub use lang::Lang;
pub use migrate::Migration;
pub use money::Fen;
pub use schema::migrations;
pub use scope::{Access, Action, Actions, Actor, FieldRules, Grant, GrantReach, Reach, Scope};
pub use sea_orm::{ConnectionTrait, Value};
pub use tx::Tx;
pub use uuid::Uuid as Id;
pub use words::Words;

/// A tenant: the root account set (a dealer group or a car maker). No query crosses tenants.
/// A small integer keeps every index short; it never appears in an address.
pub type Tenant = i64;
