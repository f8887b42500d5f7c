//! What stands for the parameters of paths where every route is visited.

#![allow(dead_code, reason = "each story file uses its own part")]

/// Tables whose rows stand for parameters of paths. A new parameter needs a line here.
pub const TABLES: [(&str, &str); 32] = [
    ("task", "tasks"),
    ("day_off", "work_days_off"),
    ("feed", "calendar_feeds"),
    ("lead_source", "lead_sources"),
    ("lead_rule", "lead_rules"),
    ("questionnaire", "questionnaires"),
    ("lead_form", "lead_forms"),
    ("collision", "collisions"),
    ("merge", "customer_merges"),
    ("privacy_request", "privacy_requests"),
    ("notice", "notices"),
    ("session", "sessions"),
    ("token", "tokens"),
    ("saved_view", "saved_views"),
    ("vehicle_party", "vehicle_parties"),
    ("role", "roles"),
    ("node", "nodes"),
    ("post", "posts"),
    ("assignment_rule", "assignment_rules"),
    ("attachment", "attachments"),
    ("contact", "customer_contacts"),
    ("phone", "customer_phones"),
    ("relation", "customer_relations"),
    ("customer_pair", "customer_pairs"),
    ("share", "shares"),
    ("import", "imports"),
    ("custom_field", "custom_fields"),
    ("operation", "operations"),
    ("viewing_case", "viewing_cases"),
    ("brand", "brands"),
    ("catalogue_entry", "brands"),
    ("model", "models"),
];
