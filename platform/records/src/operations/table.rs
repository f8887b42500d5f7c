//! Which rows belong to a record, as its noun describes them.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// A whole number: amounts, kilometres, moments.
    Whole,
    /// A day.
    Day,
    /// Yes or no.
    Yes,
    /// An id.
    Id,
    /// Sealed bytes.
    Bytes,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
}

impl Column {
    /// A column of a kind.
    pub const fn new(name: &'static str, kind: ColumnKind) -> Column {
        Column { name, kind }
    }

    /// Text.
    pub const fn text(name: &'static str) -> Column {
        Column::new(name, ColumnKind::Text)
    }

    /// A whole number.
    pub const fn whole(name: &'static str) -> Column {
        Column::new(name, ColumnKind::Whole)
    }

    /// An id.
    pub const fn id(name: &'static str) -> Column {
        Column::new(name, ColumnKind::Id)
    }
}

/// Columns that are one fact together: an owner with the day since when, a sealed number with its hash. The first one
/// tells whether the fact still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The fact's name, that of the descriptor's field where it has one.
    pub field: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Nobody is told when it was changed since: what the house keeps for itself.
    pub silent: bool,
    /// The journal says that it changed, and no value.
    pub sealed: bool,
}

impl Group {
    /// A fact in one column.
    pub fn of(field: &'static str, column: Column) -> Group {
        Group { field, columns: vec![column], silent: false, sealed: false }
    }

    /// With further columns.
    pub fn and(mut self, columns: &[Column]) -> Group {
        self.columns.extend(columns);
        self
    }

    /// Kept by the house for itself.
    pub fn silent(mut self) -> Group {
        self.silent = true;
        self
    }

    /// Whose values the journal does not tell.
    pub fn sealed(mut self) -> Group {
        self.sealed = true;
        self
    }
}

/// A table with rows of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The column that names the record.
    pub record: &'static str,
    /// What tells its rows apart within the tenant.
    pub key: Vec<Column>,
    /// Its facts. A table without any is one whose rows only come and go.
    pub groups: Vec<Group>,
    /// Further columns, needed to lay a row down again.
    pub rest: Vec<Column>,
    /// The column that puts a row away; without one rows are deleted.
    pub put_away: Option<&'static str>,
    /// A further condition on a row `t`.
    pub only: Option<&'static str>,
    /// Rows carry a `version` that rises.
    pub versioned: bool,
    /// Under which kind the journal tells changes of a row by its own id; the record's own where there is none.
    pub journal: Option<&'static str>,
    /// What a row is called where it stays as a whole.
    pub says: &'static str,
    /// The column of the key that holds the number of a custom field: a row is called by that field.
    pub named: Option<&'static str>,
}

impl Table {
    /// A table whose rows are told apart by `id`.
    pub fn new(name: &'static str, record: &'static str, says: &'static str) -> Table {
        Table {
            name,
            record,
            key: vec![Column::id("id")],
            groups: Vec::new(),
            rest: Vec::new(),
            put_away: None,
            only: None,
            versioned: false,
            journal: None,
            says,
            named: None,
        }
    }

    /// All columns of a photograph behind the key.
    pub(super) fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        self.groups.iter().flat_map(|group| group.columns.iter().copied()).chain(self.rest.iter().copied())
    }
}
