//! The picture book: every component in its states, and sample pages made of them.
//!
//! Sample data stands beside the code in both languages, since it is data and not wording of the product.

mod floating;
mod forms;
mod foundations;
mod list;
mod pages;
mod record;
mod sample;
mod structure;

use maud::{Markup, html};

use crate::format::time::Here;
use crate::shell::{Shell, Theme};
use crate::words::Words;

pub use pages::{error_page, form_page, import_page, list_page, print_page, record_page, sign_in_page, work_page};

/// The style guide as a full page.
pub fn styleguide(theme: Theme, here: &Here, w: &dyn Words) -> Markup {
    let body = html! {
        p.hint { (w.t("ui-guide-lead")) }
        (foundations::sections(here, w))
        (list::sections(here, w))
        (record::sections(here, w))
        (forms::sections(w))
        (floating::sections(w))
        (structure::sections(w))
    };
    Shell { title: w.t("ui-guide").into_owned(), body, ..sample::frame(theme, 0, w) }.render(w)
}

fn section(key: &str, body: Markup, w: &dyn Words) -> Markup {
    html! { section.guide-section id=(key) { h2 { (w.t(key)) } (body) } }
}
