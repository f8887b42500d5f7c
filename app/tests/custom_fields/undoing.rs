//! Custom fields when an import is taken back (CUS-14, SYS-07).

use serde_json::json;
use testkit::Backend;

use crate::house::{customer, world};

/// CUS-14: values that an import changed, brought and laid beside others are back as they were, cleared ones too.
#[tokio::test]
async fn an_import_gives_values_back() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let more = json!({ "x_hobbies": "滑雪", "x_loan": "loan" });
        let path = customer(&w, "sales1", "司徒静", "13855667788", more).await;
        let sheet =
            "姓名,手机,爱好,贷款意向,保险到期\n司徒静,13855667788,钓鱼,全款,2026-12-31\n欧阳锋,13855667799,下棋,,\n";
        let import = w.bring_in("manager1", sheet).await;
        assert_eq!((import.counts.created, import.counts.updated), (1, 1), "{:?}", import.counts);
        let mut script = w.script("manager1").await;
        let item = script.get(&path).await.json();
        assert_eq!((item["x_hobbies"].as_str(), item["x_loan"].as_str()), (Some("钓鱼"), Some("cash")));
        assert_eq!(item["x_insured_until"], "2026-12-31");
        w.undo("manager1", import.id).await;
        let item = script.get(&path).await.json();
        assert_eq!((item["x_hobbies"].as_str(), item["x_loan"].as_str()), (Some("滑雪"), Some("loan")));
        assert_eq!(item["x_insured_until"], json!(null));
    }
}

/// What stands in a hidden input.
fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// SYS-09, SYS-07: a bulk edit of a field of the house's own is undone but for what somebody changed since, which is named
/// by its word; somebody who does not know the field reads of some field.
#[tokio::test]
async fn a_conflict_is_named_by_its_word() {
    for backend in Backend::all() {
        let w = world(backend).await;
        let mut paths = Vec::new();
        for (n, name) in ["司徒静", "欧阳锋", "何平"].into_iter().enumerate() {
            let more = json!({ "x_hobbies": "滑雪" });
            paths.push(customer(&w, "manager1", name, &format!("1385566778{n}"), more).await);
        }
        w.db.clock.advance(60);
        let mut manager = w.browser("manager1").await;
        let ask = [("verb", "edit"), ("all", "true"), ("query", ""), ("add", "x_hobbies")];
        let page = manager.post("/customers/bulk", &ask).await.text();
        let operation = hidden(&page, "operation");
        let form = [
            ("operation", operation.as_str()),
            ("verb", "edit"),
            ("all", "true"),
            ("query", ""),
            ("field", "x_hobbies"),
            ("x_hobbies", "钓鱼"),
        ];
        assert_eq!(manager.post("/customers/bulk-changes", &form).await.status, 303);
        w.settle().await;
        w.db.clock.advance(60);
        let later = crate::house::id(&paths[1]);
        w.change("manager1", "customer", crate::house::id(&paths[0]), &[("x_loan", "cash")]).await;
        w.change("manager1", "customer", later, &[("x_hobbies", "下棋")]).await;
        let at = format!("/operations/{operation}");
        assert!(manager.get(&at).await.text().contains("爱好"), "the operation is called by the field");
        let asked = manager.get(&format!("{at}/undo")).await.text();
        assert!(asked.contains("爱好：") && asked.contains("李店长") && !asked.contains("x_hobbies"), "{asked}");
        let mut english = w.browser("manager1").await.header("cookie", "lang=en");
        let asked = english.get(&format!("{at}/undo")).await.text();
        assert!(asked.contains("Hobbies: "), "{asked}");
        w.undo("manager1", operation.parse().unwrap()).await;
        let mut script = w.script("manager1").await;
        let mut left = Vec::new();
        for path in &paths {
            left.push(script.get(path).await.json()["x_hobbies"].clone());
        }
        assert_eq!(left, [json!("滑雪"), json!("下棋"), json!("滑雪")]);
        let history = manager.get(&format!("/customers/{}/history", crate::house::id(&paths[0]))).await.text();
        assert!(history.contains("爱好") && history.contains("钓鱼") && history.contains("滑雪"), "{history}");
        let account = manager.get(&format!("{at}?only=stayed")).await.text();
        assert!(account.contains("爱好："), "{account}");
        // Whoever lost sight of the field reads of some field.
        crate::house::open(&w, "store_manager", "customer", "x_hobbies", kernel::Access::Hidden).await;
        let account = manager.get(&format!("{at}?only=stayed")).await.text();
        assert!(!account.contains("爱好") && account.contains("其他字段"), "{account}");
    }
}
