//! Which tables hold what the house knows of customers, cars and people, and which of their columns are one fact together.
//! Columns are read from the database itself: one that nobody named here is compared all the same.

/// Columns that are one fact. The first ones say whether it was changed since.
#[derive(Clone)]
pub struct Fact {
    /// Its name in the program.
    pub field: String,
    pub columns: Vec<String>,
    /// How many columns, from the first, say that it was changed.
    pub deciding: usize,
    /// Nobody is told when it stays.
    pub silent: bool,
    /// It follows from other facts; compared where nobody touched the record.
    pub derived: bool,
}

impl Fact {
    pub fn of(field: &str, columns: &[&str]) -> Fact {
        let columns = columns.iter().map(|c| (*c).to_owned()).collect();
        Fact { field: field.to_owned(), columns, deciding: 1, silent: false, derived: false }
    }

    /// Kept by the house for itself, in one column.
    pub fn silent(column: &str) -> Fact {
        Fact { silent: true, ..Fact::of(column, &[column]) }
    }

    fn derived(column: &str) -> Fact {
        Fact { derived: true, ..Fact::silent(column) }
    }
}

pub struct Described {
    pub name: &'static str,
    pub key: &'static [&'static str],
    /// The noun whose records its rows belong to, and the column that names the record.
    pub noun: &'static str,
    pub record: &'static str,
    /// What a row is called in a conflict.
    pub says: &'static str,
    /// The column that names the row's one fact, where it is not the table that does.
    pub named: Option<&'static str>,
    /// Which rows `t` count.
    pub rest: &'static str,
    /// Columns that count nothing, with the reason at the place.
    pub without: &'static [&'static str],
    pub facts: Vec<Fact>,
}

const ALIVE: &str = "EXISTS (SELECT 1 FROM customers c WHERE c.tenant_id = t.tenant_id AND c.id = t.customer_id AND c.deleted_at IS NULL)";
const OF_CAR: &str = "EXISTS (SELECT 1 FROM vehicles v WHERE v.tenant_id = t.tenant_id AND v.id = t.vehicle_id AND v.deleted_at IS NULL)";
const LAID: &str = "t.deleted_at IS NULL";
const ALL: &str = "1 = 1";

/// All of them. `merged` says that a merge keeps its own account, to which class and grade are one fact.
pub fn all(merged: bool) -> Vec<Described> {
    let table = |name, key, (noun, record), says, rest| Described {
        name,
        key,
        noun,
        record,
        says,
        named: None,
        rest,
        without: &[],
        facts: Vec::new(),
    };
    let customer = |name, rest| table(name, &["id"], ("customer", "customer_id"), name, rest);
    let car = |name, says| table(name, &["id"], ("vehicle", "vehicle_id"), says, OF_CAR);
    vec![
        Described {
            // Versions rise with each change, and so does the moment of the last one.
            without: &["version", "updated_at"],
            facts: customer_facts(),
            ..table("customers", &["id"], ("customer", "id"), "customer", LAID)
        },
        Described {
            without: &["version"],
            facts: engagement_facts(merged),
            ..customer(
                "engagements",
                "t.deleted_at IS NULL AND EXISTS (SELECT 1 FROM customers c WHERE c.tenant_id = t.tenant_id AND c.id = t.customer_id AND c.deleted_at IS NULL)",
            )
        },
        Described {
            facts: vec![Fact::of("phones", &["phone"]), Fact::derived("is_primary")],
            says: "phones",
            ..customer("customer_phones", ALIVE)
        },
        Described { key: &["customer_id", "store_id", "tag"], says: "tags", ..customer("customer_tags", ALIVE) },
        customer("customer_contacts", "t.deleted_at IS NULL"),
        customer("customer_relations", ALL),
        customer("customer_consents", ALIVE),
        // Who had whom, and as what they were classed, is dated: the undo adds to it.
        Described {
            rest: "t.kind NOT IN ('assignment', 'class') AND EXISTS (SELECT 1 FROM customers c WHERE c.tenant_id = t.tenant_id AND c.id = t.customer_id AND c.deleted_at IS NULL)",
            ..customer("timeline", ALL)
        },
        table("attachments", &["id"], ("customer", "record_id"), "attachments", LAID),
        table("shares", &["id"], ("customer", "anchor_id"), "shares", "t.ended_at IS NULL"),
        Described {
            facts: ["text_value", "number_value", "date_value", "bool_value", "id_value"]
                .map(|column| Fact::of("custom", &[column]))
                .into(),
            named: Some("field"),
            ..table(
                "custom_values",
                &["record_id", "field", "place"],
                ("customer", "record_id"),
                "custom",
                "NOT EXISTS (SELECT 1 FROM customers c WHERE c.tenant_id = t.tenant_id AND c.id = t.record_id AND c.deleted_at IS NOT NULL)",
            )
        },
        Described {
            without: &["version", "updated_at"],
            facts: vec![Fact::of("colour", &["colour"])],
            ..table("vehicles", &["id"], ("vehicle", "id"), "vehicle", LAID)
        },
        car("vehicle_plates", "plate"),
        car("vehicle_parties", "owner"),
        car("odometer_readings", "odometer_km"),
        car("visits", "visits"),
        Described {
            key: &["vehicle_id", "store_id"],
            // A store's row of a car follows from who has the car (see `derived`), and has an id and times of its own.
            without: &["id", "created_at", "touched_at", "owner_id", "path", "sort_key"],
            rest: "t.deleted_at IS NULL AND EXISTS (SELECT 1 FROM vehicles v WHERE v.tenant_id = t.tenant_id AND v.id = t.vehicle_id AND v.deleted_at IS NULL)",
            ..car("custodies", "custodies")
        },
        Described {
            key: &["term", "kind", "record_id", "store_id"],
            without: &["anchor_id"],
            // By what cars are found, and customers by their cars; the rest is worked out from the facts.
            rest: "substr(t.term, 1, 2) IN ('t:', 'k:', 'l:', 'v:', 'w:')",
            ..table("search_terms", &["term"], ("customer", "record_id"), "search_terms", ALL)
        },
        Described {
            // A password is chosen anew by whoever comes back, and when they were seen last is no fact of theirs.
            without: &["version", "updated_at", "must_change_password", "last_seen_at"],
            facts: vec![Fact::of("status", &["status"])],
            ..table("users", &["id"], ("user", "id"), "user", LAID)
        },
        Described {
            facts: vec![Fact::of("post.valid_to", &["valid_to"])],
            ..table("posts", &["id"], ("user", "user_id"), "post", ALL)
        },
        Described { without: &["version"], ..table("saved_views", &["id"], ("view", "id"), "view", LAID) },
    ]
}

fn customer_facts() -> Vec<Fact> {
    let mut facts: Vec<Fact> = customers::facts()
        .map(|(field, column)| match field.name {
            "name" => Fact::of("name", &["name", "sort_key"]),
            name => Fact::of(name, &[column]),
        })
        .collect();
    facts.push(Fact::of("id_number", &["id_hash", "id_number", "id_tail"]));
    facts.push(Fact::derived("phone"));
    facts.push(Fact::derived("completeness"));
    facts
}

fn engagement_facts(merged: bool) -> Vec<Fact> {
    let mut facts: Vec<Fact> =
        customers::engagement_facts().map(|(field, column)| Fact::of(field.name, &[column])).collect();
    facts.push(Fact::of("owner", &["owner_id", "path", "assigned_at", "protected_until"]));
    if merged {
        facts.push(Fact { deciding: 2, ..Fact::of("class", &["class", "grade"]) });
    } else {
        facts.extend([Fact::of("class", &["class"]), Fact::of("grade", &["grade"])]);
    }
    facts.push(Fact::derived("sort_key"));
    facts
}
