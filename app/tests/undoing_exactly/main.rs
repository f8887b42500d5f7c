//! Do, edit at random, undo, compare (SYS-09): a random house, an operation, whatever people did in between, and the undo.
//! What is expected afterwards is worked out cell by cell over every table of the records concerned, from three states of
//! the database and from nothing that the program itself says ([`oracle`]): what nobody touched stands as if nothing had
//! been, what was changed since keeps the later value, and exactly that is named with who did it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

#[allow(dead_code, reason = "stories of custom fields use more of it")]
#[path = "../custom_fields/house.rs"]
mod custom;

mod derived;
mod edits;
mod house;
mod operations;
mod oracle;
mod state;
mod tables;

use edits::{Edit, edits};
use house::{House, house};
use proptest::prelude::*;
use proptest::test_runner::{TestRng, TestRunner};
use testkit::Backend;

/// The same six houses each time; `UNDO_CASES=60` (as `make soak` does) walks through so many new ones.
fn runner() -> TestRunner {
    let more = std::env::var("UNDO_CASES").ok().and_then(|n| n.parse().ok());
    let cases = more.unwrap_or(6);
    let config = ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 30, ..ProptestConfig::default() };
    match more {
        Some(_) => TestRunner::new(config),
        None => {
            let dice = TestRng::deterministic_rng(config.rng_algorithm);
            TestRunner::new_with_rng(config, dice)
        }
    }
}

/// Runs a case on each database.
fn on_each<S, F>(strategy: S, case: impl Fn(Backend, S::Value) -> F)
where
    S: Strategy,
    S::Value: Clone,
    F: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let run = runner().run(&strategy, |value| {
        for backend in Backend::all() {
            runtime.block_on(case(backend, value.clone()));
        }
        Ok(())
    });
    run.unwrap();
}

/// CUS-14, SYS-09: an import that made records and updated others.
#[test]
fn an_import_is_undone_exactly() {
    let sheet = proptest::collection::vec(any::<u16>(), 3..8);
    on_each((house(), sheet, edits()), async |backend, (house, sheet, edits): (House, Vec<u16>, Vec<Edit>)| {
        operations::imported(backend, &house, &sheet, &edits).await;
    });
}

/// CUS-05, SYS-09: fields changed in bulk.
#[test]
fn a_bulk_edit_is_undone_exactly() {
    on_each((house(), any::<u16>(), edits()), async |backend, (house, asked, edits): (House, u16, Vec<Edit>)| {
        operations::edited(backend, &house, asked, &edits).await;
    });
}

/// CUS-04, SYS-09: customers given to a colleague, or to the pool of the store.
#[test]
fn a_reassignment_is_undone_exactly() {
    on_each((house(), any::<u16>(), edits()), async |backend, (house, asked, edits): (House, u16, Vec<Edit>)| {
        operations::assigned(backend, &house, asked, &edits).await;
    });
}

/// SYS-03, SYS-09: the hand-over of someone who leaves, with their posts and shared views.
#[test]
fn a_hand_over_is_undone_exactly() {
    on_each((house(), any::<u16>(), edits()), async |backend, (house, asked, edits): (House, u16, Vec<Edit>)| {
        operations::handed_over(backend, &house, asked, &edits).await;
    });
}

/// CUS-07, SYS-09: two files that became one.
#[test]
fn a_merge_is_undone_exactly() {
    on_each((house(), any::<u16>(), edits()), async |backend, (house, asked, edits): (House, u16, Vec<Edit>)| {
        operations::merged(backend, &house, asked, &edits).await;
    });
}
