//! `fourfold-bench-import`: times the demo group into an empty database, then spreadsheets into it by the real command:
//! 100,000 rows of XLSX, the same file once more, and 1,000,000 rows of CSV, with dirty rows among them.

#![allow(clippy::print_stdout, reason = "a measuring tool speaks on standard output")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context, bail};
use clap::Parser;
use fourfold::demo::generate::{File, World, file, scaled};
use fourfold_bench::document;
use fourfold_bench::settings::Database;
use kernel::Clock;
use sheets::{CsvWriter, OutCell, TableWriter, XlsxWriter};

/// Seed of the sheets' people; not that of the demo group, so that they are new there.
const SEED: u64 = 7_007;
/// People to draw from: the short sheet holds the first of the long one.
const PEOPLE: u64 = 1_000_000;
/// The demo store they come into.
const STORE: &str = "S001";
/// In whose name.
const USER: &str = "manager1";

/// Measures the budgets of design.md for bringing data in.
#[derive(Debug, Parser)]
#[command(name = "fourfold-bench-import", version)]
struct Args {
    /// Which database.
    #[arg(value_enum)]
    database: Database,
    /// The program measured.
    #[arg(long)]
    server: PathBuf,
    /// An empty directory for the data.
    #[arg(long)]
    data: PathBuf,
    /// An empty database, for PostgreSQL.
    #[arg(long)]
    database_url: Option<String>,
    /// Where the sheets are kept between runs.
    #[arg(long)]
    sheets: PathBuf,
    /// The document whose section is written.
    #[arg(long, default_value = "docs/benchmarks.md")]
    document: PathBuf,
    /// Leave the million rows out.
    #[arg(long)]
    short: bool,
}

/// What a run of the program came to.
struct Run {
    seconds: f64,
    /// Memory at its highest, in MB.
    peak: f64,
    /// What it said last.
    said: String,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    std::fs::create_dir_all(&args.sheets)?;
    let mut rows = Vec::new();
    rows.push(("demo group into an empty database", 60.0, args.run(&["demo"])?));
    let xlsx = sheet(&args.sheets, 100_000, "xlsx")?;
    rows.push(("XLSX, 100,000 rows, new", 60.0, args.import(&xlsx)?));
    rows.push(("the same file again", 60.0, args.import(&xlsx)?));
    if !args.short {
        let csv = sheet(&args.sheets, 1_000_000, "csv")?;
        rows.push(("CSV, 1,000,000 rows, a tenth of them known", 480.0, args.import(&csv)?));
    }
    let mut text = format!("### Bringing data in, {}\n\n", args.database.name());
    writeln!(text, "Measured on {}, {}.\n", document::today(), document::machine())?;
    writeln!(text, "| what | s | budget | | peak MB | budget | | account |\n|---|--:|--:|---|--:|--:|---|---|")?;
    for (what, budget, run) in rows {
        let check = |kept: bool| if kept { "✓" } else { "✗" };
        writeln!(
            text,
            "| {what} | {:.1} | {budget} | {} | {:.0} | 300 | {} | {} |",
            run.seconds,
            check(run.seconds <= budget),
            run.peak,
            check(run.peak <= 300.0),
            run.said.replace(['{', '}', '"'], "").replace(',', ", ")
        )?;
    }
    document::put(&args.document, &format!("import-{}", args.database.name()), &text)
}

impl Args {
    fn import(&self, sheet: &Path) -> anyhow::Result<Run> {
        let sheet = sheet.to_str().context("the path of the sheets is not text")?;
        self.run(&["import", "customers", sheet, "--store", STORE, "--user", USER, "--json"])
    }

    fn run(&self, words: &[&str]) -> anyhow::Result<Run> {
        println!("{} …", words.join(" "));
        let begin = Stopwatch::now();
        let mut command = Command::new(&self.server);
        command.args(words).arg("--data").arg(&self.data);
        if let Some(url) = &self.database_url {
            command.arg("--database-url").arg(url);
        }
        std::fs::create_dir_all(&self.data)?;
        let log = std::fs::File::create(self.data.join("import.log"))?;
        let mut child = command.env("FOURFOLD_LOG", "warn").stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut peak: f64 = 0.0;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            peak = peak.max(highest(child.id()));
            std::thread::sleep(Duration::from_millis(20));
        };
        let seconds = begin.elapsed().as_secs_f64();
        let said = std::io::read_to_string(child.stdout.take().context("no output")?)?;
        if !status.success() {
            bail!("{} ended with {status}; see import.log in the data directory", words.join(" "));
        }
        let said = said.lines().last().unwrap_or_default().to_owned();
        println!("{seconds:.1} s, {peak:.0} MB  {said}");
        Ok(Run { seconds, peak, said })
    }
}

/// The highest memory of a process so far, in MB.
fn highest(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or_default() / 1024.0
}

/// The sheet of so many rows, made once.
fn sheet(folder: &Path, rows: u64, extension: &str) -> anyhow::Result<PathBuf> {
    let path = folder.join(format!("customers-{rows}.{extension}"));
    if path.exists() {
        return Ok(path);
    }
    // A file that broke off must not be taken for the whole.
    let part = folder.join(format!("part-{rows}.{extension}"));
    let world = scaled(SEED, PEOPLE, 3, 12, Clock::System.now());
    match extension {
        "xlsx" => fill(Box::new(XlsxWriter::create(&part, "客户")?), &world, rows)?,
        _ => fill(Box::new(CsvWriter::create(&part)?), &world, rows)?,
    }
    std::fs::rename(&part, &path)?;
    Ok(path)
}

fn fill(mut to: Box<dyn TableWriter>, world: &World, rows: u64) -> anyhow::Result<()> {
    to.header(&[
        "客户姓名",
        "手机号码",
        "性别",
        "出生日期",
        "车牌号",
        "车架号",
        "来店日期",
        "里程",
        "维修项目",
        "金额",
        "备注",
    ])?;
    for n in 0..rows {
        // One row in a hundred repeats an earlier one, as stores' sheets do.
        let one = file(world, if n % 100 == 57 { n - 20 } else { n });
        to.row(&row(&one, n))?;
    }
    to.finish()?;
    Ok(())
}

fn row(file: &File, n: u64) -> Vec<OutCell<'_>> {
    let text = |text: &str| OutCell::Text(text.to_owned().into());
    let car = file.cars.first();
    let visit = car.and_then(|c| c.visits.last());
    // Some rows have nothing to go by, some a birthday that is none.
    let nobody = n % 400 == 211;
    vec![
        if nobody { OutCell::Empty } else { text(&file.name) },
        match file.phones.first() {
            Some((phone, _)) if !nobody => OutCell::Identifier(phone.clone().into()),
            _ => OutCell::Empty,
        },
        text(file.sex.map_or("", |s| if matches!(s, identifiers::Sex::Male) { "男" } else { "女" })),
        match file.birthday {
            _ if n % 50 == 31 => text("1975-13-40"),
            Some(day) => OutCell::Date(day),
            None => OutCell::Empty,
        },
        car.and_then(|c| c.plates.last())
            .map_or(OutCell::Empty, |(plate, _)| OutCell::Identifier(plate.clone().into())),
        car.map_or(OutCell::Empty, |c| OutCell::Identifier(c.vin.clone().into())),
        visit.map_or(OutCell::Empty, |v| OutCell::Date(v.at.date_in(organisation::HOUSE_ZONE))),
        visit.map_or(OutCell::Empty, |v| OutCell::Integer(i64::from(v.km))),
        visit.map_or(OutCell::Empty, |v| text(&v.work)),
        visit.map_or(OutCell::Empty, |v| OutCell::Money(v.amount)),
        text(file.hobbies.as_deref().unwrap_or_default()),
    ]
}
