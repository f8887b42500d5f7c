//! Privacy rights from request to end (PIPL 44–50, docs/privacy.md).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use kernel::sql;
use privacy::erasure::ledger;
use support::World;
use testkit::{Answer, Backend, Client};

/// What stands in a hidden input of a form.
fn hidden(page: &str, form: &str, name: &str) -> String {
    let form = page.split(&format!("id=\"{form}\"")).nth(1).unwrap_or_else(|| panic!("no {form}: {page}"));
    let at = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {page}"));
    at.split('"').next().unwrap().to_owned()
}

/// Takes a request in as the pages do; its address.
async fn ask(officer: &mut Client, customer: &str, kind: &str) -> String {
    let at = format!("/privacy/new?customer={customer}");
    let page = officer.get(&at).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let (id, today) = (hidden(&page.text(), "privacy-form", "id"), "2026-11-20");
    let form = [
        ("customer", customer),
        ("id", id.as_str()),
        ("kind", kind),
        ("asked_by", "本人到店"),
        ("asker", "self"),
        ("received_on", today),
    ];
    let answer = officer.post("/privacy/new", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let again = officer.post("/privacy/new", &form).await;
    assert_eq!(again.location(), answer.location(), "sent twice, taken in once");
    answer.location().to_owned()
}

async fn send(officer: &mut Client, at: &str, deed: &str, form: &str, more: &[(&str, &str)]) -> Answer {
    let page = officer.get(at).await.text();
    let version = hidden(&page, form, "version");
    let fields: Vec<(&str, &str)> =
        more.iter().copied().chain([("version", version.as_str()), ("deed", deed)]).collect();
    officer.post(&format!("{at}/{deed}"), &fields).await
}

async fn checked(officer: &mut Client, at: &str) {
    let done = send(officer, at, "check", "check-form", &[("proof", "paper")]).await;
    assert_eq!(done.status, 303, "{}", done.text());
}

/// PIPL 47: a file that is only kept is in no list, search, export, picker, count or API of anyone; it comes back whole.
#[tokio::test]
async fn a_restricted_file_is_not_there_until_it_is_lifted() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let customer = w.customer("sales1", "司徒静", "13855667788").await;
        w.customer("sales1", "司徒婧", "13855667788").await;
        w.settle().await;
        let mut officer = w.browser("admin").await;
        let (mut manager, mut script) = (w.browser("manager1").await, w.script("manager1").await);
        let seen = async |manager: &mut Client, script: &mut Client| {
            let mut places = Vec::new();
            for at in [
                "/customers",
                "/customers?q=13855667788",
                "/search?q=situ",
                "/customers/export?form=csv",
                "/customers/duplicates",
                "/customers/to-mend",
            ] {
                places.extend(manager.get(at).await.text().contains("司徒静").then_some(at));
            }
            for at in ["/api/v1/customers", "/api/v1/duplicates"] {
                places.extend(script.get(at).await.text().contains("司徒静").then_some(at));
            }
            places.extend((manager.get(&format!("/customers/{customer}")).await.status == 200).then_some("file"));
            places
        };
        let before = seen(&mut manager, &mut script).await;
        assert!(before.len() >= 6, "{before:?}");
        let at = ask(&mut officer, &customer, "restrict").await;
        assert_eq!(send(&mut officer, &at, "fulfil", "check-form", &[]).await.status, 422, "not before the proof");
        checked(&mut officer, &at).await;
        assert_eq!(send(&mut officer, &at, "fulfil", "fulfil-form", &[]).await.status, 303);
        w.settle().await;
        assert_eq!(seen(&mut manager, &mut script).await, Vec::<&str>::new());
        assert_eq!(manager.post(&format!("/customers/{customer}/restoration"), &[]).await.status, 404);
        let shown = officer.get(&at).await.text();
        assert!(shown.contains("已停止处理") && shown.contains("司徒静"), "{shown}");
        assert!(officer.get("/privacy?show=restricted").await.text().contains("司徒静"));
        let told = ledger::read(&ledger::path(w.fresh.folder.path())).unwrap();
        assert_eq!(told.len(), 1, "a restore would keep to it");
        assert_eq!(officer.post(&format!("{at}/lift"), &[]).await.status, 303);
        w.settle().await;
        assert_eq!(seen(&mut manager, &mut script).await, before, "all of it is back");
    }
}

/// PIPL 45: a copy holds everything, is made by the house, taken out by those who look after privacy alone, noted each
/// time, and deleted when its time is over.
#[tokio::test]
async fn a_copy_is_made_and_goes_again() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let customer = w.customer("sales1", "司徒静", "13855667788").await;
        let mut officer = w.browser("admin").await;
        let at = ask(&mut officer, &customer, "copy").await;
        for login in ["manager1", "sales1", "group", "audit"] {
            let mut other = w.browser(login).await;
            for path in ["/privacy".to_owned(), at.clone(), format!("{at}/copy"), format!("{at}/print")] {
                assert_eq!(other.get(&path).await.status, 403, "{login} {path}");
            }
        }
        assert_eq!(officer.get(&format!("{at}/print")).await.status, 404, "not before it was asked for and checked");
        checked(&mut officer, &at).await;
        assert_eq!(send(&mut officer, &at, "fulfil", "fulfil-form", &[]).await.status, 303);
        assert!(officer.get(&at).await.text().contains("progress"));
        w.settle().await;
        let file = officer.get(&format!("{at}/copy")).await;
        assert_eq!(file.status, 200);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file.bytes)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("data.json").unwrap(), &mut text).unwrap();
        let data: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(data["sections"]["customer"][0]["name"], "司徒静", "{data}");
        assert_eq!(data["sections"]["phones"][0]["phone"], "+8613855667788");
        assert!(data["sections"]["engagements"][0]["store"].as_str().is_some());
        let print = officer.get(&format!("{at}/print")).await.text();
        assert!(print.contains("13855667788") && print.contains("个人信息副本"), "{print}");
        let page = officer.get(&at).await.text();
        assert!(page.contains("下载副本") && page.contains("查看打印页"), "each is noted: {page}");
        w.db.clock.advance(15 * 86_400);
        let daily = kernel::schedules::Schedule { name: privacy::TIDY, every: 86_400 };
        kernel::schedules::tick(&w.db, &[daily], &[w.tenant]).await.unwrap();
        w.settle().await;
        let mut officer = w.browser("admin").await;
        assert_eq!(officer.get(&format!("{at}/copy")).await.status, 404);
        assert_eq!(std::fs::read_dir(w.fresh.folder.path().join("copies")).unwrap().count(), 0);
    }
}

/// PIPL 47, 50: erasing shows what it comes to, asks for the file's number and for a proof of who says it, and cannot be
/// asked of a refused request; a refusal names its ground.
#[tokio::test]
async fn erasing_is_asked_for_twice() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.joins("second", "韩复核", "privacy_officer", "HQ").await;
        let customer = w.customer("sales1", "司徒静", "13855667788").await;
        let mut officer = w.browser("admin").await;
        let at = ask(&mut officer, &customer, "erase").await;
        assert_eq!(officer.get(&format!("{at}/erasure")).await.status, 404, "not before the proof");
        checked(&mut officer, &at).await;
        assert_eq!(officer.post(&format!("{at}/fulfil"), &[("version", "2")]).await.status, 404, "not in passing");
        let ask_page = officer.get(&format!("{at}/erasure")).await.text();
        assert!(ask_page.contains("无法恢复") && ask_page.contains("K000001"), "{ask_page}");
        let version = hidden(&ask_page, "erasure-form", "version");
        let wrong = [("version", version.as_str()), ("confirm", "K000009")];
        assert_eq!(officer.post(&format!("{at}/erasure"), &wrong).await.status, 422);
        w.db.clock.advance(3_600);
        let right = [("version", version.as_str()), ("confirm", "K000001")];
        let late = officer.post(&format!("{at}/erasure"), &right).await;
        assert!(late.location().starts_with("/me/proof"), "an unattended screen erases nobody: {}", late.status);
        let mut officer = w.browser("admin").await;
        assert_eq!(officer.post(&format!("{at}/erasure"), &right).await.status, 303);
        w.settle().await;
        assert_eq!(w.number("SELECT count(*) FROM customers WHERE erased_at IS NOT NULL").await, 0, "it is proposed");
        let mut second = w.browser("second").await;
        let version = hidden(&second.get(&format!("{at}/erasure")).await.text(), "erasure-form", "version");
        let right = [("version", version.as_str()), ("confirm", "K000001")];
        assert_eq!(second.post(&format!("{at}/erasure"), &right).await.status, 303);
        w.settle().await;
        let page = officer.get(&at).await.text();
        assert!(page.contains("永久删除") && !page.contains("司徒静"), "{page}");
        let erased = "SELECT count(*) FROM customers WHERE erased_at IS NOT NULL AND name = '***'";
        assert_eq!(sql::number(w.db.read(), erased, []).await.unwrap(), 1);
        assert_eq!(officer.post(&format!("{at}/lift"), &[]).await.status, 422, "nothing is left to lift");

        let other = w.customer("sales1", "欧阳锋", "13855667799").await;
        let at = ask(&mut officer, &other, "erase").await;
        let bare = send(&mut officer, &at, "refuse", "refuse-form", &[("ground", "law")]).await;
        assert_eq!(bare.status, 422, "why is said");
        let told = [("ground", "law"), ("ground_note", "保修期内的维修档案")];
        assert_eq!(send(&mut officer, &at, "refuse", "refuse-form", &told).await.status, 303);
        assert!(officer.get(&at).await.text().contains("法律规定的保存义务"));
        assert_eq!(officer.get(&format!("{at}/erasure")).await.status, 404);
    }
}

/// PIPL 24, 50: an objection is a withdrawn consent for all channels; a request that is nearly due is reminded of once a
/// day.
#[tokio::test]
async fn objections_are_consents_and_what_is_due_is_told() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let customer = w.customer("sales1", "司徒静", "13855667788").await;
        let mut officer = w.browser("admin").await;
        let at = ask(&mut officer, &customer, "object").await;
        checked(&mut officer, &at).await;
        assert_eq!(send(&mut officer, &at, "fulfil", "fulfil-form", &[]).await.status, 303);
        let text =
            "SELECT count(*) FROM customer_consents WHERE purpose = 'marketing' AND channel = 'any' AND NOT given";
        assert_eq!(sql::number(w.db.read(), text, []).await.unwrap(), 1);
        ask(&mut officer, &customer, "correct").await;
        let daily = kernel::schedules::Schedule { name: privacy::TIDY, every: 86_400 };
        for (days, told) in [(20, 0), (4, 1), (1, 2)] {
            w.db.clock.advance(days * 86_400);
            for _ in 0..2 {
                kernel::schedules::tick(&w.db, &[daily], &[w.tenant]).await.unwrap();
                w.settle().await;
            }
            let text = "SELECT count(*) FROM notices WHERE kind = 'privacy-due'";
            assert_eq!(sql::number(w.db.read(), text, []).await.unwrap(), told, "{days}");
        }
    }
}

/// PIPL 19: people who bought nothing and whom nobody has contacted for so many months are proposed, and nobody is unless
/// the group says so.
#[tokio::test]
async fn those_long_without_contact_are_proposed() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        w.customer("sales1", "司徒静", "13855667788").await;
        w.db.clock.advance(800 * 86_400);
        w.customer("sales1", "欧阳锋", "13855667799").await;
        let mut officer = w.browser("admin").await;
        let list = officer.get("/privacy?show=untouched").await.text();
        assert!(list.contains("未启用") && !list.contains("司徒静"), "{list}");
        let scope = w.scope("admin").await;
        let mut tx = w.db.write(&scope).await.unwrap();
        let root = organisation::nodes::queries::root(tx.conn(), w.tenant).await.unwrap().unwrap().id;
        let months = organisation::settings::SETTINGS.iter().find(|s| s.key == "privacy.untouched_months").unwrap();
        organisation::settings::set_setting(&mut tx, root, months, "24").await.unwrap();
        tx.commit().await.unwrap();
        let list = officer.get("/privacy?show=untouched").await.text();
        assert!(list.contains("司徒静") && !list.contains("欧阳锋"), "{list}");
        assert_eq!(
            sql::number(w.db.read(), "SELECT count(*) FROM customers WHERE deleted_at IS NOT NULL", []).await.unwrap(),
            0
        );
    }
}

/// Sets one of the group's settings.
async fn set(w: &World, key: &str, value: &str) {
    let scope = w.scope("admin").await;
    let mut tx = w.db.write(&scope).await.unwrap();
    let root = organisation::nodes::queries::root(tx.conn(), w.tenant).await.unwrap().unwrap().id;
    let setting = organisation::settings::SETTINGS.iter().find(|s| s.key == key).unwrap();
    organisation::settings::set_setting(&mut tx, root, setting, value).await.unwrap();
    tx.commit().await.unwrap();
}

/// PIPL 51: an erasing is proposed by one and released by another; whoever proposed it cannot release it, either may take
/// it back. A house with one such person is told what to do, and an administrator can ask for one alone, which is written
/// down.
#[tokio::test]
async fn a_second_person_releases_an_erasing() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let customer = w.customer("sales1", "司徒静", "13855667788").await;
        let erased = "SELECT count(*) FROM customers WHERE erased_at IS NOT NULL";
        let mut officer = w.browser("admin").await;
        let at = ask(&mut officer, &customer, "erase").await;
        checked(&mut officer, &at).await;
        let erasure = format!("{at}/erasure");
        let send_on = async |officer: &mut Client, page: &str| {
            let version = hidden(page, "erasure-form", "version");
            officer.post(&erasure, &[("version", version.as_str()), ("confirm", "K000001")]).await
        };
        let page = officer.get(&erasure).await.text();
        assert!(page.contains("提请删除") && page.contains("另一位个人信息经办人复核"), "{page}");
        assert_eq!(send_on(&mut officer, &page).await.status, 303);
        w.settle().await;
        assert_eq!(w.number(erased).await, 0);
        // Nobody is locked out without being told how to get on.
        let page = officer.get(&erasure).await.text();
        assert!(page.contains("这是您本人提请的") && page.contains("目前没有其他人拥有此功能"), "{page}");
        let version = sql::number(w.db.read(), "SELECT version FROM privacy_requests", []).await.unwrap().to_string();
        let again = officer.post(&erasure, &[("version", version.as_str()), ("confirm", "K000001")]).await;
        assert_eq!(again.status, 422, "not the same person, whatever is sent");
        assert_eq!(w.number(erased).await, 0);

        // A second one comes: told by a notice of the next proposal, may take it back or release it.
        w.joins("second", "韩复核", "privacy_officer", "HQ").await;
        assert!(!officer.get(&erasure).await.text().contains("目前没有其他人"));
        let mut second = w.browser("second").await;
        assert_eq!(send(&mut second, &at, "withdraw", "withdraw-form", &[]).await.status, 303);
        assert_eq!(
            w.number("SELECT count(*) FROM privacy_requests WHERE state = 'checked' AND proposed_by IS NULL").await,
            1
        );
        let page = officer.get(&erasure).await.text();
        assert_eq!(send_on(&mut officer, &page).await.status, 303);
        w.settle().await;
        let told = "SELECT count(*) FROM notices n JOIN users u ON u.tenant_id = n.tenant_id AND u.id = n.user_id WHERE n.kind = 'privacy-proposed' AND u.login = 'second'";
        assert_eq!(w.number(told).await, 1);
        let page = second.get(&erasure).await.text();
        assert!(page.contains("由您复核"), "{page}");
        assert_eq!(send_on(&mut second, &page).await.status, 303);
        w.settle().await;
        assert_eq!(w.number(erased).await, 1);
        let steps = officer.get(&at).await.text();
        assert!(steps.contains("复核并删除") && steps.contains("撤回提请") && steps.contains("韩复核"), "{steps}");

        // One alone, where the house says so; that it does is in the journal.
        let other = w.customer("sales1", "欧阳锋", "13855667799").await;
        set(&w, "privacy.second_person", "false").await;
        let changed = "SELECT count(*) FROM journal j JOIN journal_values v ON v.tenant_id = j.tenant_id AND v.journal_id = j.id WHERE j.action = 'set' AND v.changes LIKE '%privacy.second_person%'";
        assert_eq!(w.number(changed).await, 1);
        let at = ask(&mut officer, &other, "erase").await;
        checked(&mut officer, &at).await;
        let page = officer.get(&format!("{at}/erasure")).await.text();
        let version = hidden(&page, "erasure-form", "version");
        let right = [("version", version.as_str()), ("confirm", "K000002")];
        assert_eq!(officer.post(&format!("{at}/erasure"), &right).await.status, 303);
        w.settle().await;
        assert_eq!(w.number(erased).await, 2);
    }
}
