//! What becomes of each column.

use std::fmt;

use super::guess::guess;
use crate::Role;

/// Columns with their roles, and the one that holds the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The names of the columns.
    pub names: Vec<String>,
    /// The role of each column; `None` is no evidence.
    pub roles: Vec<Option<Role>>,
    /// The place of the column that holds the truth.
    pub truth: usize,
}

/// Why a file cannot be evaluated as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanError {
    /// There is no column of this name.
    NoColumn {
        /// What was asked for.
        name: String,
        /// What there is.
        names: Vec<String>,
    },
    /// Two columns have this name.
    Ambiguous {
        /// The name.
        name: String,
    },
    /// There is no such field to map a column to.
    NoField {
        /// What was asked for.
        name: String,
    },
    /// The truth column was mapped to a field.
    TruthAsEvidence,
    /// No column could be given a role.
    NothingToCompare,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColumn { name, names } => {
                write!(f, "there is no column \"{name}\"; the columns are: {}", names.join(", "))
            }
            Self::Ambiguous { name } => write!(f, "two columns are called \"{name}\""),
            Self::NoField { name } => {
                let known: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
                write!(f, "there is no field \"{name}\"; the fields are: {}", known.join(", "))
            }
            Self::TruthAsEvidence => write!(f, "the truth column cannot be evidence: do not map it"),
            Self::NothingToCompare => {
                write!(f, "no column could be recognised; say what they are with --map column=field")
            }
        }
    }
}

impl std::error::Error for PlanError {}

impl Plan {
    /// Decides for columns of these names, of which the first rows are known. Without `map` every role is guessed; with
    /// it, only mapped columns are evidence.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn of(
        names: Vec<String>,
        head: &[Vec<String>],
        truth: &str,
        map: &[(String, String)],
    ) -> Result<Plan, PlanError> {
        let truth = place(&names, truth)?;
        let mut roles = vec![None; names.len()];
        for (column, field) in map {
            let at = place(&names, column)?;
            roles[at] = Some(Role::of_name(field).ok_or_else(|| PlanError::NoField { name: field.clone() })?);
        }
        if roles[truth].is_some() {
            return Err(PlanError::TruthAsEvidence);
        }
        if map.is_empty() {
            // The truth must not lend its role to guessing.
            let mut seen = names.clone();
            seen[truth] = "id".into();
            roles = guess(&seen, head, &roles);
            roles[truth] = None;
        }
        if roles.iter().all(Option::is_none) {
            return Err(PlanError::NothingToCompare);
        }
        Ok(Plan { names, roles, truth })
    }

    /// What of a row is evidence.
    pub fn facts<'a>(&'a self, row: &'a [String]) -> impl Iterator<Item = (Role, &'a str)> {
        self.roles.iter().zip(row).filter_map(|(role, cell)| Some(((*role)?, cell.as_str())))
    }
}

/// A column by its name, as written or else without regard to case.
fn place(names: &[String], name: &str) -> Result<usize, PlanError> {
    let exact: Vec<usize> = (0..names.len()).filter(|at| names[*at] == name.trim()).collect();
    let found = if exact.is_empty() {
        (0..names.len()).filter(|at| names[*at].to_lowercase() == name.trim().to_lowercase()).collect()
    } else {
        exact
    };
    match found[..] {
        [one] => Ok(one),
        [] => Err(PlanError::NoColumn { name: name.to_owned(), names: names.to_vec() }),
        _ => Err(PlanError::Ambiguous { name: name.to_owned() }),
    }
}
