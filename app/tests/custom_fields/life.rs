//! The life of a field: added on its page, filled in, found, listed, taken out, traced, retired and brought back.

use axum::http::Method;
use records::custom::Type;
use serde_json::json;
use testkit::Backend;

use crate::house::{add, customer, draft, id, names, open, patch, world};
use crate::support::World;

/// What stands in a hidden input.
fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// SYS-07: an administrator adds a field on its page and opens it to a role; a consultant fills it in on the form, sees it
/// on the page, in the list, in its filter and in the history; nothing was restarted.
#[tokio::test]
async fn a_field_goes_all_the_way() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let mut admin = w.browser("admin").await;
        let form = [
            ("kind", "customer"),
            ("label_zh", "贷款意向"),
            ("label_en", "Loan"),
            ("help_zh", "客户打算怎么付款"),
            ("type", "choice"),
            ("class", "personal"),
            ("choices", ""),
        ];
        let refused = admin.post("/custom-fields/new", &form).await;
        assert!(refused.status == 422 && refused.text().contains("请至少填写一个选项"), "{}", refused.text());
        let mut form = form.to_vec();
        form[6].1 = "全款 | Cash\n贷款 | Loan";
        let made = admin.post("/custom-fields/new", &form).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let access = made.location().split('?').next().unwrap().to_owned();
        let page = admin.get(&access).await.text();
        assert!(page.contains("销售顾问") && page.contains("尚未开放"), "closed to every role: {page}");
        let scope = w.system();
        let tx = w.db.write(&scope).await.unwrap();
        let role = organisation::roles::queries::find_by_code(tx.conn(), w.tenant, "sales_consultant").await.unwrap();
        let role = role.unwrap();
        tx.rollback().await.unwrap();
        let (field, version) = (format!("r.{}", role.id), format!("v.{}", role.id));
        let opened = admin.post(&access, &[(&field, "shown"), (&version, &role.version.to_string())]).await;
        assert_eq!(opened.status, 303, "{}", opened.text());

        let mut sales = w.browser("sales1").await;
        let page = sales.get("/customers/new").await.text();
        assert!(page.contains("贷款意向") && page.contains("客户打算怎么付款") && page.contains("全款"), "{page}");
        let new = [("kind", "person"), ("name", "司徒静"), ("phone", "13855667788"), ("x_loan", "loan")];
        let made = sales.post("/customers/new", &new).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let own = made.location().split('?').next().unwrap().to_owned();
        let page = sales.get(&own).await.text();
        assert!(page.contains("贷款意向") && page.contains("贷款"), "{page}");

        let page = sales.get(&format!("{own}/edit")).await.text();
        let (version, before) = (hidden(&page, "version"), hidden(&page, "before").replace("&quot;", "\""));
        assert!(before.contains("\"x_loan\":\"loan\""), "{before}");
        let saved =
            sales.post(&format!("{own}/edit"), &[("version", &version), ("before", &before), ("x_loan", "cash")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let stale =
            sales.post(&format!("{own}/edit"), &[("version", &version), ("before", &before), ("x_loan", "")]).await;
        assert_eq!(stale.status, 409, "someone was faster: {}", stale.text());
        let wrong = sales.post(&format!("{own}/facts/x_loan"), &[("before", "cash"), ("value", "barter")]).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text());

        let list = sales.get("/customers?columns=name,x_loan&filter=x_loan:eq:cash").await.text();
        assert!(list.contains("司徒静") && list.contains("全款") && list.contains("贷款意向"), "{list}");
        assert!(!sales.get("/customers?filter=x_loan:eq:loan").await.text().contains("司徒静"));
        assert!(sales.get("/customers/columns").await.text().contains("贷款意向"));
        assert!(sales.get("/customers/filter?field=x_loan").await.text().contains("全款"));
        let history = sales.get(&format!("{own}/history?field=x_loan")).await.text();
        assert!(history.contains("全款") && history.contains("贷款"), "before and after: {history}");
        let trail = admin.get("/audit").await.text();
        assert!(trail.contains("贷款意向") && trail.contains("自定义字段"), "{trail}");
        let events = "SELECT count(*) FROM events WHERE name = 'custom_field.changed.v1'";
        assert_eq!(kernel::sql::number(w.db.read(), events, []).await.unwrap(), 1);
    }
}

/// SYS-07: a script reads, writes, clears and filters custom fields like any other, is told at the field what is wrong,
/// and finds them in the description of the API.
#[tokio::test]
async fn a_script_works_with_fields() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let more = json!({ "x_hobbies": "滑雪", "x_loan": "loan", "x_insured_until": "2026-12-31" });
        let path = customer(&w, "sales1", "司徒静", "13855667788", more).await;
        customer(&w, "sales1", "欧阳锋", "13855667799", json!({ "x_hobbies": "钓鱼" })).await;
        let mut script = w.script("sales1").await;
        let item = script.get(&path).await.json();
        assert_eq!((item["x_hobbies"].as_str(), item["x_insured_until"].as_str()), (Some("滑雪"), Some("2026-12-31")));
        for (query, found) in [
            ("filter=x_hobbies:contains:雪", vec!["司徒静"]),
            ("filter=x_loan:eq:loan,cash", vec!["司徒静"]),
            ("filter=x_loan:ne:loan", vec!["欧阳锋"]),
            ("filter=x_loan:empty:", vec!["欧阳锋"]),
            ("filter=x_loan:filled:", vec!["司徒静"]),
            ("filter=x_insured_until:gte:2026-12-01&filter=x_insured_until:lte:2026-12-31", vec!["司徒静"]),
            ("filter=x_insured_until:lte:2026-12-30", vec![]),
            ("q=钓鱼", vec!["欧阳锋"]),
            ("q=滑", vec![]),
        ] {
            assert_eq!(names(&mut script, query).await, found, "{query}");
        }
        let sorted = script.get("/api/v1/customers?sort=x_hobbies").await;
        assert_eq!((sorted.status.as_u16(), sorted.json()["code"].as_str()), (400, Some("list-unsortable-field")));
        for (change, code) in [
            (json!({ "x_insured_until": "soon" }), "field-not-a-date"),
            (json!({ "x_loan": "barter" }), "field-not-a-choice"),
            (json!({ "x_nothing": "1" }), "field-unknown"),
        ] {
            let (status, answer) = patch(&mut script, &path, change).await;
            assert_eq!((status, answer["errors"][0]["code"].as_str()), (422, Some(code)), "{answer}");
        }
        let (status, item) = patch(&mut script, &path, json!({ "x_hobbies": null, "x_loan": "cash" })).await;
        assert_eq!((status, &item["x_hobbies"], item["x_loan"].as_str()), (200, &json!(null), Some("cash")));
        let stale = json!({ "version": 1, "x_loan": "loan" });
        assert_eq!(script.json(Method::PATCH, &path, &stale).await.status, 409);
        let told = script.get("/api/openapi.json").await.json();
        let input = &told["components"]["schemas"]["customer_input"];
        assert_eq!(input["properties"]["x_loan"]["description"], "Loan");
        assert!(input["patternProperties"]["^x_"].is_object());
        let nobody = testkit::Client::new(&w.router).get("/api/openapi.json").await.json();
        assert!(
            nobody["components"]["schemas"]["customer"]["properties"]["x_loan"].is_null(),
            "a house's own business"
        );
    }
}

/// SYS-07: what is required is asked for in forms and by the API, and cannot be cleared.
#[tokio::test]
async fn required_means_required() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let path = customer(&w, "sales1", "司徒静", "13855667788", json!({ "x_hobbies": "滑雪" })).await;
        let scope = w.system();
        let mut tx = w.db.write(&scope).await.unwrap();
        let all = records::custom::all(tx.conn(), w.tenant).await.unwrap();
        let hobby = all.iter().find(|d| d.name == "x_hobbies").unwrap();
        let required = records::custom::Draft { required: true, ..draft("爱好", "Hobbies", Type::Text) };
        organisation::custom_fields::change(&mut tx, hobby.id, hobby.version, &required, "").await.unwrap();
        tx.commit().await.unwrap();
        let mut script = w.script("sales1").await;
        let body = json!({ "name": "欧阳锋", "phone": "13855667799" });
        let refused = script.json(Method::POST, "/api/v1/customers", &body).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["field"].as_str()), (422, Some("x_hobbies")));
        assert_eq!(patch(&mut script, &path, json!({ "x_hobbies": "" })).await.0, 422);
        assert_eq!(
            patch(&mut script, &path, json!({ "sex": "female" })).await.0,
            200,
            "what is not touched is not asked"
        );
        let body = json!({ "name": "欧阳锋", "phone": "13855667799" });
        let blind = w.script("reception1").await.json(Method::POST, "/api/v1/customers", &body).await;
        assert_eq!(blind.status, 201, "what is hidden from someone is not asked of them: {}", blind.text());
    }
}

/// SYS-07: a retired field is nowhere, its values stay for the field's return; a type only widens once there are values.
#[tokio::test]
async fn a_field_retires_and_comes_back() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let path =
            customer(&w, "sales1", "司徒静", "13855667788", json!({ "x_hobbies": "滑雪", "x_loan": "loan" })).await;
        let (mut admin, mut script) = (w.browser("admin").await, w.script("sales1").await);
        let all = records::custom::all(w.db.read(), w.tenant).await.unwrap();
        let at = |name: &str| format!("/custom-fields/{}", all.iter().find(|d| d.name == name).unwrap().id);
        let page = admin.get(&at("x_hobbies")).await.text();
        assert!(page.contains("long_text") && !page.contains("value=\"date\""), "only what values fit into: {page}");
        let form = [("version", "1"), ("label_zh", "爱好"), ("type", "date"), ("class", "personal")];
        let refused = admin.post(&at("x_hobbies"), &form).await;
        assert!(refused.status == 422 && refused.text().contains("不能改成这个类型"), "{}", refused.text());
        let wide = [
            ("version", "1"),
            ("label_zh", "兴趣"),
            ("label_en", "Interests"),
            ("type", "long_text"),
            ("class", "personal"),
        ];
        assert_eq!(admin.post(&at("x_hobbies"), &wide).await.status, 303);
        assert_eq!(admin.post(&at("x_hobbies"), &wide).await.status, 409, "someone was faster");
        assert_eq!(script.get(&path).await.json()["x_hobbies"], "滑雪");

        assert_eq!(admin.post(&format!("{}/retirement", at("x_loan")), &[("version", "1")]).await.status, 303);
        let item = script.get(&path).await.json();
        assert!(item.get("x_loan").is_none(), "{item}");
        assert_eq!(script.get("/api/v1/customers?filter=x_loan:eq:loan").await.status, 400);
        assert_eq!(patch(&mut script, &path, json!({ "x_loan": "cash" })).await.0, 422);
        let mut sales = w.browser("sales1").await;
        let page = sales.get(&format!("/customers/{}/edit", id(&path))).await.text();
        assert!(page.contains("兴趣") && !page.contains("贷款意向"), "{page}");
        let double =
            [("kind", "customer"), ("label_zh", "又一个"), ("key", "loan"), ("type", "text"), ("class", "public")];
        assert_eq!(
            admin.post("/custom-fields/new", &double).await.status,
            422,
            "the key of a retired field stays its own"
        );

        assert_eq!(admin.post(&format!("{}/restoration", at("x_loan")), &[("version", "2")]).await.status, 303);
        assert_eq!(script.get(&path).await.json()["x_loan"], "loan");
        assert_eq!(names(&mut script, "filter=x_loan:eq:loan").await, ["司徒静"]);
        let order = admin.post(&format!("{}/order", at("x_loan")), &[("by", "up")]).await;
        assert_eq!(order.status, 303, "{}", order.text());
        let page = sales.get(&format!("/customers/{}/edit", id(&path))).await.text();
        assert!(page.find("贷款意向").unwrap() < page.find("兴趣").unwrap());
    }
}

/// SYS-07: cars have fields of their own, in forms, in the API and in filters of the customers who drive them.
#[tokio::test]
async fn cars_have_fields_too() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        add(&w, "vehicle", &draft("内饰颜色", "Interior", Type::Text), "").await;
        open(&w, "sales_consultant", "vehicle", "x_interior", kernel::Access::Shown).await;
        let path = customer(&w, "sales1", "司徒静", "13855667788", json!({})).await;
        let mut script = w.script("sales1").await;
        let body = json!({ "plate": "沪A12345", "customer": id(&path), "x_interior": "米色" });
        let car = script.json(Method::POST, "/api/v1/vehicles", &body).await;
        assert_eq!(car.status, 201, "{}", car.text());
        let car = format!("/api/v1/vehicles/{}", car.json()["id"].as_str().unwrap());
        assert_eq!(script.get(&car).await.json()["x_interior"], "米色");
        assert_eq!(names(&mut script, "filter=vehicle.x_interior:eq:米色").await, ["司徒静"]);
        assert!(names(&mut script, "filter=vehicle.x_interior:eq:黑色").await.is_empty());
        let mut sales = w.browser("sales1").await;
        let own = format!("/vehicles/{}", id(&car));
        assert!(sales.get(&own).await.text().contains("米色"));
        let page = sales.get(&format!("{own}/edit")).await.text();
        assert!(page.contains("内饰颜色") && page.contains("米色"));
        let version = hidden(&page, "version");
        let saved = sales.post(&format!("{own}/edit"), &[("version", &version), ("x_interior", "黑色")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        assert_eq!(script.get(&car).await.json()["x_interior"], "黑色");
        assert!(sales.get(&format!("{own}/history")).await.text().contains("米色"));
    }
}
