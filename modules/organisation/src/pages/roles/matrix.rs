//! The matrix: kinds of records against actions, each cell the level up to which the role may.

use kernel::Action;
use maud::{Markup, html};
use records::Kind;

use super::super::Desk;
use super::Sheets;
use crate::powers::{Level, RoleSheet};
use crate::roles::sheet::widest;

/// Kinds in the order of rows; all of them together first, where the role speaks of all.
pub(super) fn kinds<'a>(desk: &'a Desk<'_>, sheets: &Sheets) -> Vec<&'a str> {
    let all = [&sheets.own, &sheets.inherited].iter().any(|s| s.grants.keys().any(|(kind, _)| kind == "*"));
    all.then_some("*").into_iter().chain(desk.app.registry.kinds().map(|kind| kind.name)).collect()
}

/// The word for a kind.
pub(super) fn kind_word(desk: &Desk<'_>, kind: &str) -> String {
    if kind == "*" { desk.t("admin-all-kinds").into_owned() } else { desk.t_or(&format!("kind-{kind}"), kind) }
}

fn level_word(desk: &Desk<'_>, level: Level) -> String {
    desk.t(&format!("level-{}", level.name())).into_owned()
}

/// The matrix to read. What comes from the role above is underlined.
pub(super) fn read(desk: &Desk<'_>, sheets: &Sheets) -> Markup {
    table(desk, sheets, |kind, action| cell(desk, sheets, kind, action))
}

fn table(desk: &Desk<'_>, sheets: &Sheets, cell: impl Fn(&str, Action) -> Markup) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(desk.t("admin-matrix")) {
            table.matrix {
                caption.sr { (desk.t("admin-matrix")) }
                thead { tr {
                    th scope="col" { span.when { (desk.t("admin-kind-of-record")) } }
                    @for action in Action::ALL { th scope="col" { span.when { (desk.t(&format!("action-{}", action.name()))) } } }
                } }
                tbody {
                    @for kind in kinds(desk, sheets) {
                        tr {
                            th scope="row" { span.when { (kind_word(desk, kind)) } }
                            @for action in Action::ALL { td { span.when { (cell(kind, action)) } } }
                        }
                    }
                }
            }
        }
    }
}

fn cell(desk: &Desk<'_>, sheets: &Sheets, kind: &str, action: Action) -> Markup {
    let (own, above) = (held(&sheets.own, kind, action), held(&sheets.inherited, kind, action));
    html! {
        @match (own, above) {
            (None, None) => span.nothing { "–" },
            (own, Some(above)) if own < Some(above) => span.matrix-fixed title=(desk.t("ui-inherited")) { (level_word(desk, above)) },
            (Some(own), _) => (level_word(desk, own)),
            _ => span.nothing { "–" },
        }
    }
}

/// The level for a kind, also by what is said of all kinds.
fn held(sheet: &RoleSheet, kind: &str, action: Action) -> Option<Level> {
    widest(sheet, kind, action).max(widest(sheet, "*", action))
}

/// The form name of a cell.
pub(super) fn cell_name(kind: &str, action: Action) -> String {
    format!("g.{kind}.{}", action.name())
}

/// The matrix to change; `chosen` gives what a cell was set to before, by its form name.
pub(super) fn edit(desk: &Desk<'_>, sheets: &Sheets, chosen: impl Fn(&str) -> Option<String>) -> Markup {
    table(desk, sheets, |kind, action| {
        let name = cell_name(kind, action);
        let own = widest(&sheets.own, kind, action).map(|l| l.name().to_owned()).unwrap_or_default();
        let value = chosen(&name).unwrap_or(own);
        let none = match held(&sheets.inherited, kind, action) {
            Some(level) => desk.ta("admin-inherits", &[("what", level_word(desk, level).into())]),
            None => "–".to_owned(),
        };
        let label = format!("{} · {}", kind_word(desk, kind), desk.t(&format!("action-{}", action.name())));
        html! {
            select name=(name) aria-label=(label) {
                option value="" { (none) }
                @for level in Level::ALL { option value=(level.name()) selected[level.name() == value] { (level_word(desk, level)) } }
            }
        }
    })
}

/// How many fields of a kind are shown, masked, hidden and not decided upon.
pub(super) fn openness(sheet: &RoleSheet, inherited: &RoleSheet, kind: &Kind) -> [usize; 4] {
    let mut counts = [0; 4];
    for field in kind.fields {
        let of = |s: &RoleSheet| s.fields.get(kind.name).and_then(|f| f.get(field.name)).copied();
        let at = match of(sheet).max(of(inherited)) {
            Some(kernel::Access::Shown) => 0,
            Some(kernel::Access::Masked) => 1,
            Some(kernel::Access::Hidden) => 2,
            None => 3,
        };
        counts[at] += 1;
    }
    counts
}

/// Whether all fields are open, also those to come.
pub(super) fn opens_everything(sheets: &Sheets) -> bool {
    sheets.own.everything || sheets.inherited.everything
}
