//! Who is on file twice: found by every change and by a scan, judged by people, told only to those who see both (CUS-07).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use customers::duplicates::{self, Follower, Pair, SCAN, ScanJob, State, Verdict, Wanted};
use fourfold_customers as customers;
use kernel::{Consumer, Id, JobHandler, NewJob, sql};
use records::Refusal;
use records::policy::Look;
use support::World;
use testkit::Backend;

const ALL: Wanted = Wanted { state: State::Open, score: 0, store: None, limit: 50 };

impl World {
    /// Lets every change be heard of.
    async fn heard(&self) {
        let consumers: Vec<Arc<dyn Consumer>> = vec![Arc::new(Follower(self.seams.clone()))];
        kernel::events::relay(&self.db, &consumers).await.unwrap();
    }

    /// Looks through everybody.
    async fn scan(&self) {
        let scope = self.system();
        let mut tx = self.db.write(&scope).await.unwrap();
        tx.enqueue(NewJob { kind: SCAN, ..NewJob::default() });
        tx.commit().await.unwrap();
        let job: Arc<dyn JobHandler> = Arc::new(ScanJob(self.seams.clone()));
        let handlers = HashMap::from([(SCAN, job)]);
        kernel::jobs::work(&self.db, &handlers, &AtomicBool::new(false)).await.unwrap();
        let failed = "SELECT count(*) FROM jobs WHERE state <> 'done'";
        assert_eq!(sql::number(self.db.read(), failed, []).await.unwrap(), 0);
    }

    async fn waiting(&self, who: Id, wanted: &Wanted) -> (Vec<Pair>, i64) {
        let scope = self.scope(who).await;
        let found = duplicates::waiting(&Look::at(&self.db, &scope), wanted).await.unwrap();
        (found.pairs, found.count)
    }

    async fn open(&self, who: Id) -> Vec<Pair> {
        let (pairs, count) = self.waiting(who, &ALL).await;
        assert_eq!(pairs.len() as i64, count);
        pairs
    }

    async fn judge(&self, who: Id, pair: Id, verdict: Verdict) -> Result<(), Refusal> {
        self.db.clock.advance(1);
        self.act(who, async |tx| duplicates::judge(tx, pair, verdict).await).await
    }

    async fn take_back(&self, who: Id, pair: Id) -> Result<(), Refusal> {
        self.act(who, async |tx| duplicates::take_back(tx, pair).await).await
    }

    async fn version(&self, customer: Id) -> i64 {
        let text = "SELECT version FROM customers WHERE id = $1";
        sql::number(self.db.read(), text, [customer.into()]).await.unwrap()
    }

    /// One person twice: misheard, and with another number.
    async fn twice(&self, who: Id) -> (Id, Id) {
        let first =
            [("name", "欧阳晓明"), ("phone", "13812345678"), ("birthday", "1985-03-07"), ("district", "浦东新区")];
        let again =
            [("name", "欧阳小明"), ("phone", "13912345678"), ("birthday", "1985-03-07"), ("district", "浦东新区")];
        (self.file(who, &first).await, self.file(who, &again).await)
    }
}

fn sides(pair: &Pair) -> [Id; 2] {
    [pair.a_id, pair.b_id]
}

/// CUS-07: a change is enough to be found, with reasons; a stranger is not.
#[tokio::test]
async fn a_change_finds_who_is_there_twice() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (first, again) = w.twice(w.sales1).await;
        w.file(w.sales1, &[("name", "王伟"), ("phone", "13700001111"), ("birthday", "1985-03-07")]).await;
        w.heard().await;
        let pairs = w.open(w.sales1).await;
        assert_eq!(pairs.len(), 1, "{pairs:?}");
        let mut both = [first, again];
        both.sort();
        assert_eq!(sides(&pairs[0]), both, "the smaller id stands first");
        assert!(pairs[0].score >= 5_000, "{:?}", pairs[0]);
        let why = pairs[0].reasons();
        let level = |slot: &str| why.iter().find(|r| r.slot == slot).map(|r| r.level.as_str());
        assert_eq!(
            (level("birthday"), level("given-name"), level("surname")),
            (Some("same"), Some("sounds"), Some("same"))
        );
        assert!(level("phone").is_some_and(|level| level != "same"));
        // Heard again, nothing comes twice.
        w.scan().await;
        assert_eq!(w.open(w.sales1).await.len(), 1);
    }
}

/// CUS-07: what no longer speaks for a pair takes it away, and so does putting a customer away.
#[tokio::test]
async fn pairs_go_with_their_reasons() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (first, again) = w.twice(w.sales1).await;
        w.heard().await;
        let version = w.version(again).await;
        w.update(w.sales1, again, version, &[("name", "李静"), ("birthday", "1970-11-30")]).await.unwrap();
        w.heard().await;
        assert_eq!(w.open(w.sales1).await, []);
        let version = w.version(again).await;
        w.update(w.sales1, again, version, &[("name", "欧阳晓明"), ("birthday", "1985-03-07")]).await.unwrap();
        w.heard().await;
        assert_eq!(w.open(w.sales1).await.len(), 1);
        let version = w.version(first).await;
        let boss = w.person("boss1", "钱进", w.pudong, "store_manager").await;
        w.act(boss, async |tx| customers::delete(tx, &w.seams, first, version).await).await.unwrap();
        w.heard().await;
        let left = sql::number(w.db.read(), "SELECT count(*) FROM customer_pairs", []).await.unwrap();
        let keys = "SELECT count(*) FROM customer_keys WHERE customer_id = $1";
        assert_eq!((left, sql::number(w.db.read(), keys, [first.into()]).await.unwrap()), (0, 0));
    }
}

/// CUS-07: the scan finds what was filed before anybody listened, learns its weights, and goes on where it was cut off.
#[tokio::test]
async fn the_scan_looks_through_everybody() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (surnames, given) = ("王李张刘陈杨赵黄周吴徐孙马", "伟静敏洋杰霞磊涛芳娜强艳军");
        for n in 0..130_usize {
            let letter = |all: &str, n: usize| all.chars().nth(n % 13).unwrap();
            let name = format!("{}{}{}", letter(surnames, n), letter(given, n / 13), letter(given, n * 5 + n / 13));
            let phone = format!("137{:08}", n * 7_919_317 % 100_000_000);
            let birthday = format!("19{:02}-{:02}-{:02}", 50 + n * 7 % 50, 1 + n * 5 % 12, 1 + n * 11 % 28);
            w.file(w.sales1, &[("name", &name), ("phone", &phone), ("birthday", &birthday)]).await;
        }
        w.twice(w.sales1).await;
        w.scan().await;
        let found = w.open(w.sales1).await;
        assert_eq!(found.iter().filter(|pair| pair.score > 5_000).count(), 1, "{found:?}");
        let learned = sql::number(w.db.read(), "SELECT customers FROM customer_weights", []).await.unwrap();
        assert_eq!(learned, 132);
        let done = sql::number(w.db.read(), "SELECT done FROM jobs", []).await.unwrap();
        assert_eq!(done, 132, "in two steps, each with its progress");
    }
}

/// SYS-05: a pair is there only for those who see both customers; the number of pairs tells no more.
#[tokio::test]
async fn only_who_sees_both_sees_the_pair() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let first = [("name", "欧阳晓明"), ("phone", "13812345678"), ("birthday", "1985-03-07")];
        let again = [("name", "欧阳小明"), ("phone", "13912345678"), ("birthday", "1985-03-07")];
        w.file(w.sales1, &first).await;
        w.file(w.sales3, &again).await;
        w.heard().await;
        let pair = w.open(w.group).await.remove(0);
        for who in [w.sales1, w.sales3, w.manager1, w.manager2, w.reception1] {
            assert_eq!(w.open(who).await, [], "one side is another store's");
            let judged = w.judge(who, pair.id, Verdict::Same).await;
            assert!(matches!(judged, Err(Refusal::NotFound)), "{judged:?}");
            assert!(matches!(w.take_back(who, pair.id).await, Err(Refusal::NotFound)));
        }
        let in_store = |store| Wanted { store: Some(store), ..ALL };
        assert_eq!(w.waiting(w.group, &in_store(w.pudong)).await.1, 1);
        assert_eq!(w.waiting(w.group, &in_store(w.team)).await.1, 0);
        assert_eq!(w.waiting(w.group, &Wanted { score: 10_001, ..ALL }).await.1, 0);
    }
}

/// CUS-07: a verdict stays through scans and changes that do not matter, and falls when what was compared changes.
#[tokio::test]
async fn a_verdict_stays_while_nothing_changes() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (first, _) = w.twice(w.sales1).await;
        w.heard().await;
        let pair = w.open(w.sales1).await.remove(0);
        w.judge(w.sales1, pair.id, Verdict::Apart).await.unwrap();
        w.judge(w.sales1, pair.id, Verdict::Apart).await.unwrap();
        let apart = w.waiting(w.sales1, &Wanted { state: State::Apart, ..ALL }).await.0;
        assert_eq!(apart[0].judged_by_name.as_deref(), Some("王敏"));
        let version = w.version(first).await;
        w.update(w.sales1, first, version, &[("hobbies", "钓鱼")]).await.unwrap();
        w.heard().await;
        w.scan().await;
        assert_eq!(w.open(w.sales1).await, [], "fishing changes nothing");
        let version = w.version(first).await;
        w.update(w.sales1, first, version, &[("phone", "13912345678")]).await.unwrap();
        w.heard().await;
        let back = w.open(w.sales1).await;
        assert_eq!(back.len(), 1, "with one phone it is worth another look");
        assert_eq!(back[0].judged_by_name, None);
    }
}

/// CUS-07: the same waits to be merged whatever changes; one household is a relation; every verdict can be taken back.
#[tokio::test]
async fn verdicts_and_the_way_back() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (first, again) = w.twice(w.sales1).await;
        w.heard().await;
        let pair = w.open(w.sales1).await.remove(0);
        let related = async || {
            let text = "SELECT count(*) FROM customer_relations WHERE kind = 'family' AND valid_to IS NULL";
            sql::number(w.db.read(), text, []).await.unwrap()
        };
        w.judge(w.sales1, pair.id, Verdict::Household).await.unwrap();
        assert_eq!((w.open(w.sales1).await.len(), related().await), (0, 1));
        // Another verdict takes its place, and the relation goes.
        w.judge(w.sales1, pair.id, Verdict::Same).await.unwrap();
        assert_eq!(related().await, 0);
        let version = w.version(first).await;
        w.update(w.sales1, first, version, &[("address", "张江路1号")]).await.unwrap();
        w.heard().await;
        let merging = w.waiting(w.sales1, &Wanted { state: State::ToMerge, ..ALL }).await.0;
        assert_eq!(merging.iter().map(|p| p.id).collect::<Vec<_>>(), [pair.id]);
        w.take_back(w.sales1, pair.id).await.unwrap();
        w.take_back(w.sales1, pair.id).await.unwrap();
        assert_eq!(w.open(w.sales1).await.len(), 1);
        for customer in [first, again] {
            let text = "SELECT count(*) FROM journal j JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id \
                 WHERE j.record_id = $1 AND v.changes LIKE '%same_person%'";
            assert_eq!(
                sql::number(w.db.read(), text, [customer.into()]).await.unwrap(),
                3,
                "each verdict is in the history"
            );
        }
    }
}

/// CUS-07: what is merged waits no longer; undone, the pair is there again as it was judged.
#[tokio::test]
async fn a_merge_ends_the_waiting() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (a, b) = w.twice(w.sales1).await;
        w.heard().await;
        let pair = w.open(w.manager1).await.remove(0);
        w.judge(w.manager1, pair.id, Verdict::Same).await.unwrap();
        let to_merge = Wanted { state: State::ToMerge, score: 0, store: None, limit: 20 };
        assert_eq!(w.waiting(w.manager1, &to_merge).await.0.len(), 1);
        let (own, other) = ((a, w.version(a).await), (b, w.version(b).await));
        let admin = w.founded.administrator;
        let choices = customers::merge::Choices::default();
        let id =
            w.act(admin, async |tx| customers::merge::merge(tx, &w.seams, own, other, &choices).await).await.unwrap();
        w.heard().await;
        assert_eq!(w.waiting(w.manager1, &to_merge).await.0.len(), 0);
        assert!(w.open(w.manager1).await.is_empty());
        w.act(admin, async |tx| customers::merge::undo(tx, &w.seams, id).await).await.unwrap();
        w.heard().await;
        let again = w.waiting(w.manager1, &to_merge).await.0;
        assert_eq!(again.iter().map(|p| p.id).collect::<Vec<_>>(), [pair.id]);
    }
}
