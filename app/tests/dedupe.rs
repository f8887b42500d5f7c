//! CUS-07: `fourfold dedupe evaluate`, as a person or a script calls it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

fn fourfold(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fourfold")).arg("dedupe").args(args).output().unwrap()
}

fn evaluate(file: &Path, more: &[&str]) -> Output {
    fourfold(&[&["evaluate", file.to_str().unwrap()], more].concat())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}", said(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn sample(people: &str) -> Vec<u8> {
    let made = fourfold(&["sample", "--people", people, "--again", "300", "--seed", "4"]);
    assert!(made.status.success(), "{}", said(&made));
    made.stdout
}

/// The columns guessed, five figures and nothing else; the same from UTF-8 and from GB18030.
#[test]
fn measures_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (utf8, gbk) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
    let text = String::from_utf8(sample("700")).unwrap();
    std::fs::write(&utf8, &text).unwrap();
    std::fs::write(&gbk, encoding_rs::GB18030.encode(&text).0).unwrap();
    let output = evaluate(&utf8, &["--truth-column", "person", "--json"]);
    let report = json(&output);
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["auto_precision", "f1", "pairs", "precision", "recall"]);
    assert_eq!(report["pairs"], 1000 * 999 / 2, "a small file is compared whole");
    assert!(report["f1"].as_f64().unwrap() >= 0.97, "{report}");
    assert!(report["auto_precision"].as_f64().unwrap() >= 0.999, "{report}");
    let told = said(&output);
    for line in ["rec_id: not used", "person: the truth", "姓名: name", "手机: phone", "车牌: plate"] {
        assert!(told.contains(line), "{told}");
    }
    assert_eq!(json(&evaluate(&gbk, &["--truth-column", "person", "--json"])), report);
}

/// `rec-7-org` and `rec-7-dup-0` are one person; a column like `soc_sec_id` is no evidence unless it is mapped.
#[test]
fn numbers_inside_and_identity_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.csv");
    let mut text = "rec_id, given_name, surname, date_of_birth, soc_sec_id\n".to_owned();
    for n in 0..60 {
        text +=
            &format!("rec-{n}-org, {}, name{n}, 19{:02}0{}12, 555\n", ["ann", "ben", "cleo"][n % 3], n + 20, n % 9 + 1);
        text += &format!(
            "rec-{n}-dup-0, {}, name{n}, 19{:02}0{}12, 555\n",
            ["ann", "ben", "cleo"][n % 3],
            n + 20,
            n % 9 + 1
        );
    }
    std::fs::write(&file, text).unwrap();
    let output = evaluate(&file, &["--truth-column", "rec_id", "--json"]);
    assert!(said(&output).contains("soc_sec_id: not used"), "{}", said(&output));
    assert_eq!(json(&output)["f1"], 1.0);
    let map = ["--truth-column", "rec_id", "--json", "--map", "surname=surname", "soc_sec_id=id_number"];
    let output = evaluate(&file, &map);
    assert!(said(&output).contains("given_name: not used"), "{}", said(&output));
    assert!(said(&output).contains("soc_sec_id: id_number"), "{}", said(&output));
}

/// Mistakes are told in a sentence.
#[test]
fn mistakes_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.csv");
    std::fs::write(&file, "person,name\n1,Ann Smith\n2,Ben Jones\n").unwrap();
    let refused = |more: &[&str], sentence: &str| {
        let output = evaluate(&file, more);
        assert!(!output.status.success());
        assert!(output.stdout.is_empty());
        assert!(said(&output).contains(sentence), "{}", said(&output));
    };
    refused(&["--truth-column", "who"], "there is no column \"who\"; the columns are: person, name");
    refused(&["--truth-column", "person", "--map", "name=colour"], "there is no field \"colour\"; the fields are: ");
    refused(&["--truth-column", "person", "--map", "nom=name"], "there is no column \"nom\"");
    refused(&["--truth-column", "person", "--map", "person=name"], "cannot be evidence");
    refused(&["--truth-column", "name", "--map", "x"], "column=field");
    std::fs::write(&file, "a,b\n1,2\n3,4\n").unwrap();
    refused(&["--truth-column", "a"], "no column could be recognised");
    std::fs::write(&file, "").unwrap();
    refused(&["--truth-column", "a"], "empty");
    std::fs::remove_file(&file).unwrap();
    refused(&["--truth-column", "a"], "f.csv");
}

/// Ragged and half-quoted rows are no reason to give up; what is there counts.
#[test]
fn untidy_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.csv");
    std::fs::write(
        &file,
        "person,name,phone\n1,\"Ann\nSmith\",13812345678\n1,Ann Smith\n\n2,Ben Jones,139,more,cells\n",
    )
    .unwrap();
    let report = json(&evaluate(&file, &["--truth-column", "PERSON", "--json"]));
    assert_eq!(report["pairs"], 3);
}
