//! Settings at a node: what holds, where it comes from, and overriding it (SYS-06).

mod list;
mod setting;

use web::{Access, Problem, Routes};

use super::Desk;
use crate::settings::{SETTINGS, Setting, SettingKind};

const MANAGE: &str = "settings.manage";

pub(super) fn routes() -> Routes {
    let may = Access::Capability(MANAGE);
    Routes::new()
        .get("/settings", may, list::show)
        .get("/settings/{setting}", may, setting::show)
        .post("/settings/{setting}", may, setting::save)
        .post("/settings/{setting}/reset", may, setting::reset)
}

fn find(key: &str) -> Result<&'static Setting, Problem> {
    SETTINGS.iter().find(|s| s.key == key).ok_or_else(Problem::not_found)
}

/// The name of a setting.
pub(super) fn label(desk: &Desk<'_>, setting: &Setting) -> String {
    desk.t_or(&format!("setting-{}", setting.key.replace(['.', '_'], "-")), setting.key)
}

/// A value as people read it.
pub(super) fn shown(desk: &Desk<'_>, setting: &Setting, value: &str) -> String {
    match setting.kind {
        SettingKind::Bool => desk.t_or(&format!("admin-{value}"), value),
        SettingKind::Choice(_) => desk.t_or(&format!("setting-choice-{value}"), value),
        _ => value.to_owned(),
    }
}
