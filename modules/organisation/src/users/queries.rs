//! All SQL of users and posts.

use chrono::NaiveDate;
use kernel::{ConnectionTrait, DbError, Id, Tenant, Tx, Value, sql};
use sea_orm::FromQueryResult;

use super::User;

const SELECT: &str = "SELECT tenant_id, id, login, name, email, phone, status, must_change_password, lang, theme, store_id, path, version FROM users";

/// A user by id.
pub async fn find(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<User>, DbError> {
    sql::one(
        conn,
        &format!("{SELECT} WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"),
        [tenant.into(), id.into()],
    )
    .await
}

/// Everyone who was not put away.
pub async fn all(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<User>, DbError> {
    sql::all(conn, &format!("{SELECT} WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY id"), [tenant.into()]).await
}

/// Whoever was added first.
pub(super) async fn first(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Option<User>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT 1");
    sql::one(conn, &text, [tenant.into()]).await
}

/// Whether a person is found by a term.
pub(super) async fn has_term(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    user: Id,
    term: &str,
) -> Result<bool, DbError> {
    let text =
        "SELECT 1 AS one FROM search_terms WHERE tenant_id = $1 AND term = $2 AND kind = 'user' AND anchor_id = $3";
    Ok(sql::row(conn, text, [tenant.into(), term.into(), user.into()]).await?.is_some())
}

/// Everyone whose main post is at a path or below it.
pub(crate) async fn standing_below(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    path: &str,
) -> Result<Vec<User>, DbError> {
    let text = format!("{SELECT} WHERE tenant_id = $1 AND path LIKE $2 AND deleted_at IS NULL ORDER BY id");
    sql::all(conn, &text, [tenant.into(), format!("{path}%").into()]).await
}

/// Takes the search terms of all people away.
pub(super) async fn forget_terms(tx: &Tx<'_>) -> Result<(), DbError> {
    let text = "DELETE FROM search_terms WHERE tenant_id = $1 AND kind = 'user'";
    sql::run(tx.conn(), text, [tx.tenant().into()]).await.map(drop)
}

/// The user of a login, in whichever tenant, however it is typed.
pub async fn find_by_login(conn: &impl ConnectionTrait, login: &str) -> Result<Option<User>, DbError> {
    sql::one(conn, &format!("{SELECT} WHERE login = $1 AND deleted_at IS NULL"), [super::normalise_login(login).into()])
        .await
}

/// The password hash of a user, if they have one.
pub async fn password_hash(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<String>, DbError> {
    match sql::row(conn, "SELECT password_hash FROM users WHERE tenant_id = $1 AND id = $2", [tenant.into(), id.into()])
        .await?
    {
        Some(row) => row.try_get("", "password_hash"),
        None => Ok(None),
    }
}

/// A post as shown on a person's page.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct PostLine {
    /// Its id.
    pub id: Id,
    /// The node.
    pub node_id: Id,
    /// The node's name.
    pub node_name: String,
    /// The node's path.
    pub path: String,
    /// The role.
    pub role_id: Id,
    /// The role's Chinese name.
    pub name_zh: String,
    /// The role's English name.
    pub name_en: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

/// Someone's posts, the main one first.
pub async fn posts(conn: &impl ConnectionTrait, tenant: Tenant, user: Id) -> Result<Vec<PostLine>, DbError> {
    let text = "SELECT p.id, p.node_id, n.name AS node_name, n.path, p.role_id, r.name_zh, r.name_en, p.valid_from, p.valid_to FROM posts p \
         JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id \
         WHERE p.tenant_id = $1 AND p.user_id = $2 ORDER BY p.position, p.id";
    sql::all(conn, text, [tenant.into(), user.into()]).await
}

/// People who hold a post at a node or below it, by name.
pub async fn people_below(conn: &impl ConnectionTrait, tenant: Tenant, path: &str) -> Result<Vec<User>, DbError> {
    let text = format!(
        "{SELECT} WHERE tenant_id = $1 AND deleted_at IS NULL AND EXISTS (SELECT 1 FROM posts p JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id \
         WHERE p.tenant_id = users.tenant_id AND p.user_id = users.id AND n.path LIKE $2) ORDER BY sort_key, id"
    );
    sql::all(conn, &text, [tenant.into(), format!("{path}%").into()]).await
}

/// How many active people besides `except` hold every function.
pub async fn other_administrators(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    except: Id,
    today: NaiveDate,
) -> Result<i64, DbError> {
    let text = "SELECT count(DISTINCT p.user_id) FROM posts p JOIN role_capabilities c ON c.tenant_id = p.tenant_id AND c.role_id = p.role_id \
         JOIN users u ON u.tenant_id = p.tenant_id AND u.id = p.user_id WHERE p.tenant_id = $1 AND p.user_id <> $2 AND c.capability = '*' \
         AND u.status = 'active' AND u.deleted_at IS NULL AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to > $3)";
    sql::number(conn, text, [tenant.into(), except.into(), today.into()]).await
}

pub(super) struct Fresh {
    pub id: Id,
    pub login: String,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub password_hash: Option<String>,
    pub must_change_password: bool,
    pub lang: Option<String>,
}

pub(super) async fn insert(tx: &Tx<'_>, user: Fresh) -> Result<(), DbError> {
    let columns = [
        "tenant_id",
        "id",
        "login",
        "name",
        "sort_key",
        "email",
        "phone",
        "password_hash",
        "status",
        "must_change_password",
        "lang",
        "owner_id",
        "path",
        "version",
        "created_at",
        "updated_at",
    ];
    let sort_key = identifiers::pinyin::sort_key(&user.name);
    let row: Vec<Value> = vec![
        tx.tenant().into(),
        user.id.into(),
        user.login.into(),
        user.name.into(),
        sort_key.into(),
        user.email.into(),
        user.phone.into(),
        user.password_hash.into(),
        "active".into(),
        user.must_change_password.into(),
        user.lang.into(),
        user.id.into(),
        "".into(),
        1i64.into(),
        tx.now().into(),
        tx.now().into(),
    ];
    sql::insert(tx.conn(), "users", &columns, vec![row]).await
}

/// Changes columns of a user that stands at `version`; false when it stands elsewhere by now.
pub(super) async fn change(
    tx: &Tx<'_>,
    id: Id,
    version: i64,
    mut changes: Vec<(&str, Value)>,
) -> Result<bool, DbError> {
    changes.extend([("version", (version + 1).into()), ("updated_at", tx.now().into())]);
    let sets: Vec<String> =
        changes.iter().enumerate().map(|(n, (column, _))| format!("{column} = ${}", n + 4)).collect();
    let text = format!("UPDATE users SET {} WHERE tenant_id = $1 AND id = $2 AND version = $3", sets.join(", "));
    let values = [tx.tenant().into(), id.into(), version.into()].into_iter().chain(changes.into_iter().map(|(_, v)| v));
    Ok(sql::run(tx.conn(), &text, values).await? == 1)
}

/// Sets columns that nobody edits side by side (password, language).
pub(super) async fn set(tx: &Tx<'_>, id: Id, changes: Vec<(&str, Value)>) -> Result<bool, DbError> {
    sql::update(tx.conn(), "users", tx.tenant(), id, changes).await
}

pub(super) struct FreshPost {
    pub id: Id,
    pub user: Id,
    pub node: Id,
    pub role: Id,
    pub position: i64,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

pub(super) async fn insert_post(tx: &Tx<'_>, post: FreshPost) -> Result<(), DbError> {
    let row: Vec<Value> = vec![
        tx.tenant().into(),
        post.id.into(),
        post.user.into(),
        post.node.into(),
        post.role.into(),
        post.position.into(),
        post.valid_from.into(),
        post.valid_to.into(),
    ];
    sql::insert(
        tx.conn(),
        "posts",
        &["tenant_id", "id", "user_id", "node_id", "role_id", "position", "valid_from", "valid_to"],
        vec![row],
    )
    .await
}

/// Ends a post; false when there is no such post.
pub(super) async fn end_post(tx: &Tx<'_>, post: Id, day: NaiveDate) -> Result<bool, DbError> {
    sql::update(tx.conn(), "posts", tx.tenant(), post, vec![("valid_to", day.into())]).await
}
