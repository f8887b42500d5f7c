//! The customer's file as one reader may see it: everything for the 360° page but the timeline and the panels of other
//! modules (CUS-01, CUS-02).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kernel::scope::Place;
use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait, DbError, Id};
use records::mask::mask;
use records::policy::{self, Look};
use records::{Datum, Field, FieldKind, Kind, Row, Shown, Source, find};
use sea_orm::FromQueryResult;

use super::completeness::{self, Completeness};
use super::lookup;
use super::model::{Notes, notes};
use crate::attachments::{self, Attachment};
use crate::consents::{self, Consent};
use crate::contacts;
use crate::engagements::Engagement;
use crate::kind::CUSTOMER;
use crate::phones;
use crate::relations::{self, Side};
use crate::sharing::{self, Share};
use crate::tags::{self, Tag};

/// An engagement with the names of its store and owner.
#[derive(Clone, Debug, PartialEq)]
pub struct EngagementView {
    /// The engagement.
    pub engagement: Engagement,
    /// The store's name.
    pub store_name: String,
    /// The owner's name; none is the pool.
    pub owner_name: Option<String>,
    /// Whether the reader may change it.
    pub editable: bool,
    /// Fields of the engagement that the reader sees in full; of the others nothing is here.
    pub shown: Vec<&'static str>,
}

impl EngagementView {
    /// Whether the reader sees a field of the engagement in full.
    pub fn shows(&self, field: &str) -> bool {
        self.shown.contains(&field)
    }

    /// Takes out what the reader does not see where the engagement stands.
    fn close(mut self, scope: &kernel::Scope) -> EngagementView {
        let place = [self.engagement.place()];
        let of_store = CUSTOMER.fields.iter().filter(|f| matches!(f.source, Source::Anchor(_))).map(|f| f.name);
        self.shown = of_store.filter(|field| scope.field_on(CUSTOMER.name, field, &place) == Access::Shown).collect();
        let closed = |field: &str| !self.shown.contains(&field);
        let (own, e) = (self.shown.contains(&"owner"), &mut self.engagement);
        e.class = Some(std::mem::take(&mut e.class)).filter(|_| !closed("class")).unwrap_or_default();
        e.grade = e.grade.take().filter(|_| !closed("grade"));
        e.source = e.source.take().filter(|_| !closed("engagement_source"));
        e.remark = e.remark.take().filter(|_| !closed("remark"));
        e.next_contact_on = e.next_contact_on.filter(|_| !closed("next_contact_on"));
        e.protected_until = e.protected_until.filter(|_| !closed("protected_until"));
        e.assigned_at = e.assigned_at.filter(|_| !closed("assigned_at"));
        self.owner_name = self.owner_name.filter(|_| own);
        self
    }
}

/// A number as its reader may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct PhoneView {
    /// Its id.
    pub id: Id,
    /// The number.
    pub phone: Shown,
    /// Mobile, work …
    pub label: Option<String>,
    /// The one that the file shows.
    pub is_primary: bool,
    /// A privacy number.
    pub is_virtual: bool,
    /// Code of a doubt.
    pub doubt: Option<String>,
}

/// A person of an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactView {
    /// Its id.
    pub id: Id,
    /// The name.
    pub name: Shown,
    /// The role.
    pub role: Option<String>,
    /// The number.
    pub phone: Shown,
    /// The e-mail address.
    pub email: Shown,
    /// Their own file, where the reader sees it.
    pub linked: Option<Id>,
}

/// A relation to a customer whom the reader sees as well; others do not show.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationView {
    /// Its id.
    pub id: Id,
    /// The kind.
    pub kind: String,
    /// On which side the file stands.
    pub side: Side,
    /// The other customer.
    pub other: Id,
    /// Their name.
    pub other_name: String,
    /// A word more.
    pub remark: Option<String>,
    /// The first day.
    pub valid_from: Option<NaiveDate>,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

/// The file.
#[derive(Clone, Debug)]
pub struct CustomerFile {
    /// All fields of the descriptor, masked and hidden as the reader's roles say. Values of a store are those of the
    /// engagement made last; each engagement's own stand in [`CustomerFile::engagements`].
    pub row: Row,
    /// The engagements in reach, the last touched first.
    pub engagements: Vec<EngagementView>,
    /// Numbers, the primary one first.
    pub phones: Vec<PhoneView>,
    /// The people of an organisation.
    pub contacts: Vec<ContactView>,
    /// Relations to customers in reach.
    pub relations: Vec<RelationView>,
    /// Consents, newest first; [`consents::current`] tells what holds.
    pub consents: Vec<Consent>,
    /// Tags of the stores in reach.
    pub tags: Vec<Tag>,
    /// Shares that hold of the engagements in reach.
    pub shares: Vec<Share>,
    /// Documents of the stores in reach.
    pub attachments: Vec<Attachment>,
    /// Codes of doubts by field, of fields that are not hidden.
    pub doubts: Notes,
    /// What was typed beside doubtful values, of fields shown in full.
    pub raw: Notes,
    /// The score and what it lacks.
    pub completeness: Completeness,
}

impl CustomerFile {
    /// The stores through which the reader sees the customer.
    pub fn stores(&self) -> Vec<Id> {
        self.engagements.iter().map(|e| e.engagement.store_id).collect()
    }

    /// Whether the reader may change the customer.
    pub fn editable(&self) -> bool {
        self.engagements.iter().any(|e| e.editable)
    }
}

/// The file of a customer; none when it is out of reach. Three queries, and one for each sort of thing that hangs on it:
/// most customers have a few sorts only, and which ones is asked along with the engagements.
pub async fn file<C: ConnectionTrait>(look: &Look<'_, C>, id: Id) -> Result<Option<CustomerFile>, DbError> {
    file_of(look, &CUSTOMER, id).await
}

/// The file with the fields of a descriptor that holds custom fields too.
pub async fn file_of<C: ConnectionTrait>(
    look: &Look<'_, C>,
    kind: &'static Kind,
    id: Id,
) -> Result<Option<CustomerFile>, DbError> {
    let fields: Vec<&'static Field> = kind.fields.iter().collect();
    let Some(row) = find(look, kind, id, &fields).await? else { return Ok(None) };
    let (engagements, inner) = engagements(look, id).await?;
    let has = |part: &str| inner.parts.contains(&part);
    let places: Vec<Place> = engagements.iter().map(|e| e.engagement.place()).collect();
    let anchors: Vec<Id> = engagements.iter().map(|e| e.engagement.id).collect();
    let stores: Vec<Id> = engagements.iter().map(|e| e.engagement.store_id).collect();
    let (conn, tenant) = (look.conn, look.scope.tenant);
    let access = |field: &str| look.scope.field_on("customer", field, &places);
    let organisation = inner.kind == "organisation";
    let people = if organisation { contacts::queries::of(conn, tenant, id).await? } else { Vec::new() };
    let ties = if has("relations") { relations::queries::of(conn, tenant, id).await? } else { Vec::new() };
    let others: Vec<Id> =
        ties.iter().map(|r| r.seen_from(id).1).chain(people.iter().filter_map(|c| c.linked_id)).collect();
    let names = if others.is_empty() { HashMap::new() } else { lookup::names(look, &others).await? };
    let phones = phones::queries::of(conn, tenant, id).await?;
    let mut consents = if has("consents") { consents::queries::of(conn, tenant, id).await? } else { Vec::new() };
    for consent in &mut consents {
        // The word counts for all; who took it down is known where it was taken down.
        if consent.store_id.is_some_and(|s| !stores.contains(&s)) {
            consent.collector_name.clear();
            consent.evidence = None;
            consent.store_id = None;
        }
    }
    let identity = access("id_number");
    let attachments = match has("attachments") {
        true => attachments::queries::of(conn, tenant, "customer", id).await?,
        false => Vec::new(),
    };
    let tags = if has("tags") { tags::queries::of(conn, tenant, id, &stores).await? } else { Vec::new() };
    let shares = match has("shares") {
        true => sharing::queries::of(conn, tenant, &anchors, look.now).await?,
        false => Vec::new(),
    };
    Ok(Some(CustomerFile {
        phones: phones.into_iter().map(|p| phone_view(p, access("phone"))).collect(),
        contacts: people.into_iter().map(|c| contact_view(c, &names, &access)).collect(),
        relations: ties.into_iter().filter_map(|r| relation_view(r, id, &names)).collect(),
        tags,
        shares,
        attachments: attachments.into_iter().filter(|a| attachments::shows(look, a, &stores, identity)).collect(),
        doubts: inner.doubts.iter().filter(|(f, _)| access(f) > Access::Hidden).map(own).collect(),
        raw: inner.raw.iter().filter(|(f, _)| access(f) == Access::Shown).map(own).collect(),
        completeness: completeness_of(&row, organisation, &inner.doubts),
        consents,
        engagements,
        row,
    }))
}

fn own((field, text): (&String, &String)) -> (String, String) {
    (field.clone(), text.clone())
}

/// What the customer's own row tells besides its fields.
struct Inner {
    kind: String,
    raw: Notes,
    doubts: Notes,
    /// The [`PARTS`] of which there is something.
    parts: Vec<&'static str>,
}

/// What may hang on a customer `c` with the engagement `a`, and where the first of it would be found.
const PARTS: [(&str, &str); 5] = [
    (
        "relations",
        "SELECT 1 FROM customer_relations r WHERE r.tenant_id = a.tenant_id AND r.customer_id = a.customer_id \
         UNION ALL SELECT 1 FROM customer_relations r WHERE r.tenant_id = a.tenant_id AND r.other_id = a.customer_id",
    ),
    ("consents", "SELECT 1 FROM customer_consents r WHERE r.tenant_id = a.tenant_id AND r.customer_id = a.customer_id"),
    (
        "attachments",
        "SELECT 1 FROM attachments r WHERE r.tenant_id = a.tenant_id AND r.record_kind = 'customer' AND r.record_id = a.customer_id",
    ),
    ("tags", "SELECT 1 FROM customer_tags r WHERE r.tenant_id = a.tenant_id AND r.customer_id = a.customer_id"),
    ("shares", "SELECT 1 FROM shares r WHERE r.tenant_id = a.tenant_id AND r.anchor_id = a.id"),
];

/// The engagements in reach with the names of stores and owners, and whether each may be changed.
async fn engagements<C: ConnectionTrait>(look: &Look<'_, C>, id: Id) -> Result<(Vec<EngagementView>, Inner), DbError> {
    let scope = look.scope;
    let mut q = Query::new();
    q.push("SELECT a.id, a.customer_id, a.store_id, a.owner_id, a.path, a.class, a.grade, a.source, a.remark, a.assigned_at, a.touched_at, ");
    q.push("a.next_contact_on, a.protected_until, a.created_at, a.version, n.name AS store_name, u.name AS owner_name, c.kind AS customer_kind, c.raw, c.doubts, ");
    q.push("CASE WHEN ");
    policy::condition(&mut q, &scope.reach("customer", Action::Edit), "a", &CUSTOMER, Action::Edit, look.now);
    q.push(" THEN 1 ELSE 0 END AS editable");
    for (part, first) in PARTS {
        q.push(&format!(", CASE WHEN EXISTS ({first}) THEN 1 ELSE 0 END AS has_{part}"));
    }
    q.push(" FROM engagements a CROSS JOIN customers c LEFT JOIN nodes n ON n.tenant_id = a.tenant_id AND n.id = a.store_id ");
    q.push("LEFT JOIN users u ON u.tenant_id = a.tenant_id AND u.id = a.owner_id WHERE a.tenant_id = ")
        .bind(scope.tenant);
    q.push(" AND a.customer_id = ")
        .bind(id)
        .push(" AND a.deleted_at IS NULL AND c.tenant_id = a.tenant_id AND c.id = a.customer_id AND ");
    policy::condition(&mut q, &scope.reach("customer", Action::See), "a", &CUSTOMER, Action::See, look.now);
    let rows = q.rows(look.conn).await?;
    let mut inner = Inner { kind: String::new(), raw: BTreeMap::new(), doubts: BTreeMap::new(), parts: Vec::new() };
    for (part, _) in PARTS {
        let column = format!("has_{part}");
        for row in &rows {
            if row.try_get::<i32>("", &column)? == 1 && !inner.parts.contains(&part) {
                inner.parts.push(part);
            }
        }
    }
    if let Some(first) = rows.first() {
        let text = |column: &str| first.try_get::<Option<String>>("", column);
        inner = Inner {
            kind: first.try_get("", "customer_kind")?,
            raw: notes(text("raw")?.as_deref()),
            doubts: notes(text("doubts")?.as_deref()),
            ..inner
        };
    }
    let view = |row: &sea_orm::QueryResult| {
        Ok(EngagementView {
            engagement: Engagement::from_query_result(row, "")?,
            store_name: row.try_get::<Option<String>>("", "store_name")?.unwrap_or_default(),
            owner_name: row.try_get("", "owner_name")?,
            editable: row.try_get::<i32>("", "editable")? == 1,
            shown: Vec::new(),
        }
        .close(scope))
    };
    let mut views = rows.iter().map(view).collect::<Result<Vec<EngagementView>, DbError>>()?;
    // Sorted here: asked for an order, SQLite would walk the index of that order through the whole tenant.
    views.sort_by_key(|v| std::cmp::Reverse((v.engagement.touched_at, v.engagement.id)));
    Ok((views, inner))
}

fn shown(access: Access, kind: FieldKind, text: Option<String>) -> Shown {
    let datum = text.map_or(Datum::Empty, Datum::Text);
    match access {
        Access::Hidden => Shown::Hidden,
        Access::Masked if !datum.is_empty() => Shown::Masked(mask(kind, &datum)),
        _ => Shown::Value(datum),
    }
}

fn phone_view(p: phones::Phone, access: Access) -> PhoneView {
    let phone = shown(access, FieldKind::Phone, Some(p.phone));
    PhoneView { id: p.id, phone, label: p.label, is_primary: p.is_primary, is_virtual: p.is_virtual, doubt: p.doubt }
}

fn contact_view(c: contacts::Contact, names: &HashMap<Id, String>, access: &impl Fn(&str) -> Access) -> ContactView {
    ContactView {
        id: c.id,
        name: shown(access("name"), FieldKind::Name, Some(c.name)),
        role: c.role,
        phone: shown(access("phone"), FieldKind::Phone, c.phone),
        email: shown(access("email"), FieldKind::Email, c.email),
        linked: c.linked_id.filter(|id| names.contains_key(id)),
    }
}

fn relation_view(r: relations::Relation, customer: Id, names: &HashMap<Id, String>) -> Option<RelationView> {
    let (side, other) = r.seen_from(customer);
    let other_name = names.get(&other)?.clone();
    Some(RelationView {
        id: r.id,
        kind: r.kind,
        side,
        other,
        other_name,
        remark: r.remark,
        valid_from: r.valid_from,
        valid_to: r.valid_to,
    })
}

/// The stored score with what it lacks, of the fields that the reader sees at all.
fn completeness_of(row: &Row, organisation: bool, doubts: &Notes) -> Completeness {
    let has = |field: &str| match row.get(field) {
        Shown::Value(datum) => !datum.is_empty(),
        Shown::Masked(_) => true,
        // What is hidden is not asked for.
        Shown::Hidden => true,
    };
    let told = completeness::score(organisation, has, |field| doubts.contains_key(field));
    match row.get("completeness") {
        Shown::Value(Datum::Integer(score)) => Completeness { score: *score, ..told },
        _ => told,
    }
}
