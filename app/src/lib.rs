//! The one binary's composition: which modules there are, how they are wired to each other, and how they are served.
//! No rules stand here.

pub mod audit;
pub mod backup;
pub mod cli;
pub mod commands;
pub mod compose;
pub mod dedupe;
pub mod demo;
pub mod doctor;
pub mod export;
pub mod filing;
pub mod home;
pub mod serve;
pub mod tls;
pub mod work_list;
pub mod workers;
