//! What the customer's page asks of the database: a fixed number of statements, each led by an index beyond the tenant.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use customers::CUSTOMER;
use customers::consents::{self, NewConsent};
use customers::relations::{self, NewRelation};
use customers::sharing::{self, NewShare, ShareAccess};
use customers::timeline::TimelineFilter;
use customers::{attachments, file, lookup, tags, timeline};
use fourfold_customers as customers;
use kernel::{Action, Id, sql};
use records::policy::Look;
use records::{ListQuery, Registry, list_with_count};
use support::{World, today};
use testkit::{Backend, NOW, watched};

/// Statements whose plan on SQLite reads more than an index leads to: a scan, or a search by the tenant alone.
async fn wide(world: &World, statements: Vec<(String, Vec<kernel::Value>)>) -> Vec<String> {
    let mut found = Vec::new();
    for (text, values) in statements {
        for row in sql::rows(world.db.read(), &format!("EXPLAIN QUERY PLAN {text}"), values).await.unwrap() {
            let detail: String = row.try_get("", "detail").unwrap();
            // What a statement puts together for itself is read whole, and is small.
            let own = ["SCAN h", "SCAN v", "SCAN c", "SCAN x", "SCAN CONSTANT"].iter().any(|s| detail.starts_with(s));
            if detail.starts_with("SCAN ") && !own || detail.ends_with("(tenant_id=?)") {
                found.push(format!("{detail}\n  in {text}"));
            }
        }
    }
    found
}

/// CUS-02: the page's queries are few, their number does not grow with the file, and none walks the tenant.
#[tokio::test]
async fn the_file_is_read_by_index() {
    let w = World::new(Backend::Sqlite).await;
    let ids = [
        w.file(w.sales1, &[("name", "何平"), ("phone", "13812345671")]).await,
        w.file(w.sales1, &[("name", "何叶"), ("phone", "13812345672")]).await,
        w.file(w.sales1, &[("name", "何苗"), ("phone", "13812345673")]).await,
    ];
    for other in &ids[1..] {
        let new = NewRelation {
            customer: ids[0],
            other: *other,
            kind: "family".into(),
            remark: None,
            valid_from: None,
            valid_to: None,
        };
        w.act(w.sales1, async |tx| relations::add(tx, new).await).await.unwrap();
    }
    let word = NewConsent {
        purpose: "marketing".into(),
        channel: "sms".into(),
        given: true,
        text_version: None,
        evidence: None,
    };
    w.act(w.sales1, async |tx| consents::record(tx, ids[0], word).await).await.unwrap();
    w.act(w.sales1, async |tx| tags::add(tx, ids[0], w.pudong, "loan").await).await.unwrap();
    let paper = attachments::prepare(b"%PDF-1.4 contract").unwrap();
    w.act(w.sales1, async |tx| attachments::attach(tx, ids[0], None, "1.pdf", None, &paper).await).await.unwrap();
    share(&w, ids[0]).await;
    let plain = w.file(w.sales1, &[("name", "何花"), ("phone", "13812345674")]).await;
    for who in [w.sales1, w.sales2, w.manager1, w.group] {
        let (db, seen) = watched(&w.db);
        let scope = w.scope(who).await;
        let look = Look::at(&db, &scope);
        // Everything hangs on the first, nothing on the last: what is not there is not asked for.
        for (id, number) in [(ids[0], 9), (plain, 3)] {
            seen.take();
            if file(&look, id).await.unwrap().is_some() {
                let statements = seen.take();
                assert_eq!(statements.len(), number, "{:?}", statements.iter().map(|(s, _)| s).collect::<Vec<_>>());
                assert_eq!(wide(&w, statements).await, Vec::<String>::new());
            }
        }
        seen.take();
        timeline(&look, ids[0], &TimelineFilter::default(), None, 20).await.unwrap();
        lookup::by_phones(&look, Action::See, &["+8613812345671".into(), "+8613812345679".into()]).await.unwrap();
        lookup::by_ids(&look, Action::See, &ids).await.unwrap();
        let statements = seen.take();
        assert_eq!(wide(&w, statements).await, Vec::<String>::new());
    }
}

/// A consultant opens a customer to one of another store for a week.
async fn share(w: &World, customer: Id) {
    let new =
        NewShare { customer, store: w.pudong, grantee: w.sales3, access: ShareAccess::Read, until: NOW.plus_days(7) };
    w.act(w.sales1, async |tx| sharing::share(tx, new).await).await.unwrap();
}

/// CUS-05: own and store lists in each order, with their counts, are led by owner, store or share; one statement each.
#[tokio::test]
async fn lists_are_read_by_index() {
    let w = World::new(Backend::Sqlite).await;
    let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345671")]).await;
    share(&w, id).await;
    for who in [w.sales1, w.manager1, w.sales3] {
        let (db, seen) = watched(&w.db);
        let scope = w.scope(who).await;
        seen.take();
        for order in ["name", "-touched_at", "-created_at"] {
            let mut query = ListQuery::new(&CUSTOMER, today());
            query.order(order).unwrap();
            let (page, count) = list_with_count(&Look::at(&db, &scope), &Registry::default(), &query).await.unwrap();
            assert_eq!((page.rows.len(), count.value, count.capped), (1, 1, false));
        }
        let statements = seen.take();
        assert_eq!(statements.len(), 3);
        assert_eq!(wide(&w, statements).await, Vec::<String>::new());
    }
}

/// CUS-02, CUS-05: who is due, in order of the day, is led by an index of that order on both databases, for those who see
/// their own, a store, and the group.
#[tokio::test]
async fn the_due_are_read_in_their_order() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        w.file(w.sales1, &[("name", "何平"), ("phone", "13812345671"), ("next_contact_on", "2026-11-20")]).await;
        let readers = [
            (w.sales1, "engagements_owner_next"),
            (w.manager1, "engagements_store_next"),
            (w.group, "engagements_next"),
        ];
        for (who, index) in readers {
            let (db, seen) = watched(&w.db);
            let scope = w.scope(who).await;
            seen.take();
            let mut query = ListQuery::new(&CUSTOMER, today());
            query.filters = vec![records::Filter::parse("next_contact_on:lte:today").unwrap()];
            query.order("next_contact_on").unwrap();
            let (page, count) = list_with_count(&Look::at(&db, &scope), &Registry::default(), &query).await.unwrap();
            assert_eq!((page.rows.len(), count.value), (1, 1));
            let statements = seen.take();
            assert_eq!(statements.len(), 1);
            let (text, values) = statements[0].clone();
            let plan = explained(&w, backend, &text, values).await;
            // In a table of one row all indexes of the day cost PostgreSQL the same.
            let index = if backend == Backend::Sqlite { index } else { "_next on engagements a" };
            let told = format!("{backend:?}: {plan}\n  in {text}");
            assert!(plan.contains(index) && !plan.contains("Sort"), "{told}");
            if backend == Backend::Sqlite {
                assert_eq!(wide(&w, statements).await, Vec::<String>::new());
            }
        }
        let mut query = ListQuery::new(&CUSTOMER, today());
        query.order("next_contact_on").unwrap();
        let scope = w.scope(w.sales1).await;
        let refused = records::list(&Look::at(&w.db, &scope), &Registry::default(), &query).await.unwrap_err();
        assert_eq!(refused.code(), "list-sort-needs-filter", "those without a day have no place in its order");
    }
}

/// How a database goes about a statement. PostgreSQL reads a table of one row whole unless it is told to do as it would
/// with a million.
async fn explained(world: &World, backend: Backend, text: &str, values: Vec<kernel::Value>) -> String {
    let scope = world.system();
    let tx = world.db.write(&scope).await.unwrap();
    let (explain, column) = match backend {
        Backend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        _ => {
            for off in ["enable_seqscan", "enable_bitmapscan", "enable_sort"] {
                sql::run(tx.conn(), &format!("SET LOCAL {off} = off"), []).await.unwrap();
            }
            ("EXPLAIN", "QUERY PLAN")
        }
    };
    let rows = sql::rows(tx.conn(), &format!("{explain} {text}"), values).await.unwrap();
    let lines: Vec<String> = rows.iter().map(|row| row.try_get("", column).unwrap()).collect();
    tx.rollback().await.unwrap();
    lines.join("\n")
}

/// SYS-03: someone with whom nothing is shared is not asked for shares.
#[tokio::test]
async fn shares_are_looked_for_where_there_are_any() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.file(w.sales1, &[("name", "何平"), ("phone", "13812345671")]).await;
        assert!(w.scope(w.sales3).await.powers.shared_with.is_empty());
        let before = organisation::versions::version(w.db.read(), w.system().tenant).await.unwrap();
        share(&w, id).await;
        let after = organisation::versions::version(w.db.read(), w.system().tenant).await.unwrap();
        assert!(after > before, "powers kept by any process are read anew");
        assert_eq!(w.scope(w.sales3).await.powers.shared_with, [w.sales3]);
    }
}
