//! The demo group as it stands in the database.

use kernel::{Action, Db, Lang, Scope, sql};
use testkit::{Backend, fresh};

use super::*;
use crate::compose;

/// Every step of the schema.
fn schema() -> Vec<kernel::Migration> {
    let mut list = compose::migrations();
    for step in vehicles::migrations() {
        if !list.iter().any(|m| m.name == step.name) {
            list.push(step);
        }
    }
    list
}

async fn count(db: &Db, from: &str) -> i64 {
    sql::number(db.read(), &format!("SELECT count(*) FROM {from}"), []).await.unwrap()
}

async fn scope(db: &Db, login: &str) -> Scope {
    let user = organisation::find_user_by_login(db.read(), login).await.unwrap().unwrap();
    organisation::scope_of_user(db, user.tenant_id, user.id, db.clock.new_id(), Lang::ZhCn).await.unwrap()
}

/// SYS-13: everything is there, once, and the flag says so; the cast can sign in and sees what belongs to each.
#[tokio::test]
async fn the_demo_group_is_laid_down() {
    for backend in Backend::all() {
        let fresh = fresh(backend, &schema()).await;
        let db = &fresh.db;
        // A small house of the same make: the whole one takes a debug build a minute.
        let world = generate::World { customers: 900, ..generate::demo(db.clock.now()) };
        assert!(!is_loaded(db).await.unwrap());
        assert!(load::begin(db, &world).await.unwrap());
        let unfinished = mark::unfinished(db).await.unwrap().unwrap();
        load::go_on(db, &world, unfinished).await.unwrap();
        assert!(is_loaded(db).await.unwrap());
        let files = generate::demo_files(&world);
        let cars: usize = files.iter().map(|f| f.cars.len()).sum();
        let visits: usize = files.iter().flat_map(|f| &f.cars).map(|c| c.visits.len()).sum();
        let entries: usize = files.iter().map(|f| f.entries.len()).sum();
        assert_eq!(count(db, "customers").await, files.len() as i64);
        assert_eq!(count(db, "vehicles").await, cars as i64);
        assert_eq!(count(db, "visits").await, visits as i64);
        // Customers are numbered in the order of their files.
        let erased = sql::row(db.read(), "SELECT number FROM customers WHERE erased_at IS NOT NULL", []).await.unwrap();
        let number: String = erased.unwrap().try_get_by_index(0).unwrap();
        let gone = &files[number.trim_start_matches(['K', '0']).parse::<usize>().unwrap() - 1];
        assert_eq!(count(db, "timeline").await, (entries + visits - gone.entries.len()) as i64);
        assert_eq!(count(db, "privacy_requests WHERE closed_at IS NULL").await, 2);
        assert_eq!(
            count(db, "customer_relations").await,
            files.iter().map(|f| f.relations.len()).sum::<usize>() as i64
        );
        assert_eq!(count(db, "users").await, world.people.len() as i64);
        assert_eq!(count(db, "nodes WHERE kind = 'store'").await, 3);
        assert_eq!(count(db, "events").await, 0, "nobody hears of things long past");
        assert_eq!(
            count(db, "odometer_readings WHERE verdict = 'suspect'").await,
            1,
            "the reading that is wrong on purpose"
        );
        let mixed = "vehicle_plates a JOIN vehicle_plates b ON a.plate = b.plate AND a.vehicle_id < b.vehicle_id WHERE a.valid_to IS NULL AND b.valid_to IS NULL";
        assert_eq!(count(db, mixed).await, 0, "no two cars wear one plate today");

        let store = sql::number(db.read(), "SELECT count(DISTINCT customer_id) FROM engagements e JOIN nodes n ON n.id = e.store_id WHERE n.code = 'S001' AND e.deleted_at IS NULL", []).await.unwrap();
        let manager = scope(db, "manager1").await;
        assert_eq!(listed(db, &manager).await, store.min(10_000));
        let own = listed(db, &scope(db, "sales1").await).await;
        assert!(own > 50 && own < store, "{own} of {store}");
        // One was erased, and one is only kept.
        assert_eq!(listed(db, &scope(db, "group").await).await, files.len() as i64 - 2);
        assert!(!scope(db, "audit1").await.can("customer", Action::See));
        opportunities(db, unfinished.tenant, world.now).await;
        showroom(db, unfinished.tenant).await;
    }
}

/// SALE-01, LEAD-07: the stages of the month of the showroom are filled, some are lost, and it is told once.
async fn opportunities(db: &Db, tenant: kernel::Tenant, now: kernel::Instant) {
    load::opportunities::lay(db, tenant, now).await.unwrap();
    load::opportunities::lay(db, tenant, now).await.unwrap();
    let all = count(db, "opportunities").await;
    assert!((20..=260).contains(&all), "{all}");
    for stage in ["filed", "visited", "test_driven", "quoted"] {
        assert!(count(db, &format!("opportunities WHERE stage = '{stage}'")).await > 0, "{stage}");
    }
    assert!(count(db, "opportunities WHERE state IN ('defeat_pending', 'defeated', 'pool')").await > 0);
    assert_eq!(count(db, "opportunities WHERE state = 'open' AND next_on IS NULL").await, 0);
    assert_eq!(count(db, "events").await, 0);
}

/// LEAD-04: two months of the showroom with somebody in the house, told once.
async fn showroom(db: &Db, tenant: kernel::Tenant) {
    load::leads::lay(db, tenant).await.unwrap();
    load::showroom::lay(db, tenant).await.unwrap();
    load::showroom::lay(db, tenant).await.unwrap();
    let all = count(db, "showroom_visits").await;
    assert!((200..=900).contains(&all), "{all}");
    assert_eq!(count(db, "showroom_visits WHERE left_at IS NULL").await, 11);
    assert_eq!(count(db, "showroom_visits WHERE (left_at IS NULL) <> (state <> 'left')").await, 0);
    assert!(count(db, "showroom_visits WHERE lead_id IS NOT NULL").await > 0);
    assert_eq!(count(db, "events").await, 0);
}

/// How many customers someone's list has.
async fn listed(db: &Db, scope: &Scope) -> i64 {
    let mut registry = records::Registry::default();
    for kind in compose::kinds() {
        registry.add(kind);
    }
    let today = records::filter::Today {
        date: db.clock.now().date_in(organisation::HOUSE_ZONE),
        zone: organisation::HOUSE_ZONE,
    };
    let query = records::ListQuery::new(&customers::CUSTOMER, today);
    records::count(&records::policy::Look::at(db, scope), &registry, &query).await.unwrap().value
}

/// SYS-13: a group that is there already is left alone, and a second loading finds the first.
#[tokio::test]
async fn an_existing_group_is_left_alone() {
    let fresh = fresh(Backend::Sqlite, &schema()).await;
    let db = &fresh.db;
    let scope = load::scope(db, 1);
    let tx = db.write(&scope).await.unwrap();
    sql::run(tx.conn(), "INSERT INTO tenants (id, name, code, created_at) VALUES (1, '别的集团', 'X', 0)", [])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(!is_due(db, true).await.unwrap());
    load_when_empty(db).await.unwrap();
    assert_eq!(count(db, "customers").await, 0);
    assert!(!is_loaded(db).await.unwrap());
}

/// SYS-13: a loading that was cut off after any step is gone on with, by the same group and to the same end.
#[tokio::test]
async fn a_broken_loading_is_gone_on_with() {
    for backend in Backend::all() {
        let fresh = fresh(backend, &schema()).await;
        let db = &fresh.db;
        let make = |now| generate::World { customers: 450, ..generate::demo(now) };
        let world = make(db.clock.now());
        let files = generate::demo_files(&world);
        assert!(is_due(db, true).await.unwrap() && !is_due(db, false).await.unwrap());
        assert!(load::begin(db, &world).await.unwrap());
        assert!(!load::begin(db, &world).await.unwrap(), "another process finds it begun");
        for steps in [1, 2] {
            cut_off(db, &world, steps).await;
            assert!(mark::unfinished(db).await.unwrap().unwrap().steps >= steps);
            assert!(!is_loaded(db).await.unwrap() && is_due(db, false).await.unwrap());
        }
        // Days later: the group is told from the day on which it was begun.
        db.clock.advance(5 * 86_400);
        // Two processes go on at the same time.
        let (one, other) = tokio::join!(go_on(db, make), go_on(db, make));
        one.and(other).unwrap();
        assert!(is_loaded(db).await.unwrap() && !is_due(db, true).await.unwrap());
        assert_eq!(count(db, "customers").await, files.len() as i64);
        let cars: usize = files.iter().map(|f| f.cars.len()).sum();
        assert_eq!(count(db, "vehicles").await, cars as i64);
        let relations: usize = files.iter().map(|f| f.relations.len()).sum();
        assert_eq!(count(db, "customer_relations").await, relations as i64);
        load_when_empty(db).await.unwrap();
        assert_eq!(count(db, "customers").await, files.len() as i64, "a second loading finds the first");
    }
}

/// Goes on with the loading and drops it in the middle of the step behind that many.
async fn cut_off(db: &Db, world: &World, steps: usize) {
    let unfinished = mark::unfinished(db).await.unwrap().unwrap();
    let there = async { while mark::unfinished(db).await.unwrap().is_none_or(|u| u.steps < steps) {} };
    tokio::select! {
        _ = load::go_on(db, world, unfinished) => panic!("it came to its end"),
        () = there => {}
    }
}

/// SYS-13, SYS-03: one consultant left some weeks ago, with his customers handed over in one operation that can be taken back
/// still; it is told once, and a house of the cast alone has no such story.
#[tokio::test]
async fn somebody_left_last_month() {
    for backend in Backend::all() {
        for (customers, told) in [(12, 0), (160, 1)] {
            let fresh = fresh(backend, &schema()).await;
            let db = &fresh.db;
            let world = generate::World { customers, ..generate::demo(db.clock.now()) };
            load::begin(db, &world).await.unwrap();
            let unfinished = mark::unfinished(db).await.unwrap().unwrap();
            load::go_on(db, &world, unfinished).await.unwrap();
            let seams = Wiring::new().customers;
            for _ in 0..2 {
                load::leaver::lay(db, unfinished.tenant, &world, &seams).await.unwrap();
            }
            let ask = async |text: &str| sql::number(db.read(), text, []).await.unwrap();
            let month = db.clock.now().plus_days(-20).0;
            let listed = format!(
                "SELECT count(*) FROM operations WHERE kind = 'leave' AND state = 'done' AND total = 15 AND finished_at < {month}"
            );
            assert_eq!(ask(&listed).await, told);
            let gone = "SELECT count(*) FROM users u JOIN posts p ON p.tenant_id = u.tenant_id AND p.user_id = u.id WHERE u.login = 'sales7' AND u.status = 'disabled' AND p.valid_to IS NOT NULL";
            assert_eq!(ask(gone).await, told);
            let owned = "SELECT count(*) FROM engagements e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.owner_id WHERE u.login = 'sales7'";
            assert_eq!(ask(owned).await, 0, "nobody is left behind");
            let lines =
                format!("SELECT count(*) FROM engagement_owners WHERE reason LIKE '高翔离职%' AND at < {month}");
            assert_eq!(ask(&lines).await, told * 14);
            let kept = "SELECT count(*) FROM operation_rows";
            assert_eq!(ask(kept).await > 0, told == 1, "it can be taken back");
        }
    }
}
