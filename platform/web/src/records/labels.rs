//! Seams to the organisation: words for codes of base data, the clock of a place, nodes to share with. They answer from
//! memory, because a list asks for every cell.

use std::sync::Arc;

use chrono_tz::Tz;
use kernel::{Id, Lang, Scope, Tenant};
use records::Kind;
use records::reason::{REASONS, Reason};

use crate::{App, Visitor};

/// Words for the codes of dictionaries; kept in [`App::seams`] as `Arc<dyn Labels>`.
pub trait Labels: Send + Sync {
    /// The word for a code, also for one that is out of use.
    fn choice(&self, tenant: Tenant, dictionary: &str, code: &str, lang: Lang) -> Option<String>;
    /// Codes and words that may be chosen at the place where someone works, in the order of the dictionary.
    fn choices(&self, scope: &Scope, dictionary: &str) -> Vec<(String, String)>;
}

/// Places of the organisation; kept in [`App::seams`] as `Arc<dyn Places>`.
pub trait Places: Send + Sync {
    /// The zone of a store, or of the place where someone works first.
    fn zone(&self, scope: &Scope, store: Option<Id>) -> Tz;
    /// Nodes that someone may share views of a kind with, by name: those that hold them, and those where they reach
    /// records of the kind.
    fn shareable(&self, scope: &Scope, kind: &Kind) -> Vec<(Id, String)>;
}

/// The zone of places that say nothing.
const HOUSE_ZONE: Tz = chrono_tz::Asia::Shanghai;

/// The word for a code; the code itself where nobody knows a word.
pub fn choice(app: &App, scope: &Scope, dictionary: &str, code: &str) -> String {
    let labels = app.seams.get::<Arc<dyn Labels>>();
    labels.and_then(|l| l.choice(scope.tenant, dictionary, code, scope.lang)).unwrap_or_else(|| code.to_owned())
}

/// What the journal calls showing a masked value in full.
pub const REVEAL: &str = "reveal";

/// The reason that stands in a line of the journal, in words: that of showing a masked value begins with a code.
pub fn reason(app: &App, scope: &Scope, action: &str, text: &str) -> String {
    if action != REVEAL {
        return text.to_owned();
    }
    let reason = Reason::read(text);
    let label = Some(reason.code).filter(|code| !code.is_empty()).map(|code| choice(app, scope, REASONS, &code));
    label.into_iter().chain(Some(reason.note).filter(|note| !note.is_empty())).collect::<Vec<_>>().join(" · ")
}

/// What may be chosen.
pub fn choices(app: &App, scope: &Scope, dictionary: &str) -> Vec<(String, String)> {
    app.seams.get::<Arc<dyn Labels>>().map(|l| l.choices(scope, dictionary)).unwrap_or_default()
}

/// The zone a visitor's pages are in: that of the store they look at.
pub fn zone(app: &App, visitor: &Visitor) -> Tz {
    app.seams.get::<Arc<dyn Places>>().map_or(HOUSE_ZONE, |p| p.zone(&visitor.scope, visitor.store))
}

/// Nodes that a visitor may share with; their own stores where the organisation says nothing.
pub fn shareable(app: &App, visitor: &Visitor, kind: &Kind) -> Vec<(Id, String)> {
    match app.seams.get::<Arc<dyn Places>>() {
        Some(places) => places.shareable(&visitor.scope, kind),
        None => visitor.stores.clone(),
    }
}
