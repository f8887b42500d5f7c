//! The mark of 四合: four quarters joined around a yard, one for each S (sale, spare part, service, survey).

use maud::{Markup, html};

/// The quarter of the house a module belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quarter {
    /// 整车销售.
    Sale,
    /// 零配件.
    SparePart,
    /// 售后服务.
    Service,
    /// 信息反馈.
    Survey,
}

const QUARTERS: [(Quarter, &str); 4] = [
    (Quarter::Sale, "M5 2h10v6H2V5a3 3 0 0 1 3-3z"),
    (Quarter::SparePart, "M16 2h3a3 3 0 0 1 3 3v10h-6z"),
    (Quarter::Service, "M9 16h13v3a3 3 0 0 1-3 3H9z"),
    (Quarter::Survey, "M2 9h6v13H5a3 3 0 0 1-3-3z"),
];

/// The mark with one quarter lit. Decoration: the name stands beside it.
pub fn mark(lit: Option<Quarter>) -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            @for (quarter, path) in QUARTERS {
                path.lit[lit == Some(quarter)] d=(path) {}
            }
        }
    }
}
