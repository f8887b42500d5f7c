//! Search by the values of custom fields: the beginning of a value is a range of the index by field and value. Nothing is
//! kept besides the values, so that a field is found, or no longer found, from the moment an administrator says so; and a
//! field that its reader does not see in full everywhere finds nothing for them.

use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait};
use sea_orm::DbErr;

use super::Hit;
use crate::custom::Rest;
use crate::policy::{self, Branch, Look};
use crate::{Custom, FieldKind, Kind, Source, Uses};

/// Fewest characters that are looked for.
const SHORTEST: usize = 2;

/// How many values of one beginning are held against policy: whoever reaches few of very many types one letter more.
const CANDIDATES: i64 = 2_000;

/// Records with a value that begins as typed.
pub(super) async fn search<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    branches: &[Branch],
    typed: &str,
    limit: usize,
) -> Result<Vec<Hit>, DbErr> {
    let typed = typed.trim();
    if typed.chars().count() < SHORTEST {
        return Ok(Vec::new());
    }
    let mut q = Query::new();
    q.push("SELECT u.record_id, u.text_value FROM (");
    let mut n = 0;
    for field in kind.fields_for(Uses::SEARCH) {
        let Source::Custom(custom) = field.source else { continue };
        if look.scope.field_at_least(kind.name, field.name) != Access::Shown {
            continue;
        }
        if field.is_sealed() {
            for part in branches {
                q.push(if n > 0 { " UNION ALL SELECT * FROM (" } else { "SELECT * FROM (" });
                write_sealed(&mut q, look, kind, &custom, (field.kind, typed), part);
                q.limit(limit as i64).push(&format!(") x{n}"));
                n += 1;
            }
            if custom.rest == Rest::Sealed {
                continue;
            }
        }
        for prefix in prefixes(field.kind, typed) {
            for part in branches {
                if n > 0 {
                    q.push(" UNION ALL ");
                }
                q.push("SELECT * FROM (");
                write(&mut q, look, kind, &custom, &prefix, part);
                q.push(" ORDER BY cv.text_value").limit(limit as i64).push(&format!(") x{n}"));
                n += 1;
            }
        }
    }
    if n == 0 {
        return Ok(Vec::new());
    }
    q.push(") u ORDER BY u.text_value").limit(limit as i64);
    let rows = q.rows(look.conn).await?;
    rows.iter().map(|row| Ok(Hit { record: row.try_get_by_index(0)?, term: row.try_get_by_index(1)? })).collect()
}

fn write<C: ConnectionTrait>(
    q: &mut Query,
    look: &Look<'_, C>,
    kind: &'static Kind,
    custom: &Custom,
    prefix: &str,
    part: &Branch,
) {
    q.push("SELECT cv.record_id, cv.text_value FROM (SELECT cv.record_id, cv.text_value FROM custom_values cv WHERE cv.tenant_id = ");
    q.bind(look.scope.tenant).push(&format!(" AND cv.field = {} AND cv.text_value >= ", custom.number));
    q.bind(prefix).push(" AND cv.text_value < ").bind(format!("{prefix}{}", char::MAX)).push(crate::custom::short());
    q.push(" ORDER BY cv.text_value").limit(CANDIDATES).push(") cv CROSS JOIN ").push(kind.anchor.table);
    q.push(" a WHERE ");
    policy::base(q, kind, look.scope, "a");
    q.push(" AND a.").push(kind.anchor.record).push(" = cv.record_id AND ");
    policy::branch(q, part, "a", kind, Action::See, look.now);
}

/// A sealed value is found by the whole of it; what is found is called as it was typed.
fn write_sealed<C: ConnectionTrait>(
    q: &mut Query,
    look: &Look<'_, C>,
    kind: &'static Kind,
    custom: &Custom,
    (sort, typed): (FieldKind, &str),
    part: &Branch,
) {
    let plain = if sort == FieldKind::Phone { identifiers::phone::normalise(typed) } else { typed.to_owned() };
    q.push("SELECT cv.record_id, ").bind(typed).push(" AS text_value FROM custom_values cv CROSS JOIN ");
    q.push(kind.anchor.table).push(" a WHERE cv.tenant_id = ").bind(look.scope.tenant);
    q.push(&format!(" AND cv.field = {} AND cv.sealed_hash = ", custom.number));
    q.bind(crate::custom::hash(look.keys, custom.number, &plain)).push(" AND ");
    policy::base(q, kind, look.scope, "a");
    q.push(" AND a.").push(kind.anchor.record).push(" = cv.record_id AND ");
    policy::branch(q, part, "a", kind, Action::See, look.now);
}

/// What a value may begin with: as typed, and in the other case; digits of a telephone number behind its country.
fn prefixes(kind: FieldKind, typed: &str) -> Vec<String> {
    let mut list = Vec::new();
    if kind == FieldKind::Phone {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 4 && !typed.chars().any(char::is_alphabetic) {
            let national = digits.strip_prefix("86").filter(|_| typed.starts_with('+')).unwrap_or(&digits);
            list.push(format!("+86{}", national.trim_start_matches('0')));
        }
    } else {
        list.extend([typed.to_owned(), typed.to_uppercase(), typed.to_lowercase()]);
    }
    list.dedup();
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-07: a value is found however its letters were typed, a number by its digits.
    #[test]
    fn beginnings() {
        assert_eq!(prefixes(FieldKind::Text, "滑雪"), ["滑雪"]);
        assert_eq!(prefixes(FieldKind::Text, "Vip"), ["Vip", "VIP", "vip"]);
        assert_eq!(prefixes(FieldKind::Phone, "138 1234"), ["+861381234"]);
        assert_eq!(prefixes(FieldKind::Phone, "+86 138"), ["+86138"]);
        assert_eq!(prefixes(FieldKind::Phone, "021-6888"), ["+86216888"]);
        assert!(prefixes(FieldKind::Phone, "138").is_empty() && prefixes(FieldKind::Phone, "王138000").is_empty());
    }
}
