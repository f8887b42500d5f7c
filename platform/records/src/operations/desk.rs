//! What work on operations needs: the nouns, and the way to a person's scope.

use std::sync::Arc;

use crate::Registry;
use crate::import::ScopeOf;

/// The desk of an installation; the app gives it to the jobs.
#[derive(Clone)]
pub struct Desk {
    /// All nouns with their commands and what can be undone of them.
    pub registry: Arc<Registry>,
    /// The way to a person's scope: what is changed is changed in their name.
    pub scope_of: ScopeOf,
}
