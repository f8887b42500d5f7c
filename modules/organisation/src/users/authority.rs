//! Nobody lifts himself (SYS-02, SYS-03): whoever may change another person could act as them or undo what they rule.
//! So nobody changes a person who may do more than they do, by whichever page, form or call.

use kernel::scope::Powers;
use kernel::{Id, Scope, Tx};
use records::Refusal;

use crate::powers::{self, today};

/// The function that lets someone add people, give and end posts, shut people out and let them in.
pub(crate) const MANAGE: &str = "users.manage";

/// Whether the actor may change a person with these powers. One's own record is one's own.
pub(crate) fn reaches(scope: &Scope, user: Id, theirs: &Powers) -> bool {
    scope.user() == Some(user) || powers::within(theirs, &scope.powers)
}

/// As [`reaches`], with the person's powers as they stand. Refuses `user-beyond-own-powers`.
pub(crate) async fn require(tx: &Tx<'_>, user: Id) -> Result<(), Refusal> {
    if tx.scope().user() == Some(user) {
        return Ok(());
    }
    let theirs = powers::membership(tx.conn(), tx.tenant(), user, today(tx.now())).await?.powers;
    if reaches(tx.scope(), user, &theirs) { Ok(()) } else { Err(Refusal::Rule("user-beyond-own-powers")) }
}
