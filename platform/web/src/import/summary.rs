//! What all steps show: the way, and the counts.

use maud::{Markup, html};
use records::import::{Counts, Fate, Import, State, Step};
use ui::{Crumb, Fact, Panel, Words, dot, facts, stepper};

use super::sentence::tone;
use crate::Page;

/// The steps of the wizard with the one at hand.
pub(super) fn steps(page: &Page<'_>, at: usize, import: Option<&Import>) -> Markup {
    let back =
        import.filter(|i| matches!(i.state, State::Draft | State::Ready | State::Failed) && i.step == Step::Check);
    let step = |key: &str, href: Option<String>| (page.t(key).into_owned(), href);
    let list = [
        step("import-step-file", None),
        step("import-step-columns", back.map(|i| format!("/imports/{}/mapping", i.id))),
        step("import-step-mend", None),
        step("import-step-run", None),
        step("import-step-report", None),
    ];
    stepper(&list, at, &page.words())
}

/// The way to the wizard.
pub(super) fn crumbs(page: &Page<'_>) -> Vec<Crumb> {
    vec![Crumb::new(page.t("import-customers"), "/customers"), Crumb::new(page.t("import-list"), "/imports")]
}

/// The counts of a pass, as what would become of rows or as what became of them, with what can be done now.
pub(super) fn counts(page: &Page<'_>, counts: &Counts, would: bool, actions: Option<Markup>) -> Markup {
    let w = page.words();
    let mut list = vec![Fact::new(w.t("import-count-rows"), html! { (ui::grouped(counts.rows)) })];
    for fate in Fate::ALL {
        let key = if would { format!("import-would-{}", fate.name()) } else { format!("import-count-{}", fate.name()) };
        let number = ui::grouped(counts.of(fate));
        let value = if counts.of(fate) == 0 {
            html! { (number) }
        } else {
            dot(tone(fate), &number)
        };
        list.push(Fact::new(w.t(&key), value));
    }
    let body = html! { (facts(&list, &w)) @if let Some(actions) = actions { div.form-foot { (actions) } } };
    Panel::new(w.t(if would { "import-checked" } else { "import-result" }), body).render()
}
