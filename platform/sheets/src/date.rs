//! Dates as people type them.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A date read from text, with its time of day if one was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsedDate {
    /// The date.
    pub date: NaiveDate,
    /// The time, on the clock of whoever wrote it; an offset such as `+08:00` is read over.
    pub time: Option<NaiveTime>,
}

impl ParsedDate {
    /// Date and time, midnight if none was given.
    pub fn at(self) -> NaiveDateTime {
        self.date.and_time(self.time.unwrap_or(NaiveTime::MIN))
    }
}

/// Reads the usual Chinese and ISO forms: `2024-3-5`, `2024/03/05`, `2024.3.5`, `2024年3月5日`, `20240305`,
/// `5-Mar-24`, each also with a time (`14:30`, `14:30:05`, `T14:30:05Z`, `下午2:30`, `2:30 PM`, `14时30分`), with full-width digits too.
///
/// `None` if it is no date, if the day does not exist, or if the order of day and month can only be guessed
/// (`03/05/2024`, `24-3-5`). Two-digit years are read as Excel does: 00–29 are 2000–2029, 30–99 are 1930–1999.
pub fn parse_date(text: &str) -> Option<ParsedDate> {
    // 64 characters hold every form; longer text is prose.
    if text.len() > 128 {
        return None;
    }
    let text: String = text.trim().chars().map(half_width).collect();
    let (date, rest) = leading_date(&text)?;
    let rest = rest.trim_start_matches(['T', 't', ' ', ',']).trim();
    if rest.is_empty() {
        return Some(ParsedDate { date, time: None });
    }
    Some(ParsedDate { date, time: Some(parse_time(rest)?) })
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}

/// Takes the digits at the front.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

fn leading_date(text: &str) -> Option<(NaiveDate, &str)> {
    let (first, rest) = digits(text);
    match first.len() {
        8 => Some((compact(first)?, rest)),
        14 => {
            // 20240305143000: the time is handed on as text that parse_time knows.
            let (day, clock) = first.split_at(8);
            rest.is_empty().then_some((compact(day)?, clock))
        }
        4 => numeric(first, rest),
        1 | 2 => named_month(first, rest),
        _ => None,
    }
}

fn compact(text: &str) -> Option<NaiveDate> {
    day(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..8)?.parse().ok()?)
}

/// Year first, then month and day behind the same separator, or 年月日.
fn numeric<'a>(year: &str, rest: &'a str) -> Option<(NaiveDate, &'a str)> {
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年'))?;
    let (month, rest) = digits(rest[separator.len_utf8()..].trim_start());
    let second = if separator == '年' { '月' } else { separator };
    let rest = rest.trim_start().strip_prefix(second)?;
    let (date, rest) = digits(rest.trim_start());
    if !(1..=2).contains(&month.len()) || !(1..=2).contains(&date.len()) {
        return None;
    }
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    Some((day(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)?, rest))
}

/// `5-Mar-24`, `5 March 2024`, `5/Mar/2024`.
fn named_month<'a>(date: &str, rest: &'a str) -> Option<(NaiveDate, &'a str)> {
    let separators = ['-', '/', ' ', '.'];
    let rest = rest.strip_prefix(separators)?;
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let month = month_number(&rest[..end])?;
    let (year, rest) = digits(rest[end..].strip_prefix(separators)?);
    let number: i32 = year.parse().ok()?;
    let number = match year.len() {
        4 => number,
        2 if number < 30 => 2000 + number,
        2 => 1900 + number,
        _ => return None,
    };
    Some((day(number, month, date.parse().ok()?)?, rest))
}

fn month_number(name: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let index =
        NAMES.iter().position(|full| *full == name || full[..3] == name || (name == "sept" && *full == "september"))?;
    u32::try_from(index + 1).ok()
}

/// A day of the calendar between 1800 and 2200: outside it is a typing error, not a date.
fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    (1800..=2200).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day))?
}

fn parse_time(text: &str) -> Option<NaiveTime> {
    if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveTime::parse_from_str(text, "%H%M%S").ok();
    }
    let lower = text.to_ascii_lowercase();
    let (text, half) = half_of_day(&lower);
    let (hour, rest) = digits(text.trim());
    let rest = rest.strip_prefix([':', '时', '点'])?;
    let (minute, rest) = digits(rest);
    let rest = rest.strip_prefix('分').unwrap_or(rest);
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => digits(rest),
        None => digits(rest),
    };
    let rest = rest.strip_prefix('秒').unwrap_or(rest);
    let rest = rest.strip_prefix('.').map_or(rest, |fraction| digits(fraction).1);
    if !(rest.trim().is_empty() || is_offset(rest.trim())) {
        return None;
    }
    let mut hour: u32 = hour.parse().ok()?;
    match half {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    let number = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u32>().ok() };
    NaiveTime::from_hms_opt(hour, number(minute)?, number(second)?)
}

/// Strips 上午/下午/am/pm; `Some(true)` for the afternoon.
fn half_of_day(text: &str) -> (&str, Option<bool>) {
    let text = text.trim();
    for (mark, afternoon) in [("上午", false), ("下午", true), ("晚上", true), ("am", false), ("pm", true)] {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            return (rest.trim(), Some(afternoon));
        }
    }
    (text, None)
}

fn is_offset(text: &str) -> bool {
    text == "z"
        || text.strip_prefix(['+', '-']).is_some_and(|offset| {
            (2..=5).contains(&offset.len()) && offset.bytes().all(|b| b.is_ascii_digit() || b == b':')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse_date(text).map(|parsed| match parsed.time {
            None => parsed.date.to_string(),
            Some(_) => parsed.at().format("%Y-%m-%d %H:%M:%S").to_string(),
        })
    }

    /// CUS-14: the forms in which Chinese lists and exports write dates.
    #[test]
    fn usual_forms_are_read() {
        let forms = "2024-3-5|2024/03/05|2024.3.5|2024年3月5日|2024年03月05号|20240305|5-Mar-24|5-Mar-2024|5 March 2024|２０２４年３月５日| 2024-03-05 |2024年 3月 5日";
        for form in forms.split('|') {
            assert_eq!(read(form).as_deref(), Some("2024-03-05"), "{form}");
        }
        let forms = "2024-3-5 14:30|2024/03/05 14:30:00|2024-03-05T14:30:00Z|2024-03-05T14:30:00.123+08:00|20240305143000|2024年3月5日 下午2:30|2024-3-5 2:30 PM|2024年3月5日14时30分|2024年3月5日 14点30分00秒";
        for form in forms.split('|') {
            assert_eq!(read(form).as_deref(), Some("2024-03-05 14:30:00"), "{form}");
        }
        assert_eq!(read("2024-3-5 上午12:05").as_deref(), Some("2024-03-05 00:05:00"));
        assert_eq!(read("5-Mar-85").as_deref(), Some("1985-03-05"));
    }

    /// CUS-14: no guessing of day and month, no days that do not exist, no numbers taken for dates.
    #[test]
    fn doubtful_forms_are_not_dates() {
        let forms = "|03/05/2024|24-3-5|2024-02-30|2023-2-29|20241301|13812345678|2024|2024-3|9999-1-1|2024-3-5 25:00|2024-3-5 abc|A2024-3-5|2024-3/5|5-Mär-24";
        for form in forms.split('|') {
            assert_eq!(read(form), None, "{form}");
        }
    }
}
