//! The roles a house begins with. They are data from then on: an administrator changes them at will.

use kernel::{Access, Action};
use records::{Class, Field, FieldKind};

use crate::powers::Level;

/// How open a role's fields are at first, by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Openness {
    /// Fields about a person, such as the name.
    pub personal: Access,
    /// Telephone numbers and e-mail addresses: the way to a person.
    pub contact: Access,
    /// Identity numbers and the like.
    pub sensitive: Access,
    /// Cost and margin.
    pub commercial: Access,
}

impl Openness {
    /// How open a field is at first. Business facts are open to all.
    pub fn of(self, field: &Field) -> Access {
        match field.class {
            Class::Public => Access::Shown,
            Class::Personal if matches!(field.kind, FieldKind::Phone | FieldKind::Email) => self.contact,
            Class::Personal => self.personal,
            Class::Sensitive => self.sensitive,
            Class::Commercial => self.commercial,
        }
    }
}

/// A role that comes with the house.
#[derive(Clone, Copy, Debug)]
pub struct Builtin {
    /// Its stable code.
    pub code: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// All fields of all kinds, also new ones.
    pub everything: bool,
    /// Openness of the fields of all kinds known at set-up.
    pub openness: Openness,
    /// Functions.
    pub capabilities: &'static [&'static str],
}

const MANAGER: Openness =
    Openness { personal: Access::Shown, contact: Access::Shown, sensitive: Access::Masked, commercial: Access::Shown };
const STAFF: Openness = Openness { commercial: Access::Hidden, ..MANAGER };
const DESK: Openness = Openness { contact: Access::Masked, ..STAFF };

const fn role(
    code: &'static str,
    name_zh: &'static str,
    name_en: &'static str,
    openness: Openness,
    capabilities: &'static [&'static str],
) -> Builtin {
    Builtin { code, name_zh, name_en, everything: false, openness, capabilities }
}

/// All of them, in the order of lists.
pub const BUILTIN: [Builtin; 12] = [
    Builtin { everything: true, ..role("administrator", "系统管理员", "Administrator", MANAGER, &["*"]) },
    role(
        "group_manager",
        "集团管理",
        "Group manager",
        MANAGER,
        &[
            "audit.view",
            "views.share",
            "leads.sources",
            "leads.rules",
            "leads.screening",
            "opportunities.review",
            "headquarters.see",
        ],
    ),
    role("region_manager", "区域经理", "Region manager", MANAGER, &["views.share", "headquarters.see"]),
    role(
        "store_manager",
        "店总经理",
        "Store manager",
        MANAGER,
        &["users.manage", "views.share", "customers.assignment-rules", "work.hours", "opportunities.review"],
    ),
    role("sales_manager", "销售经理", "Sales manager", STAFF, &["views.share", "opportunities.review"]),
    role("sales_consultant", "销售顾问", "Sales consultant", STAFF, &[]),
    role("receptionist", "前台接待", "Receptionist", DESK, &[]),
    role("service_adviser", "服务顾问", "Service adviser", STAFF, &[]),
    role("crm_clerk", "客户关系专员", "CRM clerk", STAFF, &["views.share", "opportunities.review"]),
    role("call_agent", "客服坐席", "Call agent", DESK, &[]),
    role(
        "auditor",
        "审计员",
        "Auditor",
        Openness {
            personal: Access::Masked,
            contact: Access::Masked,
            sensitive: Access::Hidden,
            commercial: Access::Hidden,
        },
        &["audit.view"],
    ),
    // 个人信息保护负责人 (PIPL 52): looks into every file to answer what people ask of theirs.
    role("privacy_officer", "个人信息保护专员", "Privacy officer", STAFF, &["privacy.manage"]),
];

const ALL: &[Action] = &Action::ALL;
const SEE: &[Action] = &[Action::See];
const WORK: &[Action] = &[Action::See, Action::Create, Action::Edit];
const WATCH: &[Action] = &[Action::See, Action::Export, Action::Assign];
const LEAD: &[Action] = &[
    Action::See,
    Action::Create,
    Action::Edit,
    Action::Export,
    Action::Bulk,
    Action::Assign,
    Action::Merge,
    Action::Reveal,
];
const CARE: &[Action] = &[Action::See, Action::Edit, Action::Export];

/// Records that belong to the daily work with customers; kinds of modules above this one, so they stand by name.
const FILES: &[&str] = &["customer", "vehicle"];
/// Leads: given out from above, worked by those who sell.
const LEADS: &[&str] = &["lead"];
/// Visits to the showroom: registered by reception, each received by somebody.
const VISITS: &[&str] = &["visit"];
/// What the head office does with leads.
const GIVE: &[Action] = &[Action::See, Action::Create, Action::Edit, Action::Export, Action::Assign];

/// One's own tasks: everyone who works with customers has some.
const OWN_TASKS: Line = (&["task"], Level::Own, WORK);

/// What is sold; of no concern to reception and service.
const SALES: &[&str] = &["opportunity"];

/// What a built-in role may do, as kinds × level × actions.
type Line = (&'static [&'static str], Level, &'static [Action]);

/// The grants of a built-in role: kind, level, actions.
pub fn grants_of(code: &str) -> Vec<(&'static str, Level, &'static [Action])> {
    const PLACES: Line = (&["store"], Level::Group, SEE);
    const COLLEAGUES: Line = (&["user"], Level::Store, SEE);
    let lines: &[Line] = match code {
        "administrator" => &[(&["*"], Level::Group, ALL)],
        "group_manager" => &[
            OWN_TASKS,
            (&["task"], Level::Group, &[Action::See, Action::Export]),
            (FILES, Level::Group, WATCH),
            (LEADS, Level::Group, GIVE),
            (VISITS, Level::Group, &[Action::See, Action::Export]),
            (SALES, Level::Group, WATCH),
            PLACES,
            (&["user"], Level::Group, SEE),
        ],
        "region_manager" => &[
            OWN_TASKS,
            (&["task"], Level::Region, &[Action::See, Action::Export]),
            (FILES, Level::Region, WATCH),
            (LEADS, Level::Region, GIVE),
            (VISITS, Level::Region, &[Action::See, Action::Export]),
            (SALES, Level::Region, WATCH),
            PLACES,
            (&["user"], Level::Region, SEE),
        ],
        "store_manager" => &[
            (&["task"], Level::Store, ALL),
            (FILES, Level::Store, ALL),
            (LEADS, Level::Store, ALL),
            (VISITS, Level::Store, ALL),
            (SALES, Level::Store, ALL),
            PLACES,
            (&["store"], Level::Store, &[Action::See, Action::Edit]),
            (&["user"], Level::Store, WORK),
        ],
        "sales_manager" => &[
            (&["task"], Level::Store, LEAD),
            (FILES, Level::Store, LEAD),
            (LEADS, Level::Store, LEAD),
            (VISITS, Level::Store, LEAD),
            (SALES, Level::Store, LEAD),
            PLACES,
            COLLEAGUES,
        ],
        "sales_consultant" => &[
            OWN_TASKS,
            (FILES, Level::Own, WORK),
            (LEADS, Level::Own, WORK),
            (VISITS, Level::Own, WORK),
            (SALES, Level::Own, WORK),
            PLACES,
            COLLEAGUES,
        ],
        "receptionist" => &[
            OWN_TASKS,
            (FILES, Level::Store, &[Action::See, Action::Create]),
            (LEADS, Level::Store, &[Action::See, Action::Create]),
            (VISITS, Level::Store, WORK),
            PLACES,
            COLLEAGUES,
        ],
        "service_adviser" => &[OWN_TASKS, (FILES, Level::Store, WORK), PLACES, COLLEAGUES],
        "crm_clerk" => &[
            OWN_TASKS,
            (FILES, Level::Store, CARE),
            (LEADS, Level::Store, CARE),
            (VISITS, Level::Store, &[Action::See, Action::Export]),
            (SALES, Level::Store, CARE),
            PLACES,
            COLLEAGUES,
        ],
        "call_agent" => &[
            OWN_TASKS,
            (FILES, Level::Group, SEE),
            (LEADS, Level::Group, &[Action::See, Action::Create]),
            PLACES,
            COLLEAGUES,
        ],
        "privacy_officer" => &[
            OWN_TASKS,
            (FILES, Level::Group, &[Action::See, Action::Edit]),
            (LEADS, Level::Group, SEE),
            (VISITS, Level::Group, SEE),
            (SALES, Level::Group, SEE),
            PLACES,
        ],
        "auditor" => &[PLACES, (&["user"], Level::Group, SEE)],
        _ => &[],
    };
    lines.iter().flat_map(|(kinds, level, actions)| kinds.iter().map(|kind| (*kind, *level, *actions))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-04: every built-in role gives something, and only the administrator's fields are open for ever.
    #[test]
    fn every_role_gives_something() {
        for role in BUILTIN {
            assert!(!grants_of(role.code).is_empty(), "{}", role.code);
            assert_eq!(role.everything, role.code == "administrator");
        }
    }

    /// SYS-05: a consultant takes nothing out and changes nothing in bulk; a receptionist and an agent see phones masked.
    #[test]
    fn the_narrow_roles_are_narrow() {
        for (kind, level, actions) in grants_of("sales_consultant") {
            assert!(!actions.contains(&Action::Export) && !actions.contains(&Action::Bulk), "{kind}");
            assert!(kind == "store" || kind == "user" || level == Level::Own, "{kind}");
        }
        let phone = Field::new("phone", FieldKind::Phone).class(Class::Personal);
        let id = Field::new("id_number", FieldKind::ResidentId).class(Class::Sensitive);
        let cost = Field::new("cost", FieldKind::Money).class(Class::Commercial);
        let of = |code: &str, field: &Field| BUILTIN.iter().find(|r| r.code == code).map(|r| r.openness.of(field));
        assert_eq!(of("sales_consultant", &phone), Some(Access::Shown));
        assert_eq!(of("sales_consultant", &id), Some(Access::Masked));
        assert_eq!(of("sales_consultant", &cost), Some(Access::Hidden));
        assert_eq!(of("receptionist", &phone), Some(Access::Masked));
        assert_eq!(of("call_agent", &phone), Some(Access::Masked));
    }
}
