//! The operations: each is done in a random house, followed by edits, undone, and held against the oracle.

use std::collections::BTreeSet;

use customers::merge::{self, Choices, Side};
use kernel::{Id, sql};
use testkit::Backend;

use crate::derived;
use crate::edits::{self, Edit};
use crate::house::{self, HEADING, House, line, seams, user};
use crate::oracle::{Expected, Seen, apart};
use crate::state::{State, state};
use crate::support::World;
use crate::tables::{self, Described};

/// A house in the middle of a case.
struct Case {
    w: World,
    backend: Backend,
    tables: Vec<Described>,
    before: State,
    told: BTreeSet<String>,
    people: Vec<Id>,
}

impl Case {
    async fn new(backend: Backend, house: &House, merged: bool) -> Case {
        let (w, people) = house.built(backend).await;
        Case::of(w, backend, people, merged).await
    }

    async fn of(w: World, backend: Backend, people: Vec<Id>, merged: bool) -> Case {
        let tables = tables::all(merged);
        let before = state(&w, backend, &tables).await;
        let told = histories(&w, backend).await;
        Case { w, backend, tables, before, told, people }
    }

    /// People work on; what must stand after the undo.
    async fn edited(&mut self, edits: &[Edit]) -> Expected {
        self.w.settle().await;
        let after = state(&self.w, self.backend, &self.tables).await;
        edits::make(&self.w, &self.people, edits).await;
        let edited = state(&self.w, self.backend, &self.tables).await;
        Seen { tables: &self.tables, before: &self.before, after: &after, edited: &edited }.expected()
    }

    /// It stands so.
    async fn holds(&self, expected: &Expected, say: &str) {
        self.w.settle().await;
        let found = state(&self.w, self.backend, &self.tables).await;
        let apart = apart(&self.tables, expected, &found);
        assert!(apart.is_empty(), "{:?} {say} {apart:#?}", self.backend);
        derived::check(&self.w).await;
        let told = histories(&self.w, self.backend).await;
        let lost: Vec<_> = self.told.difference(&told).collect();
        assert!(lost.is_empty(), "histories lose nothing: {lost:?}");
    }

    /// Undoes the operation in the house, and holds what stands and what is named against what was expected.
    async fn undone(&self, operation: Id, expected: &Expected, say: &str) {
        self.w.undo("manager1", operation).await;
        self.holds(expected, say).await;
        let text = "SELECT noun, record_id, conflicts FROM operation_records WHERE operation_id = $1 AND conflicts IS NOT NULL";
        let mut named = BTreeSet::new();
        for row in sql::rows(self.w.db.read(), text, [operation.into()]).await.unwrap() {
            let (noun, record): (String, Id) = (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
            let conflicts: String = row.try_get_by_index(2).unwrap();
            let conflicts: Vec<records::operations::Conflict> = serde_json::from_str(&conflicts).unwrap();
            for conflict in conflicts {
                assert_eq!(conflict.by.as_deref(), Some("李店长"), "who changed it is told: {conflict:?}");
                assert!(conflict.at.is_some());
                named.insert((noun.clone(), record.simple().to_string(), conflict.field));
            }
        }
        assert_eq!(named, expected.named, "{:?} {say}: exactly what stays is named", self.backend);
    }
}

/// Who had whom, and as what they were classed, line by line.
async fn histories(w: &World, backend: Backend) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (table, columns) in [
        ("engagement_owners", ["id", "from_owner_id", "owner_id", "at", "by_name", "reason"]),
        ("engagement_classes", ["id", "from_class", "class", "grade", "at", "by_name"]),
    ] {
        let text = |c: &str| match backend {
            Backend::Sqlite => format!("quote({c})"),
            Backend::Postgres => format!("coalesce({c}::text, 'NULL')"),
        };
        let select = format!("SELECT {} FROM {table}", columns.map(text).join(" || ' ' || "));
        let rows = sql::rows(w.db.read(), &select, []).await.unwrap();
        all.extend(rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap()));
    }
    all
}

/// An import of lines with these bits: the first of them are of customers whom the house knows.
pub async fn imported(backend: Backend, house: &House, lines: &[u16], edits: &[Edit]) {
    let mut case = Case::new(backend, house, false).await;
    let mut sheet = HEADING.to_owned();
    for (n, bits) in lines.iter().enumerate() {
        sheet.push_str(&line(n, *bits, 1));
    }
    let import = case.w.bring_in("manager1", &sheet).await;
    assert_eq!(import.counts.rejected, 0, "{:?} {sheet}", import.counts);
    let new = "SELECT id FROM customers WHERE deleted_at IS NULL ORDER BY number";
    let rows = sql::rows(case.w.db.read(), new, []).await.unwrap();
    case.people = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    let expected = case.edited(edits).await;
    case.undone(import.id, &expected, &format!("{house:?} {lines:?} {edits:?}")).await;
}

/// Some fields of some customers.
pub async fn edited(backend: Backend, house: &House, asked: u16, edits: &[Edit]) {
    let mut case = Case::new(backend, house, false).await;
    let ids = selected(&case.people, asked);
    let fields = [("city", "北京"), ("remark", "批量"), ("x_hobbies", "登山"), ("address", "批量路")];
    let mut form: Vec<(&str, &str)> = vec![("verb", "edit")];
    form.extend(ids.iter().map(|id| ("id", id.as_str())));
    for (n, (field, value)) in fields.iter().enumerate() {
        if n == 0 || asked & (1 << n) != 0 {
            form.extend([("field", *field), (field, value)]);
        }
    }
    let operation = in_bulk(&case, &form).await;
    let expected = case.edited(edits).await;
    case.undone(operation, &expected, &format!("{house:?} {asked} {edits:?}")).await;
}

/// Some customers to a colleague, or to the pool.
pub async fn assigned(backend: Backend, house: &House, asked: u16, edits: &[Edit]) {
    let mut case = Case::new(backend, house, false).await;
    let ids = selected(&case.people, asked);
    let owner = match asked & 3 {
        0 => String::new(),
        1 => user(&case.w, "manager1").await.to_string(),
        _ => user(&case.w, "sales2").await.to_string(),
    };
    let mut form: Vec<(&str, &str)> = vec![("verb", "assign"), ("owner", &owner), ("reason", "人员调整")];
    form.extend(ids.iter().map(|id| ("id", id.as_str())));
    let operation = in_bulk(&case, &form).await;
    let expected = case.edited(edits).await;
    let changed = "SELECT count(*) FROM operation_records WHERE fate = 'changed' AND operation_id IN (SELECT id FROM operations WHERE kind = 'assign')";
    if case.w.number(changed).await > 0 {
        case.undone(operation, &expected, &format!("{house:?} {asked} {edits:?}")).await;
    }
}

/// All but those that a bit leaves out; the first one always.
fn selected(people: &[Id], asked: u16) -> Vec<String> {
    let wanted = people.iter().enumerate().filter(|(n, _)| *n == 0 || asked & (1 << (8 + n)) != 0);
    wanted.map(|(_, id)| id.to_string()).collect()
}

async fn in_bulk(case: &Case, form: &[(&str, &str)]) -> Id {
    let mut manager = case.w.browser("manager1").await;
    let done = manager.post("/customers/bulk-changes", form).await;
    assert_eq!(done.status, 303, "{}", done.text());
    case.w.settle().await;
    done.location().rsplit('/').next().unwrap().parse().unwrap()
}

/// 王敏 leaves: hot ones and others by a random rule, one customer by hand, a shared view to whoever lets them go.
pub async fn handed_over(backend: Backend, house: &House, asked: u16, edits: &[Edit]) {
    let (w, people) = house.built(backend).await;
    let leaver = user(&w, "sales1").await;
    house::give(&w, people[0], "sales1").await;
    let scope = w.system();
    let tx = w.db.write(&scope).await.unwrap();
    let view = "INSERT INTO saved_views (tenant_id, id, kind, name, query, owner_id, shared_with, pinned, position, version, created_at) VALUES ($1, $2, 'customer', '本周', '', $3, $4, $5, 1, 1, 0)";
    let values = [w.tenant.into(), tx.new_id().into(), leaver.into(), w.pudong.into(), true.into()];
    sql::run(tx.conn(), view, values).await.unwrap();
    tx.commit().await.unwrap();
    w.settle().await;
    w.db.clock.advance(60);
    let mut case = Case::of(w, backend, people, false).await;

    let (sales2, manager1) = (user(&case.w, "sales2").await, user(&case.w, "manager1").await);
    let rule = |bits: u16| match bits & 3 {
        0 => customers::handover::To::Pool,
        1 => customers::handover::To::One(sales2),
        _ => customers::handover::To::Even,
    };
    let part =
        customers::handover::StoreWish { hot: rule(asked), rest: rule(asked >> 2), among: vec![sales2, manager1] };
    let mut wish = customers::handover::Wish { reason: Some("离职".into()), ..Default::default() };
    wish.stores.insert(case.w.pudong, part);
    if asked & 16 != 0 {
        let text = "SELECT id FROM engagements WHERE owner_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT 1";
        let row = sql::row(case.w.db.read(), text, [leaver.into()]).await.unwrap().unwrap();
        wish.exceptions.insert(row.try_get_by_index(0).unwrap(), manager1);
    }
    let scope = case.w.scope("manager1").await;
    let mut tx = case.w.db.write(&scope).await.unwrap();
    let operation = tx.new_id();
    assert!(customers::handover::begin(&mut tx, operation, leaver, wish).await.unwrap());
    tx.commit().await.unwrap();
    // Whoever left can no longer be given anything.
    let expected = case.edited(edits).await;
    case.undone(operation, &expected, &format!("{house:?} {asked} {edits:?}")).await;
}

/// The first two customers become one, with random choices; the second is known to the other store as well, now and then.
pub async fn merged(backend: Backend, house: &House, asked: u16, edits: &[Edit]) {
    let (w, people) = house.built(backend).await;
    let seams = seams(&w);
    if asked & 1 != 0 {
        let scope = w.scope("admin").await;
        let mut tx = w.db.write(&scope).await.unwrap();
        let input: records::Input =
            [("store", "SZ"), ("class", "prospect"), ("remark", "周末来")].into_iter().collect();
        customers::engage(&mut tx, &seams, people[1], &input).await.unwrap();
        tx.commit().await.unwrap();
        w.settle().await;
        w.db.clock.advance(60);
    }
    let mut case = Case::of(w, backend, people, true).await;
    let (own, other) = (case.people[0], case.people[1]);
    let version = async |id: Id| {
        let text = "SELECT version FROM customers WHERE id = $1";
        sql::number(case.w.db.read(), text, [id.into()]).await.unwrap()
    };
    let pair = ((own, version(own).await), (other, version(other).await));
    let mut choices = Choices { reason: Some("同一人".into()), ..Choices::default() };
    for (n, field) in ["name", "city", "email", "phone", "id_number", "x_hobbies", "x_loan"].into_iter().enumerate() {
        if asked & (2 << n) != 0 {
            choices.fields.insert(field.into(), Side::Absorbed);
        }
    }
    if asked & 0x1000 != 0 {
        choices.owners.insert(case.w.pudong, Side::Absorbed);
    }
    let scope = case.w.scope("admin").await;
    let mut tx = case.w.db.write(&scope).await.unwrap();
    let done = merge::merge(&mut tx, &seams, pair.0, pair.1, &choices).await.unwrap();
    tx.commit().await.unwrap();
    // The absorbed file has no page any more.
    case.people.remove(1);
    let expected = case.edited(edits).await;
    let mut tx = case.w.db.write(&scope).await.unwrap();
    let (_, left) = merge::undo(&mut tx, &seams, done).await.unwrap();
    tx.commit().await.unwrap();
    let say = format!("{house:?} {asked} {edits:?}");
    case.holds(&expected, &say).await;
    let left: BTreeSet<&str> = left.iter().map(|c| one_name(c.field)).collect();
    // A merge names facts; of what hung on a file and was taken away since there is nothing to give back.
    let own = case.tables.iter().filter(|table| ["customers", "engagements", "custom_values"].contains(&table.name));
    let facts: BTreeSet<&str> = own.flat_map(|table| &table.facts).map(|fact| one_name(&fact.field)).collect();
    let named = expected.named.iter().map(|(_, _, field)| one_name(field));
    let named: BTreeSet<&str> = named.filter(|field| facts.contains(field)).collect();
    assert_eq!(left, named, "{backend:?} {say}: exactly what stays is named");
}

/// A merge names custom fields each, and class and grade apart.
fn one_name(field: &str) -> &str {
    match field {
        "grade" => "class",
        own if own.starts_with("x_") => "custom",
        other => other,
    }
}
