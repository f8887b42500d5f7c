//! Words for what the journal holds.

use records::Kind;
use ui::Icon;

use super::super::Desk;

/// Nouns whose journal this module writes.
pub(super) fn is_own(kind: &str) -> bool {
    matches!(kind, "node" | "store" | "user" | "role" | "custom_field" | "sign_on")
}

/// Nouns whose records go by a name.
pub(super) fn is_named(desk: &Desk<'_>, kind: &str) -> bool {
    is_own(kind) || desk.app.registry.kind(kind).is_some()
}

/// The word of a noun.
pub(super) fn kind(desk: &Desk<'_>, kind: &str) -> String {
    desk.t_or(&format!("kind-{}", kind.replace('_', "-")), kind)
}

/// What can be filtered by, in the order of the choice: everything that any module writes. A test compares it with the
/// sources (`app/tests/audit.rs`).
pub(super) const ACTIONS: &[&str] = &[
    // Records of any noun.
    "create",
    "update",
    "delete",
    "restore",
    "undo",
    "export",
    "reveal",
    // Customers and cars.
    "assign",
    "class",
    "share",
    "unshare",
    "consent",
    "merge",
    "merged",
    "unmerge",
    "plate",
    "party",
    "odometer",
    // Many at once.
    "bulk",
    "bulk_done",
    "undone",
    "run",
    "done",
    "cancel",
    "leave",
    // The collision guard.
    "told",
    "kept",
    "ask",
    "allowed",
    "shared",
    "declined",
    "appeal",
    "take",
    "escalate",
    // Personal data.
    "receive",
    "check",
    "fulfil",
    "propose",
    "release",
    "withdraw",
    "finish",
    "refuse",
    "download",
    "print",
    "lift",
    "restrict",
    "unrestrict",
    "erase",
    // Tasks.
    "complete",
    "call_off",
    "reopen",
    "open_feed",
    "close_feed",
    // Opportunities.
    "opportunity-follow",
    "opportunity-move",
    "opportunity-win",
    "opportunity-ask-defeat",
    "opportunity-withdraw",
    "opportunity-approve",
    "opportunity-return",
    "opportunity-sleep",
    "opportunity-wake",
    "opportunity-release",
    "opportunity-claim",
    "opportunity-reactivate",
    // The house.
    "move",
    "post",
    "end_post",
    "set",
    "copy",
    "retire",
    "order",
    // Signing in.
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "set_password",
    "demand_password",
    "create_token",
    "revoke_token",
    "second_factor_on",
    "second_factor_off",
    "second_factor_failed",
    "reset_second_factor",
    "recovery_code",
    "renew_recovery_codes",
    "prove",
    "link_sign_on",
    "unlink_sign_on",
    // Watching.
    "look_as",
    "look_end",
    "judge_viewing",
    "cut",
];

/// What stands in the journal and is no noun of the registry.
pub(super) const KINDS: [&str; 13] = [
    "node",
    "role",
    "custom_field",
    "sign_on",
    "engagement",
    "operation",
    "import",
    "saved_view",
    "collision",
    "privacy_request",
    "assignment_rule",
    "catalogue",
    "journal",
];

/// The parts of an entry that the journal keeps beside its name.
const ENTRY_PARTS: [&str; 4] = ["english", "position", "active", "colour"];

/// What was done.
pub(super) fn action(desk: &Desk<'_>, action: &str) -> String {
    let dashed = action.replace('_', "-");
    // Verbs of other modules have the word that stands in the history of their records.
    let elsewhere = desk.t_or(&format!("journal-{dashed}"), action);
    desk.t_or(&format!("admin-did-{dashed}"), &elsewhere)
}

/// The icon of what was done.
pub(super) fn icon(action: &str) -> Icon {
    match action {
        "create" | "copy" => Icon::Plus,
        "delete" => Icon::Trash,
        "merge" => Icon::Merge,
        "assign" | "post" | "end_post" => Icon::Customer,
        "import" => Icon::Import,
        "export" => Icon::Export,
        "reveal" => Icon::Eye,
        "share" | "unshare" => Icon::Share,
        "move" => Icon::Organisation,
        "set" => Icon::Settings,
        "retire" => Icon::Trash,
        "restore" => Icon::Undo,
        "sign_in"
        | "sign_in_failed"
        | "set_password"
        | "create_token"
        | "revoke_token"
        | "second_factor_on"
        | "second_factor_off"
        | "second_factor_failed"
        | "reset_second_factor"
        | "recovery_code"
        | "renew_recovery_codes"
        | "prove" => Icon::Lock,
        "sign_out" => Icon::Exit,
        _ => Icon::Note,
    }
}

/// The page of a record, where it has one and the visitor may go there.
pub(super) fn href(desk: &Desk<'_>, kind: &str, record: kernel::Id) -> Option<String> {
    match kind {
        "node" | "store" => desk.visitor.scope.may("organisation.manage").then(|| format!("/organisation/{record}")),
        "role" => desk.visitor.scope.may("roles.manage").then(|| format!("/roles/{record}")),
        "custom_field" => desk.visitor.scope.may("fields.manage").then(|| format!("/custom-fields/{record}")),
        "user" => desk.visitor.scope.may("users.manage").then(|| format!("/users/{record}")),
        _ => desk.app.registry.kind(kind).filter(|k| k.pages).map(|k| format!("/{}/{record}", k.collection)),
    }
}

/// The name of a field, or of the part of a role, a setting or a dictionary that was changed.
pub(super) fn field(desk: &Desk<'_>, kind: Option<&'static Kind>, kind_name: &str, field: &str) -> String {
    let kind_word = |name: &str| {
        if name == "*" { desk.t("admin-all-kinds").into_owned() } else { self::kind(desk, name) }
    };
    let dashed = |text: &str| text.replace(['_', '.'], "-");
    let parts: Vec<&str> = field.splitn(3, '.').collect();
    match parts.as_slice() {
        ["grant", of, action] => format!("{} · {}", kind_word(of), desk.t_or(&format!("action-{action}"), action)),
        ["field", of, name] => {
            let own = desk.app.registry.kind_of(desk.tenant(), of).map(|kind| kind.label(name));
            let key = own.unwrap_or_else(|| format!("{}-{}", dashed(of), dashed(name)));
            format!("{} · {}", kind_word(of), desk.t_or(&key, name))
        }
        ["dictionary", name, code] => {
            let (code, part) = match code.rsplit_once('.') {
                Some((code, part)) if ENTRY_PARTS.contains(&part) => {
                    (code, format!(" · {}", desk.t(&format!("admin-entry-{part}"))))
                }
                _ => (*code, String::new()),
            };
            format!("{} · {code}{part}", desk.t_or(&format!("dictionary-{}", dashed(name)), name))
        }
        ["capability", ..] => {
            let name = field.trim_start_matches("capability.");
            if name == "*" {
                desk.t("admin-all-functions").into_owned()
            } else {
                desk.t_or(&format!("capability-{}", dashed(name)), name)
            }
        }
        ["setting", ..] => {
            let key = field.trim_start_matches("setting.");
            desk.t_or(&format!("setting-{}", dashed(key)), key)
        }
        _ => {
            let own = format!("admin-field-{}", dashed(field));
            let label = kind.map_or_else(|| format!("{kind_name}-{}", dashed(field)), |kind| kind.label(field));
            if desk.app.words.has(desk.lang(), &label) { desk.t(&label).into_owned() } else { desk.t_or(&own, field) }
        }
    }
}

/// Levels, openness and yes or no in words.
pub(super) fn value(desk: &Desk<'_>, field: &str, text: &str) -> String {
    let key = match field.split('.').next() {
        Some("grant") => format!("level-{text}"),
        Some("field") => format!("access-{text}"),
        Some("capability" | "second_factor" | "required" | "searchable") => format!("admin-{text}"),
        Some("type") => format!("custom-type-{}", text.replace('_', "-")),
        Some("class") if field == "class" => format!("class-{text}"),
        Some("dictionary") if field.ends_with(".active") => format!("admin-{text}"),
        Some("dictionary") if field.ends_with(".colour") => format!("admin-colour-{text}"),
        _ => return text.to_owned(),
    };
    desk.t_or(&key, text)
}
