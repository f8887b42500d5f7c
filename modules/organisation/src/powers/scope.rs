//! Building powers and scopes from the database.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use kernel::scope::Powers;
use kernel::{
    Action, Actions, Actor, ConnectionTrait, Db, DbError, Grant, GrantReach, Id, Instant, Lang, Scope, Tenant, Tx,
};
use records::Refusal;

use super::directory::Membership;
use super::queries;
use super::rules::{self, EntryRules, Post, RoleSheet, Standing, effective};
use crate::nodes::{self, NodeKind, STORE, prefixes};
use crate::settings::{self, keys};
use crate::{HOUSE_ZONE, users};

/// How many stores the switch in the top bar offers; the rest is behind the search.
const SWITCH: i64 = 20;

/// The day by which posts begin and end.
pub fn today(now: Instant) -> NaiveDate {
    now.date_in(HOUSE_ZONE)
}

/// What someone's posts come to on a day, with the stores they may switch to. Seven to nine queries; callers that ask
/// often go through [`super::Directory`].
pub async fn membership(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    user: Id,
    day: NaiveDate,
) -> Result<Membership, DbError> {
    let posts = queries::posts(conn, tenant, user, day).await?;
    let paths: BTreeSet<String> = posts.iter().flat_map(|p| prefixes(&p.path)).collect();
    let nodes: HashMap<String, Post> = queries::nodes(conn, tenant, &paths)
        .await?
        .into_iter()
        .map(|n| {
            (
                n.path.clone(),
                Post {
                    id: n.id,
                    kind: NodeKind::from_name(&n.kind).unwrap_or(NodeKind::Team),
                    path: n.path,
                    store: n.store_id,
                },
            )
        })
        .collect();
    let role_ids: Vec<Id> = posts.iter().map(|p| p.role_id).collect();
    let sheets = queries::role_sheets(conn, tenant, &role_ids).await?;
    let standings: Vec<(Standing, RoleSheet)> = posts
        .iter()
        .filter_map(|p| {
            let mut chain: Vec<Post> = prefixes(&p.path).iter().filter_map(|path| nodes.get(path).cloned()).collect();
            let node = chain.pop().filter(|n| n.id == p.node_id)?;
            let sheet = RoleSheet { role: Some(p.role_id), ..effective(p.role_id, &sheets) };
            Some((Standing { above: chain, node }, sheet))
        })
        .collect();
    let mut powers = rules::powers(user, &standings);
    powers.shared_with = records::shares::named(conn, tenant, &powers.grantees).await?;
    let stores = stores(conn, tenant, &powers).await?;
    let mut entry = EntryRules::default();
    for (_, sheet) in &standings {
        entry.add(&sheet.entry);
    }
    let places: BTreeSet<&str> = posts.iter().map(|p| p.path.as_str()).collect();
    for path in places {
        entry.second_factor |= settings::flag(conn, tenant, path, keys::SECOND_FACTOR).await?;
    }
    Ok(Membership { powers: Arc::new(powers), stores, entry })
}

/// What posts at these paths with these roles would give, whether they hold or not.
pub async fn of_posts(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    user: Id,
    posts: &[(String, Id)],
) -> Result<Powers, DbError> {
    let mut standings = Vec::new();
    for (path, role) in posts {
        let sheets = queries::role_sheets(conn, tenant, &[*role]).await?;
        let mut chain: Vec<Post> = nodes::queries::chain(conn, tenant, path)
            .await?
            .into_iter()
            .map(|n| Post { id: n.id, kind: n.node_kind(), path: n.path, store: n.store_id })
            .collect();
        let Some(node) = chain.pop() else { continue };
        standings.push((Standing { above: chain, node }, effective(*role, &sheets)));
    }
    Ok(rules::stated(user, &standings))
}

/// Stores where the person has something to do, by name: those of their posts and those that a grant reaches. That
/// everyone may look up all stores (the directory of places) is no reason to switch to them.
async fn stores(conn: &impl ConnectionTrait, tenant: Tenant, powers: &Powers) -> Result<Vec<(Id, String)>, DbError> {
    let mut tops = BTreeSet::new();
    let directory = |grant: &&Grant| grant.kind == STORE.name && grant.actions == Actions::of(&[Action::See]);
    for grant in powers.grants.iter().filter(|grant| !directory(grant)) {
        match &grant.reach {
            GrantReach::Group => {
                tops.insert("/".to_owned());
            }
            GrantReach::Store { path, .. } | GrantReach::Below { path, store: None } => {
                tops.insert(path.clone());
            }
            // A department or one's own rows: the store they are part of holds the person.
            GrantReach::Below { .. } | GrantReach::Own => {}
        }
    }
    if tops.contains("/") {
        tops = BTreeSet::from(["/".to_owned()]);
    }
    let mut found: Vec<(Id, String)> = Vec::new();
    let mut holding = nodes::queries::stores_among(conn, tenant, &powers.grantees).await?;
    holding.sort_by_key(|store| Some(store.id) != powers.home_store);
    found.extend(holding.iter().map(|store| (store.id, store.short().to_owned())));
    for top in tops {
        for store in nodes::queries::stores_below(conn, tenant, &top, SWITCH).await? {
            if !found.iter().any(|(id, _)| *id == store.id) && (found.len() as i64) < SWITCH {
                found.push((store.id, store.short().to_owned()));
            }
        }
    }
    Ok(found)
}

/// The scope of a person for the command line and for jobs in their name. `NotFound` for people who are unknown or
/// disabled.
pub async fn scope_of_user(db: &Db, tenant: Tenant, user: Id, request: Id, lang: Lang) -> Result<Scope, Refusal> {
    scope_by(db.read(), tenant, user, request, lang, db.clock.now()).await
}

/// As [`scope_of_user`], as the organisation stands inside a transaction: what someone else than the actor may see.
pub async fn scope_within(tx: &Tx<'_>, user: Id) -> Result<Scope, Refusal> {
    scope_by(tx.conn(), tx.tenant(), user, tx.scope().request, tx.scope().lang, tx.now()).await
}

async fn scope_by(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    user: Id,
    request: Id,
    lang: Lang,
    now: Instant,
) -> Result<Scope, Refusal> {
    let person = users::queries::find(conn, tenant, user).await?.filter(|u| u.is_active()).ok_or(Refusal::NotFound)?;
    let powers = membership(conn, tenant, user, today(now)).await?.powers;
    let actor = Actor::User { id: user, name: person.name, by_token: false };
    Ok(Scope { tenant, actor, lang, request, powers, limited_to: None })
}
