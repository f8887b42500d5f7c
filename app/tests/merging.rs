//! Merging in the pages: compare, choose, merge, follow the old address, undo (CUS-07).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use support::World;
use testkit::Backend;

/// What stands in a hidden input.
fn hidden(page: &str, name: &str) -> String {
    let at = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// CUS-07: a manager makes one file of two; whoever follows the old address comes to the new one; it is undone in one
/// step; a second click does nothing twice, and a consultant cannot do it at all.
#[tokio::test]
async fn a_manager_merges_and_takes_it_back() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let own = w.customer("sales1", "司徒静", "13855667788").await;
        let other = w.customer("sales2", "司徒婧", "13955667788").await;
        let mut manager = w.browser("manager1").await;
        let ask = manager.get(&format!("/customers/{own}/merge")).await;
        assert!(ask.status.is_success(), "{}", ask.text());
        let page = manager.get(&format!("/customers/{own}/merge?with={other}")).await.text();
        assert!(page.contains("司徒婧") && page.contains("field-name") && page.contains("owner-"), "{page}");
        let (version, with_version) = (hidden(&page, "version"), hidden(&page, "with-version"));
        let form = [
            ("with", other.as_str()),
            ("version", version.as_str()),
            ("with-version", with_version.as_str()),
            ("field-name", "after"),
            ("reason", "同一人"),
        ];
        let at = format!("/customers/{own}/merge");
        let done = manager.post(&at, &form).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let place = done.location().to_owned();
        let again = manager.post(&at, &form).await;
        assert_eq!(again.location(), place, "sent twice, merged once");
        let old = manager.get(&format!("/customers/{other}")).await;
        assert_eq!((old.status.as_u16(), old.location()), (303, format!("/customers/{own}").as_str()));
        let mut consultant = w.browser("sales2").await;
        assert_eq!(consultant.get(&format!("/customers/{own}")).await.status, 404, "their file became another's");
        assert_eq!(consultant.get(&format!("/customers/{other}")).await.status, 404, "and its address tells nothing");
        assert_eq!(consultant.post(&at, &form).await.status, 403);
        let shown = manager.get(&place).await.text();
        assert!(shown.contains("同一人") && shown.contains("/undo"), "{shown}");
        w.settle().await;
        let undone = manager.post(&format!("{place}/undo"), &[]).await;
        assert_eq!(undone.status, 303, "{}", undone.text());
        manager.post(&format!("{place}/undo"), &[]).await;
        assert!(manager.get(&format!("/customers/{other}")).await.text().contains("司徒婧"));
        assert!(manager.get(&format!("/customers/{own}")).await.text().contains("司徒静"));
        assert_eq!(consultant.get(&format!("/customers/{other}")).await.status, 200);
    }
}
