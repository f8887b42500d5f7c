//! A house that imports customers, beside a module that brings cars.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use customers::import::{CustomerImporter, Part, PartIntake, PartOutcome, PartRow};
use fourfold_customers as customers;
use kernel::{DbError, Id, JobHandler, Tx, sql};
use organisation::Dictionaries;
use records::import::begin::{self, Arrival};
use records::import::queries;
use records::import::{
    AnyLook, Counts, Desk, Draft, FileOrder, Halt, Import, ImportJob, Importers, JOB, Key, Mode, Options, RowRecord,
    Target, Upload, import_file,
};
use records::policy::Look;
use records::{FieldKind, Refusal};
use testkit::Backend;
use tokio::sync::Notify;

use crate::support::World;

/// Cars as another module would bring them: kept in memory, found by VIN and plate.
#[derive(Default)]
pub struct Cars {
    pub owners: Mutex<HashMap<(Key, String), Id>>,
    pub taken: Mutex<Vec<(Id, String)>>,
    pub steps: AtomicUsize,
    /// Stops for ever at the step of this number.
    pub hang_at: AtomicUsize,
    pub hanging: Notify,
}

struct CarPart(Arc<Cars>);

struct CarsAtWork(Arc<Cars>);

#[async_trait]
impl Part for CarPart {
    fn targets(&self) -> Vec<Target> {
        vec![
            Target::new("vehicle.vin", FieldKind::Vin).key(Key::Vin),
            Target::new("vehicle.plate", FieldKind::Plate).key(Key::Plate),
            Target::new("vehicle.model", FieldKind::Text),
            Target::new("vehicle.delivered_on", FieldKind::Date),
        ]
    }

    async fn open(&self, _look: &AnyLook<'_>, _options: &Options) -> Result<Box<dyn PartIntake>, Refusal> {
        Ok(Box::new(CarsAtWork(self.0.clone())))
    }
}

#[async_trait]
impl PartIntake for CarsAtWork {
    async fn find(&self, _look: &AnyLook<'_>, keys: &[(Key, String)]) -> Result<Vec<(Key, String, Id)>, DbError> {
        let owners = self.0.owners.lock().unwrap();
        Ok(keys
            .iter()
            .filter_map(|(key, text)| Some((*key, text.clone(), *owners.get(&(*key, text.clone()))?)))
            .collect())
    }

    fn tells_owner(&self, draft: &Draft) -> bool {
        draft.has_noun("vehicle")
    }

    async fn judge(&mut self, _look: &AnyLook<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError> {
        Ok(rows.iter().map(|_| PartOutcome::default()).collect())
    }

    async fn apply(&mut self, _tx: &mut Tx<'_>, rows: &[PartRow<'_>]) -> Result<Vec<PartOutcome>, DbError> {
        if self.0.steps.fetch_add(1, Ordering::SeqCst) + 1 == self.0.hang_at.load(Ordering::SeqCst) {
            self.0.hanging.notify_one();
            std::future::pending::<()>().await;
        }
        let (mut owners, mut taken) = (self.0.owners.lock().unwrap(), self.0.taken.lock().unwrap());
        let outcomes = rows.iter().map(|row| {
            let Some(customer) = row.customer else { return PartOutcome::default() };
            let mut changed = false;
            for (key, target) in [(Key::Vin, "vehicle.vin"), (Key::Plate, "vehicle.plate")] {
                if let Some(text) = row.draft.text(target) {
                    changed |= owners.insert((key, text.to_owned()), customer) != Some(customer);
                    taken.push((customer, text.to_owned()));
                }
            }
            PartOutcome { changed, ..PartOutcome::default() }
        });
        Ok(outcomes.collect())
    }
}

pub struct House {
    pub w: World,
    pub desk: Desk,
    pub cars: Arc<Cars>,
    pub folder: tempfile::TempDir,
}

impl House {
    pub async fn new(backend: Backend) -> House {
        let w = World::new(backend).await;
        let folder = tempfile::tempdir().unwrap();
        let cars = Arc::new(Cars::default());
        let importer =
            CustomerImporter::new(w.seams.clone(), Dictionaries::default(), vec![Arc::new(CarPart(cars.clone()))]);
        let scope_of: records::import::ScopeOf = Arc::new(|db, tenant, user| {
            Box::pin(async move {
                organisation::scope_of_user(&db, tenant, user, db.clock.new_id(), kernel::Lang::ZhCn).await
            })
        });
        let desk =
            Desk { importers: Importers(vec![Arc::new(importer)]), folder: folder.path().join("imports"), scope_of };
        House { w, desk, cars, folder }
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn order(&self, file: PathBuf) -> FileOrder {
        FileOrder {
            importer: "customers".into(),
            file,
            store: self.w.pudong,
            mode: None,
            key: None,
            mapping: None,
            dry_run: false,
        }
    }

    pub async fn run(&self, who: Id, order: FileOrder) -> Result<Import, Halt> {
        self.w.db.clock.advance(1);
        let scope = self.w.scope(who).await;
        import_file(&self.desk, &self.w.db, &scope, order, &mut |_| {}).await
    }

    pub async fn import(&self, text: &str, mode: Mode) -> (Import, Vec<RowRecord>) {
        let order = FileOrder { mode: Some(mode), ..self.order(self.put("list.csv", text.as_bytes())) };
        let import = self.run(self.w.manager1, order).await.unwrap();
        let rows = self.rows(&import).await;
        (import, rows)
    }

    pub async fn rows(&self, import: &Import) -> Vec<RowRecord> {
        queries::rows(self.w.db.read(), import, import.pass_of(import.step), 0, 100_000).await.unwrap()
    }

    pub async fn number(&self, text: &str) -> i64 {
        sql::number(self.w.db.read(), text, []).await.unwrap()
    }

    pub async fn text(&self, text: &str) -> String {
        let row = sql::row(self.w.db.read(), text, []).await.unwrap().unwrap();
        row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default()
    }

    /// The import as its starter sees it now.
    pub async fn now(&self, import: &Import) -> Import {
        let scope = self.w.scope(import.owner).await;
        queries::find(&Look::at(&self.w.db, &scope), &customers::CUSTOMER, import.id).await.unwrap().unwrap()
    }

    /// Begins an import as the wizard does.
    pub async fn begin(&self, who: Id, name: &str, bytes: &[u8]) -> Import {
        let scope = self.w.scope(who).await;
        let id = self.w.db.clock.new_id();
        let mut upload = Upload::begin(&self.desk.folder, id).await.unwrap();
        for piece in bytes.chunks(1_000) {
            upload.write(piece).await.unwrap();
        }
        let kept = upload.finish().await.unwrap();
        let arrival = Arrival { id, importer: "customers".into(), store: self.w.pudong, file_name: name.into(), kept };
        begin::begin(&self.desk, &self.w.db, &scope, arrival).await.unwrap()
    }

    pub async fn act(
        &self,
        import: &Import,
        what: impl AsyncFnOnce(&mut Tx<'_>, &Import) -> Result<bool, DbError>,
    ) -> bool {
        let (scope, import) = (self.w.scope(import.owner).await, self.now(import).await);
        let mut tx = self.w.db.write(&scope).await.unwrap();
        let done = what(&mut tx, &import).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    pub async fn work(&self) {
        let handlers: HashMap<&'static str, Arc<dyn JobHandler>> =
            HashMap::from([(JOB, Arc::new(ImportJob(self.desk.clone())) as Arc<dyn JobHandler>)]);
        kernel::jobs::work(&self.w.db, &handlers, &AtomicBool::new(false)).await.unwrap();
    }
}

pub fn codes(row: &RowRecord) -> Vec<&str> {
    row.messages.iter().map(|m| m.code.as_ref()).collect()
}

pub fn counts(rows: i64, created: i64, updated: i64, unchanged: i64, duplicates: i64, rejected: i64) -> Counts {
    Counts { rows, created, updated, unchanged, duplicates, rejected }
}
