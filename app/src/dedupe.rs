//! `fourfold dedupe`: how well duplicates are found in a file whose truth is known (CUS-07).

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on standard output")]

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use matching::sample::{Customs, Plan as Invented, sheet};
use matching::table::{Plan, Report, evaluate};
use sheets::{Limits, RawRow, Workbook};

use crate::cli::{DedupeCommand, EvaluateArgs, SampleArgs, SampleCustoms};

/// Does what was asked.
pub fn dedupe(command: DedupeCommand) -> anyhow::Result<()> {
    match command {
        DedupeCommand::Evaluate(args) => measure(&args).with_context(|| args.file.display().to_string()),
        DedupeCommand::Sample(args) => invent(&args),
    }
}

/// Rows that decide what the columns are.
const HEAD: usize = 300;
/// Rows among which the names of the columns stand.
const NAMES: usize = 20;

fn measure(args: &EvaluateArgs) -> anyhow::Result<()> {
    let mut book = open(&args.file)?;
    let mut first = book.sheet(0)?;
    let head = first.head(NAMES + HEAD)?;
    let at = names_at(&head, &args.truth_column);
    let Some(names) = head.get(at).map(|row| texts(row, row.cells.len())) else { bail!("the file is empty") };
    let width = names.len();
    let data: Vec<Vec<String>> = head[at + 1..].iter().map(|row| texts(row, width)).collect();
    let plan = Plan::of(names, &data, &args.truth_column, &args.map)?;
    say(&plan);
    let line = head[at].line;
    let mut rows = first.rows();
    rows.skip_to(line + 1);
    let report = evaluate(&plan, &data, rows.map(|row| row.map(|row| texts(&row, width))))?;
    if args.json {
        print_json(&report)
    } else {
        print_text(&report)
    }
    Ok(())
}

fn open(file: &Path) -> anyhow::Result<Workbook> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(sheets::open(file, &name, &Limits::default())?)
}

/// The row in which the truth column's name stands; the first where none does, so that the answer can name the columns.
fn names_at(head: &[RawRow], truth: &str) -> usize {
    let truth = truth.trim().to_lowercase();
    let named = |row: &RawRow| (0..row.cells.len()).any(|n| row.text(n).trim().to_lowercase() == truth);
    head.iter().take(NAMES).position(named).unwrap_or(0)
}

fn texts(row: &RawRow, width: usize) -> Vec<String> {
    (0..width).map(|n| row.text(n).trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).to_owned()).collect()
}

/// What the columns were taken for: on standard error, so that standard output is the report alone.
fn say(plan: &Plan) {
    for (at, (name, role)) in plan.names.iter().zip(&plan.roles).enumerate() {
        let meaning = role.map_or(if at == plan.truth { "the truth" } else { "not used" }, |role| role.name());
        eprintln!("{name}: {meaning}");
    }
}

fn print_json(report: &Report) {
    let object = serde_json::json!({
        "pairs": report.compared, "precision": report.precision, "recall": report.recall, "f1": report.f1,
        "auto_precision": report.auto_precision,
    });
    println!("{object}");
}

fn print_text(report: &Report) {
    println!("records           {}", report.records);
    println!("true pairs        {}", report.truth);
    println!("pairs compared    {}", report.compared);
    println!("pairs found       {}", report.found);
    println!("precision         {:.5}", report.precision);
    println!("recall            {:.5}", report.recall);
    println!("F1                {:.5}", report.f1);
    println!("automatic: precision {:.5}, recall {:.5}", report.auto_precision, report.auto_recall);
}

/// Prints an invented file.
fn invent(args: &SampleArgs) -> anyhow::Result<()> {
    let customs = match args.customs {
        SampleCustoms::Chinese => Customs::Chinese,
        SampleCustoms::Latin => Customs::Latin,
    };
    let (names, rows) = sheet(Invented { customs, people: args.people, again: args.again, seed: args.seed });
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    // No value holds a comma, a quote or a line break.
    writeln!(out, "{}", names.join(","))?;
    for row in rows {
        writeln!(out, "{}", row.join(","))?;
    }
    out.flush().context("standard output was closed")
}
