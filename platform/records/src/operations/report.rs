//! The account of every record of an operation, for pages and as a file.

use std::collections::HashMap;

use kernel::scope::Place;
use kernel::sql::Query;
use kernel::{Access, ConnectionTrait, Id};
use sheets::{OutCell, SheetError, TableWriter};

use super::model::{Back, Line, Operation};
use super::queries::{self, Wanted};
use crate::filter::Today;
use crate::list::{self, PAGE_CAP};
use crate::mask::mask;
use crate::policy::Look;
use crate::{Datum, Field, Kind, ListError, ListQuery, Registry, Shown, Source};

/// What a record is called, to someone who may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Its title.
    pub title: String,
    /// Its number, where the noun has one.
    pub number: String,
    /// It has a page that they may open.
    pub open: bool,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The records cannot be read.
    #[error(transparent)]
    List(#[from] ListError),
    /// The file cannot be written.
    #[error(transparent)]
    Sheet(#[from] SheetError),
}

impl From<sea_orm::DbErr> for ReportError {
    fn from(error: sea_orm::DbErr) -> ReportError {
        ReportError::List(error.into())
    }
}

/// Names of the records of lines. What is out of the reader's reach has none; what the operation made and undoing put
/// away is named as its reader would see it at the operation's place.
pub async fn names<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    operation: &Operation,
    lines: &[Line],
    today: Today,
) -> Result<HashMap<Id, Named>, ListError> {
    let mut names = HashMap::new();
    for kind in registry.kinds() {
        let own: Vec<&Line> = lines.iter().filter(|l| l.noun == kind.name).collect();
        let there: Vec<Id> = own.iter().filter(|l| l.back != Some(Back::Away)).map(|l| l.record).collect();
        let fields: Vec<&'static Field> =
            [kind.field(kind.title), kind.field("number")].into_iter().flatten().collect();
        for part in there.chunks(PAGE_CAP) {
            let mut query = ListQuery::new(kind, today);
            (query.fields, query.limit, query.ids) = (fields.clone(), PAGE_CAP, Some(part.to_vec()));
            let page = match list::list(look, registry, &query).await {
                Ok(page) => page,
                Err(ListError::NotAllowed) => break,
                Err(error) => return Err(error),
            };
            for row in page.rows {
                let number = if kind.field("number").is_some() { said(row.get("number")) } else { String::new() };
                names.insert(row.id, Named { title: said(row.get(kind.title)), number, open: true });
            }
        }
        let away: Vec<Id> = own.iter().filter(|l| l.back == Some(Back::Away)).map(|l| l.record).collect();
        names.extend(put_away(look, kind, operation, &away).await?);
    }
    Ok(names)
}

fn said(shown: &Shown) -> String {
    match shown {
        Shown::Value(Datum::Text(text)) => text.clone(),
        Shown::Masked(text) => text.clone(),
        _ => String::new(),
    }
}

async fn put_away<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    operation: &Operation,
    ids: &[Id],
) -> Result<Vec<(Id, Named)>, ListError> {
    let columns: Vec<(&'static Field, &'static str)> = [kind.field(kind.title), kind.field("number")]
        .into_iter()
        .flatten()
        .filter_map(|f| if let Source::Base(column) = f.source { Some((f, column)) } else { None })
        .collect();
    if ids.is_empty() || columns.is_empty() {
        return Ok(Vec::new());
    }
    let place = Place { owner: operation.owner, store: operation.store, path: operation.path.clone() };
    let mut q = Query::new();
    q.push("SELECT id");
    for (_, column) in &columns {
        q.push(", ").push(column);
    }
    q.push(" FROM ").push(kind.table).push(" WHERE tenant_id = ").bind(look.scope.tenant);
    q.push(" AND id IN (").bind_all(ids.iter().copied()).push(")");
    let mut list = Vec::new();
    for row in q.rows(look.conn).await? {
        let mut named = Named::default();
        for (at, (field, _)) in columns.iter().enumerate() {
            let text: Option<String> = row.try_get_by_index(at + 1)?;
            let text = match look.scope.field_on(kind.name, field.name, std::slice::from_ref(&place)) {
                Access::Shown => text.unwrap_or_default(),
                Access::Masked => mask(field.kind, &text.map_or(Datum::Empty, Datum::Text)),
                Access::Hidden => String::new(),
            };
            if field.name == "number" { named.number = text } else { named.title = text }
        }
        list.push((row.try_get_by_index(0)?, named));
    }
    Ok(list)
}

/// What the file says of a line, besides what the record is called.
pub type Say<'a> = dyn Fn(&Line) -> [String; 3] + Send + Sync + 'a;

/// Writes all lines: number, name, and what `say` makes of each. The caller has written the header and finishes.
pub async fn write<C: ConnectionTrait>(
    look: &Look<'_, C>,
    registry: &Registry,
    operation: &Operation,
    today: Today,
    say: &Say<'_>,
    writer: &mut (dyn TableWriter + Send),
) -> Result<u64, ReportError> {
    let (mut rows, mut after): (u64, Option<(String, Id)>) = (0, None);
    loop {
        let wanted = Wanted { after: after.as_ref().map(|(n, id)| (n.as_str(), *id)), ..Wanted::default() };
        let lines = queries::lines(look.conn, look.scope.tenant, operation.id, wanted, 500).await?;
        let names = names(look, registry, operation, &lines, today).await?;
        for line in &lines {
            let named = names.get(&line.record).cloned().unwrap_or_default();
            let [noun, result, why] = say(line);
            let cell = |text: String| OutCell::Text(text.into());
            let number = OutCell::Identifier(named.number.into());
            writer.row(&[cell(noun), number, cell(named.title), cell(result), cell(why)])?;
        }
        rows += lines.len() as u64;
        match lines.last() {
            Some(last) => after = Some((last.noun.clone(), last.record)),
            None => return Ok(rows),
        }
    }
}
