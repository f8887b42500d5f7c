//! Values as people read them, on lists and record pages alike.

use chrono_tz::Tz;
use kernel::{Action, Instant};
use maud::{Markup, html};
use records::{Datum, Field, FieldKind, Shown};
use ui::Words;

use super::labels;
use crate::Page;
use crate::visitor::Speech;

/// The most letters of a long text that a list shows.
const LINE: usize = 60;

/// Turns values into markup for one page.
pub struct Renderer<'a> {
    page: &'a Page<'a>,
    words: Speech<'a>,
    here: ui::Here,
}

impl<'a> Renderer<'a> {
    /// For a page; asked once for all its values.
    pub fn new(page: &'a Page<'a>) -> Renderer<'a> {
        let zone = labels::zone(page.app, page.visitor);
        Renderer { page, words: page.words(), here: ui::Here { now: page.app.db.clock.now().utc(), zone } }
    }

    /// Where and when the page is looked at.
    pub fn here(&self) -> &ui::Here {
        &self.here
    }

    /// The zone of the page.
    pub fn zone(&self) -> Tz {
        self.here.zone
    }

    /// A value as its reader may see it. `reveal` is where a masked one is shown in full (by POST), if there is such a way.
    pub fn value(&self, field: &Field, shown: &Shown, reveal: Option<&str>) -> Markup {
        match shown {
            Shown::Hidden => ui::masked("", None, &self.words),
            Shown::Masked(text) if field.kind == FieldKind::Phone => {
                ui::masked(&ui::phone_text(text), reveal, &self.words)
            }
            Shown::Masked(text) => ui::masked(text, reveal, &self.words),
            Shown::Value(datum) => self.datum(field, datum),
        }
    }

    /// A value without links, for places that are links themselves.
    pub fn name(&self, field: &Field, shown: &Shown) -> Markup {
        match (shown, field.kind) {
            (Shown::Value(Datum::Text(text)), FieldKind::Plate) => ui::plate(text, ui::PlateKind::guess(text)),
            (Shown::Value(Datum::Text(text)), FieldKind::Vin) => ui::vin(text),
            (Shown::Value(datum), kind) if datum.is_empty() => {
                let key = if kind == FieldKind::Plate { "list-no-plate" } else { "list-no-name" };
                html! { span.nothing { (self.words.t(key)) } }
            }
            (Shown::Value(datum), _) => html! { (self.text(field, datum)) },
            _ => self.value(field, shown, None),
        }
    }

    fn datum(&self, field: &Field, datum: &Datum) -> Markup {
        match (datum, field.kind) {
            (Datum::Text(text), FieldKind::Phone) => ui::phone(&identifiers::phone::national(text)),
            (Datum::Text(text), FieldKind::Plate) => ui::plate(text, ui::PlateKind::guess(text)),
            (Datum::Text(text), FieldKind::Vin) => ui::vin(text),
            (Datum::Text(text), FieldKind::Choice(dictionary)) => {
                ui::tag(&labels::choice(self.page.app, &self.page.visitor.scope, dictionary, text))
            }
            (Datum::Text(text), FieldKind::Choices(dictionary)) => {
                html! { @for word in self.words_of(dictionary, text) { (ui::tag(&word)) " " } }
            }
            (Datum::Text(text), FieldKind::Email) => html! { a href={ "mailto:" (text) } { (text) } },
            (Datum::Text(text), FieldKind::LongText) => html! { span title=(text) { (shortened(text)) } },
            (Datum::Integer(at), FieldKind::Instant) => ui::ago(Instant(*at).utc(), &self.here, &self.words),
            (Datum::Date(day), _) => ui::date(*day, &self.words),
            (Datum::Reference(id, _), FieldKind::Reference { kind, .. }) => {
                let text = self.text(field, datum);
                match self
                    .page
                    .app
                    .registry
                    .kind(kind)
                    .filter(|k| k.pages && self.page.visitor.scope.can(k.name, Action::See))
                {
                    Some(kind) => html! { a href={ "/" (kind.collection) "/" (id) } { (text) } },
                    None => html! { (text) },
                }
            }
            _ => html! { (self.text(field, datum)) },
        }
    }

    /// The words of several codes.
    fn words_of(&self, dictionary: &str, codes: &str) -> Vec<String> {
        let word = |code| labels::choice(self.page.app, &self.page.visitor.scope, dictionary, code);
        codes.split(',').filter(|code| !code.is_empty()).map(word).collect()
    }

    /// A value in plain words.
    pub fn text(&self, field: &Field, datum: &Datum) -> String {
        match (datum, field.kind) {
            (Datum::Empty, _) => String::new(),
            (Datum::Text(text), FieldKind::Phone) => ui::phone_text(&identifiers::phone::national(text)),
            (Datum::Text(text), FieldKind::Choice(dictionary)) => {
                labels::choice(self.page.app, &self.page.visitor.scope, dictionary, text)
            }
            (Datum::Text(text), FieldKind::Choices(dictionary)) => {
                self.words_of(dictionary, text).join(if self.words.lang() == ui::Lang::ZhCn { "、" } else { ", " })
            }
            (Datum::Text(text), _) => text.clone(),
            (Datum::Integer(fen), FieldKind::Money) => ui::money(*fen),
            (Datum::Integer(at), FieldKind::Instant) => {
                ui::instant_text(Instant(*at).utc(), self.here.zone, self.words.lang())
            }
            (Datum::Integer(n), FieldKind::Kilometres) => format!("{} km", ui::grouped(*n)),
            (Datum::Integer(n), FieldKind::Score) => n.to_string(),
            // Years and other short numbers read worse with a separator.
            (Datum::Integer(n), _) if (-9_999..=9_999).contains(n) => n.to_string(),
            (Datum::Integer(n), _) => ui::grouped(*n),
            (Datum::Date(day), _) => ui::date_text(*day, self.words.lang()),
            (Datum::Bool(yes), _) => self.words.t(if *yes { "list-yes" } else { "list-no" }).into_owned(),
            (Datum::Reference(_, label), _) if label.is_empty() => self.words.t("list-no-name").into_owned(),
            (Datum::Reference(_, label), _) => label.clone(),
        }
    }
}

/// A value as its reader may see it; for many values of a page make one [`Renderer`].
pub fn show(page: &Page<'_>, field: &Field, shown: &Shown) -> Markup {
    Renderer::new(page).value(field, shown, None)
}

fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.len() == text.len() && text.chars().count() <= LINE {
        return text.to_owned();
    }
    format!("{}…", line.chars().take(LINE).collect::<String>())
}

#[cfg(test)]
mod tests {
    #[test]
    fn long_text_is_one_short_line_in_a_list() {
        assert_eq!(super::shortened("短"), "短");
        assert_eq!(super::shortened("第一行\n第二行"), "第一行…");
        assert_eq!(super::shortened(&"长".repeat(61)).chars().count(), 61);
    }
}
