//! What custom fields cost: nothing where there are none, no further statement where there are, and an index for every
//! filter (SYS-07, SYS-11).

use customers::CUSTOMER;
use kernel::sql;
use records::filter::Today;
use records::policy::Look;
use records::{Filter, Kind, ListQuery, list_with_count};
use serde_json::json;
use testkit::{Backend, NOW, watched};

use crate::house::{customer, world};
use crate::support::World;

fn query(kind: &'static Kind, columns: &[&str], filter: &str) -> ListQuery {
    let zone = organisation::HOUSE_ZONE;
    let mut query = ListQuery::new(kind, Today { date: NOW.date_in(zone), zone });
    query.fields = columns.iter().filter_map(|name| kind.field(name)).collect();
    query.filters = Filter::parse_all(filter).unwrap();
    query
}

async fn kind_of(w: &World) -> &'static Kind {
    let version = organisation::versions::version(w.db.read(), w.tenant).await.unwrap();
    w.assembly.app.registry.custom().refresh(w.db.read(), w.tenant, version).await.unwrap();
    w.assembly.app.registry.kind_of(w.tenant, "customer").unwrap()
}

/// SYS-07: a page of any number of rows with any number of custom columns is one statement; only the columns shown are
/// read; a list without custom columns speaks of no custom values, and a house without custom fields has the descriptor of
/// the code itself.
#[tokio::test]
async fn a_page_is_one_statement() {
    for backend in Backend::all() {
        let bare = World::peopled(backend).await;
        assert!(std::ptr::eq(kind_of(&bare).await, &CUSTOMER));
        let w = world(backend).await;
        for n in 0..12 {
            let more = json!({ "x_hobbies": format!("爱好{n}"), "x_loan": if n % 2 == 0 { "loan" } else { "cash" } });
            customer(&w, "sales1", &format!("司徒静{n}"), &format!("138556677{n:02}"), more).await;
        }
        let kind = kind_of(&w).await;
        for login in ["sales1", "manager1", "group"] {
            let scope = w.scope(login).await;
            let (db, seen) = watched(&w.db);
            let look = Look::at(&db, &scope);
            let all = query(kind, &["name", "x_hobbies", "x_loan", "x_insured_until"], "x_loan:eq:loan");
            seen.take();
            let (page, count) = list_with_count(&look, &w.assembly.app.registry, &all).await.unwrap();
            assert_eq!((page.rows.len(), count.value), (6, 6), "{login}");
            let statements = seen.take();
            assert_eq!(statements.len(), 1, "{login}: {statements:?}");
            let one = query(kind, &["name", "x_hobbies"], "");
            list_with_count(&look, &w.assembly.app.registry, &one).await.unwrap();
            let statements = seen.take();
            assert_eq!(statements[0].0.matches("custom_values").count(), 1, "{}", statements[0].0);
            let none = query(kind, &["name", "phone"], "");
            list_with_count(&look, &w.assembly.app.registry, &none).await.unwrap();
            let statements = seen.take();
            assert!(!statements[0].0.contains("custom_values"), "{}", statements[0].0);
        }
    }
}

/// SYS-11: filters by custom values are answered by an index on both databases; none reads the table of values.
#[tokio::test]
async fn filters_are_read_by_index() {
    for backend in Backend::all() {
        let w = world(backend).await;
        customer(&w, "sales1", "司徒静", "13855667788", json!({ "x_hobbies": "滑雪", "x_loan": "loan" })).await;
        let kind = kind_of(&w).await;
        for login in ["sales1", "manager1", "group"] {
            let scope = w.scope(login).await;
            let (db, seen) = watched(&w.db);
            for filter in ["x_loan:eq:loan", "x_insured_until:lte:2026-12-31", "x_loan:empty:", "x_hobbies:contains:滑"]
            {
                seen.take();
                let query = query(kind, &["name", "x_loan"], filter);
                list_with_count(&Look::at(&db, &scope), &w.assembly.app.registry, &query).await.unwrap();
                let statements = seen.take();
                let (text, values) = statements[0].clone();
                let plan = explained(&w, backend, &text, values).await;
                let told = format!("{backend:?} {login} {filter}: {plan}\n  in {text}");
                assert!(!plan.contains("SCAN cv") && !plan.contains("Seq Scan on custom_values"), "{told}");
                assert!(!plan.contains("AUTOMATIC"), "{told}");
            }
        }
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
            for off in ["enable_seqscan", "enable_bitmapscan"] {
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
