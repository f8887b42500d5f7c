//! The steps of a longer task, such as an import.

use maud::{Markup, html};

use crate::words::Words;

/// The steps with the one we are at (from zero). Steps before it may carry a link back.
pub fn stepper(steps: &[(String, Option<String>)], at: usize, w: &dyn Words) -> Markup {
    html! {
        nav.stepper aria-label=(w.t("ui-steps")) {
            ol {
                @for (number, (label, href)) in steps.iter().enumerate() {
                    li.is-done[number < at].is-accent[number == at] aria-current=[(number == at).then_some("step")] {
                        span.step-number { (number + 1) }
                        @match href {
                            Some(href) if number < at => a href=(href) { (label) },
                            _ => span { (label) },
                        }
                        @if number < at { span.sr { (w.t("ui-step-done")) } }
                    }
                }
            }
        }
    }
}
