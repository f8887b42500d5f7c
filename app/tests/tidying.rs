//! Files that came in and lead nowhere are tidied away after a time; all others stay (CUS-14, CUS-17).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use kernel::{Instant, NewJob, files, sql};
use support::World;
use testkit::{Backend, Client};

/// The smallest paper there is.
const PAPER: &[u8] = b"%PDF-1.4 a";

/// Ages all files below a folder: written so many days before the house's now.
fn age(folder: &Path, now: Instant, days: i64) {
    for path in files::written_before(folder, now.plus_days(100_000)).unwrap() {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(files::system_time(now.plus_days(-days))).unwrap();
    }
}

/// How many files stand below a folder.
fn kept(folder: &Path) -> usize {
    files::written_before(folder, Instant(i64::MAX / 2)).unwrap().len()
}

async fn tidy(world: &World, job: &'static str) {
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    tx.enqueue(NewJob { kind: job, ..NewJob::default() });
    tx.commit().await.unwrap();
    world.settle().await;
    let failed = "SELECT count(*) FROM jobs WHERE error IS NOT NULL";
    assert_eq!(sql::number(world.db.read(), failed, []).await.unwrap(), 0);
}

async fn upload(boss: &mut Client, world: &World, name: &str) -> String {
    let store = world.pudong.to_string();
    let sheet = format!("姓名,手机\n{name},13855667788\n");
    let answer = boss.upload("/imports", "file", "名单.csv", sheet.as_bytes(), &[("store", &store)]).await;
    answer.location().trim_end_matches("/mapping").to_owned()
}

/// CUS-14: parts and files of no import go after a day, those of imports that never ran after thirty; the file of an
/// import that ran stays, because it is its account.
#[tokio::test]
async fn files_of_imports() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let folder = world.fresh.folder.path().join("imports");
        let mut boss = world.browser("manager1").await;
        let ran = upload(&mut boss, &world, "司徒静").await;
        let form =
            [("sheet", "0"), ("header", "1"), ("c0", "customer.name"), ("c1", "customer.phone"), ("mode", "both")];
        boss.post(&format!("{ran}/mapping"), &[&form[..], &[("key", "phone")]].concat()).await;
        world.settle().await;
        boss.post(&format!("{ran}/run"), &[]).await;
        world.settle().await;
        let left = upload(&mut boss, &world, "欧阳锋").await;
        std::fs::write(folder.join("00000000-0000-7000-8000-000000000001.part"), b"half").unwrap();
        std::fs::write(folder.join("00000000-0000-7000-8000-000000000002.sheet"), b"nobody's").unwrap();
        assert_eq!(kept(&folder), 4);
        age(&folder, world.db.clock.now(), 0);
        tidy(&world, records::import::TIDY).await;
        assert_eq!(kept(&folder), 4, "all of it is young");
        age(&folder, world.db.clock.now(), 2);
        tidy(&world, records::import::TIDY).await;
        assert_eq!(kept(&folder), 2, "what belongs to no import goes");
        assert_eq!(boss.get(&format!("{left}/mapping")).await.status, 200);
        world.db.clock.advance(31 * 86_400);
        tidy(&world, records::import::TIDY).await;
        assert_eq!(kept(&folder), 1, "and what nobody went on with");
        let mut boss = world.browser("manager1").await;
        assert_eq!(boss.get(&format!("{ran}/report?form=csv")).await.status, 200);
        let gone = boss.get(&format!("{left}/report?form=csv")).await;
        assert_eq!(gone.status, 410);
        assert!(gone.text().contains("请重新上传"));
    }
}

/// CUS-17: the bytes of a paper stay as long as any file names them, and thirty days more; bytes that were kept for a
/// paper that never came to be go after a day.
#[tokio::test]
async fn bytes_of_papers() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let data = world.fresh.folder.path();
        let folder = data.join("attachments");
        let customer = world.customer("sales1", "司徒静", "13855667788").await;
        let mut sales = world.browser("sales1").await;
        let at = format!("/customers/{customer}/attachments");
        assert_eq!(sales.upload(&at, "file", "合同.pdf", PAPER, &[]).await.status, 303);
        let other = customers::attachments::prepare(b"%PDF-1.4 b").unwrap();
        customers::attachments::keep(data, &other).unwrap();
        age(&folder, world.db.clock.now(), 2);
        // Sent again just now: young until it is named.
        let third = customers::attachments::prepare(b"%PDF-1.4 c").unwrap();
        customers::attachments::keep(data, &third).unwrap();
        assert_eq!(kept(&folder), 3);
        let place = customers::attachments::path(data, &third.digest);
        let file = std::fs::File::options().write(true).open(&place).unwrap();
        file.set_modified(files::system_time(world.db.clock.now())).unwrap();
        tidy(&world, customers::attachments::TIDY).await;
        assert_eq!(kept(&folder), 2);
        assert!(place.exists() && !customers::attachments::path(data, &other.digest).exists());

        let id = sql::row(world.db.read(), "SELECT id FROM attachments", []).await.unwrap().unwrap();
        let id: kernel::Id = id.try_get_by_index(0).unwrap();
        assert_eq!(world.browser("manager1").await.post(&format!("{at}/{id}/removal"), &[]).await.status, 303);
        tidy(&world, customers::attachments::TIDY).await;
        assert_eq!(kept(&folder), 2, "put away by mistake, perhaps");
        world.db.clock.advance(31 * 86_400);
        tidy(&world, customers::attachments::TIDY).await;
        assert_eq!(kept(&folder), 0);
    }
}

/// SYS-17: a notice goes half a year after it was read; what nobody has read stays.
#[tokio::test]
async fn notices_read_long_ago() {
    for backend in Backend::all() {
        let world = World::peopled(backend).await;
        let customer: kernel::Id = world.customer("sales1", "司徒静", "13855667788").await.parse().unwrap();
        let scope = world.scope("sales1").await;
        let mut tx = world.db.write(&scope).await.unwrap();
        customers::timeline::add_note(&mut tx, customer, None, "@李店长 @周总 请审批").await.unwrap();
        tx.commit().await.unwrap();
        world.settle().await;
        let stored = async || sql::number(world.db.read(), "SELECT count(*) FROM notices", []).await.unwrap();
        assert_eq!(stored().await, 2);
        world.browser("manager1").await.post("/notices/read", &[]).await;
        world.db.clock.advance(179 * 86_400);
        tidy(&world, organisation::notices::TIDY).await;
        assert_eq!(stored().await, 2, "read of late");
        world.db.clock.advance(2 * 86_400);
        tidy(&world, organisation::notices::TIDY).await;
        assert_eq!(stored().await, 1, "the unread one stays");
    }
}
