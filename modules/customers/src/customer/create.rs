//! Making one customer: what was typed is read, checked against what is known within reach, and filed at a store.

use chrono_tz::Tz;
use kernel::scope::Place;
use kernel::{Access, Action, Id, Instant, Scope, Tx};
use organisation::dictionaries;
use records::commands::FieldError;
use records::custom::Values;
use records::input::Context;
use records::policy::Look;
use records::{Datum, Input, Kind, Refusal, custom, input};
use sea_orm::DbErr;

use super::model::{Created, NewCustomer};
use super::reading::{self, Sheet, Strictness};
use super::{bulk, lookup};
use crate::assignment;
use crate::collisions;
use crate::engagements::{self, Class, NewEngagement};
use crate::kind::CUSTOMER;
use crate::places::{self, Store};
use crate::seams::Seams;
use crate::timeline::NewEntry;

/// Fields of codes whose meaning is fixed in the program: they have a check of their own.
pub(crate) const OWN_CHECK: &[&str] = &["class"];

/// Why a customer was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Someone within the actor's reach has this phone and a name that fits (CUS-07).
    #[error("known already as {customer}")]
    Duplicate {
        /// Who.
        customer: Id,
        /// Whether the store knows them; else [`crate::engage`] adds the store to them.
        at_this_store: bool,
    },
    /// Anything else.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<DbErr> for CreateError {
    fn from(error: DbErr) -> Self {
        CreateError::Refused(error.into())
    }
}

impl From<CreateError> for Refusal {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Duplicate { .. } => Refusal::field("phone", "customer-duplicate"),
            CreateError::Refused(refusal) => refusal,
        }
    }
}

/// The context in which values are read at a moment.
pub fn context(now: Instant) -> Context {
    let zone: Tz = chrono_tz::Asia::Shanghai;
    Context { today: now.date_in(zone), zone }
}

/// Makes a customer from an input (fields of the descriptor, and `phones` for further numbers). The store is the
/// actor's home store unless given; the owner is the actor where their role owns customers, else whom the store's
/// rules choose, else the pool. A customer known only outside the actor's reach does not stand in the way; the collision
/// guard keeps that they are known, and tells it as the policy of the group allows.
pub async fn create(tx: &mut Tx<'_>, seams: &Seams, input: &Input) -> Result<Created, CreateError> {
    let context = context(tx.now());
    let kind = custom::writing(tx, &CUSTOMER, input, true).await?;
    let mut sheet = reading::read(kind, input, context, Strictness::Exact).map_err(Refusal::Invalid)?;
    writable(tx.scope(), kind, input)?;
    dictionaries::check(tx, kind, None, input, OWN_CHECK).await?;
    reading::deduce(&mut sheet, context);
    complete(tx.scope(), kind, &sheet)?;
    custom::changes(tx, kind, &Values::new(), &sheet.custom).await?;
    let store = store_of(tx, sheet.store.as_deref()).await?;
    let engagement = engagement_of(tx, &sheet, &store).await?;
    let name = sheet.facts.get_text("name").unwrap_or_default().to_owned();
    let numbers: Vec<String> =
        sheet.phone.iter().flatten().chain(&sheet.phones).filter(|p| !p.is_virtual).map(|p| p.phone.clone()).collect();
    if let Some((customer, at_this_store)) = lookup::duplicate(&Look::within(tx), &numbers, &name, store.id).await? {
        return Err(CreateError::Duplicate { customer, at_this_store });
    }
    let entry = NewEntry::at_store(store.id, engagement.path.clone(), "filed");
    let mut new = from_sheet(sheet, engagement);
    new.entries.push(entry);
    let policy = collisions::Policy::load(tx.conn(), tx.tenant()).await?;
    let entered = [collisions::Entered::of(tx.keys(), &new)];
    let found = collisions::seek(tx, seams, &policy, &store, &entered).await?.into_iter().flatten().next();
    let made = bulk::insert(tx, seams, vec![new]).await?.pop();
    let made = made.ok_or_else(|| Refusal::from(DbErr::Custom("a batch of one came back empty".into())))?;
    // Counted whether or not something was found: what is counted must not tell it.
    let filed = web::limits::count_within(tx, web::limits::Guard::Filing).await?;
    let found = found.map(|found| (found, &made)).into_iter().collect();
    collisions::file(tx, &policy, &store, found, Some(filed), None).await?;
    Ok(made)
}

/// A customer from values that were read; class, grade and the like stand in the engagement.
pub fn from_sheet(sheet: Sheet, engagement: NewEngagement) -> NewCustomer {
    let id_number = match sheet.id_number {
        Some(Datum::Text(text)) => Some(text),
        _ => None,
    };
    let mut phones: Vec<_> = sheet.phone.flatten().into_iter().collect();
    for phone in sheet.phones {
        if !phones.iter().any(|p| p.phone == phone.phone) {
            phones.push(phone);
        }
    }
    NewCustomer {
        facts: sheet.facts,
        custom: sheet.custom,
        id_number,
        phones,
        doubts: sheet.doubts,
        raw: sheet.raw,
        engagements: vec![engagement],
        ..NewCustomer::default()
    }
}

/// A field that is hidden from someone everywhere cannot be written by them.
fn writable(scope: &Scope, kind: &'static Kind, input: &Input) -> Result<(), Refusal> {
    let closed = |field: &str| kind.field(field).is_some() && scope.field_at_best("customer", field) == Access::Hidden;
    let errors: Vec<FieldError> = input
        .0
        .keys()
        .filter(|f| closed(f))
        .map(|f| FieldError { field: f.clone(), code: "field-not-writable".into() })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

/// A file needs a name and one way to the person, or the number of an organisation.
fn complete(scope: &Scope, kind: &'static Kind, sheet: &Sheet) -> Result<(), Refusal> {
    let has = |field: &str| match field {
        "phone" => sheet.phone.as_ref().is_some_and(Option::is_some) || !sheet.phones.is_empty(),
        "id_number" => sheet.id_number.as_ref().is_some_and(|d| !d.is_empty()),
        field => sheet.facts.has(field),
    };
    let mut errors = input::missing(&CUSTOMER, has);
    // What is hidden from someone cannot be asked of them.
    let open = |e: &FieldError| scope.field_at_best("customer", &e.field) > Access::Hidden;
    errors.extend(custom::missing(kind, &sheet.custom, true).into_iter().filter(open));
    if !["phone", "wechat", "wecom", "email", "id_number", "uscc"].into_iter().any(has) {
        errors.push(FieldError { field: "phone".into(), code: "customer-without-contact".into() });
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Invalid(errors)) }
}

async fn store_of(tx: &Tx<'_>, asked: Option<&str>) -> Result<Store, Refusal> {
    let home = tx.scope().powers.home_store.map(|id| id.to_string());
    let key = asked.map(str::to_owned).or(home).ok_or_else(|| Refusal::field("store", "field-required"))?;
    places::store(tx.conn(), tx.tenant(), &key).await?.ok_or_else(|| Refusal::field("store", "customer-store-unknown"))
}

/// The engagement that the input asks for, within the actor's reach.
pub(crate) async fn engagement_of(tx: &Tx<'_>, sheet: &Sheet, store: &Store) -> Result<NewEngagement, Refusal> {
    let grade = sheet.grade.clone().flatten();
    let class = match &sheet.class {
        Some(name) => Class::from_name(name).ok_or_else(|| Refusal::field("class", "customer-class-unknown"))?,
        None if grade.is_some() => Class::Prospect,
        None => Class::Suspect,
    };
    let grade = engagements::grade_for(class, grade.as_deref());
    let today = context(tx.now()).today;
    let source = sheet.engagement.get_text("engagement_source").or(sheet.facts.get_text("source")).map(str::to_owned);
    let due = match sheet.engagement.get("next_contact_on") {
        Some(Datum::Date(day)) => Some(*day),
        _ => grade.as_deref().and_then(|g| engagements::next_contact(g, today)),
    };
    let mut new = NewEngagement::new(store.id, store.path.clone());
    let asked = match sheet.owner {
        Some(owner) => owner,
        None => owner_by_role(tx.scope()),
    };
    match asked {
        Some(owner) => {
            let found = places::owners(tx.conn(), tx.tenant(), store.id, &[owner], today).await?.pop();
            let found = found.ok_or_else(|| Refusal::field("owner", "customer-owner-elsewhere"))?;
            new = new.owned_by(found.id, found.path);
        }
        None if sheet.owner.is_none() => {
            let arrival = assignment::Arrival {
                source: source.as_deref(),
                district: sheet.facts.get_text("district"),
                grade: grade.as_deref(),
            };
            if let Some(choice) = assignment::choose_owner(tx, store.id, arrival).await? {
                new = new.owned_by(choice.owner, choice.path);
                new.rule = Some(choice.rule);
            }
        }
        None => {}
    }
    let place = Place { owner: new.owner, store: Some(store.id), path: new.path.clone() };
    // The rules may give a customer away from someone who reaches only their own rows; the place itself must be open.
    if !places::within_reach(tx.scope(), Action::Create, &place) {
        let field = if new.owner.is_some()
            && places::within_reach(tx.scope(), Action::Create, &Place { owner: tx.scope().user(), ..place })
        {
            "owner"
        } else {
            "store"
        };
        return Err(Refusal::field(field, "customer-place-out-of-reach"));
    }
    Ok(NewEngagement {
        class: class.name().into(),
        grade,
        source,
        remark: sheet.engagement.get_text("remark").map(str::to_owned),
        next_contact_on: due,
        ..new
    })
}

/// The actor, where their role owns customers.
fn owner_by_role(scope: &Scope) -> Option<Id> {
    scope.reach("customer", Action::Create).owner
}
