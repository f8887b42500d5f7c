//! What the customer agreed to, per purpose and channel (CUS-11; PIPL art. 13–15).

use maud::{Markup, html};
use ui::{Icon, Panel, State, dot};

use super::parts::Record;
use crate::consents::{Consent, current};
use crate::pages::answer::opener;
use crate::pages::desk::{Desk, address};

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let held = current(&record.file.consents);
    let body = html! {
        @if held.is_empty() { p.nothing { (desk.p("consents-empty")) } }
        ul.lines { @for consent in &held { li.row { (line(desk, record, consent)) } } }
        @if record.file.consents.len() > held.len() {
            details {
                summary.quiet-link { (desk.p("consents-earlier")) }
                ul.lines { @for consent in &record.file.consents { li.row { (line_past(desk, consent)) } } }
            }
        }
    };
    let panel = Panel::new(desk.label("consents"), body);
    match record.file.editable() {
        true => panel.actions(opener(&desk.p("record"), &address(record.id, "consents/new"), Icon::Plus)).render(),
        false => panel.render(),
    }
}

fn words(desk: &Desk<'_>, consent: &Consent) -> Markup {
    let (state, word) = if consent.given {
        (State::Done, desk.p("consent-given"))
    } else {
        (State::Overdue, desk.p("consent-withdrawn"))
    };
    html! {
        (dot(state, &word))
        span { (desk.code("consent-purpose", &consent.purpose)) " · " (desk.code("channel", &consent.channel)) }
    }
}

fn line(desk: &Desk<'_>, record: &Record, consent: &Consent) -> Markup {
    let action = address(record.id, "consents");
    html! {
        (words(desk, consent))
        span.hint { (ui::ago(consent.at.utc(), &desk.here, &desk.words)) " " (consent.collector_name) }
        @if record.file.editable() && consent.given {
            form method="post" action=(action) hx-post=(action) hx-swap="none" data-once {
                input type="hidden" name="purpose" value=(consent.purpose);
                input type="hidden" name="channel" value=(consent.channel);
                input type="hidden" name="given" value="false";
                button.button.button-quiet.button-small type="submit" { (desk.p("withdraw")) }
            }
        }
    }
}

fn line_past(desk: &Desk<'_>, consent: &Consent) -> Markup {
    html! {
        (words(desk, consent))
        span.hint { (ui::instant(consent.at.utc(), &desk.here, &desk.words)) " " (consent.collector_name) }
        @if let Some(evidence) = &consent.evidence { span.hint { (evidence) } }
    }
}
