//! Lines of the journal as their reader may see them: values pass the field policy of the record, and what stands out
//! of the reader's reach keeps its values to itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use kernel::journal::{Change, Line};
use kernel::scope::Place;
use kernel::{Access, Action, Fen, Id, Instant};
use maud::{Markup, html};
use records::mask::mask;
use records::{Datum, Field, FieldKind, Kind};
use ui::{Entry, Icon, icon};
use web::Problem;
use web::records::labels;

use super::super::Desk;
use super::{queries, wording};
use crate::dictionaries::{Dictionaries, TenantDictionaries};
use crate::powers::Domain;
use crate::roles::{self, Role};

/// Nouns of this house that have no descriptor: their table and the column of their name.
const HOUSE: [(&str, &str, &str); 4] = [
    ("node", "nodes", "name"),
    ("role", "roles", "name_zh"),
    ("custom_field", "custom_fields", "label_zh"),
    ("sign_on", "sign_on_providers", "label"),
];

/// Changes of one line that are shown at once.
const FEW: usize = 4;

/// Reads lines for one visitor.
pub(super) struct Reader<'d> {
    desk: &'d Desk<'d>,
    dictionaries: Arc<TenantDictionaries>,
    places: HashMap<(String, Id), (Id, Vec<Place>)>,
    titles: HashMap<(String, Id), String>,
    labels: HashMap<(String, Id), String>,
    roles: Vec<Role>,
}

impl<'d> Reader<'d> {
    /// Looks up all that the lines speak of: a fixed number of queries a kind.
    pub async fn of(desk: &'d Desk<'d>, lines: &[Line]) -> Result<Reader<'d>, Problem> {
        let dictionaries = desk.app.seam::<Dictionaries>().of(desk.conn(), desk.tenant()).await?;
        let roles = roles::queries::all(desk.conn(), desk.tenant()).await?;
        let (places, titles, labels) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut reader = Reader { desk, dictionaries, places, titles, labels, roles };
        let mut by_kind: BTreeMap<&str, BTreeSet<Id>> = BTreeMap::new();
        for line in lines {
            by_kind.entry(&line.kind).or_default().insert(line.record);
        }
        for (name, ids) in by_kind {
            match desk.app.registry.kind(name) {
                Some(kind) => reader.look_up(kind, &ids).await?,
                None => reader.look_up_own(name, &ids).await?,
            }
        }
        reader.name_references(lines).await?;
        Ok(reader)
    }

    async fn look_up(&mut self, kind: &'static Kind, ids: &BTreeSet<Id>) -> Result<(), Problem> {
        let (conn, tenant) = (self.desk.conn(), self.desk.tenant());
        let found = queries::places(conn, tenant, kind, ids).await?;
        let records: BTreeSet<Id> = found.values().map(|(record, _)| *record).collect();
        let titles = match queries::title_column(kind) {
            Some(column) => queries::texts(conn, tenant, kind.table, column, &records).await?,
            None => HashMap::new(),
        };
        for (id, (record, places)) in found {
            let shown = self.access(kind, kind.title, &places);
            if let (Some(title), Some(field)) = (titles.get(&record), kind.field(kind.title)) {
                let title = match shown {
                    Access::Shown => Some(title.clone()),
                    Access::Masked => Some(mask(field.kind, &Datum::Text(title.clone()))),
                    Access::Hidden => None,
                };
                title.map(|title| self.titles.insert((kind.name.to_owned(), id), title));
            }
            self.places.insert((kind.name.to_owned(), id), (record, places));
        }
        Ok(())
    }

    async fn look_up_own(&mut self, name: &str, ids: &BTreeSet<Id>) -> Result<(), Problem> {
        let Some((_, table, column)) = HOUSE.iter().find(|(kind, _, _)| *kind == name) else { return Ok(()) };
        let (conn, tenant) = (self.desk.conn(), self.desk.tenant());
        for (id, title) in queries::texts(conn, tenant, table, column, ids).await? {
            self.titles.insert((name.to_owned(), id), title);
        }
        if name == "node" {
            for (id, path) in queries::texts(conn, tenant, "nodes", "path", ids).await? {
                self.places.insert((name.to_owned(), id), (id, vec![Place { path, ..Place::default() }]));
            }
        }
        Ok(())
    }

    async fn name_references(&mut self, lines: &[Line]) -> Result<(), Problem> {
        let mut wanted: BTreeMap<(&str, &str), BTreeSet<Id>> = BTreeMap::new();
        for line in lines {
            for change in &line.changes {
                if let Some((table, column)) = self.reference(&line.kind, &change.field) {
                    let ids = [&change.before, &change.after]
                        .into_iter()
                        .flatten()
                        .filter_map(|text| text.parse::<Id>().ok());
                    wanted.entry((table, column)).or_default().extend(ids);
                }
            }
        }
        for ((table, column), ids) in wanted {
            for (id, label) in queries::texts(self.desk.conn(), self.desk.tenant(), table, column, &ids).await? {
                self.labels.insert((table.to_owned(), id), label);
            }
        }
        Ok(())
    }

    /// Table and column of what a field refers to.
    fn reference(&self, kind: &str, field: &str) -> Option<(&'static str, &'static str)> {
        match self
            .desk
            .app
            .registry
            .kind_of(self.desk.tenant(), kind)
            .and_then(|kind| kind.field(field))
            .map(|field| field.kind)
        {
            Some(FieldKind::Reference { table, label, .. }) => Some((table, label)),
            Some(_) => None,
            None if field == "parent" => {
                HOUSE.iter().find(|(name, _, _)| *name == kind).map(|(_, table, column)| (*table, *column))
            }
            None => None,
        }
    }

    /// Whether a line lies in a part of the tree.
    pub fn lies_in(&self, domain: &Domain, line: &Line) -> bool {
        let own = line.actor.is_some() && line.actor == self.desk.visitor.user();
        own || self
            .places
            .get(&(line.kind.clone(), line.record))
            .is_some_and(|(_, places)| places.iter().any(|p| domain.covers(&p.path)))
    }

    fn access(&self, kind: &Kind, field: &str, places: &[Place]) -> Access {
        let scope = &self.desk.visitor.scope;
        let reach = scope.reach(kind.name, Action::See);
        if places.iter().any(|place| reach.covers(place)) {
            scope.field_on(kind.name, field, places)
        } else {
            Access::Hidden
        }
    }

    /// A line as an entry of a timeline; `named` says on which record.
    pub fn entry(&self, line: &Line, named: bool) -> Entry {
        let title = html! {
            @if named { (self.title(line)) " " }
            b { (wording::action(self.desk, &line.action)) }
            @if let Some(reason) = &line.reason { " " span.hint { (labels::reason(self.desk.app, &self.desk.visitor.scope, &line.action, reason)) } }
        };
        let kind = if named { wording::kind(self.desk, &line.kind) } else { String::new() };
        let entry = Entry::new(line.at.utc(), wording::icon(&line.action), kind, &line.actor_name, title);
        let changes: Vec<Markup> = line.changes.iter().map(|change| self.change(line, change)).collect();
        if changes.is_empty() {
            return entry;
        }
        // A record that came into being has a dozen facts: a few tell which one it is.
        let (first, more) = changes.split_at(if changes.len() > FEW + 1 { FEW } else { changes.len() });
        entry.body(html! {
            @for change in first { (change) }
            @if !more.is_empty() {
                details {
                    summary.quiet-link { (self.desk.ta("admin-more-changes", &[("n", (more.len() as i64).into())])) }
                    @for change in more { (change) }
                }
            }
        })
    }

    fn title(&self, line: &Line) -> Markup {
        let key = (line.kind.clone(), line.record);
        let record = self.places.get(&key).map_or(line.record, |(record, _)| *record);
        match (self.titles.get(&key), wording::href(self.desk, &line.kind, record)) {
            (Some(title), Some(href)) => html! { a href=(href) { (title) } },
            (Some(title), None) => html! { (title) },
            // What no descriptor tells of has no name here, nor has a list taken out as a whole.
            (None, _) if !wording::is_named(self.desk, &line.kind) || line.record.is_nil() => html! {},
            (None, _) => html! { span.nothing { (self.desk.t("admin-record-closed")) } },
        }
    }

    fn change(&self, line: &Line, change: &Change) -> Markup {
        let kind = self.desk.app.registry.kind_of(self.desk.tenant(), &line.kind);
        let field = kind.and_then(|kind| kind.field(&change.field));
        let places = self.places.get(&(line.kind.clone(), line.record)).map(|(_, p)| p.as_slice()).unwrap_or_default();
        let access = match (kind, field) {
            (Some(kind), Some(field)) => self.access(kind, field.name, places),
            // Posts, sign-ins, grants: the house's own business, told with the record they belong to.
            (_, None) if wording::is_own(&line.kind) => Access::Shown,
            (Some(kind), None) => self.access(kind, &change.field, places),
            _ => Access::Hidden,
        };
        let label = wording::field(self.desk, kind, &line.kind, &change.field);
        let side = |text: &Option<String>| self.value(line, change, field, text.as_deref(), access);
        html! {
            p {
                span.hint { (label) } " "
                @if access == Access::Hidden { span.nothing title=(self.desk.t("admin-value-closed")) { (icon(Icon::Lock)) " " (self.desk.t("access-hidden")) } }
                // What came into being, or was only looked at, has one side.
                @else if change.before == change.after || (change.before.is_none() && line.action != "update") { (side(&change.after)) }
                @else { (side(&change.before)) " → " (side(&change.after)) }
            }
        }
    }

    fn value(&self, line: &Line, change: &Change, field: Option<&Field>, text: Option<&str>, access: Access) -> Markup {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return html! { span.nothing { "–" } } };
        if let (Some(field), Access::Masked) = (field, access) {
            return html! { (mask(field.kind, &Datum::Text(text.to_owned()))) };
        }
        let shown = match (field.map(|f| f.kind), text.parse::<Id>()) {
            (Some(FieldKind::Choice(dictionary)), _) => self.dictionaries.label(dictionary, text, self.desk.lang()),
            (Some(FieldKind::Choices(dictionary)), _) => {
                let words = text.split(',').map(|code| self.dictionaries.label(dictionary, code, self.desk.lang()));
                words.collect::<Vec<_>>().join(&self.desk.t("admin-comma"))
            }
            (Some(FieldKind::Money), _) => Fen::parse(text).map_or_else(|| text.to_owned(), |fen| ui::money(fen.0)),
            (Some(FieldKind::Phone), _) => ui::phone_text(text),
            (Some(FieldKind::Instant), _) => {
                let at = Instant::parse(text, self.desk.here.zone);
                at.map_or_else(
                    || text.to_owned(),
                    |at| ui::instant_text(at.utc(), self.desk.here.zone, ui::Words::lang(&self.desk.w)),
                )
            }
            (_, Ok(id)) => {
                let table = self.reference(&line.kind, &change.field).map(|(table, _)| table.to_owned());
                let label = table.and_then(|table| self.labels.get(&(table, id)).cloned());
                label.unwrap_or_else(|| self.desk.t("admin-record-closed").into_owned())
            }
            // Roles stand in the journal by their codes.
            _ if matches!(change.field.as_str(), "post.role" | "copied_from") => {
                let role = self.roles.iter().find(|role| role.code == text || role.name_zh == text);
                role.map_or_else(|| text.to_owned(), |role| role.name(self.desk.lang()).to_owned())
            }
            _ => wording::value(self.desk, &change.field, text),
        };
        let short: String = shown.chars().take(160).collect();
        html! { (short) @if short.len() < shown.len() { "…" } }
    }
}
