//! A record as JSON: `{"id", "version", <field>…}`.

use kernel::{Access, Scope};
use records::{Field, Kind, Row, Shown};
use serde_json::{Map, Value};

/// The fields wanted by `fields=a,b`, else all that the reader sees on some row. `Err` is a name that is no field.
pub fn fields(scope: &Scope, kind: &'static Kind, wanted: Option<&str>) -> Result<Vec<&'static Field>, String> {
    let seen = |f: &&'static Field| scope.field_at_best(kind.name, f.name) > Access::Hidden;
    match wanted {
        None => Ok(kind.fields.iter().filter(seen).collect()),
        Some(names) => {
            let names = names.split(',').map(str::trim).filter(|n| !n.is_empty() && !matches!(*n, "id" | "version"));
            names.map(|name| kind.field(name).ok_or_else(|| name.to_owned())).collect()
        }
    }
}

/// The record as its reader may see it: hidden fields are absent, masked ones are text and named in `masked`.
pub fn json(row: &Row) -> Value {
    let mut item = Map::new();
    item.insert("id".into(), row.id.to_string().into());
    item.insert("version".into(), row.version.into());
    let mut masked = Vec::new();
    for (field, shown) in &row.cells {
        match shown {
            Shown::Hidden => continue,
            Shown::Masked(_) => masked.push(Value::from(field.name)),
            Shown::Value(_) => {}
        }
        item.insert(field.name.into(), shown.json(field.kind));
    }
    if !masked.is_empty() {
        item.insert("masked".into(), masked.into());
    }
    item.into()
}
