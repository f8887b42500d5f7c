//! Writing iCalendar (RFC 5545): moments in UTC, so that no time zone has to be described.

use kernel::Instant;

/// The most octets of a line, its break left aside (RFC 5545 §3.1).
const LINE: usize = 75;

/// An entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name for ever, unique in the world.
    pub uid: String,
    /// When it begins.
    pub at: Instant,
    /// How long it takes, in minutes.
    pub minutes: i64,
    /// What it is, in a line.
    pub summary: String,
    /// Its page.
    pub url: Option<String>,
    /// How often it was changed.
    pub sequence: i64,
}

/// A calendar with its name, as it stands at a moment.
pub fn write(name: &str, now: Instant, entries: &[Entry]) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&mut out, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Fourfold//Work list//ZH");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", &escaped(name));
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT30M");
    line("X-PUBLISHED-TTL", "PT30M");
    for entry in entries {
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&entry.uid));
        line("DTSTAMP", &utc(now));
        line("DTSTART", &utc(entry.at));
        line("DURATION", &format!("PT{}M", entry.minutes.max(1)));
        line("SEQUENCE", &entry.sequence.max(0).to_string());
        line("SUMMARY", &escaped(&entry.summary));
        if let Some(url) = &entry.url {
            line("URL", &plain(url));
        }
        // It is work, not an appointment: the time stays free for others.
        line("TRANSP", "TRANSPARENT");
        line("CLASS", "PRIVATE");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

/// `20261122T060500Z`.
fn utc(at: Instant) -> String {
    at.utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (§3.3.11): backslash, semicolon, comma and breaks are escaped; other control characters have no place.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A value that takes no escapes: without what would end its line.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// Adds a line, folded before it grows over 75 octets; never within a character.
fn fold(out: &mut String, line: &str) {
    let mut room = LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            // The blank that begins the next part counts.
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(summary: &str) -> Entry {
        Entry {
            uid: "task-1@fourfold".into(),
            at: Instant(1_795_312_800_000_000),
            minutes: 15,
            summary: summary.into(),
            url: Some("https://crm.example/tasks/1".into()),
            sequence: 2,
        }
    }

    /// What a reader makes of a calendar: lines unfolded (§3.1), the value of the first one of a name unescaped.
    fn value(calendar: &str, name: &str) -> Option<String> {
        let unfolded = calendar.replace("\r\n ", "");
        let found = unfolded.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}:")))?.to_owned();
        let (mut out, mut chars) = (String::new(), found.chars());
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(other) => out.push(other),
                    None => {}
                },
                (c, _) => out.push(c),
            }
        }
        Some(out)
    }

    /// SALE-02, RFC 5545: escaped, in UTC, and every line ends with CRLF.
    #[test]
    fn a_calendar_is_written_by_the_book() {
        let calendar = write("王敏的待办", Instant(1_795_312_800_000_000), &[entry("回电：报价, 试驾; C:\\n\n第二行")]);
        assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
        assert!(calendar.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        assert!(calendar.contains("SUMMARY:回电：报价\\, 试驾\\; C:\\\\n\\n第二行\r\n"), "{calendar}");
        assert!(calendar.contains("DTSTART:20261122T020000Z\r\n") && calendar.contains("SEQUENCE:2\r\n"));
        assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
    }

    /// A line that somebody wrote into a title begins no property of its own.
    #[test]
    fn nothing_breaks_out_of_its_line() {
        let evil =
            Entry { url: Some("https://x/\r\nATTENDEE:mailto:a@b".into()), ..entry("a\r\nEND:VEVENT\rBEGIN:VALARM") };
        let calendar = write("x\r\nMETHOD:CANCEL", Instant(0), &[evil]);
        let unfolded = calendar.replace("\r\n ", "");
        for line in ["ATTENDEE", "BEGIN:VALARM", "METHOD:CANCEL"] {
            assert!(!unfolded.split("\r\n").any(|l| l.starts_with(line)), "{line}");
        }
        assert_eq!(unfolded.split("\r\n").filter(|l| *l == "END:VEVENT").count(), 1);
    }

    proptest! {
        /// No line is longer than 75 octets, and what is unfolded and unescaped is what was written.
        #[test]
        fn texts_come_back_as_they_were(summary in "[ -~\\n\u{4e00}-\u{4fff}😀é]{0,300}") {
            let calendar = write("x", Instant(0), &[entry(&summary)]);
            for line in calendar.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{line}");
            }
            prop_assert_eq!(value(&calendar, "SUMMARY"), Some(summary));
        }
    }
}
