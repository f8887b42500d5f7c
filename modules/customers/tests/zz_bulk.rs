#![allow(clippy::unwrap_used, clippy::print_stdout)]
mod support;
use customers::{Facts, NewCustomer, NewEngagement, NewPhone, bulk};
use fourfold_customers as customers;
use identifiers::sample;
use support::World;
use testkit::Backend;

#[tokio::test]
#[ignore]
async fn bulk_speed() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let scope = w.system();
        let store = customers::places::store(w.db.read(), w.founded.tenant, "S001").await.unwrap().unwrap();
        let names = ["王敏", "李伟强", "欧阳娜娜", "张静", "刘洋", "陈志远", "杨帆", "赵雪", "黄磊", "周杰"];
        let start = std::time::Instant::now();
        let total: u64 = std::env::var("N").unwrap().parse().unwrap();
        let mut n = 0u64;
        while n < total {
            let mut tx = w.db.write(&scope).await.unwrap();
            let mut batch = Vec::new();
            for _ in 0..1000 {
                n += 1;
                let facts = Facts::default().text("name", format!("{}{}", names[(n % 10) as usize], ["", "华", "明"][(n % 3) as usize])).text("kind", "person").text("city", "上海").text("source", "web");
                let mut e = NewEngagement::new(store.id, store.path.clone()).owned_by([w.sales1, w.sales2][(n % 2) as usize], store.path.clone());
                e.class = "prospect".into();
                e.grade = Some("B".into());
                batch.push(NewCustomer { facts, phones: vec![NewPhone::normal(sample::mobile(n))], engagements: vec![e], at: Some(kernel::Instant(testkit::NOW.0 - (total - n) as i64 * 1_000_000)), ..NewCustomer::default() });
            }
            let t0 = std::time::Instant::now();
            bulk::insert(&mut tx, &w.seams, batch).await.unwrap();
            let t1 = t0.elapsed();
            tx.commit().await.unwrap();
            if n % 5000 == 0 { let st = std::fs::read_to_string("/proc/self/stat").unwrap(); let f: Vec<&str> = st.split(' ').collect(); println!("{n} insert {:?} commit {:?} total {:?} utime {} stime {}", t1, t0.elapsed() - t1, start.elapsed(), f[13], f[14]); }
        }
        println!("{backend:?}: {total} in {:?}", start.elapsed());
        let terms = kernel::sql::number(w.db.read(), "SELECT count(*) FROM search_terms", []).await.unwrap();
        println!("terms {terms}");
        let id: kernel::Id = kernel::sql::row(w.db.read(), "SELECT id FROM customers LIMIT 1", []).await.unwrap().unwrap().try_get("", "id").unwrap();
        let sales = w.scope(w.manager1).await;
        let mut db = w.db.clone();
        db.on_statement(|info| if info.elapsed.as_micros() > 20_000_000 { println!("{:?} {}", info.elapsed, info.statement.sql) });
        let w_db = db;
        let look = records::policy::Look::at(&w_db, &sales);
        let t = std::time::Instant::now();
        for _ in 0..200 { customers::file(&look, id).await.unwrap().unwrap(); }
        println!("file {:?}", t.elapsed() / 200);
        if backend == Backend::Postgres { println!("{:?}", w.location()); let p = std::env::var("KEEP"); if p.is_ok() { tokio::time::sleep(std::time::Duration::from_secs(1)).await; } }
    }
}

#[tokio::test]
#[ignore]
async fn plans() {
    let w = World::new(Backend::Sqlite).await;
    let v = kernel::sql::row(w.db.read(), "SELECT sqlite_version()", []).await.unwrap().unwrap();
    println!("{}", v.try_get_by_index::<String>(0).unwrap());
    for line in std::fs::read_to_string("/tmp/w/cus_q.txt").unwrap().lines() {
        let (title, q) = line.split_once('|').unwrap();
        println!("== {title}");
        for r in kernel::sql::rows(w.db.read(), &format!("EXPLAIN QUERY PLAN {}", q.replace("NULL)", "'1')").replace("= NULL", "= '1'").replace("NULL,", "'1',")), []).await.unwrap() {
            println!("    {}", r.try_get::<String>("", "detail").unwrap());
        }
    }
}
