//! Two files of one person become one, and two again (CUS-07).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use customers::consents::NewConsent;
use customers::engagements::{classes, history};
use customers::merge::{self, Choices, Side};
use customers::relations::NewRelation;
use customers::timeline::TimelineFilter;
use customers::timeline::add_note;
use customers::{phones, tags, timeline};
use fourfold_customers as customers;
use kernel::Id;
use proptest::prelude::*;
use records::Refusal;
use records::policy::Look;
use support::{World, codes, input};
use testkit::{Backend, NOW};

/// What a file tells its group's administrator, line by line, but for versions and for when it was touched last.
async fn told(w: &World, id: Id) -> Vec<String> {
    let Some(file) = w.read(w.founded.administrator, id).await else { return Vec::new() };
    let untold = ["updated_at", "touched_at"];
    let mut lines: Vec<String> = file
        .row
        .cells
        .iter()
        .filter(|(field, _)| !untold.contains(&field.name))
        .map(|(field, shown)| format!("{} {shown:?}", field.name))
        .collect();
    for view in &file.engagements {
        let mut e = view.engagement.clone();
        (e.version, e.touched_at) = (0, NOW);
        lines.push(format!("{e:?}"));
    }
    lines.extend(file.phones.iter().map(|p| format!("{p:?}")));
    lines.extend(file.contacts.iter().map(|c| format!("{c:?}")));
    lines.extend(file.relations.iter().map(|r| format!("{r:?}")));
    lines.extend(file.consents.iter().map(|c| format!("{c:?}")));
    lines.extend(file.tags.iter().map(|t| format!("{t:?}")));
    lines.extend([format!("{:?}", file.doubts), format!("{:?}", file.raw), format!("{:?}", file.completeness)]);
    let scope = w.scope(w.founded.administrator).await;
    let look = Look::at(&w.db, &scope);
    let all = TimelineFilter { kinds: Vec::new(), store: None };
    let page = timeline(&look, id, &all, None, 50).await.unwrap().unwrap();
    lines.extend(page.entries.iter().map(|e| format!("{} {} {:?}", e.id, e.kind, e.body)));
    let owners = history::owners(&look, id).await.unwrap();
    // The merge itself and its undoing add lines of their own.
    let earlier = owners.iter().filter(|l| l.at < NOW.plus_seconds(3600));
    lines.extend(earlier.map(|l| format!("{} {:?} {:?}", l.engagement_id, l.owner_id, l.at)));
    lines.sort();
    lines
}

/// What differs.
fn apart(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|l| !after.contains(l)).map(|l| format!("- {l}"));
    gone.chain(after.iter().filter(|l| !before.contains(l)).map(|l| format!("+ {l}"))).collect()
}

async fn version(w: &World, id: Id) -> i64 {
    w.read(w.founded.administrator, id).await.unwrap().row.version
}

async fn merged(w: &World, who: Id, survivor: Id, absorbed: Id, choices: Choices) -> Result<Id, Refusal> {
    w.db.clock.advance(7200);
    let (own, other) = ((survivor, version(w, survivor).await), (absorbed, version(w, absorbed).await));
    w.act(who, async |tx| merge::merge(tx, &w.seams, own, other, &choices).await).await
}

async fn undone(w: &World, who: Id, id: Id) -> Result<Vec<merge::Conflict>, Refusal> {
    w.db.clock.advance(60);
    w.act(who, async |tx| merge::undo(tx, &w.seams, id).await).await.map(|(_, left)| left)
}

/// Two files of one person at two stores, with everything that can hang on a file.
async fn pair(w: &World) -> (Id, Id) {
    let own = w
        .file(
            w.sales1,
            &[
                ("name", "王小敏"),
                ("phone", "13812345678"),
                ("city", "上海"),
                ("remark", "要红色"),
                ("grade", "A"),
                ("class", "prospect"),
            ],
        )
        .await;
    let other = w
        .file(
            w.sales3,
            &[
                ("name", "王敏"),
                ("phone", "13987654321"),
                ("email", "wm@example.com"),
                ("city", "苏州"),
                ("id_number", "110101199003077774"),
            ],
        )
        .await;
    // The store of the first one knows the second as well, through another consultant.
    let friend = w.file(w.sales2, &[("name", "赵大海"), ("phone", "13700001111")]).await;
    let admin = w.founded.administrator;
    w.act(admin, async |tx| {
        let at_pudong = input(&[("store", "S001"), ("class", "prospect"), ("grade", "H"), ("remark", "周末来")]);
        customers::engage(tx, &w.seams, other, &at_pudong).await?;
        phones::add(tx, &w.seams, other, "13812345678", None).await?;
        tags::add(tx, other, w.minhang, "老客户").await?;
        tags::add(tx, other, w.pudong, "置换").await?;
        tags::add(tx, own, w.pudong, "置换").await?;
        let consent = NewConsent {
            purpose: "marketing".into(),
            channel: "phone".into(),
            given: false,
            text_version: None,
            evidence: None,
        };
        customers::consents::record(tx, other, consent).await?;
        add_note(tx, other, Some(w.minhang), "在闵行试驾过").await?;
        add_note(tx, own, Some(w.pudong), "在浦东看过车").await?;
        for (a, b) in [(other, friend), (friend, own)] {
            let tie = NewRelation {
                customer: a,
                other: b,
                kind: "family".into(),
                remark: None,
                valid_from: None,
                valid_to: None,
            };
            customers::relations::add(tx, tie).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    (own, other)
}

/// CUS-07: the survivor has everything, is found by everything, and undoing gives each its own again.
#[tokio::test]
async fn one_file_and_two_again() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (own, other) = pair(&w).await;
        let (before_own, before_other) = (told(&w, own).await, told(&w, other).await);
        let admin = w.founded.administrator;
        let number = w.read(admin, other).await.unwrap().row.get("number").text().unwrap().to_owned();
        let id = merged(&w, admin, own, other, Choices::default()).await.unwrap();

        assert!(w.read(admin, other).await.is_none(), "the absorbed file is put away");
        let file = w.read(admin, own).await.unwrap();
        let text = |field: &str| file.row.get(field).text().unwrap_or_default().to_owned();
        assert_eq!((text("name").as_str(), text("city").as_str()), ("王小敏", "上海"), "the survivor's value holds");
        assert_eq!(text("email"), "wm@example.com", "a value beats none");
        assert!(file.row.get("id_number").text().is_some_and(|n| n == "110101199003077774"), "sealed anew");
        let numbers: Vec<_> = file.phones.iter().map(|p| p.phone.text().unwrap_or_default().to_owned()).collect();
        assert_eq!(numbers, ["+8613812345678", "+8613987654321"], "each number once, the survivor's first");
        assert_eq!(file.engagements.len(), 2);
        let at = |store| file.engagements.iter().find(|e| e.engagement.store_id == store).unwrap();
        assert_eq!(at(w.pudong).engagement.owner_id, Some(w.sales1));
        assert_eq!(at(w.pudong).engagement.remark.as_deref(), Some("要红色\n周末来"));
        assert_eq!(at(w.minhang).engagement.owner_id, Some(w.sales3), "the other store goes on as it was");
        assert_eq!(file.tags.len(), 2);
        assert_eq!(file.relations.len(), 1, "the same tie is not told twice");
        for typed in ["王小敏", "13812345678", "13987654321", number.as_str()] {
            assert_eq!(w.found(admin, typed).await, 1, "{typed}");
            assert_eq!(w.found(w.sales3, typed).await, 1, "also at the other store: {typed}");
        }
        assert_eq!(w.found(admin, "王敏").await, 0, "under the name that did not hold nobody is found");
        assert_eq!(merge::keeper(w.db.read(), w.founded.tenant, other).await.unwrap(), Some(own));

        assert_eq!(undone(&w, admin, id).await.unwrap(), []);
        let nothing: [&str; 0] = [];
        assert_eq!(apart(&before_own, &told(&w, own).await), nothing);
        assert_eq!(apart(&before_other, &told(&w, other).await), nothing);
        for (typed, n) in [("王小敏", 1), ("王敏", 1), ("13987654321", 1), ("13812345678", 2), (number.as_str(), 1)]
        {
            assert_eq!(w.found(admin, typed).await, n, "{typed}");
        }
        assert!(matches!(undone(&w, admin, id).await, Err(Refusal::Rule("customer-merge-undone"))));
    }
}

/// CUS-07: what was chosen holds, owner and primary number among it.
#[tokio::test]
async fn as_chosen() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (own, other) = pair(&w).await;
        let admin = w.founded.administrator;
        let mut choices = Choices { reason: Some("同一人".into()), ..Choices::default() };
        for field in ["name", "city", "phone"] {
            choices.fields.insert(field.into(), Side::Absorbed);
        }
        choices.owners.insert(w.pudong, Side::Absorbed);
        merged(&w, admin, own, other, choices).await.unwrap();
        let file = w.read(admin, own).await.unwrap();
        assert_eq!(file.row.get("name").text(), Some("王敏"));
        assert_eq!(file.row.get("city").text(), Some("苏州"));
        assert_eq!(file.row.get("phone").text(), Some("+8613987654321"));
        let pudong = file.engagements.iter().find(|e| e.engagement.store_id == w.pudong).unwrap();
        assert_ne!(pudong.engagement.owner_id, Some(w.sales1));
        assert_eq!(w.listed(w.sales1).await.len(), 0, "the consultant whose file did not hold no longer has it");
        assert_eq!(w.found(admin, "王敏").await, 1);
        assert_eq!(w.found(admin, "王小敏").await, 0);
    }
}

/// CUS-07: nobody merges whom they may not, with what they do not see, or what someone changed meanwhile.
#[tokio::test]
async fn refused() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (own, other) = pair(&w).await;
        let admin = w.founded.administrator;
        let try_as = |who, survivor, absorbed| merged(&w, who, survivor, absorbed, Choices::default());
        assert!(matches!(try_as(w.sales1, own, other).await, Err(Refusal::NotFound | Refusal::Forbidden)));
        let stranger = w.file(w.sales3, &[("name", "钱多多"), ("phone", "13611112222")]).await;
        assert!(matches!(try_as(w.manager1, own, stranger).await, Err(Refusal::NotFound)), "of another store");
        assert_eq!(
            codes(try_as(admin, own, own).await.unwrap_err()),
            [("absorbed".to_owned(), "customer-merge-self".to_owned())]
        );
        let stale =
            w.act(admin, async |tx| merge::merge(tx, &w.seams, (own, 99), (other, 1), &Choices::default()).await).await;
        assert!(matches!(stale, Err(Refusal::Conflict(_))));
        let first = try_as(admin, own, other).await.unwrap();
        let third = w.file(w.sales1, &[("name", "王小米"), ("phone", "13512341234")]).await;
        let second = merged(&w, admin, third, own, Choices::default()).await.unwrap();
        assert!(matches!(undone(&w, admin, first).await, Err(Refusal::Rule("customer-merge-later"))));
        assert_eq!(merge::keeper(w.db.read(), w.founded.tenant, other).await.unwrap(), Some(third));
        undone(&w, admin, second).await.unwrap();
        undone(&w, admin, first).await.unwrap();
        assert!(w.read(admin, other).await.is_some());
    }
}

/// What someone does to a merged file before the merge is undone.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Name,
    City,
    Email,
    Phone,
    Tag,
    Note,
    Class,
}

async fn edit(w: &World, id: Id, what: Edit, n: usize) {
    w.db.clock.advance(1);
    let admin = w.founded.administrator;
    let change = async |field: &str, value: String| {
        let version = version(w, id).await;
        w.update(admin, id, version, &[(field, value.as_str()), ("store", "S001")]).await.unwrap();
    };
    match what {
        Edit::Name => change("name", format!("王某{}", ["甲", "乙", "丙"][n % 3])).await,
        Edit::City => change("city", format!("城市{n}")).await,
        Edit::Email => change("email", format!("n{n}@example.com")).await,
        Edit::Phone => {
            let number = format!("1330000{n:04}");
            w.act(admin, async |tx| phones::add(tx, &w.seams, id, &number, None).await).await.unwrap();
        }
        Edit::Tag => {
            let tag = format!("标签{n}");
            w.act(admin, async |tx| tags::add(tx, id, w.pudong, &tag).await).await.unwrap();
        }
        Edit::Note => {
            let text = format!("备注{n}");
            w.act(admin, async |tx| add_note(tx, id, Some(w.pudong), &text).await).await.unwrap();
        }
        Edit::Class => {
            let _ = w
                .act(admin, async |tx| classes::convert(tx, id, w.pudong, "customer", None, Some("成交".into())).await)
                .await;
        }
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let one = prop_oneof![
        Just(Edit::Name),
        Just(Edit::City),
        Just(Edit::Email),
        Just(Edit::Phone),
        Just(Edit::Tag),
        Just(Edit::Note),
        Just(Edit::Class),
    ];
    proptest::collection::vec(one, 0..6)
}

/// CUS-07: however the file was changed since, undoing brings the absorbed file back as it was, gives the survivor
/// its facts back but for those changed since, and names just these.
#[test]
fn undone_after_any_edits() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    runner
        .run(&edits(), |edits| {
            runtime.block_on(async {
                for backend in Backend::all() {
                    let w = World::new(backend).await;
                    let (own, other) = pair(&w).await;
                    let before = told(&w, other).await;
                    let kept = w.read(w.founded.administrator, own).await.unwrap();
                    let id = merged(&w, w.founded.administrator, own, other, Choices::default()).await.unwrap();
                    for (n, what) in edits.iter().enumerate() {
                        edit(&w, own, *what, n).await;
                    }
                    let left = undone(&w, w.founded.administrator, id).await.unwrap();
                    let changed = apart(&before, &told(&w, other).await);
                    assert!(changed.is_empty(), "{edits:?} {changed:#?}");
                    let now = w.read(w.founded.administrator, own).await.unwrap();
                    let changed = |what: fn(&Edit) -> bool| edits.iter().any(what);
                    let email = left.iter().any(|c| c.field == "email");
                    assert_eq!(email, changed(|e| matches!(e, Edit::Email)), "{edits:?} {left:?}");
                    for (field, touched) in [
                        ("name", changed(|e| matches!(e, Edit::Name))),
                        ("city", changed(|e| matches!(e, Edit::City))),
                        ("email", changed(|e| matches!(e, Edit::Email))),
                        ("id_number", false),
                    ] {
                        let same = now.row.get(field) == kept.row.get(field);
                        assert_eq!(same, !touched, "{field} {edits:?}");
                    }
                    let count = |what: fn(&Edit) -> bool| edits.iter().filter(|e| what(e)).count();
                    assert_eq!(now.phones.len(), kept.phones.len() + count(|e| matches!(e, Edit::Phone)));
                    assert_eq!(now.tags.len(), kept.tags.len() + count(|e| matches!(e, Edit::Tag)));
                    assert_eq!(now.engagements.len(), 1);
                    // A name that was changed since is found; the number of the other file is not, through this one.
                    let number = told_number(&w, other).await;
                    assert_eq!(w.found(w.founded.administrator, &number).await, 1);
                }
            });
            Ok(())
        })
        .unwrap();
}

async fn told_number(w: &World, id: Id) -> String {
    w.read(w.founded.administrator, id).await.unwrap().row.get("number").text().unwrap().to_owned()
}
