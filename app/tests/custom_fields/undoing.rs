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
