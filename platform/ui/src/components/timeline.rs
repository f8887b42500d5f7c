//! What happened with a record, newest first, by day.

use maud::{Markup, html};

use super::badge::State;
use crate::format::time::{Here, day_text};
use crate::icon::{Icon, icon};
use crate::words::Words;
use chrono::{DateTime, SecondsFormat, Utc};

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// The kind's icon.
    pub icon: Icon,
    /// The kind in words: 电话, 到店, 维修.
    pub kind: String,
    /// Who did it.
    pub who: String,
    /// What happened, in one line.
    pub title: Markup,
    /// More about it.
    pub body: Option<Markup>,
    /// Where it happened, when not in this store.
    pub place: Option<String>,
    /// Colour of the kind's icon.
    pub state: State,
    /// Actions of the entry.
    pub actions: Option<Markup>,
}

impl Entry {
    /// An entry without particulars.
    pub fn new(at: DateTime<Utc>, icon: Icon, kind: impl Into<String>, who: impl Into<String>, title: Markup) -> Self {
        Self {
            at,
            icon,
            kind: kind.into(),
            who: who.into(),
            title,
            body: None,
            place: None,
            state: State::Plain,
            actions: None,
        }
    }

    /// With more about it.
    pub fn body(mut self, body: Markup) -> Self {
        self.body = Some(body);
        self
    }

    /// With a place.
    pub fn place(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// With a state.
    pub fn state(mut self, state: State) -> Self {
        self.state = state;
        self
    }
}

/// Entries with day separators. `next` loads the older ones in place of itself.
/// For older entries loaded later, pass the last entry's instant shown before as `after`, so that its day is not repeated.
pub fn timeline(
    entries: &[Entry],
    after: Option<DateTime<Utc>>,
    next: Option<&str>,
    here: &Here,
    w: &dyn Words,
) -> Markup {
    let day = |at: DateTime<Utc>| at.with_timezone(&here.zone).date_naive();
    let days: Vec<_> = entries.iter().map(|entry| day(entry.at)).collect();
    html! {
        ol.timeline {
            @for (at, entry) in entries.iter().enumerate() {
                @let before = if at == 0 { after.map(day) } else { Some(days[at - 1]) };
                @if before != Some(days[at]) { li.day { h3 { (day_text(days[at], here, w)) } } }
                li.entry {
                    span.entry-icon.(entry.state.class()) { (icon(entry.icon)) }
                    div.entry-main {
                        p.entry-head {
                            span.entry-kind { (entry.kind) }
                            " " (entry.title)
                        }
                        @if let Some(body) = &entry.body { div.entry-body { (body) } }
                        @if let Some(actions) = &entry.actions { div.row { (actions) } }
                    }
                    p.entry-meta {
                        span { (entry.who) }
                        @if let Some(place) = &entry.place { span { (place) } }
                        time datetime=(entry.at.to_rfc3339_opts(SecondsFormat::Secs, true)) { (entry.at.with_timezone(&here.zone).format("%H:%M")) }
                    }
                }
            }
            @if let Some(next) = next { li.entry-more { (super::more::more(next, true, w)) } }
        }
    }
}
