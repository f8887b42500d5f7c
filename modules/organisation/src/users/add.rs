//! Adding people and giving them posts.

use chrono::NaiveDate;
use kernel::journal::Change;
use kernel::{Id, Lang, Tx};
use records::Refusal;

use super::queries::{self, Fresh, FreshPost};
use super::{authority, search};
use crate::powers::{self, today};
use crate::{nodes, roles, versions};

/// A person to be made.
#[derive(Clone, Debug, Default)]
pub struct NewUser {
    /// The name to sign in with.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// A hash by [`super::password::hash`]; without one nobody can sign in as this person yet.
    pub password_hash: Option<String>,
    /// Whether they must choose a password of their own first.
    pub must_change_password: bool,
    /// Language, if known.
    pub lang: Option<Lang>,
}

/// A post to be given.
#[derive(Clone, Copy, Debug)]
pub struct NewPost {
    /// Who.
    pub user: Id,
    /// Where.
    pub node: Id,
    /// As what.
    pub role: Id,
    /// From which day; today when not given.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

impl NewPost {
    /// A post from today on.
    pub fn new(user: Id, node: Id, role: Id) -> NewPost {
        NewPost { user, node, role, valid_from: None, valid_to: None }
    }
}

/// A login as it is kept and sought: without blanks around, in lower case.
pub fn normalise_login(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Adds a person without a post: they can sign in, and see nothing yet. Refuses `user-login-invalid`,
/// `user-login-taken`, `user-name-invalid`. Permission is the caller's matter.
pub async fn add_user(tx: &mut Tx<'_>, new: NewUser) -> Result<Id, Refusal> {
    let login = normalise_login(&new.login);
    let fits = (2..=64).contains(&login.chars().count())
        && login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@'));
    if !fits {
        return Err(Refusal::field("login", "user-login-invalid"));
    }
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Refusal::field("name", "user-name-invalid"));
    }
    if queries::find_by_login(tx.conn(), &login).await?.is_some() {
        return Err(Refusal::field("login", "user-login-taken"));
    }
    let id = tx.new_id();
    let filled = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let fresh = Fresh {
        id,
        login: login.clone(),
        name: name.clone(),
        email: filled(new.email),
        phone: filled(new.phone),
        password_hash: new.password_hash,
        must_change_password: new.must_change_password,
        lang: new.lang.map(|l| l.tag().to_owned()),
    };
    queries::insert(tx, fresh).await?;
    search::renew(tx, id, None).await?;
    versions::raise(tx).await?;
    tx.record(
        "user",
        id,
        "create",
        [Change::of("login", None, Some(login)), Change::of("name", None, Some(name))].into_iter().flatten().collect(),
    );
    tx.emit("user.created.v1", "user", id, serde_json::Value::Null);
    Ok(id)
}

/// Gives someone a post. The first one is their main post and says in which store they stand. Refuses
/// `post-beyond-own-powers` when the giver would hand out more than they have, `user-beyond-own-powers` when the person
/// may do more than the giver already, and `post-dates-reversed`.
pub async fn add_post(tx: &mut Tx<'_>, new: NewPost) -> Result<Id, Refusal> {
    let tenant = tx.tenant();
    let user =
        queries::find(tx.conn(), tenant, new.user).await?.ok_or_else(|| Refusal::field("user", "user-not-found"))?;
    let node = nodes::queries::find(tx.conn(), tenant, new.node)
        .await?
        .ok_or_else(|| Refusal::field("node", "node-not-found"))?;
    let role = roles::queries::find(tx.conn(), tenant, new.role)
        .await?
        .ok_or_else(|| Refusal::field("role", "role-not-found"))?;
    let from = new.valid_from.unwrap_or_else(|| today(tx.now()));
    if new.valid_to.is_some_and(|to| to <= from) {
        return Err(Refusal::field("valid_to", "post-dates-reversed"));
    }
    authority::require(tx, user.id).await?;
    let given = powers::of_posts(tx.conn(), tenant, new.user, &[(node.path.clone(), role.id)]).await?;
    if !powers::within(&given, &tx.scope().powers) {
        return Err(Refusal::Rule("post-beyond-own-powers"));
    }
    let position = queries::posts(tx.conn(), tenant, new.user).await?.len() as i64;
    let id = tx.new_id();
    queries::insert_post(
        tx,
        FreshPost {
            id,
            user: new.user,
            node: node.id,
            role: role.id,
            position,
            valid_from: from,
            valid_to: new.valid_to,
        },
    )
    .await?;
    if position == 0 {
        queries::set(tx, user.id, vec![("store_id", node.store_id.into()), ("path", node.path.clone().into())]).await?;
        search::renew(tx, user.id, Some(&user)).await?;
    }
    versions::raise(tx).await?;
    let changes = [Change::of("post.node", None, Some(node.name)), Change::of("post.role", None, Some(role.code))];
    tx.record("user", user.id, "post", changes.into_iter().flatten().collect());
    Ok(id)
}
