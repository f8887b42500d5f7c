//! The audit viewer knows everything that is written to the journal (SYS-09).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use support::World;
use testkit::Backend;

/// Lines whose action is no word at its place: the file, and what can stand there. A new one fails until it stands here.
fn elsewhere() -> BTreeMap<&'static str, Vec<&'static str>> {
    let deeds = ["receive", "check", "fulfil", "propose", "release", "withdraw", "finish", "refuse"];
    let notes = ["download", "print", "lift"];
    BTreeMap::from([
        (
            "modules/customers/src/collisions/ask.rs",
            vec!["ask", "leave", "allowed", "shared", "declined", "appeal", "take"],
        ),
        ("modules/customers/src/pages/reveal.rs", vec!["reveal"]),
        ("modules/customers/src/pages/attachments.rs", vec!["reveal"]),
        ("modules/organisation/src/roles/change.rs", vec!["create", "update", "delete"]),
        ("modules/privacy/src/requests/change.rs", deeds.into_iter().chain(notes).collect()),
        ("src/tasks/changes.rs", vec!["update", "assign", "complete", "call_off", "reopen"]),
        ("modules/leads/src/lead/moves.rs", vec!["update", "assign"]),
        (
            "modules/sales/src/opportunity/step.rs",
            sales::opportunity::Act::ALL.iter().map(|act| act.journal()).collect(),
        ),
        ("platform/records/src/custom/define.rs", vec!["create", "update", "retire", "restore", "order"]),
        ("platform/records/src/operations/restore.rs", vec!["undo"]),
        // The door through which all others go.
        ("platform/kernel/src/tx.rs", vec![]),
    ])
}

/// The arguments of a call, as written; `text` begins behind its bracket.
fn arguments(text: &str) -> Vec<String> {
    let (mut depth, mut quoted, mut list, mut argument) = (0, false, Vec::new(), String::new());
    for sign in text.chars() {
        match sign {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            ',' if !quoted && depth == 0 => {
                list.push(std::mem::take(&mut argument));
                continue;
            }
            _ => {}
        }
        argument.push(sign);
    }
    list.push(argument);
    list.retain(|argument| !argument.trim().is_empty());
    list
}

/// Every action that the sources write.
fn written(root: &Path) -> BTreeSet<String> {
    let (mut folders, mut found, elsewhere) = (Vec::new(), BTreeSet::new(), elsewhere());
    for part in ["modules", "platform"] {
        folders.extend(std::fs::read_dir(root.join(part)).unwrap().map(|crates| crates.unwrap().path().join("src")));
    }
    folders.push(root.join("app/src"));
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            for call in text.split(".record(").skip(1).chain(text.split(".record_because(").skip(1)) {
                let arguments = arguments(call);
                if arguments.len() < 4 {
                    continue;
                }
                let words: Vec<&str> = arguments[2].split('"').skip(1).step_by(2).collect();
                let at = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                let known = elsewhere.iter().find(|(end, _)| at.ends_with(**end)).map(|(_, actions)| actions);
                match (words.is_empty(), known) {
                    (false, _) => found.extend(words.into_iter().map(str::to_owned)),
                    (true, Some(actions)) => found.extend(actions.iter().map(|action| (*action).to_owned())),
                    (true, None) => panic!("{at}: which actions are these? {}", arguments[2]),
                }
            }
        }
    }
    found
}

/// The options of a select: what is sent, and what stands there.
fn options(page: &str, name: &str) -> Vec<(String, String)> {
    let from = page.split(&format!("<select name=\"{name}\"")).nth(1).unwrap();
    let list = from.split("</select>").next().unwrap();
    let option = |part: &str| {
        let (value, rest) = part.split_once('"')?;
        let label = rest.split_once('>')?.1.split('<').next()?;
        Some((value.to_owned(), label.to_owned()))
    };
    list.split("<option value=\"").skip(1).filter_map(option).filter(|(value, _)| !value.is_empty()).collect()
}

/// SYS-09: the filter offers exactly what the journal can hold, in words of both languages.
#[tokio::test]
async fn the_filter_knows_every_action() {
    let written = written(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    assert!(written.len() > 60 && written.contains("erase"), "the sources were not found: {written:?}");
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        for lang in ["zh-CN", "en"] {
            let mut auditor = w.browser("audit").await.header("cookie", &format!("lang={lang}"));
            let page = auditor.get("/audit").await.text();
            let offered = options(&page, "action");
            let names: BTreeSet<String> = offered.iter().map(|(value, _)| value.clone()).collect();
            let missing: Vec<_> = written.difference(&names).collect();
            let vain: Vec<_> = names.difference(&written).collect();
            assert!(missing.is_empty() && vain.is_empty(), "missing {missing:?}, never written {vain:?}");
            for (value, label) in offered.iter().chain(&options(&page, "kind")) {
                assert_ne!(value, label, "no word in {lang}");
            }
        }
    }
}

/// SYS-09: what was done with a request about personal data is found by its action.
#[tokio::test]
async fn privacy_is_found() {
    for backend in Backend::all() {
        let w = World::peopled(backend).await;
        let customer = w.customer("sales1", "司徒静", "13855667788").await;
        let scope = w.scope("admin").await;
        let mut tx = w.db.write(&scope).await.unwrap();
        let new = privacy::requests::NewRequest {
            customer: customer.parse().unwrap(),
            kind: privacy::requests::Kind::Copy,
            asked_by: "本人到店".into(),
            asker: "self".into(),
            wish: None,
            received_on: tx.now().date_in(organisation::HOUSE_ZONE),
            days: 30,
            id: tx.new_id(),
        };
        privacy::requests::add(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        let mut auditor = w.browser("audit").await;
        let found = auditor.get("/audit?action=receive&kind=privacy_request").await.text();
        assert!(found.contains("个人信息请求"), "{found}");
        assert_eq!(options(&found, "action").iter().filter(|(value, _)| value == "receive").count(), 1);
    }
}
