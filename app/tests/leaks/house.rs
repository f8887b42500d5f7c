//! A group at random: places, people with roles that nobody would think of, records whose every field is a canary, and
//! shares between them. The same seed gives the same house.

use std::collections::BTreeMap;

use axum::http::Method;
use kernel::{Access, Action, Actions, Id, sql};
use organisation::powers::Level;
use organisation::roles::change::NewRole;
use organisation::{NewNode, NewPost, NewUser, NodeKind, nodes, roles};
use records::{Field, FieldKind, Kind, Uses};
use serde_json::{Map, Value, json};
use testkit::{Backend, Client};

use super::canary::{Claim, Mint, Net, forms};
use super::dice::Dice;
use super::oracle::Oracle;
use super::support::{PASSWORD, World};

/// Someone who looks around.
#[derive(Clone, Debug)]
pub struct Person {
    pub login: String,
    pub id: Id,
    /// Their roles and where they hold them, for the report.
    pub posts: Vec<String>,
}

/// The house.
pub struct House {
    pub world: World,
    pub people: Vec<Person>,
    pub net: Net,
    pub oracle: Oracle,
    /// What the administrator reads in every field of every record, by kind and record.
    pub truth: BTreeMap<(&'static str, Id), Map<String, Value>>,
    /// Records that were put away.
    pub deleted: Vec<(&'static str, Id)>,
    /// Scripts by login: a token each.
    pub tokens: BTreeMap<String, Client>,
}

/// Fields whose canary is no secret: names of people and places stand beside everything that they did.
const NAMES_OF_ALL: [(&str, &str); 4] =
    [("user", "login"), ("user", "name"), ("store", "name"), ("store", "short_name")];

impl House {
    /// Builds the house of a seed, with so many people of random roles beside the cast.
    pub async fn build(backend: Backend, seed: u64, strangers: usize) -> House {
        let world = World::peopled(backend).await;
        let mut making = Making { dice: Dice::new(seed), mint: Mint::default(), net: Net::default(), world };
        let places = making.places().await;
        let people = making.people(&places, strangers).await;
        let mut records = making.records(&places, &people).await;
        making.belongings(&records, &places).await;
        making.collisions(&records).await;
        making.shares(&records, &places, &people).await;
        let deleted = making.put_away(&mut records).await;
        making.moves(&places).await;
        let Making { world, mut net, .. } = making;
        world.settle().await;
        let truth = truth(&world, &mut net).await;
        let oracle = Oracle::of(&world).await;
        let mut tokens = BTreeMap::new();
        for person in &people {
            tokens.insert(person.login.clone(), world.script(&person.login).await);
        }
        House { world, people, net, oracle, truth, deleted, tokens }
    }

    /// A script in someone's name.
    pub fn script(&self, person: &Person) -> Client {
        self.tokens[&person.login].clone()
    }

    /// All nouns.
    pub fn kinds(&self) -> Vec<&'static Kind> {
        self.world.assembly.app.registry.kinds().collect()
    }
}

/// A house in the making.
pub(super) struct Making {
    pub(super) dice: Dice,
    pub(super) mint: Mint,
    pub(super) net: Net,
    pub(super) world: World,
}

/// Places of the group, by code.
pub(super) struct Places {
    pub(super) all: Vec<Id>,
    pub(super) stores: Vec<Id>,
}

/// What was made: records by kind, in the order of making, with their store.
#[derive(Default)]
pub(super) struct Made {
    pub(super) customers: Vec<(Id, Id)>,
    pub(super) organisation: Option<(Id, Id)>,
    pub(super) vehicles: Vec<(Id, Id)>,
}

impl Making {
    async fn places(&mut self) -> Places {
        let scope = self.world.system();
        let mut tx = self.world.db.write(&scope).await.unwrap();
        let by_code = async |code: &str| {
            nodes::queries::find_by_code(self.world.db.read(), self.world.tenant, code).await.unwrap().unwrap().id
        };
        let (root, east, sales) = (by_code("HQ").await, by_code("EAST").await, by_code("PD-SALES").await);
        let mut add = async |parent, kind, code: &str, name: &str| {
            organisation::add_node(&mut tx, NewNode::new(Some(parent), kind, code, name)).await.unwrap()
        };
        let first = add(sales, NodeKind::Team, "PD-SALES-1", "销售一组").await;
        let second = add(sales, NodeKind::Team, "PD-SALES-2", "销售二组").await;
        let desk = add(self.world.suzhou, NodeKind::Department, "SZ-SALES", "苏州销售部").await;
        let west = add(root, NodeKind::Region, "WEST", "西部区").await;
        let chengdu = add(west, NodeKind::Store, "CD", "成都店").await;
        let care = add(chengdu, NodeKind::Department, "CD-CARE", "成都客服部").await;
        tx.commit().await.unwrap();
        let stores = vec![self.world.pudong, self.world.suzhou, chengdu];
        let all =
            vec![root, east, west, self.world.pudong, self.world.suzhou, chengdu, sales, first, second, desk, care];
        Places { all, stores }
    }

    /// With everything in it, 苏州店 goes to another region, and a team of 浦东店 to 苏州店: what stands there goes along, and
    /// what a store knows does not leave it with a team.
    async fn moves(&self, places: &Places) {
        self.world.settle().await;
        let [.., west, _, suzhou, _, _, team, _, desk, _] = places.all[..] else { panic!("the house has its places") };
        let scope = self.world.system();
        for (node, below) in [(suzhou, west), (team, desk)] {
            let mut tx = self.world.db.write(&scope).await.unwrap();
            organisation::move_node(&mut tx, node, below).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// The cast, and people with random roles at random places.
    async fn people(&mut self, places: &Places, strangers: usize) -> Vec<Person> {
        let kinds: Vec<&'static Kind> = self.world.assembly.app.registry.kinds().collect();
        let hash = organisation::users::password::hash(PASSWORD).await.unwrap();
        let scope = self.world.system();
        let (db, tenant) = (self.world.db.clone(), self.world.tenant);
        let mut tx = db.write(&scope).await.unwrap();
        let mut random = Vec::new();
        for n in 0..strangers.div_ceil(2) {
            let code = format!("random_{n}");
            let new = NewRole { code: code.clone(), name_zh: code.clone(), name_en: code, parent: None };
            let role = roles::change::add_role(&mut tx, new).await.unwrap();
            for kind in &kinds {
                self.open(&mut tx, role, kind).await;
            }
            for capability in ["audit.view", "views.share", "customers.assignment-rules", "users.manage"] {
                if self.dice.chance(25) {
                    roles::change::set_capability(&mut tx, role, capability, true).await.unwrap();
                }
            }
            random.push(role);
        }
        let builtin = roles::queries::all(tx.conn(), tenant).await.unwrap();
        let usual: Vec<Id> = builtin.iter().filter(|r| r.builtin && r.code != "administrator").map(|r| r.id).collect();
        // Two who see everything there is, and of it nothing, or nothing in full.
        for (code, access) in [("veiled", Access::Hidden), ("squinting", Access::Masked)] {
            let new = NewRole { code: code.into(), name_zh: code.into(), name_en: code.into(), parent: None };
            let role = roles::change::add_role(&mut tx, new).await.unwrap();
            for kind in &kinds {
                let all = Actions::of(&[Action::See, Action::Export, Action::Edit]);
                roles::change::set_grant(&mut tx, role, kind.name, Level::Group, all).await.unwrap();
                for field in kind.fields {
                    roles::change::set_field(&mut tx, role, kind.name, field.name, access).await.unwrap();
                }
            }
            let new = NewUser {
                login: code.into(),
                name: self.mint.name(),
                password_hash: Some(hash.clone()),
                ..NewUser::default()
            };
            let user = organisation::add_user(&mut tx, new).await.unwrap();
            organisation::add_post(&mut tx, NewPost::new(user, places.all[0], role)).await.unwrap();
        }
        for n in 0..strangers {
            let new = NewUser {
                login: format!("stranger{n}"),
                name: self.mint.name(),
                password_hash: Some(hash.clone()),
                ..NewUser::default()
            };
            let user = organisation::add_user(&mut tx, new).await.unwrap();
            for _ in 0..1 + self.dice.below(2) {
                let role = if self.dice.chance(70) { *self.dice.of(&random) } else { *self.dice.of(&usual) };
                organisation::add_post(&mut tx, NewPost::new(user, *self.dice.of(&places.all), role)).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let text = "SELECT u.login, u.id, r.code || '@' || n.code AS post FROM users u \
                    LEFT JOIN posts p ON p.tenant_id = u.tenant_id AND p.user_id = u.id \
                    LEFT JOIN roles r ON r.tenant_id = p.tenant_id AND r.id = p.role_id \
                    LEFT JOIN nodes n ON n.tenant_id = p.tenant_id AND n.id = p.node_id ORDER BY u.login, p.position";
        let mut people: Vec<Person> = Vec::new();
        for row in sql::rows(db.read(), text, []).await.unwrap() {
            let (login, post): (String, Option<String>) =
                (row.try_get("", "login").unwrap(), row.try_get("", "post").unwrap());
            match people.last_mut().filter(|p| p.login == login) {
                Some(person) => person.posts.extend(post),
                None => {
                    people.push(Person { login, id: row.try_get("", "id").unwrap(), posts: post.into_iter().collect() })
                }
            }
        }
        people
    }

    /// What a random role may do with a kind, and how open its fields are.
    async fn open(&mut self, tx: &mut kernel::Tx<'_>, role: Id, kind: &Kind) {
        for _ in 0..self.dice.below(3) {
            let level = *self.dice.of(&Level::ALL);
            let mut actions: Vec<Action> = Action::ALL.into_iter().filter(|_| self.dice.chance(55)).collect();
            if !actions.contains(&Action::See) && self.dice.chance(90) {
                actions.push(Action::See);
            }
            roles::change::set_grant(tx, role, kind.name, level, Actions::of(&actions)).await.unwrap();
        }
        let rows = kind.fields.iter().map(|f| {
            let access = *self.dice.of(&[Access::Hidden, Access::Masked, Access::Shown, Access::Shown]);
            vec![tx.tenant().into(), role.into(), kind.name.into(), f.name.into(), access.name().into()]
        });
        let columns = ["tenant_id", "role_id", "kind", "field", "access"];
        sql::insert(tx.conn(), "role_fields", &columns, rows.collect()).await.unwrap();
    }

    /// Records of every kind whose fields are all filled.
    async fn records(&mut self, places: &Places, people: &[Person]) -> Made {
        let mut script = self.world.script("admin").await;
        let mut made = Made::default();
        for (n, store) in places.stores.clone().into_iter().enumerate() {
            let staff = self.staff(store, people).await;
            for turn in 0..4 {
                let organisation = n == 0 && turn == 3;
                let mut body = self.filled(&customers::CUSTOMER).await;
                body.insert("store".into(), store.to_string().into());
                body.insert("kind".into(), if organisation { "organisation" } else { "person" }.into());
                // One of them belongs to nobody yet.
                match staff.get(self.dice.below(staff.len() + 1)) {
                    Some(owner) => body.insert("owner".into(), owner.to_string().into()),
                    None => body.insert("owner".into(), "".into()),
                };
                let customer = create(&mut script, "customers", body).await;
                made.customers.push((customer, store));
                if organisation {
                    made.organisation = Some((customer, store));
                }
                if turn != 3 {
                    let mut body = self.filled(&sales::OPPORTUNITY).await;
                    body.insert("customer".into(), customer.to_string().into());
                    body.insert("store".into(), store.to_string().into());
                    // The file's next contact, a day that nothing else has.
                    let next = chrono::NaiveDate::from_ymd_opt(2080, 1, 1).unwrap();
                    let next = next + chrono::Days::new(self.mint.next());
                    body.insert("next_on".into(), next.to_string().into());
                    create(&mut script, "opportunities", body).await;
                }
                if turn != 2 {
                    let mut body = self.filled(&vehicles::VEHICLE).await;
                    body.insert("customer".into(), customer.to_string().into());
                    body.insert("store".into(), store.to_string().into());
                    body.insert("odometer".into(), (100_000 + self.mint.next()).to_string().into());
                    made.vehicles.push((create(&mut script, "vehicles", body).await, store));
                }
            }
        }
        self.tasks(&mut script, people, &made).await;
        self.leads(places, people, &mut script).await;
        self.showroom(places, people, &mut script).await;
        // Two stores know one customer; what each knows stays its own.
        let (shared, other) = (made.customers[0].0, places.stores[1]);
        let mut admin = self.world.browser("admin").await;
        let engaged = admin.post(&format!("/customers/{shared}/engagements"), &[("store", &other.to_string())]).await;
        assert!(engaged.status.is_redirection(), "{}", engaged.text());
        for kind in [&organisation::STORE, &organisation::USER] {
            let rows = script.get(&format!("/api/v1/{}?limit=200", kind.collection)).await.json();
            for item in rows["items"].as_array().unwrap() {
                self.fill(&mut script, kind, item).await;
            }
        }
        made
    }

    /// A task of everyone's, about somebody's customer; every third one is done.
    async fn tasks(&mut self, script: &mut Client, people: &[Person], made: &Made) {
        for (n, person) in people.iter().enumerate() {
            let mut body = self.filled(&work::TASK).await;
            body.insert("owner".into(), person.id.to_string().into());
            body.insert("due_at".into(), format!("2026-11-{:02}", 20 + n % 9).into());
            body.insert("about_kind".into(), "customer".into());
            body.insert("about_id".into(), self.dice.of(&made.customers).0.to_string().into());
            let task = create(script, "tasks", body).await;
            if n % 3 == 0 {
                let done = json!({ "version": 1, "state": "done", "result": self.mint.word() });
                let answer = script.json(Method::PATCH, &format!("/api/v1/tasks/{task}"), &done).await;
                assert_eq!(answer.status, 200, "{}", answer.text());
            }
        }
    }

    /// Leads of every store and of the head office, some of them somebody's.
    async fn leads(&mut self, places: &Places, people: &[Person], script: &mut Client) {
        for store in places.stores.iter().map(|s| Some(*s)).chain([None]) {
            let staff = match store {
                Some(store) => self.staff(store, people).await,
                None => Vec::new(),
            };
            for turn in 0..3 {
                let mut body = self.filled(&leads::LEAD).await;
                body.insert("store".into(), store.map(|s| s.to_string()).unwrap_or_default().into());
                let owner = staff.get(turn * 2).map(Id::to_string).unwrap_or_default();
                body.insert("owner".into(), owner.into());
                body.insert("source".into(), "web".into());
                create(script, "leads", body).await;
            }
        }
    }

    /// Visits to every store, some of them somebody's. A number would make leads of them: it is written afterwards.
    async fn showroom(&mut self, places: &Places, people: &[Person], script: &mut Client) {
        for store in &places.stores {
            let staff = self.staff(*store, people).await;
            for turn in 0..3 {
                let mut body = self.filled(&leads::VISIT).await;
                body.remove("phone");
                body.insert("store".into(), store.to_string().into());
                let owner = staff.get(turn * 2).map(Id::to_string).unwrap_or_default();
                body.insert("owner".into(), owner.into());
                create(script, "visits", body).await;
            }
        }
    }

    /// Those who may own customers of a store.
    async fn staff(&self, store: Id, people: &[Person]) -> Vec<Id> {
        let ids: Vec<Id> = people.iter().map(|p| p.id).collect();
        let day = self.world.db.clock.now().date_in(organisation::HOUSE_ZONE);
        let owners =
            customers::places::owners(self.world.db.read(), self.world.tenant, store, &ids, day).await.unwrap();
        owners.into_iter().map(|o| o.id).collect()
    }

    /// A body for a new record with all that a form takes.
    async fn filled(&mut self, kind: &'static Kind) -> Map<String, Value> {
        let mut body = Map::new();
        for field in kind.fields_for(Uses::FORM) {
            if let Some(value) = self.value(kind, field).await {
                body.insert(field.name.into(), value.into());
            }
        }
        body
    }

    /// Gives a record that is there already values that are canaries.
    async fn fill(&mut self, script: &mut Client, kind: &'static Kind, item: &Value) {
        let mut body = Map::new();
        let own = [
            ("user", "login"),
            ("user", "status"),
            ("store", "code"),
            ("store", "name"),
            ("store", "closed_on"),
            ("store", "opened_on"),
        ];
        for field in kind.fields_for(Uses::FORM).filter(|f| !own.contains(&(kind.name, f.name))) {
            if let Some(value) = self.value(kind, field).await {
                body.insert(field.name.into(), value.into());
            }
        }
        body.insert("version".into(), item["version"].clone());
        let path = format!("/api/v1/{}/{}", kind.collection, item["id"].as_str().unwrap());
        let answer = script.json(Method::PATCH, &path, &Value::Object(body)).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    }

    async fn value(&mut self, kind: &'static Kind, field: &'static Field) -> Option<String> {
        // Rules of their own: how a WeChat id, a postcode, an engine's number look.
        match (kind.name, field.name) {
            ("customer" | "lead", "wechat") => return Some(self.mint.word().to_lowercase()),
            ("customer", "wecom") => return Some(self.mint.word().to_lowercase()),
            ("customer", "postcode") => return Some(format!("{:06}", 201_000 + self.mint.next() * 7)),
            ("customer", "class") => return Some("prospect".into()),
            ("vehicle", "engine_no" | "chassis_no" | "motor_nos") => return Some(self.mint.word().to_uppercase()),
            ("vehicle", "model_year") => return Some("2021".into()),
            ("vehicle", "catalogue_model") => return None,
            ("visit", "heads") => return Some("7".into()),
            // The file has the same day: one of its own comes afterwards.
            ("opportunity", "next_on") => return None,
            _ => {}
        }
        match field.kind {
            FieldKind::Choice(dictionary) => {
                let text =
                    "SELECT code FROM dictionary_entries WHERE dictionary = $1 AND active ORDER BY position LIMIT 1";
                let row = sql::row(self.world.db.read(), text, [dictionary.into()]).await.unwrap();
                row.map(|row| row.try_get_by_index(0).unwrap())
            }
            FieldKind::Bool => Some("true".into()),
            FieldKind::Integer | FieldKind::Kilometres => Some((100_000 + self.mint.next()).to_string()),
            FieldKind::Money => Some(format!("{}.50", 3_000_000 + self.mint.next())),
            FieldKind::Reference { .. } => None,
            kind => self.mint.value(kind),
        }
    }

    /// A customer and a vehicle of the last store go.
    async fn put_away(&mut self, made: &mut Made) -> Vec<(&'static str, Id)> {
        let mut script = self.world.script("admin").await;
        let mut gone = Vec::new();
        for (kind, list) in [("vehicle", &mut made.vehicles), ("customer", &mut made.customers)] {
            let (record, _) = list.pop().unwrap();
            let path = format!("/api/v1/{kind}s/{record}");
            let item = script.get(&path).await.json();
            let answer =
                script.send(Method::DELETE, &format!("{path}?version={}", item["version"]), None, Vec::new()).await;
            assert_eq!(answer.status, 204, "{}", answer.text());
            for (field, value) in item.as_object().unwrap() {
                let described = self.world.assembly.app.registry.kind(kind).unwrap().field(field);
                if let Some(described) = described.filter(|f| f.uses.has(Uses::FORM)) {
                    for form in forms(described.kind, value) {
                        self.net.add(&form, Claim::Gone { kind, record, field: described.name });
                    }
                }
            }
            gone.push((kind, record));
        }
        gone
    }
}

async fn create(script: &mut Client, collection: &str, body: Map<String, Value>) -> Id {
    let answer = script.json(Method::POST, &format!("/api/v1/{collection}"), &json!(body)).await;
    assert_eq!(answer.status, 201, "a canary is not taken by {collection}: {}\n{body:?}", answer.text());
    answer.json()["id"].as_str().unwrap().parse().unwrap()
}

/// What the administrator reads in every field; the canaries among it are hung out.
async fn truth(world: &World, net: &mut Net) -> BTreeMap<(&'static str, Id), Map<String, Value>> {
    let mut script = world.script("admin").await;
    let mut truth = BTreeMap::new();
    for kind in world.assembly.app.registry.kinds() {
        let list = script.get(&format!("/api/v1/{}?limit=200", kind.collection)).await.json();
        let today = world.db.clock.now().date_in(organisation::HOUSE_ZONE).to_string();
        for item in list["items"].as_array().unwrap() {
            let id: Id = item["id"].as_str().unwrap().parse().unwrap();
            for field in kind.fields.iter().filter(|f| !NAMES_OF_ALL.contains(&(kind.name, f.name))) {
                // The day stands on every page.
                if item[field.name] == today.as_str() {
                    continue;
                }
                for form in forms(field.kind, &item[field.name]) {
                    if kind.name == "user" {
                        net.add(&form, Claim::Person(id));
                    }
                    net.add(&form, Claim::Field { kind: kind.name, record: id, field: field.name });
                }
                // The name of a customer whom a record refers to is told by the field that refers.
                if matches!(field.kind, FieldKind::Reference { kind: "customer", .. }) {
                    for form in forms(FieldKind::Name, &item[field.name]["label"]) {
                        net.add(&form, Claim::Field { kind: kind.name, record: id, field: field.name });
                    }
                }
            }
            truth.insert((kind.name, id), item.as_object().unwrap().clone());
        }
    }
    truth
}
