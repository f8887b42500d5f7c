//! Policies broken on purpose, behind the oracle's back.

use kernel::sql;

use super::house::House;

/// What is broken, and how it is told.
pub struct Break {
    /// Its name in the report.
    pub name: &'static str,
    /// What breaks it.
    pub sql: &'static str,
    /// What heals it; none where the oracle takes it for right from then on.
    pub heal: Option<&'static str>,
    /// What the report must tell of.
    pub told: &'static str,
}

/// Six ways in which a policy may be wrong.
pub const BREAKS: [Break; 6] = [
    Break {
        name: "a consultant reaches the group",
        sql: "UPDATE role_grants SET level = 'group' WHERE kind = 'customer' AND level = 'own' AND role_id IN (SELECT id FROM roles WHERE code = 'sales_consultant')",
        heal: Some(
            "UPDATE role_grants SET level = 'own' WHERE kind = 'customer' AND level = 'group' AND role_id IN (SELECT id FROM roles WHERE code = 'sales_consultant')",
        ),
        told: "list customers",
    },
    Break {
        name: "a mask is lifted",
        sql: "UPDATE role_fields SET access = 'shown' WHERE kind = 'customer' AND field = 'phone' AND role_id IN (SELECT id FROM roles WHERE code = 'receptionist')",
        heal: Some(
            "UPDATE role_fields SET access = 'masked' WHERE kind = 'customer' AND field = 'phone' AND role_id IN (SELECT id FROM roles WHERE code = 'receptionist')",
        ),
        told: "customer.phone is Shown, not {Masked}",
    },
    Break {
        name: "a hidden field is half open",
        sql: "UPDATE role_fields SET access = 'masked' WHERE kind = 'user' AND field = 'email' AND role_id IN (SELECT id FROM roles WHERE code = 'sales_consultant')",
        heal: Some(
            "UPDATE role_fields SET access = 'shown' WHERE kind = 'user' AND field = 'email' AND role_id IN (SELECT id FROM roles WHERE code = 'sales_consultant')",
        ),
        told: "user.email is Masked, not {Shown}",
    },
    Break {
        name: "an engagement stands in another store",
        sql: "UPDATE engagements SET path = (SELECT path FROM nodes WHERE code = 'SZ'), store_id = (SELECT id FROM nodes WHERE code = 'SZ') \
              WHERE id IN (SELECT e.id FROM engagements e JOIN nodes n ON n.id = e.store_id WHERE n.code = 'CD' AND e.deleted_at IS NULL ORDER BY e.id LIMIT 1)",
        heal: None,
        told: "customers",
    },
    Break {
        name: "who was put away comes back",
        sql: "UPDATE vehicles SET deleted_at = NULL; UPDATE custodies SET deleted_at = NULL",
        heal: None,
        told: "gets vehicle",
    },
    Break {
        name: "everyone may take lists out",
        sql: "UPDATE role_grants SET actions = actions + 16 WHERE kind = 'customer' AND role_id IN (SELECT id FROM roles WHERE code = 'receptionist')",
        heal: Some(
            "UPDATE role_grants SET actions = actions - 16 WHERE kind = 'customer' AND role_id IN (SELECT id FROM roles WHERE code = 'receptionist')",
        ),
        told: "export customers",
    },
];

/// Writes a statement below everything, so that the house notices and the oracle does not.
pub async fn write(house: &House, text: &str) {
    let scope = house.world.system();
    let tx = house.world.db.write(&scope).await.unwrap();
    for statement in text.split(';') {
        sql::run(tx.conn(), statement, []).await.unwrap();
    }
    organisation::versions::raise(&tx).await.unwrap();
    tx.commit().await.unwrap();
}
