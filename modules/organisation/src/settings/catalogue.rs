//! The settings there are.

/// What a setting's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// A whole number between two bounds, both included.
    Number(i64, i64),
    /// Yes or no (`true`, `false`).
    Bool,
    /// A line of text.
    Text,
    /// One of these words; their labels are `setting-choice-` and the word.
    Choice(&'static [&'static str]),
}

impl SettingKind {
    /// Whether a text is such a value.
    pub fn takes(self, value: &str) -> bool {
        match self {
            SettingKind::Number(least, most) => value.parse::<i64>().is_ok_and(|n| (least..=most).contains(&n)),
            SettingKind::Bool => matches!(value, "true" | "false"),
            SettingKind::Text => value.chars().count() <= 500,
            SettingKind::Choice(words) => words.contains(&value),
        }
    }
}

/// A setting of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its key; the label key is `setting-` with dots as dashes.
    pub key: &'static str,
    /// Its value until someone sets one.
    pub default: &'static str,
    /// What its value may be.
    pub kind: SettingKind,
}

/// Keys of this module's settings.
pub mod keys {
    /// Hours of rest after which a session ends.
    pub const SESSION_IDLE: &str = "session.idle_hours";
    /// Days after which a session ends in any case.
    pub const SESSION_DAYS: &str = "session.days";
    /// The least number of characters of a password.
    pub const PASSWORD_LENGTH: &str = "password.min_length";
    /// How many of someone's last passwords they may not choose again.
    pub const PASSWORD_HISTORY: &str = "password.history";
    /// Whether everyone who works there signs in with a second factor. Roles may ask for it, too.
    pub const SECOND_FACTOR: &str = "sign_in.second_factor";
    /// Years after which entries of the journal are cut off. The histories of records are read from it, too.
    pub const AUDIT_YEARS: &str = "audit.years";
    /// How many lists one person may take out as files in an hour.
    pub const EXPORTS: &str = "limits.exports_per_hour";
    /// How many times one person may look for a masked value in an hour.
    pub const MASKED_MATCHES: &str = "limits.masked_matches_per_hour";
    /// How many masked values one person may have shown in an hour.
    pub const REVEALS: &str = "limits.reveals_per_hour";
    /// How many customers one person may file in an hour and still be told who of them is known in the group.
    pub const FILINGS: &str = "limits.filings_per_hour";
    /// What is told of a customer whom a colleague of one's own store has: one of [`TELLING`](super::TELLING).
    pub const COLLISION_STORE: &str = "collision.within_store";
    /// What is told of a customer whom another store of the group has.
    pub const COLLISION_GROUP: &str = "collision.within_group";
    /// What is told of a customer whom another, independent dealer of the maker has.
    pub const COLLISION_DEALERS: &str = "collision.between_dealers";
    /// How many collisions one store is told in a day.
    pub const COLLISION_TELLINGS: &str = "collision.tellings_per_day";
    /// Days for which a customer is protected for their owner after filing and after each real contact.
    pub const PROTECTION: &str = "collision.protection_days";
    /// Days after which a request for access that nobody answered goes to the group.
    pub const ESCALATION: &str = "collision.escalation_days";
    /// Days in which a request about someone's personal data is answered.
    pub const ANSWER_DAYS: &str = "privacy.answer_days";
    /// Days for which a copy that was made of someone's data is there.
    pub const COPY_DAYS: &str = "privacy.copy_days";
    /// Years for which the law keeps the file of a car that was sold.
    pub const KEEP_SALES: &str = "privacy.keep_sales_years";
    /// Years for which the law keeps the file of a repair.
    pub const KEEP_REPAIRS: &str = "privacy.keep_repair_years";
    /// Whether a second person must release the erasing of someone.
    pub const SECOND_PERSON: &str = "privacy.second_person";
    /// Months without a contact after which someone who bought nothing is proposed for erasing; 0 proposes nobody.
    pub const UNTOUCHED: &str = "privacy.untouched_months";
    /// Customers opened in an hour that are unusual for anyone.
    pub const UNUSUAL_HOUR: &str = "viewing.opened_per_hour";
    /// Customers opened in a day that are unusual for anyone.
    pub const UNUSUAL_DAY: &str = "viewing.opened_per_day";
    /// How many times what someone usually looks at or takes out is unusual for them.
    pub const UNUSUAL_TIMES: &str = "viewing.times_usual";
    /// Masked values shown in an hour that are unusual.
    pub const UNUSUAL_REVEALS: &str = "viewing.reveals_per_hour";
    /// Matches of masked values in an hour that are unusual.
    pub const UNUSUAL_MATCHES: &str = "viewing.masked_matches_per_hour";
    /// Rows taken out in a day that are unusual for anyone.
    pub const UNUSUAL_ROWS: &str = "viewing.exported_rows_per_day";
    /// The hour of the day at which work begins.
    pub const WORK_BEGINS: &str = "viewing.work_begins";
    /// The hour of the day at which work ends.
    pub const WORK_ENDS: &str = "viewing.work_ends";
    /// Whether a store's leads are given to its consultants by the house.
    pub const LEADS_AUTO: &str = "leads.auto_assign";
    /// Working minutes in which somebody is to be reached who was given to a consultant.
    pub const LEADS_FIRST_CONTACT: &str = "leads.first_contact_minutes";
    /// Working minutes between a reminder, the manager's notice and the pool.
    pub const LEADS_ALARM: &str = "leads.alarm_minutes";
    /// How many leads one person may take from the pool in a day.
    pub const LEADS_CLAIMS: &str = "leads.claims_per_day";
    /// Hours in which nobody takes a lead from the pool that was just theirs.
    pub const LEADS_COOLDOWN: &str = "leads.cooldown_hours";
}

/// What may be told of a collision: nothing; that the person is known; also by which store or colleague.
pub const TELLING: &[&str] = &["silent", "known", "named"];

/// The settings of this module. A setting of a session counts from the next sign-in on.
pub const SETTINGS: &[Setting] = &[
    Setting { key: keys::SESSION_IDLE, default: "12", kind: SettingKind::Number(1, 168) },
    Setting { key: keys::SESSION_DAYS, default: "14", kind: SettingKind::Number(1, 90) },
    Setting { key: keys::PASSWORD_LENGTH, default: "10", kind: SettingKind::Number(8, 64) },
    Setting { key: keys::PASSWORD_HISTORY, default: "5", kind: SettingKind::Number(0, 24) },
    Setting { key: keys::SECOND_FACTOR, default: "false", kind: SettingKind::Bool },
    Setting { key: keys::AUDIT_YEARS, default: "30", kind: SettingKind::Number(3, 100) },
    Setting { key: keys::EXPORTS, default: "30", kind: SettingKind::Number(1, 10_000) },
    Setting { key: keys::MASKED_MATCHES, default: "60", kind: SettingKind::Number(1, 10_000) },
    Setting { key: keys::REVEALS, default: "60", kind: SettingKind::Number(1, 10_000) },
    Setting { key: keys::FILINGS, default: "60", kind: SettingKind::Number(1, 10_000) },
    Setting { key: keys::COLLISION_STORE, default: "named", kind: SettingKind::Choice(TELLING) },
    Setting { key: keys::COLLISION_GROUP, default: "known", kind: SettingKind::Choice(TELLING) },
    Setting { key: keys::COLLISION_DEALERS, default: "silent", kind: SettingKind::Choice(TELLING) },
    Setting { key: keys::COLLISION_TELLINGS, default: "50", kind: SettingKind::Number(0, 10_000) },
    Setting { key: keys::PROTECTION, default: "30", kind: SettingKind::Number(0, 365) },
    Setting { key: keys::ESCALATION, default: "3", kind: SettingKind::Number(1, 90) },
    Setting { key: keys::ANSWER_DAYS, default: "30", kind: SettingKind::Number(1, 60) },
    Setting { key: keys::COPY_DAYS, default: "14", kind: SettingKind::Number(1, 60) },
    Setting { key: keys::KEEP_SALES, default: "10", kind: SettingKind::Number(10, 100) },
    Setting { key: keys::KEEP_REPAIRS, default: "2", kind: SettingKind::Number(2, 100) },
    Setting { key: keys::SECOND_PERSON, default: "true", kind: SettingKind::Bool },
    Setting { key: keys::UNTOUCHED, default: "0", kind: SettingKind::Number(0, 120) },
    Setting { key: keys::UNUSUAL_HOUR, default: "120", kind: SettingKind::Number(5, 10_000) },
    Setting { key: keys::UNUSUAL_DAY, default: "400", kind: SettingKind::Number(10, 100_000) },
    Setting { key: keys::UNUSUAL_TIMES, default: "4", kind: SettingKind::Number(2, 100) },
    Setting { key: keys::UNUSUAL_REVEALS, default: "30", kind: SettingKind::Number(1, 10_000) },
    Setting { key: keys::UNUSUAL_MATCHES, default: "40", kind: SettingKind::Number(1, 10_000) },
    Setting { key: keys::UNUSUAL_ROWS, default: "20000", kind: SettingKind::Number(100, 10_000_000) },
    Setting { key: keys::WORK_BEGINS, default: "7", kind: SettingKind::Number(0, 23) },
    Setting { key: keys::WORK_ENDS, default: "22", kind: SettingKind::Number(1, 24) },
    Setting { key: keys::LEADS_AUTO, default: "true", kind: SettingKind::Bool },
    Setting { key: keys::LEADS_FIRST_CONTACT, default: "30", kind: SettingKind::Number(1, 10_080) },
    Setting { key: keys::LEADS_ALARM, default: "30", kind: SettingKind::Number(1, 10_080) },
    Setting { key: keys::LEADS_CLAIMS, default: "5", kind: SettingKind::Number(0, 1_000) },
    Setting { key: keys::LEADS_COOLDOWN, default: "24", kind: SettingKind::Number(0, 720) },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_values_of_their_kind() {
        for setting in SETTINGS {
            assert!(setting.kind.takes(setting.default), "{}", setting.key);
        }
        assert!(!SettingKind::Number(8, 64).takes("7"));
        assert!(!SettingKind::Bool.takes("yes"));
        assert!(!SettingKind::Choice(TELLING).takes("loud"));
    }
}
