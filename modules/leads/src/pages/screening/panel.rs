//! Screening on a lead's page: what it came to, and the way to it.

use maud::{Markup, html};
use ui::{Button, Icon, Panel};
use web::Result;

use super::super::desk::{Desk, address};
use super::super::show::Sight;
use super::result;
use crate::screening::queries;

/// Fields that whoever reads answers sees: they are words about the person, and come to the level.
pub(super) const OPEN: [&str; 3] = ["remark", "level", "state"];

/// The panel; nothing for whoever may not read what is said of the lead. One query.
pub(in crate::pages) async fn panel(desk: &Desk<'_>, sight: &Sight) -> Result<Markup> {
    if OPEN.into_iter().any(|field| !sight.tells(field)) {
        return Ok(html! {});
    }
    let last = queries::of(desk.conn(), desk.tenant(), sight.row.id, 1).await?.into_iter().next();
    let writes = sight.edit && !sight.lead.state().is_closed();
    if last.is_none() && !writes {
        return Ok(html! {});
    }
    let names = |code: &str| desk.code("customer-grade", code);
    let body = match &last {
        Some(screening) => result::result(&desk.w, &names, &screening.version.content, &screening.answers),
        None => html! { p.nothing { (desk.t("screening-never")) } },
    };
    let label = match &last {
        None => "screening-start",
        Some(screening) if screening.grade.is_none() => "screening-go-on",
        Some(_) => "screening-open-page",
    };
    let to = format!("{}/screening", address(sight.row.id));
    let way = Button::new(desk.t(label)).small().icon(Icon::Check).key("s").href(to);
    let panel = Panel::new(desk.t("screening"), body).id("screening");
    Ok(if writes { panel.actions(way.render()) } else { panel }.render())
}
