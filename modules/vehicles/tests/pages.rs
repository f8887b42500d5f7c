//! The pages against the real router, as people of different stores see them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::http::{Extensions, HeaderMap, StatusCode};
use customers::seams::Panel;
use fourfold_vehicles as vehicles;
use kernel::Id;
use support::{World, vin};
use testkit::{Backend, Client};
use web::server::{Health, router};
use web::{App, Config, Entry, Gate, Module, Page, Problem, Visitor};

/// Lets in whom a header names.
struct ByHeader;

#[async_trait]
impl Gate for ByHeader {
    async fn enter(&self, app: &App, headers: &HeaderMap, address: Option<IpAddr>) -> Result<Entry, Problem> {
        let Some(user) = headers.get("x-user").and_then(|v| v.to_str().ok()) else { return Ok(Entry::Nobody) };
        let (tenant, user) = user.split_once(':').unwrap();
        Ok(Entry::Someone(Box::new(visitor(app, tenant.parse().unwrap(), user.parse().unwrap(), address).await)))
    }

    async fn door(&self, _app: &App) -> &'static str {
        "/sign-in"
    }
}

async fn visitor(app: &App, tenant: i64, user: Id, address: Option<IpAddr>) -> Visitor {
    let scope =
        organisation::scope_of_user(&app.db, tenant, user, app.db.clock.new_id(), kernel::Lang::ZhCn).await.unwrap();
    Visitor {
        scope,
        name: "某人".into(),
        theme: Default::default(),
        session: None,
        address,
        store: None,
        stores: Vec::new(),
        notices: 0,
    }
}

struct House {
    w: World,
    router: Router,
    app: web::Shared,
}

impl House {
    async fn new(backend: Backend) -> House {
        let w = World::new(backend).await;
        let ui = kernel::words::Locale { owner: "ui", zh_cn: ui::LOCALES[0].1, en: ui::LOCALES[1].1 };
        let about_customers = Module {
            name: "customers",
            locale: Some(customers::LOCALE),
            kinds: vec![&customers::CUSTOMER, &organisation::STORE, &organisation::USER],
            ..Module::default()
        };
        let modules = vec![about_customers, vehicles::module()];
        let house = web::app::assemble(
            w.db.clone(),
            Arc::new(ByHeader),
            Config::default(),
            Extensions::new(),
            modules,
            &[ui, web::LOCALE],
        )
        .unwrap();
        House { w, router: router(house.router, house.app.clone(), Arc::new(Health::default())), app: house.app }
    }

    fn client(&self, user: Id) -> Client {
        Client::new(&self.router).header("x-user", &format!("{}:{user}", self.w.founded.tenant))
    }
}

/// CUS-03: the form makes a customer's car with its owner; wrong numbers come back with their sentence.
#[tokio::test]
async fn a_car_is_entered_by_form() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let owner = h.w.customer(h.w.sales1, "刘洋", "13812345671").await;
        let mut client = h.client(h.w.sales1);
        let form = client.get(&format!("/vehicles/new?customer={owner}")).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text());
        assert!(form.text().contains("刘洋") && !form.text().contains("[vehicle"), "every word is there");
        let customer = owner.to_string();
        let bad = client
            .post("/vehicles/new", &[("vin", &vin(1)[..16]), ("plate", "沪A12345"), ("customer", &customer)])
            .await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text().contains("沪A12345"), "what was typed is still there");
        let made = client
            .post(
                "/vehicles/new",
                &[
                    ("vin", &vin(1)),
                    ("plate", "沪A12345"),
                    ("model", "朗逸"),
                    ("customer", &customer),
                    ("odometer", "12000"),
                ],
            )
            .await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
        let page = client.get(made.location()).await.text();
        for seen in ["朗逸", "刘洋", "12,000", &vin(1)[11..], "车主"] {
            assert!(page.contains(seen), "{seen}");
        }
        assert!(!page.contains("[vehicle") && !page.contains("[identifier"));
        let edit = client.get(&format!("{}/edit", made.location())).await;
        assert!(edit.text().contains(&vin(1)));
        let changed = client
            .post(&format!("{}/edit", made.location()), &[("version", "1"), ("colour", "白"), ("plate", "沪A12345")])
            .await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
        assert_eq!(client.get("/vehicles").await.status, StatusCode::OK);
        // Someone of another store.
        let mut other = h.client(h.w.sales3);
        assert_eq!(other.get(made.location()).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.get(&format!("{}/edit", made.location())).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            other.post(&format!("{}/plate", made.location()), &[("plate", "")]).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(!other.get(&format!("/vehicles/check/vin?vin={}", vin(1))).await.text().contains("/vehicles/"));
    }
}

/// CUS-08: while someone types, I and O are offered as digits, the maker is suggested and a known car is named.
#[tokio::test]
async fn checks_while_typing() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let owner = h.w.customer(h.w.sales1, "刘洋", "13812345671").await;
        let car = h.w.car_of(h.w.sales1, owner, &vin(1), "沪A12345").await;
        let mut client = h.client(h.w.sales1);
        let meant = client.get("/vehicles/check/vin?vin=IM8GDM9AXKPO42788").await.text();
        assert!(meant.contains("042788"), "{meant}");
        let known = client.get(&format!("/vehicles/check/vin?vin={}", vin(1))).await.text();
        assert!(known.contains("上汽大众") && known.contains(&car.to_string()), "{known}");
        assert!(client.get("/vehicles/check/plate?plate=%E6%B2%AAA1234O").await.text().contains("12340"));
        assert!(client.get("/vehicles/check/plate?plate=%E6%B2%AAA12345").await.text().contains(&car.to_string()));
        assert_eq!(client.get("/vehicles/check/vin").await.text(), "");
    }
}

/// CUS-03: owner, driver, plate and odometer are changed from the page.
#[tokio::test]
async fn the_small_forms_work() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let (owner, driver) = (
            h.w.customer(h.w.sales1, "刘洋", "13812345671").await,
            h.w.customer(h.w.sales1, "何平", "13812345672").await,
        );
        let car = h.w.car_of(h.w.sales1, owner, &vin(1), "沪A12345").await;
        let (mut client, at) = (h.client(h.w.sales1), format!("/vehicles/{car}"));
        let driver = driver.to_string();
        assert_eq!(
            client.post(&format!("{at}/parties"), &[("customer", &driver), ("role", "driver")]).await.location(),
            at
        );
        assert_eq!(
            client.post(&format!("{at}/plate"), &[("plate", "沪AD12345"), ("on", "2026-11-01")]).await.location(),
            at
        );
        assert_eq!(
            client.post(&format!("{at}/odometer"), &[("km", "5,000"), ("on", "2026-11-01")]).await.location(),
            at
        );
        let page = client.get(&at).await.text();
        for seen in ["何平", "驾驶人", "沪A", "5,000"] {
            assert!(page.contains(seen), "{seen}");
        }
        assert_eq!(
            client.post(&format!("{at}/plate"), &[("plate", "沪I12345")]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            client.post(&format!("{at}/odometer"), &[("km", "-5")]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(client.post(&format!("{at}/owner"), &[("customer", &driver)]).await.location(), at);
    }
}

/// CUS-02, CUS-03: on the customer's page stand their cars, and insurance that ends soon; another store's visitor sees none.
#[tokio::test]
async fn the_customers_page_shows_their_cars() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let owner = h.w.customer(h.w.sales1, "刘洋", "13812345671").await;
        let customer = owner.to_string();
        h.w.car(
            h.w.sales1,
            &[("customer", &customer), ("plate", "沪A12345"), ("vin", &vin(1)), ("insured_until", "2026-12-24")],
        )
        .await
        .unwrap();
        let tenant = h.w.founded.tenant;
        let mine = visitor(&h.app, tenant, h.w.sales1, None).await;
        let page = Page::new(&h.app, &mine, "/");
        let shown = vehicles::contributions::Cars.show(&page, owner).await.unwrap();
        let (panel, open) = (shown.panel.unwrap().into_string(), shown.open);
        assert!(
            panel.contains(&vin(1)[11..])
                && panel.contains("车主")
                && panel.contains(&format!("/vehicles/new?customer={owner}")),
            "{panel}"
        );
        assert_eq!(open.len(), 1);
        assert!(open[0].text.contains("2026-12-24"));
        let theirs = visitor(&h.app, tenant, h.w.sales3, None).await;
        let page = Page::new(&h.app, &theirs, "/");
        let shown = vehicles::contributions::Cars.show(&page, owner).await.unwrap();
        assert!(!shown.panel.unwrap().into_string().contains(&vin(1)[11..]));
        assert!(shown.open.is_empty());
    }
}

/// CUS-03: the catalogue is kept by those who may, from brand to colour, and a chosen model supplies the car's words.
#[tokio::test]
async fn the_catalogue_is_kept() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        assert_eq!(h.client(h.w.sales1).get("/catalogue").await.status, StatusCode::FORBIDDEN);
        let mut client = h.client(h.w.founded.administrator);
        assert!(client.get("/catalogue").await.text().contains("目录还是空的"));
        let id = |location: &str| location.rsplit('/').next().unwrap().to_owned();
        let brand = client.post("/catalogue/brand/new", &[("name", "大众"), ("wmis", "lsv，lfv")]).await;
        let brand = id(brand.location());
        let series = id(client.post("/catalogue/series/new", &[("parent", &brand), ("name", "朗逸")]).await.location());
        let model = client
            .post(
                "/catalogue/model/new",
                &[("parent", &series), ("name", "1.5L 自动舒适版"), ("guide_price", "128800"), ("on_sale", "true")],
            )
            .await;
        let model = id(model.location());
        let colour =
            client.post("/catalogue/colour/new", &[("parent", &model), ("name", "极地白"), ("part", "exterior")]).await;
        assert_eq!(colour.status, StatusCode::SEE_OTHER, "{}", colour.text());
        let page = client.get(&format!("/catalogue/model/{model}")).await.text();
        assert!(page.contains("极地白") && page.contains("128800"), "{page}");
        let wrong = client
            .post(&format!("/catalogue/model/{model}"), &[("version", "1"), ("name", ""), ("guide_price", "much")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            client.post(&format!("/catalogue/brand/{brand}/deletion"), &[("version", "1")]).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "series hang on it"
        );
        assert!(client.get("/catalogue").await.text().contains("1.5L"));
        assert!(h.client(h.w.sales1).get("/catalogue/picker?q=%E6%9C%97").await.text().contains("1.5L"));
        let car = h.w.car(h.w.sales1, &[("vin", &vin(1)), ("catalogue_model", &model)]).await.unwrap();
        let car = h.w.vehicle(car).await;
        assert_eq!(
            (car.brand.as_deref(), car.series.as_deref(), car.model.as_deref()),
            (Some("大众"), Some("朗逸"), Some("1.5L 自动舒适版"))
        );
        assert!(h.client(h.w.sales1).get(&format!("/vehicles/check/vin?vin={}", vin(2))).await.text().contains("大众"));
    }
}
