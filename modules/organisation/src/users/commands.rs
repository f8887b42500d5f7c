//! Users through forms and the API.

use async_trait::async_trait;
use kernel::journal::Change;
use kernel::scope::Place;
use kernel::{Access, Action, ConnectionTrait, Db, DbError, Id, Scope, Tenant, Tx, Value};
use records::{Commands, Input, Refusal};

use super::authority::{self, MANAGE};
use super::{
    Choice, NewPost, NewUser, USER, User, add_post, add_user, change, normalise_login, password, queries, search,
};
use crate::{nodes, roles, versions};

/// Where [`UserCommands::prepare`] leaves the hash of a password. Nobody can send it: what is sent is taken out first.
const HASH: &str = "password_hash";

/// What can be done with users. Besides the fields of [`USER`], making one takes `role` and `node` (codes or ids) for
/// the first post, and may take `password`, which they then have to change. Whoever may do more than the actor is not
/// theirs to change (`user-beyond-own-powers`).
pub struct UserCommands;

#[async_trait]
impl Commands for UserCommands {
    fn also_takes(&self) -> &'static [&'static str] {
        &["role", "node", "password"]
    }

    async fn prepare(&self, db: &Db, scope: &Scope, mut input: Input) -> Result<Input, Refusal> {
        input.0.remove(HASH);
        let Some(secret) = input.0.remove("password").filter(|text| !text.trim().is_empty()) else { return Ok(input) };
        let node = first_node(db.read(), scope.tenant, &input).await?;
        let path = node.map(|n| n.path).unwrap_or_default();
        let login = normalise_login(input.get("login").unwrap_or_default());
        let name = input.get("name").unwrap_or_default();
        let choice = Choice::of(db.read(), scope.tenant, &path, &login, name).await?;
        choice.check(secret.trim()).map_err(|code| Refusal::field("password", code))?;
        input.set(HASH, password::hash(secret.trim()).await?);
        Ok(input)
    }

    async fn create(&self, tx: &mut Tx<'_>, input: &Input) -> Result<Id, Refusal> {
        if input.filled("password").is_some() {
            // Hashing takes some tens of milliseconds, in which nobody else could write.
            return Err(Refusal::Database(DbError::Custom("a password came unprepared".into())));
        }
        let node = first_node(tx.conn(), tx.tenant(), input).await?;
        let place = node.as_ref().map_or_else(Place::default, nodes::Node::place);
        if !tx.scope().may(MANAGE) || !tx.scope().reach("user", Action::Create).covers(&place) {
            return Err(Refusal::Forbidden);
        }
        let role = match input.filled("role") {
            Some(text) => Some(role(tx, text).await?.ok_or_else(|| Refusal::field("role", "role-not-found"))?),
            None => None,
        };
        let text = |field: &str| input.filled(field).map(str::to_owned);
        let new = NewUser {
            login: text("login").unwrap_or_default(),
            name: text("name").unwrap_or_default(),
            email: text("email"),
            phone: text("phone"),
            must_change_password: input.filled(HASH).is_some(),
            password_hash: text(HASH),
            lang: None,
        };
        let id = add_user(tx, new).await?;
        match (node, role) {
            (Some(node), Some(role)) => {
                add_post(tx, NewPost::new(id, node.id, role)).await?;
            }
            (None, None) => {}
            (Some(_), None) => return Err(Refusal::field("role", "user-role-missing")),
            (None, Some(_)) => return Err(Refusal::field("node", "user-node-missing")),
        }
        Ok(id)
    }

    async fn update(&self, tx: &mut Tx<'_>, id: Id, version: i64, input: &Input) -> Result<i64, Refusal> {
        let user = visible(tx, id, Action::Edit).await?;
        if user.version != version {
            return Err(Refusal::Conflict(user.version));
        }
        let place = [user.place()];
        if input.0.keys().any(|f| USER.field(f).is_some() && tx.scope().field_on("user", f, &place) != Access::Shown) {
            return Err(Refusal::Forbidden);
        }
        authority::require(tx, id).await?;
        let status = input.filled("status").filter(|s| *s != user.status);
        if status.is_some() && !tx.scope().may(MANAGE) {
            return Err(Refusal::Forbidden);
        }
        let version = change_facts(tx, &user, input).await?;
        match status {
            Some("disabled") => change::disable_user(tx, id).await?,
            Some("active") => change::enable_user(tx, id).await?,
            Some(_) => return Err(Refusal::field("status", "user-status-unknown")),
            None => return Ok(version),
        }
        Ok(version + 1)
    }

    async fn delete(&self, tx: &mut Tx<'_>, id: Id, version: i64) -> Result<(), Refusal> {
        let user = visible(tx, id, Action::Delete).await?;
        if user.version != version {
            return Err(Refusal::Conflict(user.version));
        }
        if !tx.scope().may(MANAGE) {
            return Err(Refusal::Forbidden);
        }
        authority::require(tx, id).await?;
        if user.is_active() {
            change::disable_user(tx, id).await?;
        }
        queries::set(tx, id, vec![("deleted_at", tx.now().into())]).await?;
        search::renew(tx, id, Some(&user)).await?;
        versions::raise(tx).await?;
        tx.record("user", id, "delete", Vec::new());
        Ok(())
    }
}

async fn change_facts(tx: &mut Tx<'_>, user: &User, input: &Input) -> Result<i64, Refusal> {
    let (mut columns, mut changes): (Vec<(&str, Value)>, Vec<Change>) = (Vec::new(), Vec::new());
    for (field, before) in [
        ("login", Some(user.login.clone())),
        ("name", Some(user.name.clone())),
        ("email", user.email.clone()),
        ("phone", user.phone.clone()),
    ] {
        let Some(text) = input.get(field) else { continue };
        let after = if field == "login" { normalise_login(text) } else { text.to_owned() };
        let after = Some(after).filter(|t| !t.is_empty());
        let Some(change) = Change::of(field, before, after.clone()) else { continue };
        match (field, &after) {
            ("login", None) => return Err(Refusal::field("login", "user-login-invalid")),
            ("name", None) => return Err(Refusal::field("name", "user-name-invalid")),
            ("login", Some(login)) if queries::find_by_login(tx.conn(), login).await?.is_some() => {
                return Err(Refusal::field("login", "user-login-taken"));
            }
            ("name", Some(name)) => columns.push(("sort_key", identifiers::pinyin::sort_key(name).into())),
            _ => {}
        }
        columns.push((field, after.into()));
        changes.push(change);
    }
    if changes.is_empty() {
        return Ok(user.version);
    }
    if !queries::change(tx, user.id, user.version, columns).await? {
        return Err(Refusal::Conflict(user.version + 1));
    }
    search::renew(tx, user.id, Some(user)).await?;
    versions::raise(tx).await?;
    tx.record("user", user.id, "update", changes);
    Ok(user.version + 1)
}

/// The user, if the actor may do this with them.
async fn visible(tx: &Tx<'_>, id: Id, action: Action) -> Result<User, Refusal> {
    let user = queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)?;
    let (scope, place): (&Scope, Place) = (tx.scope(), user.place());
    if scope.reach("user", action).covers(&place) {
        Ok(user)
    } else if scope.reach("user", Action::See).covers(&place) {
        Err(Refusal::Forbidden)
    } else {
        Err(Refusal::NotFound)
    }
}

async fn first_node(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    input: &Input,
) -> Result<Option<nodes::Node>, Refusal> {
    let Some(text) = input.filled("node") else { return Ok(None) };
    let found = match text.parse::<Id>() {
        Ok(id) => nodes::queries::find(conn, tenant, id).await?,
        Err(_) => nodes::queries::find_by_code(conn, tenant, text).await?,
    };
    found.map(Some).ok_or_else(|| Refusal::field("node", "node-not-found"))
}

async fn role(tx: &Tx<'_>, text: &str) -> Result<Option<Id>, Refusal> {
    let found = match text.parse::<Id>() {
        Ok(id) => roles::queries::find(tx.conn(), tx.tenant(), id).await?,
        Err(_) => roles::queries::find_by_code(tx.conn(), tx.tenant(), text).await?,
    };
    Ok(found.map(|r| r.id))
}
