//! The hours of a week as people write them, and as one line of text in a setting.

use std::fmt;

/// Minutes in a day.
pub const DAY: u16 = 24 * 60;

/// An unbroken stretch of work within one day, in minutes after midnight by the clock on the wall; `until` is the first
/// minute after it, 1440 at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first minute.
    pub from: u16,
    /// The minute after the last one.
    pub until: u16,
}

/// Why hours cannot be kept as written; the code is also the key of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongHours {
    /// Not of the form `09:00-12:00,13:00-18:00`.
    #[error("not hours")]
    Unreadable,
    /// Ends before it begins: a span over midnight is written as two, one on each day.
    #[error("over midnight")]
    OverMidnight,
    /// Two spans of a day overlap.
    #[error("overlapping")]
    Overlapping,
    /// A week without any hour: a clock that never runs would never be due.
    #[error("no hours")]
    Empty,
}

impl WrongHours {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            WrongHours::Unreadable => "work-hours-unreadable",
            WrongHours::OverMidnight => "work-hours-over-midnight",
            WrongHours::Overlapping => "work-hours-overlapping",
            WrongHours::Empty => "work-hours-empty",
        }
    }
}

impl Span {
    /// A span. Refuses [`WrongHours::OverMidnight`] and, beyond midnight, [`WrongHours::Unreadable`].
    pub fn new(from: u16, until: u16) -> Result<Span, WrongHours> {
        if from > DAY || until > DAY {
            return Err(WrongHours::Unreadable);
        }
        if until <= from { Err(WrongHours::OverMidnight) } else { Ok(Span { from, until }) }
    }

    /// Its length in minutes.
    pub fn minutes(self) -> i64 {
        i64::from(self.until - self.from)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
        write!(f, "{}-{}", time(self.from), time(self.until))
    }
}

/// Reads the hours of one day: `09:00-12:00, 13:00-18:00`, also with full-width signs; an empty text is a day off.
/// Spans that touch are joined.
pub fn spans(text: &str) -> Result<Vec<Span>, WrongHours> {
    let parts = text.split([',', '，', '、', ';', '；']).map(str::trim).filter(|part| !part.is_empty());
    let mut list = parts.map(span).collect::<Result<Vec<_>, _>>()?;
    list.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(list.len());
    for span in list {
        match joined.last_mut() {
            Some(last) if last.until > span.from => return Err(WrongHours::Overlapping),
            Some(last) if last.until == span.from => last.until = span.until,
            _ => joined.push(span),
        }
    }
    Ok(joined)
}

/// The hours of one day in the form that [`spans`] reads.
pub fn text_of(spans: &[Span]) -> String {
    spans.iter().map(Span::to_string).collect::<Vec<_>>().join(", ")
}

fn span(text: &str) -> Result<Span, WrongHours> {
    let (from, until) = text.split_once(['-', '–', '—', '~', '～', '至']).ok_or(WrongHours::Unreadable)?;
    Span::new(minute(from)?, minute(until)?)
}

fn minute(text: &str) -> Result<u16, WrongHours> {
    let (hour, minute) = text.trim().split_once([':', '：']).ok_or(WrongHours::Unreadable)?;
    let number = |text: &str, most: u16| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u16>().ok().filter(|n| digits && *n <= most).ok_or(WrongHours::Unreadable)
    };
    let (hour, minute) = (number(hour, 24)?, number(minute, 59)?);
    if hour * 60 + minute > DAY { Err(WrongHours::Unreadable) } else { Ok(hour * 60 + minute) }
}

/// The hours of each day of a week, Monday first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week([Vec<Span>; 7]);

impl Week {
    /// A week; refuses one without any hour.
    pub fn new(days: [Vec<Span>; 7]) -> Result<Week, WrongHours> {
        if days.iter().all(Vec::is_empty) { Err(WrongHours::Empty) } else { Ok(Week(days)) }
    }

    /// Every day from nine to six, as showrooms keep it until someone says otherwise.
    pub fn usual() -> Week {
        Week(std::array::from_fn(|_| vec![Span { from: 9 * 60, until: 18 * 60 }]))
    }

    /// The hours of a day, 0 being Monday.
    pub fn day(&self, weekday: usize) -> &[Span] {
        &self.0[weekday % 7]
    }

    /// The hours of a working day, for a day that is worked although its weekday is not: those of the first weekday that
    /// has any.
    pub fn of_a_working_day(&self) -> &[Span] {
        self.0.iter().find(|day| !day.is_empty()).map_or(&[], Vec::as_slice)
    }

    /// Reads what [`Week::text`] wrote: the seven days, separated by `|`.
    pub fn parse(text: &str) -> Result<Week, WrongHours> {
        let mut days: [Vec<Span>; 7] = Default::default();
        let parts: Vec<&str> = text.split('|').collect();
        if parts.len() != 7 {
            return Err(WrongHours::Unreadable);
        }
        for (day, part) in days.iter_mut().zip(parts) {
            *day = spans(part)?;
        }
        Week::new(days)
    }

    /// The week as one line, for a setting.
    pub fn text(&self) -> String {
        self.0.iter().map(|day| text_of(day)).collect::<Vec<_>>().join("|")
    }
}
