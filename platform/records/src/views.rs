//! Saved views: a list's filters, order and columns under a name, one's own or shared with a node of the organisation.
//!
//! A view is a way of asking, not an answer: whoever opens a shared one sees only rows of their own reach.

use kernel::journal::Change;
use kernel::sql::{self, Query};
use kernel::{Action, ConnectionTrait, Id, Scope, Tx};
use sea_orm::{DbErr, FromQueryResult};

use crate::policy::Look;
use crate::{Kind, Refusal};

/// The function that lets someone share views (`capability-views-share`).
pub const SHARE: &str = "views.share";

/// The kind under which changes of views stand in the journal.
const KIND: &str = "saved_view";

/// The most views of one kind that a person keeps.
const MOST: i64 = 50;

/// The most letters of a name.
const LONGEST_NAME: usize = 40;

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct View {
    /// Its id.
    pub id: Id,
    /// The name of the kind it lists.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The query string of the list, without view and place in it.
    pub query: String,
    /// Who made it; only they change it.
    pub owner_id: Id,
    /// The node whose people see it too.
    pub shared_with: Option<Id>,
    /// Stands first, and below the module in the navigation.
    pub pinned: bool,
    /// Its place among the owner's views.
    pub position: i64,
    /// For optimistic locking.
    pub version: i64,
}

/// What its owner says about a view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// The query string of the list.
    pub query: String,
    /// The node it is shared with.
    pub shared_with: Option<Id>,
    /// Whether it stands first.
    pub pinned: bool,
}

const SELECT: &str = "SELECT id, kind, name, query, owner_id, shared_with, pinned, position, version FROM saved_views";

/// The reader's own views of a kind and those shared with them: pinned ones first, then in their owners' order.
pub async fn visible<C: ConnectionTrait>(look: &Look<'_, C>, kind: &Kind) -> Result<Vec<View>, DbErr> {
    let Some(user) = look.scope.user() else { return Ok(Vec::new()) };
    let mut q = Query::new();
    q.push(SELECT).push(" WHERE ");
    visible_to(&mut q, look.scope, user, kind, "");
    q.push(" ORDER BY pinned DESC, position, id");
    sql::all(look.conn, &q.text, q.values).await
}

/// Writes which views a person sees; `prefix` stands before each column.
pub(crate) fn visible_to(q: &mut Query, scope: &Scope, user: Id, kind: &Kind, prefix: &str) {
    q.push(prefix).push("tenant_id = ").bind(scope.tenant).push(" AND ").push(prefix).push("kind = ").bind(kind.name);
    q.push(" AND ").push(prefix).push("deleted_at IS NULL AND (").push(prefix).push("owner_id = ").bind(user);
    if !scope.powers.grantees.is_empty() {
        q.push(" OR ").push(prefix).push("shared_with IN (").bind_all(scope.powers.grantees.iter().copied()).push(")");
    }
    q.push(")");
}

/// A view that the reader sees.
pub async fn find<C: ConnectionTrait>(look: &Look<'_, C>, kind: &Kind, id: Id) -> Result<Option<View>, DbErr> {
    Ok(visible(look, kind).await?.into_iter().find(|view| view.id == id))
}

/// Whether someone may share views of a kind with a node: it holds them, or it lies within their reach.
pub fn may_share_with(scope: &Scope, kind: &Kind, node: Id) -> bool {
    let reach = scope.reach(kind.name, Action::See);
    let among = scope.powers.grantees.contains(&node) && scope.user() != Some(node);
    scope.may(SHARE) && (among || reach.group || reach.stores.iter().any(|(store, _)| *store == node))
}

/// Saves a view behind the owner's others.
pub async fn create(tx: &mut Tx<'_>, kind: &'static Kind, draft: &Draft) -> Result<Id, Refusal> {
    let owner = tx.scope().user().ok_or(Refusal::Forbidden)?;
    check(tx.scope(), kind, draft, None)?;
    let text = "SELECT count(*), coalesce(max(position), 0) FROM saved_views WHERE tenant_id = $1 AND kind = $2 AND owner_id = $3 AND deleted_at IS NULL";
    let row = sql::row(tx.conn(), text, [tx.tenant().into(), kind.name.into(), owner.into()]).await?;
    let (count, last): (i64, i64) = match row {
        Some(row) => (row.try_get_by_index(0)?, row.try_get_by_index(1)?),
        None => (0, 0),
    };
    if count >= MOST {
        return Err(Refusal::Rule("view-too-many"));
    }
    let id = tx.new_id();
    let columns = [
        "tenant_id",
        "id",
        "kind",
        "name",
        "query",
        "owner_id",
        "shared_with",
        "pinned",
        "position",
        "version",
        "created_at",
    ];
    let name = draft.name.trim();
    let row = vec![
        tx.tenant().into(),
        id.into(),
        kind.name.into(),
        name.into(),
        draft.query.as_str().into(),
        owner.into(),
        draft.shared_with.into(),
        draft.pinned.into(),
        (last + 1).into(),
        1i64.into(),
        tx.now().into(),
    ];
    sql::insert(tx.conn(), "saved_views", &columns, vec![row]).await?;
    tx.record(KIND, id, "create", changes(None, draft));
    Ok(id)
}

/// Renames, pins, shares a view or gives it another query; the new version is returned.
pub async fn update(tx: &mut Tx<'_>, kind: &'static Kind, id: Id, version: i64, draft: &Draft) -> Result<i64, Refusal> {
    let view = own(tx, kind, id).await?;
    if view.version != version {
        return Err(Refusal::Conflict(view.version));
    }
    check(tx.scope(), kind, draft, view.shared_with)?;
    let changed = vec![
        ("name", draft.name.trim().into()),
        ("query", draft.query.as_str().into()),
        ("shared_with", draft.shared_with.into()),
        ("pinned", draft.pinned.into()),
        ("version", (version + 1).into()),
    ];
    sql::update(tx.conn(), "saved_views", tx.tenant(), id, changed).await?;
    tx.record(KIND, id, "update", changes(Some(&view), draft));
    Ok(version + 1)
}

/// Moves a view one place forward or back among its owner's.
pub async fn shift(tx: &mut Tx<'_>, kind: &'static Kind, id: Id, forward: bool) -> Result<(), Refusal> {
    let view = own(tx, kind, id).await?;
    let (than, order) = if forward { ("<", "DESC") } else { (">", "") };
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND kind = $2 AND owner_id = $3 AND deleted_at IS NULL AND position {than} $4 ORDER BY position {order} LIMIT 1"
    );
    let values = [tx.tenant().into(), kind.name.into(), view.owner_id.into(), view.position.into()];
    let Some(other) = sql::one::<View>(tx.conn(), &text, values).await? else { return Ok(()) };
    sql::update(tx.conn(), "saved_views", tx.tenant(), view.id, vec![("position", other.position.into())]).await?;
    sql::update(tx.conn(), "saved_views", tx.tenant(), other.id, vec![("position", view.position.into())]).await?;
    Ok(())
}

/// Puts a view away.
pub async fn delete(tx: &mut Tx<'_>, kind: &'static Kind, id: Id) -> Result<(), Refusal> {
    let view = own(tx, kind, id).await?;
    sql::update(tx.conn(), "saved_views", tx.tenant(), view.id, vec![("deleted_at", tx.now().into())]).await?;
    tx.record(KIND, id, "delete", Vec::new());
    Ok(())
}

/// The view, if it is the actor's; a shared one of someone else is theirs to change.
async fn own(tx: &Tx<'_>, kind: &Kind, id: Id) -> Result<View, Refusal> {
    match find(&Look::within(tx), kind, id).await? {
        None => Err(Refusal::NotFound),
        Some(view) if Some(view.owner_id) != tx.scope().user() => Err(Refusal::Forbidden),
        Some(view) => Ok(view),
    }
}

fn check(scope: &Scope, kind: &Kind, draft: &Draft, shared_before: Option<Id>) -> Result<(), Refusal> {
    let letters = draft.name.trim().chars().count();
    if letters == 0 {
        return Err(Refusal::field("name", "field-required"));
    }
    if letters > LONGEST_NAME || draft.query.len() > 8_000 {
        return Err(Refusal::field("name", "field-too-long"));
    }
    match draft.shared_with {
        Some(node) if draft.shared_with != shared_before && !may_share_with(scope, kind, node) => {
            Err(Refusal::field("shared_with", "view-not-to-share"))
        }
        _ => Ok(()),
    }
}

fn changes(before: Option<&View>, after: &Draft) -> Vec<Change> {
    let node = |node: Option<Id>| node.map(|n| n.to_string());
    [
        Change::of("name", before.map(|b| b.name.clone()), Some(after.name.trim().to_owned())),
        Change::of("query", before.map(|b| b.query.clone()), Some(after.query.clone())),
        Change::of("shared_with", before.and_then(|b| node(b.shared_with)), node(after.shared_with)),
        Change::of("pinned", before.map(|b| b.pinned.to_string()), Some(after.pinned.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}
