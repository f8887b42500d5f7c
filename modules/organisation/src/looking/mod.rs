//! Seeing the house as someone else sees it (SYS-05): for a while, without changing anything, noted in the journal and
//! told to the person. The mark stands in the looker's session; the gate makes the scope from it at every request.

mod change;
mod end;
mod notice;
mod page;
mod queries;

use std::sync::Arc;

use kernel::scope::{Powers, Scope};
use web::{Access, Routes};

use crate::users::User;
use crate::users::authority::{self, MANAGE};

pub use change::{begin, end};
pub use end::EndJob;
pub use notice::Told;

/// Seconds after which it ends by itself.
pub const SECONDS: i64 = 1_800;

pub(crate) fn routes() -> Routes {
    Routes::new().post(web::page::LOOKING_STOP, Access::SignedIn, page::stop)
}

/// Whether someone may look as a person with these powers: who looks after people there, and may do all that the person
/// may. Nobody looks as themselves.
pub(crate) fn may(own: &Scope, person: &User, theirs: &Powers) -> bool {
    own.user() != Some(person.id)
        && own.may(MANAGE)
        && own.reach("user", kernel::Action::Edit).covers(&person.place())
        && authority::reaches(own, person.id, theirs)
}

/// The powers of the view: the person's. Records shared with the person stand anywhere, also where the looker has no
/// business; they are in the view of whoever holds every function alone.
pub(crate) fn powers(own: &Scope, theirs: Arc<Powers>) -> Arc<Powers> {
    if own.may("*") || theirs.shared_with.is_empty() {
        return theirs;
    }
    let powers = Powers {
        grants: theirs.grants.clone(),
        origins: theirs.origins.clone(),
        capabilities: theirs.capabilities.clone(),
        grantees: theirs.grantees.clone(),
        shared_with: Vec::new(),
        home_store: theirs.home_store,
        home_path: theirs.home_path.clone(),
    };
    Arc::new(powers)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::{Actor, Id, Lang};

    use super::*;

    fn scope(capabilities: &[&str]) -> Scope {
        let capabilities = capabilities.iter().map(|c| (*c).to_owned()).collect::<BTreeSet<_>>();
        Scope {
            tenant: 1,
            actor: Actor::User { id: Id::from_u128(1), name: "李店长".into(), by_token: false },
            lang: Lang::ZhCn,
            request: Id::nil(),
            powers: Arc::new(Powers { capabilities, ..Powers::default() }),
            limited_to: None,
        }
    }

    /// SYS-05: what another store shared with a person is not shown to a manager who looks as them.
    #[test]
    fn shares_are_for_those_who_see_everything() {
        let theirs = Arc::new(Powers { shared_with: vec![Id::from_u128(7)], ..Powers::default() });
        assert!(powers(&scope(&["users.manage"]), theirs.clone()).shared_with.is_empty());
        assert_eq!(powers(&scope(&["*"]), theirs).shared_with.len(), 1);
    }
}
