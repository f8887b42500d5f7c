//! Long work: how far it is, with counts and the time left.

use maud::{Markup, html};

use crate::format::number::grouped;
use crate::words::Words;

/// The progress of a job. The page asks again by itself until it is done.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// What is being done.
    pub label: String,
    /// Done so far.
    pub done: u64,
    /// All there is to do; `None` while it is not known.
    pub total: Option<u64>,
    /// Refused so far.
    pub refused: u64,
    /// Seconds left, when they can be told.
    pub seconds_left: Option<u64>,
    /// The address of this fragment, asked again every second; `None` when the work has ended.
    pub poll: Option<String>,
    /// Pause, resume, report, undo.
    pub actions: Option<Markup>,
}

impl Progress {
    /// The markup.
    pub fn render(&self, w: &dyn Words) -> Markup {
        let trigger = self.poll.as_ref().map(|_| "every 1s");
        let swap = self.poll.as_ref().map(|_| "outerHTML");
        let counts = match self.total {
            Some(total) => w.ta(
                "ui-progress-of",
                &[("done", grouped(self.done as i64).into()), ("total", grouped(total as i64).into())],
            ),
            None => w.ta("ui-progress-so-far", &[("done", grouped(self.done as i64).into())]),
        };
        html! {
            section.progress hx-get=[&self.poll] hx-trigger=[trigger] hx-swap=[swap] {
                p.progress-label { b { (self.label) } span { (counts) } }
                @match self.total {
                    Some(total) => progress max=(total.max(1)) value=(self.done) aria-label=(self.label) {},
                    None => progress aria-label=(self.label) {},
                }
                p.progress-foot {
                    @if let Some(seconds) = self.seconds_left { span { (time_left(seconds, w)) } }
                    @if self.refused > 0 {
                        span.dot.is-overdue { (w.ta("ui-progress-refused", &[("n", (self.refused as i64).into())])) }
                    }
                    @if self.poll.is_some() { span.progress-note { (w.t("ui-progress-goes-on")) } }
                }
                @if let Some(actions) = &self.actions { div.row { (actions) } }
            }
        }
    }
}

fn time_left(seconds: u64, w: &dyn Words) -> String {
    if seconds < 60 {
        w.ta("ui-progress-seconds-left", &[("n", (seconds as i64).into())])
    } else {
        w.ta("ui-progress-minutes-left", &[("n", (seconds.div_ceil(60) as i64).into())])
    }
}
