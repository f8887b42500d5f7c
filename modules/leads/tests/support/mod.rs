//! The small world that these tests play in: a group with two stores, and the people who work there.

#![allow(dead_code, reason = "each test file uses a part of the world")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../organisation/tests/people/mod.rs"]
mod people;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use fourfold_leads as leads;
use kernel::{Consumer, Db, DbError, Id, JobHandler, Scope, Tx, sql};
use leads::{Follows, Made, Opening, Opens, Seams};
use organisation::Founded;
use records::policy::Look;
use records::{Input, Kind, Refusal};
use testkit::{Backend, Fresh};

const KINDS: &[&Kind] =
    &[&organisation::STORE, &organisation::USER, &customers::CUSTOMER, &vehicles::VEHICLE, &leads::LEAD, &leads::VISIT];

/// Notes what it was asked to open.
#[derive(Default)]
pub struct Opened(pub Mutex<Vec<Opening>>);

#[async_trait]
impl Opens for Opened {
    async fn open(&self, tx: &mut Tx<'_>, opening: &Opening) -> Result<Option<Id>, Refusal> {
        if opening.models.iter().any(|(model, _)| model == "不存在") {
            return Err(Refusal::field("model", "field-unknown-record"));
        }
        self.0.lock().unwrap().push(opening.clone());
        Ok(Some(tx.new_id()))
    }

    async fn last(&self, _page: &web::Page<'_>, _customer: Id) -> Result<Option<Follows>, DbError> {
        Ok(None)
    }
}

/// The world.
pub struct World {
    fresh: Fresh,
    pub db: Db,
    pub founded: Founded,
    pub seams: Arc<Seams>,
    pub opened: Arc<Opened>,
    cast: people::Cast,
    /// The reception of Pudong.
    pub desk1: Id,
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
        ]
        .concat();
        let fresh = testkit::fresh(backend, &steps).await;
        let db = fresh.db.clone();
        let seeds = [customers::DICTIONARIES, vehicles::DICTIONARIES, leads::DICTIONARIES].concat();
        let founded = organisation::found(&db, &people::founding(), KINDS, &seeds).await.unwrap();
        let opened = Arc::new(Opened::default());
        let seams = Seams { opens: vec![opened.clone()], ..Seams::default() };
        let cast = people::cast(&db, &founded, "store_manager").await;
        let desk1 = people::person(&db, founded.tenant, "desk1", "何佳琪", cast.pudong, "receptionist").await;
        World { fresh, db, founded, seams: Arc::new(seams), opened, cast, desk1 }
    }

    pub fn system(&self) -> Scope {
        people::system(self.founded.tenant)
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

    /// An arrival taken in by someone.
    pub async fn arrive(&self, who: Id, pairs: &[(&str, &str)]) -> Result<Made, Refusal> {
        let mut input: Input = pairs.iter().copied().collect();
        if input.get("source").is_none() {
            input.set("source", "official");
        }
        self.act(who, async |tx| leads::create(tx, &self.seams, &input).await).await
    }

    /// A lead of a store, given to one of its consultants.
    pub async fn given(&self, name: &str, phone: &str) -> Id {
        let store = self.pudong.to_string();
        let made = self.arrive(self.manager1, &[("name", name), ("phone", phone), ("store", &store)]).await.unwrap();
        self.settle().await;
        made.lead
    }

    /// Events and jobs that wait.
    pub async fn settle(&self) {
        let consumers: Vec<Arc<dyn Consumer>> =
            vec![Arc::new(leads::assignment::Distributor(self.seams.clone())), Arc::new(leads::alarms::Tellings)];
        for _ in 0..3 {
            kernel::events::relay(&self.db, &consumers).await.unwrap();
        }
    }

    /// The clock's job runs once.
    pub async fn alarms(&self) {
        let scope = self.system();
        let mut tx = self.db.write(&scope).await.unwrap();
        tx.enqueue(kernel::NewJob { kind: leads::alarms::ALARMS, ..Default::default() });
        tx.commit().await.unwrap();
        let handler: Arc<dyn JobHandler> = Arc::new(leads::alarms::AlarmJob(self.seams.clone()));
        let handlers = HashMap::from([(leads::alarms::ALARMS, handler)]);
        kernel::jobs::work(&self.db, &handlers, &AtomicBool::new(false)).await.unwrap();
        let failed = self.number("SELECT count(*) FROM jobs WHERE state = 'failed' OR error IS NOT NULL").await;
        assert_eq!(failed, 0, "the job goes through");
        self.settle().await;
    }

    pub async fn lead(&self, id: Id) -> leads::lead::Lead {
        leads::lead::queries::find(self.db.read(), self.founded.tenant, id).await.unwrap().unwrap()
    }

    pub async fn sees(&self, who: Id, lead: Id) -> bool {
        let scope = self.scope(who).await;
        let look = Look::at(&self.db, &scope);
        !records::find::anchors(&look, &leads::LEAD, lead, kernel::Action::See).await.unwrap().is_empty()
    }

    pub async fn number(&self, text: &str) -> i64 {
        sql::number(self.db.read(), text, []).await.unwrap()
    }

    /// Kinds of the notices that someone has, in the order of time.
    pub async fn notices(&self, who: Id) -> Vec<String> {
        let text = "SELECT kind FROM notices WHERE user_id = $1 ORDER BY id";
        let rows = sql::rows(self.db.read(), text, [who.into()]).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// Logs a contact of someone.
    pub async fn contact(&self, who: Id, lead: Id, result: &str) -> Result<leads::lead::State, Refusal> {
        let contact = leads::contacts::NewContact {
            channel: "phone".into(),
            result: result.into(),
            content: Some("想看车".into()),
            next_at: None,
        };
        self.act(who, async |tx| leads::contacts::log(tx, lead, contact).await).await
    }
}

/// The code of a refusal: of a rule, or of the first field.
pub fn code<T: std::fmt::Debug>(done: Result<T, Refusal>) -> String {
    match done.unwrap_err() {
        Refusal::Rule(code) => code.into(),
        Refusal::Invalid(errors) => format!("{}:{}", errors[0].field, errors[0].code),
        other => other.to_string(),
    }
}
