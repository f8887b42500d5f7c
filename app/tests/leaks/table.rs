//! The table of roles as text: role, kind, level, actions; and how open each class of fields is to each role.

use std::collections::BTreeMap;

use kernel::{Action, Actions, sql};
use records::{Class, FieldKind};

use super::support::World;

/// The table of a house as it is founded.
pub async fn of(world: &World) -> String {
    let db = world.db.read();
    let mut out = String::from(
        "Roles as a house begins with them. R record, C create, E edit, D delete, X export, B bulk, A assign, M merge, V reveal.\n",
    );
    let roles = organisation::roles::queries::all(db, world.tenant).await.unwrap();
    for role in roles {
        out.push_str(&format!("\n{}{}\n", role.code, if role.everything { ": every field of every kind" } else { "" }));
        let text = "SELECT kind, level, actions FROM role_grants WHERE role_id = $1";
        let mut grants: Vec<(String, organisation::powers::Level, Actions)> = sql::rows(db, text, [role.id.into()])
            .await
            .unwrap()
            .iter()
            .map(|row| {
                let level =
                    organisation::powers::Level::from_name(&row.try_get::<String>("", "level").unwrap()).unwrap();
                (row.try_get("", "kind").unwrap(), level, Actions(row.try_get("", "actions").unwrap()))
            })
            .collect();
        grants.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        for (kind, level, actions) in grants {
            out.push_str(&format!("  {kind:<10}{:<12}{}\n", level.name(), letters(actions)));
        }
        let text = "SELECT kind, field, access FROM role_fields WHERE role_id = $1";
        let mut open: BTreeMap<(String, String), BTreeMap<String, Vec<String>>> = BTreeMap::new();
        for row in sql::rows(db, text, [role.id.into()]).await.unwrap() {
            let get = |name: &str| row.try_get::<String>("", name).unwrap();
            let (kind, name) = (get("kind"), get("field"));
            let Some(field) = world.assembly.app.registry.kind(&kind).and_then(|k| k.field(&name)) else { continue };
            let contact = matches!(field.kind, FieldKind::Phone | FieldKind::Email);
            let class = if field.class == Class::Personal && contact { "contact" } else { field.class.name() };
            open.entry((kind, class.to_owned())).or_default().entry(get("access")).or_default().push(name);
        }
        for ((kind, class), by_access) in open {
            let said: Vec<String> = by_access
                .into_iter()
                .map(|(access, mut fields)| {
                    fields.sort();
                    format!("{access} {}", fields.join(" "))
                })
                .collect();
            out.push_str(&format!("  {kind:<10}{class:<12}{}\n", said.join("; ")));
        }
        let text = "SELECT capability FROM role_capabilities WHERE role_id = $1 ORDER BY capability";
        let capabilities: Vec<String> = sql::rows(db, text, [role.id.into()])
            .await
            .unwrap()
            .iter()
            .map(|r| r.try_get_by_index(0).unwrap())
            .collect();
        if !capabilities.is_empty() {
            out.push_str(&format!("  may       {}\n", capabilities.join(" ")));
        }
    }
    out
}

fn letters(actions: Actions) -> String {
    const LETTERS: &str = "RCEDXBAMV";
    Action::ALL.into_iter().zip(LETTERS.chars()).map(|(a, letter)| if actions.has(a) { letter } else { '·' }).collect()
}
