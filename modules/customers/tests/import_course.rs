//! The course of an import of customers: killed, paused, gone on with, mended in the grid, told in a report (CUS-14).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/importing.rs"]
mod house;
mod support;

use std::sync::atomic::Ordering;

use house::{House, codes, counts};
use identifiers::sample;
use records::Refusal;
use records::import::queries::{self, RowFilter};
use records::import::report::{self, Form};
use records::import::{Fate, Key, Mode, Severity, State, fix, steer};
use testkit::Backend;

fn large(rows: u64) -> Vec<u8> {
    let mut text = "姓名,手机,车牌\n".to_owned();
    for n in 0..rows {
        // Every tenth repeats the row nine before it.
        let of = if n % 10 == 9 { n - 9 } else { n };
        text.push_str(&format!(
            "客户{},{},{}\n",
            ["甲", "乙", "丙"][(n % 3) as usize],
            sample::mobile(of),
            sample::plate(of)
        ));
    }
    text.into_bytes()
}

/// CUS-14: kill -9 in the middle of a step. The next worker goes on from the last commit: every row exactly once, and
/// the counts are those of an import that nobody killed.
#[tokio::test]
async fn killed_in_the_middle() {
    for backend in Backend::all() {
        let h = House::new(backend).await;
        let import = h.begin(h.w.manager1, "large.csv", &large(2_000)).await;
        assert!(h.act(&import, async |tx, import| steer::check(tx, import).await).await);
        h.work().await;
        let checked = h.now(&import).await;
        assert_eq!((checked.state, checked.checked), (State::Ready, counts(2_000, 1_800, 0, 0, 200, 0)));
        assert!(h.act(&import, async |tx, import| steer::run(tx, import).await).await);
        assert!(!h.act(&import, async |tx, import| steer::run(tx, import).await).await, "a second click does nothing");
        h.cars.hang_at.store(7, Ordering::SeqCst);
        tokio::select! {
            () = h.work() => panic!("it hangs"),
            () = h.cars.hanging.notified() => {}
        }
        h.cars.hang_at.store(0, Ordering::SeqCst);
        let cut = h.now(&import).await;
        assert_eq!(cut.state, State::Running);
        assert!((1..2_000).contains(&cut.counts.rows), "{:?}", cut.counts);
        assert_eq!(h.number("SELECT count(*) FROM customers").await, cut.counts.created, "nothing half");
        h.work().await;
        assert_eq!(h.now(&import).await.counts, cut.counts, "nobody takes it over while the lease runs");
        h.w.db.clock.advance(16);
        h.work().await;
        let done = h.now(&import).await;
        assert_eq!((done.state, done.counts), (State::Done, counts(2_000, 1_800, 0, 0, 200, 0)));
        assert_eq!(h.number("SELECT count(*) FROM customers").await, 1_800);
        let lines: Vec<u64> = h.rows(&done).await.iter().map(|r| r.line).collect();
        assert_eq!(lines, (2..2_002).collect::<Vec<_>>());
    }
}

/// CUS-14: paused by hand, gone on with, and given up.
#[tokio::test]
async fn pause_and_go_on() {
    let h = House::new(Backend::Sqlite).await;
    let import = h.begin(h.w.manager1, "large.csv", &large(1_000)).await;
    h.act(&import, async |tx, import| steer::check(tx, import).await).await;
    h.work().await;
    h.act(&import, async |tx, import| steer::run(tx, import).await).await;
    assert!(h.act(&import, async |tx, import| steer::pause(tx, import).await).await);
    h.work().await;
    assert_eq!((h.now(&import).await.state, h.number("SELECT count(*) FROM customers").await), (State::Paused, 0));
    assert!(h.act(&import, async |tx, import| steer::resume(tx, import).await).await);
    h.work().await;
    assert_eq!((h.now(&import).await.state, h.now(&import).await.counts.created), (State::Done, 900));
    assert!(!h.act(&import, async |tx, import| steer::cancel(tx, import).await).await, "what is done is done");
    let other = h.begin(h.w.manager1, "other.csv", &large(10)).await;
    assert!(h.act(&other, async |tx, import| steer::cancel(tx, import).await).await);
    assert!(!h.act(&other, async |tx, import| steer::check(tx, import).await).await);
}

/// CUS-14: a command line that was killed goes on when it is given again.
#[tokio::test]
async fn a_command_line_goes_on() {
    let h = House::new(Backend::Sqlite).await;
    let path = h.put("large.csv", &large(1_000));
    h.cars.hang_at.store(4, Ordering::SeqCst);
    tokio::select! {
        _ = h.run(h.w.manager1, h.order(path.clone())) => panic!("it hangs"),
        () = h.cars.hanging.notified() => {}
    }
    h.cars.hang_at.store(0, Ordering::SeqCst);
    let before = h.number("SELECT count(*) FROM customers").await;
    assert!((1..900).contains(&before));
    let done = h.run(h.w.manager1, h.order(path)).await.unwrap();
    assert_eq!(done.tally(), counts(1_000, 900, 0, 0, 100, 0));
    assert_eq!(h.number("SELECT count(*) FROM customers").await, 900);
    assert_eq!(h.number("SELECT count(*) FROM imports").await, 1);
    assert_eq!(std::fs::read_dir(&h.desk.folder).unwrap().count(), 1, "one file is kept");
}

/// CUS-14: the wizard: bad cells are mended in place, the row is judged anew, and the mapping is remembered.
#[tokio::test]
async fn mending_in_the_grid() {
    let h = House::new(Backend::Sqlite).await;
    let import =
        h.begin(h.w.manager1, "list.csv", "甲,乙,丙\n周海燕,1.31E+10,\n刘洋,13801234562,1990-13-01\n".as_bytes()).await;
    let mut mapping = import.mapping.clone();
    mapping.columns =
        vec![Some("customer.name".into()), Some("customer.phone".into()), Some("customer.birthday".into())];
    let fingerprint = import.fingerprint.clone();
    let chosen = mapping.clone();
    assert!(
        h.act(&import, async move |tx, import| steer::choose(tx, import, &chosen, &fingerprint, Mode::Both, &Key::ALL)
            .await)
            .await
    );
    h.act(&import, async |tx, import| steer::check(tx, import).await).await;
    h.work().await;
    let ready = h.now(&import).await;
    assert_eq!(ready.checked, counts(2, 1, 0, 0, 0, 1));
    assert_eq!(ready.problems.get("field-not-a-date"), Some(&1));
    let told = queries::filtered(
        h.w.db.read(),
        &ready,
        ready.pass,
        &RowFilter { severity: Some(Severity::Error), ..RowFilter::default() },
        0,
        50,
    )
    .await
    .unwrap();
    assert_eq!(told.len(), 1);
    let scope = h.w.scope(h.w.manager1).await;
    let mended = fix::fix(&h.desk, &h.w.db, &scope, &ready, 2, 1, "13801234561").await.unwrap().unwrap();
    assert_eq!((mended.fate, codes(&mended)), (Fate::Created, vec!["import-mended"]));
    let ready = h.now(&import).await;
    assert_eq!(ready.checked, counts(2, 2, 0, 0, 0, 0));
    assert_eq!(ready.problems.get("import-no-usable-key"), None);
    h.act(&import, async |tx, import| steer::run(tx, import).await).await;
    h.work().await;
    assert_eq!(h.now(&import).await.counts, counts(2, 2, 0, 0, 0, 0));
    assert_eq!(h.text("SELECT phone FROM customers WHERE name = '周海燕'").await, "+8613801234561");
    let next = h.begin(h.w.manager1, "next.csv", "甲,乙,丙\n黄磊,13801234563,\n".as_bytes()).await;
    assert_eq!(next.mapping.columns, mapping.columns, "remembered by layout");
    assert!(matches!(fix::fix(&h.desk, &h.w.db, &scope, &next, 2, 1, "x").await, Err(Refusal::Rule("import-not-now"))));
}

/// CUS-14: the report has a line for every row, with the corrections, and no formula runs in it.
#[tokio::test]
async fn the_report() {
    let h = House::new(Backend::Sqlite).await;
    let (import, _) =
        h.import("姓名,手机,备注\n周海燕,13801234561,=1+1\n周海燕,13801234561,\n无号,,@SUM(A1)\n", Mode::Both).await;
    let say = |key: &str, args: &[(&str, &str)]| format!("{key}{}", args.iter().map(|(_, v)| *v).collect::<String>());
    for form in [Form::Csv, Form::Xlsx] {
        let to = h.folder.path().join(format!("report.{}", form.extension()));
        assert_eq!(report::write(&h.desk, &h.w.db, &import, form, to.clone(), &say).await.unwrap(), 3);
        let mut book = sheets::open(to.as_path(), "report", &sheets::Limits::default()).unwrap();
        let rows = book.sheet(0).unwrap().head(10).unwrap();
        let texts: Vec<String> = rows[2].cells.iter().map(sheets::Cell::as_text).collect();
        assert_eq!(texts[..5], ["3", "import-fate-duplicate", "import-repeats-line2", "周海燕", "13801234561"]);
        assert_eq!(rows[3].text(1), "import-fate-rejected");
        if form == Form::Csv {
            let text = std::fs::read_to_string(&to).unwrap();
            assert!(text.contains("'=1+1") && text.contains("'@SUM"), "{text}");
        }
    }
}
