//! The print page: quotation, contract, repair order, settlement on A4.

use maud::{Markup, html};

use super::Theme;
use super::document::Document;
use crate::components::button::Button;
use crate::format::amount_in_words::amount_in_words;
use crate::format::number::money;
use crate::icon::Icon;
use crate::mark::mark;
use crate::words::Words;

/// A document on A4 with letterhead, seal space and page numbers.
#[derive(Debug, Clone, Default)]
pub struct PrintShell {
    /// The document's name, such as 维修结算单.
    pub title: String,
    /// Its number.
    pub number: String,
    /// The store's full name.
    pub store: String,
    /// Address, phone and bank of the store, one line each.
    pub letterhead: Vec<String>,
    /// Parties that sign, each with space for a seal; empty leaves the signature row out.
    pub signatures: Vec<String>,
    /// A line at the foot, such as who printed it and when.
    pub foot: String,
    /// The content.
    pub body: Markup,
}

impl PrintShell {
    /// The full HTML document; always light.
    pub fn render(self, w: &dyn Words) -> Markup {
        let body = html! {
            aside.print-bar aria-label=(w.t("ui-print")) {
                (Button::new(w.t("ui-print")).primary().icon(Icon::Print).data_print().render())
                span { (w.t("ui-print-hint")) }
            }
            main.print-sheet #main {
                header.letterhead {
                    (mark(None))
                    div { strong { (self.store) } @for line in &self.letterhead { span { (line) } } }
                    p.print-number { (w.t("ui-print-number")) " " b { (self.number) } }
                }
                h1 { (self.title) }
                (self.body)
                @if !self.signatures.is_empty() {
                    section.signatures {
                        @for party in &self.signatures {
                            div { p { (party) } p.seal { (w.t("ui-print-seal")) } p { (w.t("ui-print-date")) } }
                        }
                    }
                }
                footer.print-foot { (self.foot) }
            }
        };
        Document { title: &self.title, theme: Theme::Light, class: "print-page", body }.render(w)
    }
}

/// The total line of a printed document: capitals and figures. `fen` is the amount in fen.
pub fn print_total(fen: i64, w: &dyn Words) -> Markup {
    html! {
        p.print-total { span { (w.t("ui-print-total")) } b lang="zh-CN" { (amount_in_words(fen)) } b { (money(fen)) } }
    }
}
