//! The tree of the group and its people.

use std::collections::HashMap;

use kernel::{Db, Id, Tenant, Tx};
use organisation::nodes::{self, Node, NodeKind};
use organisation::users::password;
use organisation::{Founding, NewNode, NewPost, NewUser, add_node, add_post, add_user, lay_foundation, move_node};
use records::Refusal;

use super::{Ground, Spot, Worker};
use crate::compose;
use crate::demo::generate::{CITIES, Department, PASSWORD, Post, Store, World};

/// Code of the head office.
const HEAD_OFFICE: &str = "HQ";

/// The hash that all of the cast share: hashing once for each would take longer than all else.
pub async fn password_hash(text: &str) -> Result<String, Refusal> {
    password::hash(text).await
}

/// Founds the group and gives everyone their post.
pub async fn lay(tx: &mut Tx<'_>, world: &World, hash: &str) -> Result<Ground, Refusal> {
    let (first, admin) = (world.store(0), world.person(0));
    let founding = Founding {
        name: world.name.into(),
        code: HEAD_OFFICE.into(),
        kind: NodeKind::Group,
        store_name: first.name.clone(),
        store_code: first.code.clone(),
        login: admin.login.clone(),
        admin_name: admin.name.clone(),
        password: PASSWORD.into(),
    };
    let founded = lay_foundation(tx, &founding, hash.to_owned(), &compose::kinds(), &compose::dictionaries()).await?;
    let mut regions = Vec::with_capacity(world.regions.len());
    for (n, name) in world.regions.iter().enumerate() {
        regions.push(add_node(tx, NewNode::new(Some(founded.root), NodeKind::Region, region_code(n), name)).await?);
    }
    for (n, store) in world.stores.iter().enumerate() {
        let parent = store.region.map_or(founded.root, |region| regions[region]);
        let id = if n == 0 {
            move_node(tx, founded.store, parent).await?;
            founded.store
        } else {
            add_node(tx, NewNode::new(Some(parent), NodeKind::Store, &store.code, &store.name)).await?
        };
        let version = by_id(tx, id).await?.version;
        nodes::change::change_node(tx, id, version, facts(store)).await?;
        departments(tx, store).await?;
    }
    people(tx, world, hash, founded.root, &regions).await
}

/// What else is known of a store.
fn facts(store: &Store) -> nodes::change::NodeChange {
    let city = &CITIES[store.city];
    let texts = vec![
        ("short_name", store.short_name.clone()),
        ("grade", store.grade.to_owned()),
        ("city", city.city.unwrap_or(city.province).to_owned()),
        ("phone", format!("{}-5000{}", city.dial, &format!("{:0>4}", store.code.trim_start_matches('S')))),
        ("address", format!("{}{}{}汽车城大道1号", city.province, city.city.unwrap_or_default(), city.districts[0].0)),
    ];
    nodes::change::NodeChange { texts, ..Default::default() }
}

/// The departments and teams that a store does not have yet.
async fn departments(tx: &mut Tx<'_>, store: &Store) -> Result<(), Refusal> {
    let parent = node(tx, &store.code).await?.id;
    for (_, name, suffix, teams) in Department::ALL {
        let code = format!("{}-{suffix}", store.code);
        let department = match nodes::queries::find_by_code(tx.conn(), tx.tenant(), &code).await? {
            Some(known) => known.id,
            None => add_node(tx, NewNode::new(Some(parent), NodeKind::Department, &code, name)).await?,
        };
        for (n, team) in teams.iter().enumerate() {
            add_node(tx, NewNode::new(Some(department), NodeKind::Team, format!("{code}-{}", n + 1), *team)).await?;
        }
    }
    Ok(())
}

async fn people(tx: &mut Tx<'_>, world: &World, hash: &str, root: Id, regions: &[Id]) -> Result<Ground, Refusal> {
    let mut ground = Ground::default();
    for store in &world.stores {
        let node = node(tx, &store.code).await?;
        ground.stores.push(Spot { id: node.id, path: node.path });
    }
    let roles: HashMap<String, Id> =
        organisation::roles::queries::all(tx.conn(), tx.tenant()).await?.into_iter().map(|r| (r.code, r.id)).collect();
    let mut nodes_by_code: HashMap<String, Node> = HashMap::new();
    for (n, person) in world.people.iter().enumerate() {
        let at = match person.post {
            Post::Group => by_id(tx, root).await?,
            Post::Region(region) => by_id(tx, regions[region]).await?,
            _ => {
                let code = code_of(world, person.post);
                match nodes_by_code.get(&code) {
                    Some(known) => known.clone(),
                    None => nodes_by_code.entry(code.clone()).or_insert(node(tx, &code).await?).clone(),
                }
            }
        };
        let id = if n == 0 {
            // The founding made the administrator.
            organisation::find_user_by_login(tx.conn(), &person.login).await?.ok_or(Refusal::NotFound)?.id
        } else {
            let new = NewUser {
                login: person.login.clone(),
                name: person.name.clone(),
                password_hash: Some(hash.to_owned()),
                ..NewUser::default()
            };
            let id = add_user(tx, new).await?;
            let role = roles.get(person.role).copied().ok_or(Refusal::NotFound)?;
            // Everyone has been there longer than the history goes back.
            add_post(tx, NewPost { valid_from: Some(world.day(1_000)), ..NewPost::new(id, at.id, role) }).await?;
            id
        };
        ground.people.push(Worker { id, name: person.name.clone(), path: at.path });
    }
    Ok(ground)
}

/// The tree and its people as they were laid down.
pub async fn found_again(db: &Db, tenant: Tenant, world: &World) -> Result<Ground, Refusal> {
    let by_code =
        async |code: &str| nodes::queries::find_by_code(db.read(), tenant, code).await?.ok_or(Refusal::NotFound);
    let mut ground = Ground::default();
    for store in &world.stores {
        let node = by_code(&store.code).await?;
        ground.stores.push(Spot { id: node.id, path: node.path });
    }
    for person in &world.people {
        let user = organisation::find_user_by_login(db.read(), &person.login).await?.ok_or(Refusal::NotFound)?;
        let path = by_code(&code_of(world, person.post)).await?.path;
        ground.people.push(Worker { id: user.id, name: person.name.clone(), path });
    }
    Ok(ground)
}

fn region_code(region: usize) -> String {
    format!("R{:02}", region + 1)
}

/// The code of the node where someone works.
fn code_of(world: &World, post: Post) -> String {
    let suffix =
        |wanted: Department| Department::ALL.iter().find(|(d, ..)| *d == wanted).map_or("", |(_, _, suffix, _)| suffix);
    match post {
        Post::Store(store) => world.store(store).code.clone(),
        Post::Department(store, department) => format!("{}-{}", world.store(store).code, suffix(department)),
        Post::Team(store, department, team) => {
            format!("{}-{}-{}", world.store(store).code, suffix(department), team + 1)
        }
        Post::Group => HEAD_OFFICE.to_owned(),
        Post::Region(region) => region_code(region),
    }
}

async fn node(tx: &Tx<'_>, code: &str) -> Result<Node, Refusal> {
    nodes::queries::find_by_code(tx.conn(), tx.tenant(), code).await?.ok_or(Refusal::NotFound)
}

async fn by_id(tx: &Tx<'_>, id: Id) -> Result<Node, Refusal> {
    nodes::queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)
}
