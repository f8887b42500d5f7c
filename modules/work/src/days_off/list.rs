//! A list of days as people paste it: a line each, `2027-01-01 放假 元旦`, with any of blanks, tabs and commas between, and
//! hours at the end where a working day has its own.

use records::input;

use super::{DayKind, NewDay};
use crate::clock::spans;

/// A line that was read.
pub type Line = NewDay;

/// A line that cannot be read: its number, from 1, and the code of what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongLine {
    /// Its number.
    pub line: usize,
    /// The code, which is also the key of its sentence.
    pub code: &'static str,
}

/// Reads a list. `2027-02-06~2027-02-12` stands for all days from the first to the last one. Empty lines and lines that
/// begin with `#` are passed over. All lines that are wrong are told.
pub fn read(text: &str) -> Result<Vec<Line>, Vec<WrongLine>> {
    let (mut days, mut wrong) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match one(line) {
            Ok(found) => days.extend(found),
            Err(code) => wrong.push(WrongLine { line: at + 1, code }),
        }
    }
    if wrong.is_empty() { Ok(days) } else { Err(wrong) }
}

/// The most days of one line.
const RUN: usize = 60;

fn one(line: &str) -> Result<Vec<Line>, &'static str> {
    let mut parts = line.split([',', '，', '\t', ' ', ';', '；']).map(str::trim).filter(|part| !part.is_empty());
    let when = parts.next().unwrap_or_default();
    let (first, last) = match when.split_once(['~', '～', '至']) {
        Some((first, last)) => (input::date(first), input::date(last)),
        None => (input::date(when), input::date(when)),
    };
    let (first, last) = first.zip(last).ok_or("work-days-no-day")?;
    let kind = parts.next().and_then(DayKind::from_name).ok_or("work-days-no-kind")?;
    let rest: Vec<&str> = parts.collect();
    // Hours stand at the end: everything that looks like `09:00-12:00`.
    let names = rest.iter().take_while(|part| !part.contains([':', '：'])).count();
    let hours = spans(&rest[names..].join(",")).map_err(|wrong| wrong.code())?;
    let name: String = rest[..names].join(" ").chars().take(60).collect();
    let days: Vec<Line> = first
        .iter_days()
        .take(RUN + 1)
        .take_while(|day| *day <= last)
        .map(|day| NewDay { day, kind, name: name.clone(), hours: hours.clone() })
        .collect();
    if days.is_empty() || days.len() > RUN { Err("work-days-no-day") } else { Ok(days) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SALE-02: the yearly notice of public holidays comes in as it is pasted.
    #[test]
    fn lists_are_read_line_by_line() {
        let text = "# 2027\n2027-01-01, 放假, 元旦\n\n2027/1/3\t班\t元旦 补班 09:00-12:00，13:00-17:00\n2027-02-06~2027-02-12 休 春节";
        let days = read(text).unwrap();
        assert_eq!(days.len(), 9);
        assert_eq!((days[0].kind, days[0].name.as_str()), (DayKind::Closed, "元旦"));
        assert_eq!((days[1].kind, days[1].name.as_str(), days[1].hours.len()), (DayKind::Working, "元旦 补班", 2));
        assert_eq!(days[8].day.to_string(), "2027-02-12");
    }

    #[test]
    fn every_wrong_line_is_told() {
        let wrong = read(
            "2027-13-01 休\n2027-01-01 maybe\n2027-01-02 班 x 22:00-06:00\n2027-01-05~2027-01-01 休 y\n2027-01-09 休 z",
        )
        .unwrap_err();
        let told: Vec<(usize, &str)> = wrong.iter().map(|w| (w.line, w.code)).collect();
        assert_eq!(
            told,
            [
                (1, "work-days-no-day"),
                (2, "work-days-no-kind"),
                (3, "work-hours-over-midnight"),
                (4, "work-days-no-day")
            ]
        );
    }
}
