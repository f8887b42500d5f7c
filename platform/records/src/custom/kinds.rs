//! Descriptors with the custom fields of a tenant.
//!
//! Everything generic takes a descriptor for the life of the process (`&'static Kind`). One with custom fields is made
//! when a tenant's definitions are first met and kept for good: the same definitions are the same descriptor, so that
//! what is kept grows with the number of changes that administrators make (some kilobytes each), not with requests.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};

use kernel::words::own;
use kernel::{ConnectionTrait, DbError, Tenant, Tx};

use super::model::{Definition, Type, is_custom};
use super::queries;
use crate::kind::Custom;
use crate::{Field, Input, Kind, Source, Uses};

/// The descriptors of all tenants that have custom fields, each made once per version of the organisation. Cheap to
/// clone; clones share what they keep. The gate brings it up to date before each request, so that a page asks for
/// descriptors without a query.
#[derive(Clone, Default)]
pub struct Kinds {
    kept: Arc<RwLock<HashMap<Tenant, Kept>>>,
}

#[derive(Clone)]
struct Kept {
    version: i64,
    /// By the noun's name; nothing for nouns without custom fields.
    definitions: Arc<HashMap<String, Vec<Definition>>>,
    kinds: Arc<Mutex<HashMap<&'static str, &'static Kind>>>,
}

impl Kinds {
    /// The descriptor of a noun for a tenant: its own, where the tenant has added nothing.
    pub fn kind(&self, tenant: Tenant, base: &'static Kind) -> &'static Kind {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let Some(kept) = kept.get(&tenant) else { return base };
        let Some(definitions) = kept.definitions.get(base.name) else { return base };
        let mut made = kept.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(base.name).or_insert_with(|| with(base, definitions))
    }

    /// Loads a tenant's definitions unless what is kept is of this version already. The version must have been read
    /// before this call.
    pub async fn refresh(&self, conn: &impl ConnectionTrait, tenant: Tenant, version: i64) -> Result<(), DbError> {
        let known = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).map(|kept| kept.version);
        if known == Some(version) {
            return Ok(());
        }
        let mut definitions: HashMap<String, Vec<Definition>> = HashMap::new();
        for definition in queries::all(conn, tenant).await?.into_iter().filter(|d| d.retired_at.is_none()) {
            definitions.entry(definition.kind.clone()).or_default().push(definition);
        }
        let kept = Kept { version, definitions: Arc::new(definitions), kinds: Arc::default() };
        self.kept.write().unwrap_or_else(PoisonError::into_inner).insert(tenant, kept);
        Ok(())
    }
}

/// The descriptor of a noun as it stands in the database: for commands and jobs, which may not rely on a memory.
pub async fn kind_of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    base: &'static Kind,
) -> Result<&'static Kind, DbError> {
    let mut definitions = queries::of_kind(conn, tenant, base.name).await?;
    definitions.retain(|d| d.retired_at.is_none());
    Ok(with(base, &definitions))
}

/// The same with the fields that are out of use: what moves records whole takes their values along too.
pub async fn whole_kind_of(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    base: &'static Kind,
) -> Result<&'static Kind, DbError> {
    Ok(with(base, &queries::of_kind(conn, tenant, base.name).await?))
}

/// The descriptor that an input is to be read by. An input that speaks of no custom field and changes a record costs no
/// query; a new record may lack one that is required.
pub async fn writing(tx: &Tx<'_>, base: &'static Kind, input: &Input, is_new: bool) -> Result<&'static Kind, DbError> {
    if is_new || input.0.keys().any(|name| is_custom(name)) {
        return kind_of(tx.conn(), tx.tenant(), base).await;
    }
    Ok(base)
}

/// A descriptor and the definitions in it.
type Made = HashMap<(&'static str, Vec<Definition>), &'static Kind>;

/// Every descriptor ever made, by what it was made of.
static MADE: LazyLock<Mutex<Made>> = LazyLock::new(Mutex::default);

/// Every name and word ever needed.
static TEXTS: LazyLock<Mutex<BTreeSet<&'static str>>> = LazyLock::new(Mutex::default);

fn with(base: &'static Kind, definitions: &[Definition]) -> &'static Kind {
    if definitions.is_empty() {
        return base;
    }
    // Versions rise with every shift; only what the descriptor is made of counts.
    let wanted: Vec<Definition> =
        definitions.iter().map(|d| Definition { version: 0, position: 0, ..d.clone() }).collect();
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    // Two nouns of one name live in tests only; their tables tell them apart.
    made.entry((base.table, wanted)).or_insert_with_key(|(_, wanted)| {
        let fields: Vec<Field> = base.fields.iter().copied().chain(wanted.iter().map(field)).collect();
        Box::leak(Box::new(Kind { fields: Vec::leak(fields), ..*base }))
    })
}

fn field(definition: &Definition) -> Field {
    let mut uses = Uses::LIST.and(Uses::FILTER).and(Uses::EXPORT).and(Uses::FORM);
    // People and stores stand in sheets by name, and names are no references.
    if !matches!(definition.what, Type::User | Type::Store) {
        uses = uses.and(Uses::IMPORT);
    }
    if definition.required {
        uses = uses.and(Uses::REQUIRED);
    }
    if definition.searchable {
        uses = uses.and(Uses::SEARCH);
    }
    let dictionary = if definition.what.has_choices() { text(&definition.dictionary()) } else { "" };
    let source = Source::Custom(Custom {
        number: definition.number,
        column: definition.what.column(),
        several: definition.what == Type::Choices,
        rest: definition.rest(),
    });
    let words = own(&definition.label_zh, &definition.label_en);
    let hint = own(&definition.help_zh, &definition.help_en);
    let help = !(definition.help_zh.is_empty() && definition.help_en.is_empty());
    Field {
        words: Some(text(&words)),
        hint: help.then(|| text(&hint)),
        ..Field::new(text(&definition.name), definition.what.kind(dictionary))
            .from(source)
            .class(definition.class)
            .only(uses)
    }
}

/// Lists of texts for the life of the process, each once.
static LISTS: LazyLock<Mutex<BTreeSet<&'static [&'static str]>>> = LazyLock::new(Mutex::default);

/// A list of texts for the life of the process.
pub(crate) fn spellings(list: &[&'static str]) -> &'static [&'static str] {
    let mut lists = LISTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = lists.get(list) {
        return known;
    }
    let kept: &'static [&'static str] = Vec::leak(list.to_vec());
    lists.insert(kept);
    kept
}

/// A text for the life of the process, each once.
pub(crate) fn text(text: &str) -> &'static str {
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = texts.get(text) {
        return known;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    texts.insert(kept);
    kept
}
