//! Whose a customer was and what they were classed as, at the stores that the reader reaches.

use kernel::{Action, ConnectionTrait, DbError, Id};
use records::find;
use records::policy::Look;

use super::lines::{self, ClassLine, OwnerLine};
use crate::kind::CUSTOMER;

/// The history of owners, newest first (CUS-04); empty for a customer out of reach.
pub async fn owners<C: ConnectionTrait>(look: &Look<'_, C>, customer: Id) -> Result<Vec<OwnerLine>, DbError> {
    let anchors = find::anchors(look, &CUSTOMER, customer, Action::See).await?;
    lines::owner_history(look.conn, look.scope.tenant, &anchors).await
}

/// The history of classes and grades, newest first (CUS-06); empty for a customer out of reach.
pub async fn classes<C: ConnectionTrait>(look: &Look<'_, C>, customer: Id) -> Result<Vec<ClassLine>, DbError> {
    let anchors = find::anchors(look, &CUSTOMER, customer, Action::See).await?;
    lines::class_history(look.conn, look.scope.tenant, &anchors).await
}
