//! The small world that these tests play in: a group with two stores, and the people who work there.

#[path = "../../../organisation/tests/people/mod.rs"]
mod people;

use std::sync::Arc;

use customers::Seams;
use fourfold_sales as sales;
use kernel::{Db, Id, Scope, Tx};
use organisation::Founded;
use records::filter::Today;
use records::policy::Look;
use records::{Input, Kind, ListQuery, Refusal, Registry};
use sales::follow_ups::{self, NewFollowUp};
use sales::opportunity::{self, Opportunity, queries};
use testkit::{Backend, Fresh};

const KINDS: &[&Kind] = &[
    &organisation::STORE,
    &organisation::USER,
    &customers::CUSTOMER,
    &leads::LEAD,
    &leads::VISIT,
    &sales::OPPORTUNITY,
];

/// The world.
pub struct World {
    _fresh: Fresh,
    pub db: Db,
    pub founded: Founded,
    pub seams: Arc<Seams>,
    pub registry: Registry,
    cast: people::Cast,
}

impl std::ops::Deref for World {
    type Target = people::Cast;

    fn deref(&self) -> &people::Cast {
        &self.cast
    }
}

impl World {
    pub async fn new(backend: Backend) -> World {
        let steps: Vec<_> = [
            kernel::migrations(),
            records::migrations(),
            organisation::migrations(),
            web::api::migrations(),
            customers::migrations(),
            vehicles::migrations(),
            leads::migrations(),
            sales::migrations(),
        ]
        .concat();
        let fresh = testkit::fresh(backend, &steps).await;
        let db = fresh.db.clone();
        let dictionaries = [customers::DICTIONARIES, leads::DICTIONARIES, sales::DICTIONARIES].concat();
        let founded = organisation::found(&db, &people::founding(), KINDS, &dictionaries).await.unwrap();
        let mut seams = Seams::default();
        sales::contribute(&mut seams);
        let mut registry = Registry::default();
        KINDS.iter().for_each(|kind| registry.add(kind));
        sales::RELATIONS.into_iter().for_each(|relation| registry.add_relation(relation));
        let cast = people::cast(&db, &founded, "sales_manager").await;
        World { _fresh: fresh, db, founded, seams: Arc::new(seams), registry, cast }
    }

    pub async fn scope(&self, user: Id) -> Scope {
        people::scope(&self.db, self.founded.tenant, user).await
    }

    /// Runs something in a transaction as someone, and keeps it when it went well. Time goes on a second.
    pub async fn act<T>(
        &self,
        who: Id,
        what: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        people::act(&self.db, self.founded.tenant, who, what).await
    }

    /// Lets days go by.
    pub fn days(&self, days: i64) {
        self.db.clock.advance(days * 86_400);
    }

    pub fn today(&self) -> Today {
        let zone = organisation::HOUSE_ZONE;
        Today { date: self.db.clock.now().date_in(zone), zone }
    }

    /// A team of a store, with a consultant in it.
    pub async fn team(&self, store: Id) -> (String, Id) {
        let tenant = self.founded.tenant;
        let team = people::node(&self.db, tenant, store, organisation::NodeKind::Team, "T1", "展厅一组").await;
        let person = people::person(&self.db, tenant, "sales4", "周瑜", team, "sales_consultant").await;
        let node = organisation::nodes::queries::find(self.db.read(), tenant, team).await.unwrap().unwrap();
        (node.path, person)
    }

    /// The path of a node.
    pub async fn path(&self, node: Id) -> String {
        organisation::nodes::queries::find(self.db.read(), self.founded.tenant, node).await.unwrap().unwrap().path
    }

    /// Files a customer as someone.
    pub async fn customer(&self, who: Id, name: &str, phone: &str) -> Id {
        let input = Input::from_iter([("name", name), ("phone", phone), ("source", "walk-in")]);
        let made =
            self.act(who, async |tx| customers::create(tx, &self.seams, &input).await.map_err(Refusal::from)).await;
        made.unwrap().id
    }

    /// Opens an opportunity through the commands.
    pub async fn open(&self, who: Id, customer: Id, more: &[(&str, &str)]) -> Result<Id, Refusal> {
        let mut input: Input = more.iter().copied().collect();
        input.set("customer", customer.to_string());
        self.act(who, async |tx| records::Commands::create(&opportunity::OpportunityCommands, tx, &input).await).await
    }

    /// A customer with an opportunity.
    pub async fn opened(&self, who: Id, name: &str, phone: &str, more: &[(&str, &str)]) -> Id {
        let customer = self.customer(who, name, phone).await;
        self.open(who, customer, more).await.unwrap()
    }

    /// Changes facts at the version that stands now.
    pub async fn update(&self, who: Id, id: Id, more: &[(&str, &str)]) -> Result<i64, Refusal> {
        let (version, input) = (self.held(id).await.version, more.iter().copied().collect::<Input>());
        let commands = opportunity::OpportunityCommands;
        self.act(who, async |tx| records::Commands::update(&commands, tx, id, version, &input).await).await
    }

    pub async fn follow(&self, who: Id, id: Id, level: Option<&str>) -> Result<Opportunity, Refusal> {
        let new = NewFollowUp {
            channel: "call".into(),
            result: "talked".into(),
            content: Some("聊了周末到店".into()),
            level: level.map(str::to_owned),
            next_on: None,
        };
        self.act(who, async |tx| {
            let at = tx.now();
            follow_ups::log(tx, id, new, at).await
        })
        .await
    }

    pub async fn move_to(&self, who: Id, id: Id, stage: &str, reason: Option<&str>) -> Result<Opportunity, Refusal> {
        self.act(who, async |tx| {
            let at = tx.now();
            opportunity::move_to(tx, id, None, stage, reason.map(str::to_owned), at).await
        })
        .await
    }

    /// As it stands, whoever asks.
    pub async fn held(&self, id: Id) -> Opportunity {
        queries::find(self.db.read(), self.founded.tenant, id).await.unwrap().unwrap()
    }

    /// The numbers that someone finds in their list.
    pub async fn listed(&self, who: Id) -> Vec<Id> {
        let scope = self.scope(who).await;
        let query = ListQuery::new(&sales::OPPORTUNITY, self.today());
        let page = records::list(&Look::at(&self.db, &scope), &self.registry, &query).await.unwrap();
        page.rows.iter().map(|row| row.id).collect()
    }

    pub async fn count(&self, from: &str) -> i64 {
        kernel::sql::number(self.db.read(), &format!("SELECT count(*) FROM {from}"), []).await.unwrap()
    }
}

/// The code of a refusal, at its field or of its rule.
pub fn code<T: std::fmt::Debug>(done: Result<T, Refusal>) -> String {
    match done.unwrap_err() {
        Refusal::Invalid(errors) => format!("{}:{}", errors[0].field, errors[0].code),
        Refusal::Rule(code) => code.to_owned(),
        Refusal::NotFound => "not-found".to_owned(),
        Refusal::Forbidden => "forbidden".to_owned(),
        other => panic!("{other}"),
    }
}
