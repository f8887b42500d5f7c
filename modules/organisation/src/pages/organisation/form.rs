//! The fields of a node, as adding and editing show them.

use chrono_tz::Tz;
use maud::{Markup, html};
use ui::Choice;

use super::super::{Desk, Draft};
use crate::dictionaries::Dictionaries;
use crate::nodes::NodeKind;

/// Zones that stores of Chinese groups stand in, and some where their branches are.
const ZONES: [Tz; 12] = [
    Tz::Asia__Shanghai,
    Tz::Asia__Urumqi,
    Tz::Asia__Hong_Kong,
    Tz::Asia__Macau,
    Tz::Asia__Taipei,
    Tz::Asia__Tokyo,
    Tz::Asia__Singapore,
    Tz::Asia__Bangkok,
    Tz::Asia__Dubai,
    Tz::Europe__Berlin,
    Tz::Europe__London,
    Tz::UTC,
];

/// Names, place and telephone. Only stores have a grade. `path` is where base data is read.
pub(super) async fn fields(desk: &Desk<'_>, draft: &Draft, store: bool, path: &str) -> Result<Markup, web::Problem> {
    let grades: Vec<Choice> = desk
        .app
        .seam::<Dictionaries>()
        .of(desk.conn(), desk.tenant())
        .await?
        .choices(path, "store_grade", desk.lang())
        .into_iter()
        .map(|(code, name)| Choice::new(code, name))
        .collect();
    let w = &desk.w;
    Ok(html! {
        (draft.field(desk, "name", "admin-name").required().max(100).text(draft.value("name"), w))
        (draft.field(desk, "code", "node-code").required().max(40).hint(desk.t("admin-node-code-hint")).code(draft.value("code"), w))
        (draft.field(desk, "short_name", "store-short-name").max(20).hint(desk.t("admin-short-name-hint")).text(draft.value("short_name"), w))
        @if store { (draft.field(desk, "grade", "store-grade").hint(desk.t("admin-grade-hint")).select(&grades, draft.value("grade"), w)) }
        (draft.field(desk, "city", "store-city").max(60).text(draft.value("city"), w))
        (draft.field(desk, "phone", "store-phone").max(40).phone(draft.value("phone"), w))
        (draft.field(desk, "address", "store-address").max(200).wide().text(draft.value("address"), w))
        (draft.field(desk, "opened_on", "store-opened-on").hint(desk.t("admin-opened-hint")).date(draft.day("opened_on"), w))
    })
}

/// The choice of a time zone; one that is not in the short list stays a choice where it is set.
pub(super) fn time_zone(desk: &Desk<'_>, draft: &Draft) -> Markup {
    let now = draft.value("time_zone");
    let mut names: Vec<&str> = ZONES.iter().map(|zone| zone.name()).collect();
    if !now.is_empty() && !names.contains(&now) {
        names.push(now);
    }
    let zones: Vec<Choice> = names.into_iter().map(|name| Choice::new(name, name)).collect();
    draft
        .field(desk, "time_zone", "admin-time-zone")
        .required()
        .hint(desk.t("admin-time-zone-hint"))
        .select(&zones, now, &desk.w)
}

/// What may be added below a node.
pub(super) fn kinds_under(parent: NodeKind) -> Vec<NodeKind> {
    NodeKind::ALL
        .into_iter()
        .filter(|kind| *kind != NodeKind::Maker && crate::nodes::may_stand_under(*kind, parent))
        .collect()
}
