//! The form around the fields.

use maud::{Markup, html};

use crate::icon::{Icon, icon};
use crate::words::{Arg, Words};

/// A form with its errors on top and its buttons at the foot. Ctrl-Enter saves; a second submit does nothing.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Unique in the page.
    pub id: String,
    /// Where it is posted.
    pub action: String,
    /// Unsaved work is kept in the browser under this key until the form is saved; put the user into it, as devices are
    /// shared. `None` keeps nothing (secrets).
    pub draft: Option<String>,
    /// True for files.
    pub files: bool,
    /// Posts by htmx and swaps the form by the answer (dialogs, inline edits).
    pub in_place: bool,
    /// Errors: the field's name (empty for the form itself) and the sentence.
    pub errors: Vec<(String, String)>,
    /// The fields.
    pub fields: Markup,
    /// The word of the submit button, such as 建档.
    pub submit: String,
    /// Where cancel leads.
    pub cancel: Option<String>,
    /// Further buttons beside submit.
    pub actions: Option<Markup>,
}

impl Form {
    /// The markup.
    pub fn render(&self, w: &dyn Words) -> Markup {
        let post = self.in_place.then_some(&self.action);
        html! {
            form.form id=(self.id) method="post" action=(self.action) novalidate data-once data-draft=[&self.draft]
                data-draft-note=(w.t("ui-draft-restored")) data-draft-drop=(w.t("ui-draft-drop"))
                enctype=[self.files.then_some("multipart/form-data")] hx-encoding=[(self.files && self.in_place).then_some("multipart/form-data")]
                hx-post=[post] hx-swap=[post.map(|_| "outerHTML")] {
                (error_summary(&self.errors, w))
                div.form-fields { (self.fields) }
                div.form-foot {
                    button.button.button-primary type="submit" { (self.submit) }
                    @if let Some(actions) = &self.actions { (actions) }
                    @if let Some(cancel) = &self.cancel { a.button.button-quiet href=(cancel) { (w.t("ui-cancel")) } }
                    span.form-note { kbd { "Ctrl" } kbd { "Enter" } }
                }
            }
        }
    }
}

/// All errors of a form, each leading to its field.
pub fn error_summary(errors: &[(String, String)], w: &dyn Words) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.error-summary role="alert" tabindex="-1" data-focus {
                p { (icon(Icon::Warning)) (w.ta("ui-form-errors", &[("n", Arg::Int(errors.len() as i64))])) }
                ul {
                    @for (field, error) in errors {
                        li { @if field.is_empty() { (error) } @else { a href={ "#field-" (field) } { (error) } } }
                    }
                }
            }
        }
    }
}

/// A part of a form under its own heading.
pub fn section(title: &str, fields: Markup) -> Markup {
    html! { section.form-section { h2 { (title) } div.form-section-fields { (fields) } } }
}
