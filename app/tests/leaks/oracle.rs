//! What everyone may see and do, worked out the slow way: from the tables of roles, posts, nodes and shares as they stood
//! when the house was filled, with no code of the policy.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kernel::{Access, Action, Id, sql};
use records::{Kind, Source};

use super::canary::Claim;
use super::support::World;

/// A place of the organisation.
struct Node {
    parent: Option<Id>,
    rank: usize,
}

/// A role as its tables say, with what it takes over from the roles above it.
#[derive(Clone, Default)]
struct Sheet {
    everything: bool,
    /// Kind, level, actions.
    grants: Vec<(String, String, i64)>,
    fields: HashMap<(String, String), Access>,
}

/// A line of a role at a post.
#[derive(Clone, Copy)]
struct Given<'a> {
    post: Id,
    actions: i64,
    sheet: &'a Sheet,
    kind: &'a str,
    level: &'a str,
}

impl Given<'_> {
    /// How open a field is by it. What is not listed is hidden.
    fn open(&self, field: &str) -> Access {
        match self.sheet.everything {
            true => Access::Shown,
            false => {
                let key = (self.kind.to_owned(), field.to_owned());
                self.sheet.fields.get(&key).copied().unwrap_or(Access::Hidden)
            }
        }
    }
}

/// One anchor of a record.
#[derive(Clone, Debug)]
pub struct Stand {
    pub anchor: Id,
    pub store: Option<Id>,
    owner: Option<Id>,
    node: Option<Id>,
}

struct Share {
    kind: String,
    anchor: Id,
    grantee: Id,
    edit: bool,
}

/// The oracle.
pub struct Oracle {
    nodes: HashMap<Id, Node>,
    root: Id,
    /// Posts of a person: the node and the role's sheet.
    posts: HashMap<Id, Vec<(Id, Sheet)>>,
    stands: BTreeMap<(&'static str, Id), Vec<Stand>>,
    /// Where records stood that were put away.
    gone: BTreeMap<(&'static str, Id), Vec<Stand>>,
    /// Who reads the audit log.
    auditors: BTreeSet<Id>,
    officers: BTreeSet<Id>,
    shares: Vec<Share>,
}

const RANKS: [&str; 6] = ["maker", "group", "region", "store", "department", "team"];

fn rank(kind: &str) -> usize {
    RANKS.iter().position(|k| *k == kind).unwrap()
}

impl Oracle {
    /// Reads the tables.
    pub async fn of(world: &World) -> Oracle {
        let (db, kinds) = (world.db.read(), world.assembly.app.registry.kinds().collect::<Vec<_>>());
        let mut nodes = HashMap::new();
        let mut numbers = HashMap::new();
        let mut root = Id::nil();
        for row in
            sql::rows(db, "SELECT id, parent_id, kind, no FROM nodes WHERE deleted_at IS NULL", []).await.unwrap()
        {
            let (id, parent): (Id, Option<Id>) =
                (row.try_get("", "id").unwrap(), row.try_get("", "parent_id").unwrap());
            nodes.insert(id, Node { parent, rank: rank(&row.try_get::<String>("", "kind").unwrap()) });
            numbers.insert(row.try_get::<i64>("", "no").unwrap(), id);
            if parent.is_none() {
                root = id;
            }
        }
        let roles = sheets(world).await;
        let mut posts: HashMap<Id, Vec<(Id, Sheet)>> = HashMap::new();
        for row in sql::rows(db, "SELECT user_id, node_id, role_id FROM posts ORDER BY position", []).await.unwrap() {
            let get = |name: &str| row.try_get::<Id>("", name).unwrap();
            posts.entry(get("user_id")).or_default().push((get("node_id"), roles[&get("role_id")].clone()));
        }
        let mut stands: BTreeMap<(&'static str, Id), Vec<Stand>> = BTreeMap::new();
        let mut gone: BTreeMap<(&'static str, Id), Vec<Stand>> = BTreeMap::new();
        for kind in kinds {
            for (record, stand, there) in standing(world, kind, &numbers).await {
                let list = if there { &mut stands } else { &mut gone };
                list.entry((kind.name, record)).or_default().push(stand);
            }
        }
        let holders = async |capability: &str| {
            let text = "SELECT DISTINCT p.user_id FROM posts p JOIN role_capabilities c ON c.tenant_id = p.tenant_id AND c.role_id = p.role_id \
                        WHERE c.capability IN ('*', $1)";
            let rows = sql::rows(db, text, [capability.into()]).await.unwrap();
            rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect::<BTreeSet<Id>>()
        };
        let (auditors, officers) = (holders("audit.view").await, holders("privacy.manage").await);
        let now = world.db.clock.now().0;
        let text = "SELECT kind, anchor_id, grantee_id, access, until, ended_at FROM shares";
        let shares = sql::rows(db, text, []).await.unwrap();
        let holds = |row: &&sea_orm::QueryResult| {
            let until: Option<i64> = row.try_get("", "until").unwrap();
            row.try_get::<Option<i64>>("", "ended_at").unwrap().is_none() && until.is_none_or(|until| until > now)
        };
        let shares = shares.iter().filter(holds).map(|row| Share {
            kind: row.try_get("", "kind").unwrap(),
            anchor: row.try_get("", "anchor_id").unwrap(),
            grantee: row.try_get("", "grantee_id").unwrap(),
            edit: row.try_get::<String>("", "access").unwrap() == "edit",
        });
        let shares = shares.collect();
        Oracle { nodes, root, posts, stands, gone, auditors, officers, shares }
    }

    /// Every record there is, of a kind.
    pub fn records(&self, kind: &str) -> BTreeSet<Id> {
        self.stands.keys().filter(|(k, _)| *k == kind).map(|(_, id)| *id).collect()
    }

    /// How many anchors a record has.
    pub fn anchors(&self, kind: &str, record: Id) -> usize {
        self.stands.iter().find(|((k, id), _)| *k == kind && *id == record).map_or(0, |(_, stands)| stands.len())
    }

    /// Whether someone may do this with any record of the kind at all.
    pub fn can(&self, user: Id, kind: &str, action: Action) -> bool {
        !self.grants(user, kind, action).is_empty()
    }

    /// The anchors of a record on which someone may do something.
    pub fn reached(&self, user: Id, kind: &str, record: Id, action: Action) -> Vec<Stand> {
        let Some((_, stands)) = self.stands.iter().find(|((k, id), _)| *k == kind && *id == record) else {
            return Vec::new();
        };
        let by_grant =
            |stand: &Stand| self.grants(user, kind, action).iter().any(|g| self.covers(user, g.post, g.level, stand));
        stands.iter().filter(|s| by_grant(s) || self.shared(user, kind, s, action)).cloned().collect()
    }

    /// The records on which someone may do something.
    pub fn within(&self, user: Id, kind: &str, action: Action) -> BTreeSet<Id> {
        self.records(kind).into_iter().filter(|id| !self.reached(user, kind, *id, action).is_empty()).collect()
    }

    /// How open a field is to someone on a record reached through these anchors.
    pub fn access(&self, user: Id, kind: &str, field: &str, through: &[Stand]) -> Access {
        let grants = self.grants(user, kind, Action::See);
        let covers = |g: &&Given<'_>| through.iter().any(|stand| self.covers(user, g.post, g.level, stand));
        let covering = grants.iter().filter(covers).map(|g| g.open(field)).max();
        // Reached through a share alone: as one's roles see their own rows at best.
        covering.or_else(|| grants.iter().map(|g| g.open(field)).max()).unwrap_or(Access::Hidden)
    }

    /// The least that someone sees of a field on any row.
    pub fn at_least(&self, user: Id, kind: &str, field: &str) -> Access {
        self.grants(user, kind, Action::See).iter().map(|g| g.open(field)).min().unwrap_or(Access::Hidden)
    }

    /// Whether someone may read one claim in full.
    pub fn may_read(&self, user: Id, claim: &Claim, registry: &records::Registry) -> bool {
        match claim {
            Claim::Field { kind, record, field } => {
                let reached = self.reached(user, kind, *record, Action::See);
                let on_anchor = registry
                    .kind(kind)
                    .and_then(|k| k.field(field))
                    .is_some_and(|f| matches!(f.source, Source::Anchor(_)));
                let open = |through: &[Stand]| self.access(user, kind, field, through) == Access::Shown;
                match on_anchor {
                    true => reached.iter().any(|stand| open(std::slice::from_ref(stand))),
                    false => !reached.is_empty() && open(&reached),
                }
            }
            Claim::AtStore { kind, record, store, field } => {
                let reached = self.reached(user, kind, *record, Action::See);
                let open = |stand: &Stand| {
                    field.is_none_or(|f| self.access(user, kind, f, std::slice::from_ref(stand)) == Access::Shown)
                };
                reached.iter().any(|stand| stand.store == Some(*store) && open(stand))
            }
            Claim::Gone { kind, record, field } => {
                let stood = self.gone.get(&(*kind, *record)).map_or(&[][..], Vec::as_slice);
                let sees = self.grants(user, kind, Action::See);
                let near = sees.iter().any(|g| stood.iter().any(|stand| self.covers(user, g.post, g.level, stand)));
                near && self.auditors.contains(&user) && self.access(user, kind, field, stood) == Access::Shown
            }
            Claim::Paper { record, store } => {
                let reached = self.reached(user, "customer", *record, Action::See);
                let open = self.access(user, "customer", "id_number", &reached) > Access::Hidden;
                open && reached.iter().any(|stand| stand.store == Some(*store))
            }
            Claim::Inside { record, store } => {
                let reached = self.reached(user, "customer", *record, Action::See);
                let access = self.access(user, "customer", "id_number", &reached);
                let reveals = !self.reached(user, "customer", *record, Action::Reveal).is_empty();
                let open = access == Access::Shown || (access == Access::Masked && reveals);
                open && reached.iter().any(|stand| stand.store == Some(*store))
            }
            Claim::Import { kind, store } => {
                let stand = Stand { anchor: Id::nil(), store: Some(*store), owner: None, node: Some(*store) };
                self.grants(user, kind, Action::Bulk).iter().any(|g| self.covers(user, g.post, g.level, &stand))
            }
            Claim::Both { kind, one, other } => {
                [one, other].iter().all(|id| !self.reached(user, kind, **id, Action::See).is_empty())
            }
            Claim::Request => self.officers.contains(&user),
            Claim::Person(person) => *person == user,
        }
    }

    /// What posts give of an action on a kind. Without seeing it counts where it meets seeing, and making is no seeing.
    fn grants<'a>(&'a self, user: Id, kind: &'a str, action: Action) -> Vec<Given<'a>> {
        let bit = |action: Action| 1_i64 << Action::ALL.iter().position(|a| *a == action).unwrap();
        let (see, create) = (bit(Action::See), bit(Action::Create));
        let lines = self.lines(user, kind);
        let mut list = Vec::new();
        for line in &lines {
            let has = line.actions & bit(action) != 0;
            if line.actions & see != 0 || action == Action::Create {
                list.extend(has.then_some(*line));
                continue;
            }
            for seen in lines.iter().filter(|s| s.actions & see != 0) {
                let Some(level) = self.meeting(user, line, seen) else { continue };
                // Whoever works on their own records sees them wherever they lie.
                let own = action == Action::See && level.1 == "own" && line.actions & !create != 0;
                if has || own {
                    list.push(Given { post: level.0, level: level.1, ..*seen });
                }
            }
        }
        list
    }

    /// The lines of the roles at someone's posts.
    fn lines<'a>(&'a self, user: Id, kind: &'a str) -> Vec<Given<'a>> {
        let mut list = Vec::new();
        for (post, sheet) in self.posts.get(&user).into_iter().flatten() {
            for (_, level, actions) in sheet.grants.iter().filter(|g| g.0 == kind || g.0 == "*") {
                list.push(Given { post: *post, actions: *actions, sheet, kind, level });
            }
        }
        list
    }

    /// Where two lines both reach, as a post and a level. Own records count as lying where the person works first.
    fn meeting<'a>(&self, user: Id, one: &Given<'a>, other: &Given<'a>) -> Option<(Id, &'a str)> {
        let place = |line: &Given<'_>| if line.level == "own" { line.post } else { self.top_of(line.post, line.level) };
        let (top, below) = (place(one), place(other));
        let home = self.posts[&user][0].0;
        let inside = |node: Id, top: Id| self.upwards(node).contains(&top);
        match (one.level, other.level) {
            ("own", "own") => Some((one.post, "own")),
            ("own", _) => inside(home, below).then_some((one.post, "own")),
            (_, "own") => inside(home, top).then_some((other.post, "own")),
            _ if inside(top, below) => Some((one.post, one.level)),
            _ if inside(below, top) => Some((other.post, other.level)),
            _ => None,
        }
    }

    /// The widest place around a post that is no wider than the level.
    fn top_of(&self, post: Id, level: &str) -> Id {
        let around = self.upwards(post);
        *around.iter().rev().find(|id| self.nodes[*id].rank >= rank(level)).unwrap_or(&post)
    }

    fn covers(&self, user: Id, post: Id, level: &str, stand: &Stand) -> bool {
        if level == "own" {
            return stand.owner == Some(user);
        }
        let top = self.top_of(post, level);
        top == self.root || stand.node.is_some_and(|node| self.upwards(node).contains(&top))
    }

    fn shared(&self, user: Id, kind: &str, stand: &Stand, action: Action) -> bool {
        if !matches!(action, Action::See | Action::Edit) || !self.can(user, kind, action) {
            return false;
        }
        let mut named: Vec<Id> = self.posts[&user].iter().flat_map(|(node, _)| self.upwards(*node)).collect();
        named.push(user);
        let fits = |s: &&Share| s.kind == kind && s.anchor == stand.anchor && named.contains(&s.grantee);
        self.shares.iter().filter(fits).any(|s| s.edit || action == Action::See)
    }

    /// A node and those above it.
    fn upwards(&self, node: Id) -> Vec<Id> {
        let mut list = vec![node];
        while let Some(parent) = self.nodes.get(list.last().unwrap()).and_then(|n| n.parent) {
            list.push(parent);
        }
        list
    }
}

/// All roles with what they take over.
async fn sheets(world: &World) -> HashMap<Id, Sheet> {
    let db = world.db.read();
    let mut own: HashMap<Id, Sheet> = HashMap::new();
    let mut parents: HashMap<Id, Option<Id>> = HashMap::new();
    for row in sql::rows(db, "SELECT id, parent_id, everything FROM roles", []).await.unwrap() {
        let id: Id = row.try_get("", "id").unwrap();
        parents.insert(id, row.try_get("", "parent_id").unwrap());
        own.insert(id, Sheet { everything: row.try_get("", "everything").unwrap(), ..Sheet::default() });
    }
    for row in sql::rows(db, "SELECT role_id, kind, level, actions FROM role_grants", []).await.unwrap() {
        let get = |name: &str| row.try_get::<String>("", name).unwrap();
        let role: Id = row.try_get("", "role_id").unwrap();
        let line = (get("kind"), get("level"), row.try_get("", "actions").unwrap());
        own.get_mut(&role).unwrap().grants.push(line);
    }
    for row in sql::rows(db, "SELECT role_id, kind, field, access FROM role_fields", []).await.unwrap() {
        let get = |name: &str| row.try_get::<String>("", name).unwrap();
        let role: Id = row.try_get("", "role_id").unwrap();
        let access = match get("access").as_str() {
            "shown" => Access::Shown,
            "masked" => Access::Masked,
            _ => Access::Hidden,
        };
        own.get_mut(&role).unwrap().fields.insert((get("kind"), get("field")), access);
    }
    let whole = |id: &Id| {
        let (mut sum, mut next) = (Sheet::default(), Some(*id));
        while let Some(role) = next {
            let sheet = &own[&role];
            sum.everything |= sheet.everything;
            sum.grants.extend(sheet.grants.iter().cloned());
            for (key, access) in &sheet.fields {
                let held = sum.fields.entry(key.clone()).or_insert(*access);
                *held = (*held).max(*access);
            }
            next = parents[&role];
        }
        sum
    };
    own.keys().map(|id| (*id, whole(id))).collect()
}

/// The anchors of a kind's records, and whether they are there still.
async fn standing(world: &World, kind: &Kind, numbers: &HashMap<i64, Id>) -> Vec<(Id, Stand, bool)> {
    let (anchor, tenant) = (kind.anchor, world.tenant);
    let base = match kind.has_own_anchor() {
        true => format!(
            "(SELECT b.deleted_at FROM {} b WHERE b.tenant_id = a.tenant_id AND b.id = a.{})",
            kind.table, anchor.record
        ),
        false => "a.deleted_at".to_owned(),
    };
    let only = kind.only.map(|only| format!(" AND {only}")).unwrap_or_default();
    let text = format!(
        "SELECT a.id, a.{} AS record, a.store_id, a.owner_id, a.path, a.deleted_at, {base} AS put_away FROM {} a \
         WHERE a.tenant_id = {tenant}{only}",
        anchor.record, anchor.table
    );
    let rows = sql::rows(world.db.read(), &text, []).await.unwrap();
    let stand = |row: &sea_orm::QueryResult| {
        let path: Option<String> = row.try_get("", "path").unwrap();
        let last = path.as_deref().and_then(|p| p.trim_end_matches('/').rsplit('/').next()?.parse::<i64>().ok());
        let stand = Stand {
            anchor: row.try_get("", "id").unwrap(),
            store: row.try_get("", "store_id").unwrap(),
            owner: row.try_get("", "owner_id").unwrap(),
            node: last.and_then(|no| numbers.get(&no).copied()),
        };
        let away = |column: &str| row.try_get::<Option<i64>>("", column).unwrap().is_some();
        (row.try_get("", "record").unwrap(), stand, !away("deleted_at") && !away("put_away"))
    };
    rows.iter().map(stand).collect()
}
