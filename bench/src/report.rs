//! The section of docs/benchmarks.md for a scale and database.

use std::fmt::Write as _;

use crate::actions::Results;
use crate::data::Made;
use crate::document;
use crate::plans::Counts;
use crate::settings::Settings;

/// Writes the section.
pub fn write(settings: &Settings, made: &Made, counts: &Counts, results: &Results) -> anyhow::Result<()> {
    let name = format!("{}-{}", settings.scale.letter(), settings.database.name());
    document::put(&settings.document, &name, &section(settings, made, counts, results)?)
}

fn section(settings: &Settings, made: &Made, counts: &Counts, results: &Results) -> anyhow::Result<String> {
    let mut text = String::new();
    writeln!(text, "### {} on {}\n", settings.scale.letter(), settings.database.name())?;
    let rows: Vec<String> = made.rows.iter().map(|(table, count)| format!("{} {table}", thousands(*count))).collect();
    writeln!(text, "Measured on {}, {}. {}.\n", document::today(), document::machine(), rows.join(", "))?;
    writeln!(text, "| action | p50 ms | p95 ms | max ms | budget | | CPU ms | budget | | statements | kB |")?;
    writeln!(text, "|---|--:|--:|--:|--:|---|--:|--:|---|--:|--:|")?;
    for m in &results.actions {
        if let Some(failed) = &m.failed {
            writeln!(
                text,
                "| {} | not measured: {} ||||||||||",
                m.name,
                failed.lines().next().unwrap_or_default().replace('|', "/").chars().take(80).collect::<String>()
            )?;
            continue;
        }
        let p95 = m.percentile(95);
        let budget = |b: Option<f64>| b.map(|b| b.to_string()).unwrap_or_default();
        let verdict = |value: f64, b: Option<f64>| b.map_or("", |b| if value <= b { "✓" } else { "✗" });
        let count = counts.iter().find(|(name, _)| *name == m.name).map(|(_, n)| n.to_string()).unwrap_or_default();
        writeln!(
            text,
            "| {} | {:.1} | {p95:.1} | {:.1} | {} | {} | {:.2} | {} | {} | {count} | {} |",
            m.name,
            m.percentile(50),
            m.percentile(100),
            budget(m.wall_budget),
            verdict(p95, m.wall_budget),
            m.cpu,
            budget(m.cpu_budget),
            verdict(m.cpu, m.cpu_budget),
            m.bytes / 1024,
        )?;
    }
    let check = |value: f64, budget: f64| if value <= budget { "✓" } else { "✗" };
    let [idle, after, peak] = results.memory;
    writeln!(text, "\n| whole server | measured | budget | |\n|---|--:|--:|---|")?;
    writeln!(
        text,
        "| start on this data to the first page | {:.0} ms | 1000 ms | {} |",
        results.start,
        check(results.start, 1_000.0)
    )?;
    writeln!(text, "| memory after the start | {idle:.0} MB | 80 MB | {} |", check(idle, 80.0))?;
    writeln!(text, "| memory after all actions | {after:.0} MB | 300 MB | {} |", check(after, 300.0))?;
    writeln!(text, "| memory at most, eight clients at once | {peak:.0} MB | 300 MB | {} |", check(peak, 300.0))?;
    writeln!(text, "| pages a second, eight clients at once, on the same cores | {:.0} | | |", results.throughput)?;
    Ok(text)
}

fn thousands(n: i64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
