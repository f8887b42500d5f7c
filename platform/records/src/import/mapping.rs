//! Which column means what.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Target;

/// The columns of a sheet with what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The sheet, from zero.
    pub sheet: usize,
    /// The line of the (last) row of names; 0 when the data begins at once.
    pub header: u64,
    /// The column names.
    pub names: Vec<String>,
    /// The target of each column; none is left out.
    pub columns: Vec<Option<String>>,
}

impl Mapping {
    /// The line from which data may come.
    pub fn data_line(&self) -> u64 {
        self.header + 1
    }

    /// Columns that mean something, with their target.
    pub(super) fn resolve(&self, targets: &[Target]) -> Vec<(usize, Target)> {
        let known = |name: &str| targets.iter().find(|t| t.name == name).copied();
        self.columns.iter().enumerate().filter_map(|(at, name)| Some((at, known(name.as_deref()?)?))).collect()
    }

    /// Why it cannot be used, as the code of a sentence: unknown targets, one target twice, no name and key at all.
    pub fn problem(&self, targets: &[Target]) -> Option<&'static str> {
        let mut used: Vec<&str> = Vec::new();
        for name in self.columns.iter().flatten() {
            let Some(target) = targets.iter().find(|t| t.name == name) else { return Some("import-mapping-unknown") };
            if used.contains(&name.as_str()) && !target.several {
                return Some("import-mapping-twice");
            }
            used.push(name);
        }
        let has_key = targets.iter().any(|t| t.key.is_some() && used.contains(&t.name));
        (!has_key).then_some("import-mapping-no-key")
    }
}

/// A mapping as people write it into a file for the command line: column names with targets, either alone
/// (`{"姓名": "customer.name"}`) or with sheet and header line. A column is named by its header or its letters (`C`); a
/// target may leave out the noun (`phone`).
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum MappingFile {
    /// With sheet and header line.
    Full {
        /// The sheet by number from one.
        #[serde(default)]
        sheet: Option<usize>,
        /// The line of the names; 0 when there are none.
        #[serde(default)]
        header: Option<u64>,
        /// Column name to target.
        columns: BTreeMap<String, Option<String>>,
    },
    /// Just the columns.
    Columns(BTreeMap<String, Option<String>>),
}

impl MappingFile {
    /// The sheet asked for, from zero.
    pub fn sheet(&self) -> Option<usize> {
        match self {
            MappingFile::Full { sheet, .. } => sheet.map(|n| n.saturating_sub(1)),
            MappingFile::Columns(_) => None,
        }
    }

    /// The header line asked for.
    pub fn header(&self) -> Option<u64> {
        match self {
            MappingFile::Full { header, .. } => *header,
            MappingFile::Columns(_) => None,
        }
    }

    /// The mapping of a sheet with these column names; the first column that is not there is the error.
    pub fn onto(&self, sheet: usize, header: u64, names: &[String], noun: &str) -> Result<Mapping, String> {
        let (MappingFile::Full { columns, .. } | MappingFile::Columns(columns)) = self;
        let mut mapping = Mapping { sheet, header, names: names.to_vec(), columns: vec![None; names.len()] };
        for (name, target) in columns {
            let at = names
                .iter()
                .position(|n| n == name.trim())
                .or_else(|| column_number(name).filter(|at| *at < names.len()))
                .ok_or_else(|| name.clone())?;
            mapping.columns[at] = target
                .as_ref()
                .filter(|t| !t.is_empty())
                .map(|t| if t.contains('.') { t.clone() } else { format!("{noun}.{t}") });
        }
        Ok(mapping)
    }
}

/// `A` is 0, `AA` is 26.
fn column_number(letters: &str) -> Option<usize> {
    let letters = letters.trim();
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    Some(letters.bytes().fold(0, |n, b| n * 26 + usize::from(b - b'A') + 1) - 1)
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
pub(super) fn column_letters(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (at % 26) as u8);
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-14: letters as a spreadsheet shows them.
    #[test]
    fn letters() {
        for (at, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(at), letters);
            assert_eq!(column_number(letters), Some(at));
        }
    }

    /// CUS-14: a mapping file names columns by header or letter, with or without the noun.
    #[test]
    fn files() {
        let names = ["客户".to_owned(), "号码".to_owned(), String::new()];
        let file: MappingFile = serde_json::from_str(r#"{"客户": "name", "B": "customer.phone", "C": null}"#).unwrap();
        let mapping = file.onto(0, 1, &names, "customer").unwrap();
        assert_eq!(mapping.columns, [Some("customer.name".to_owned()), Some("customer.phone".to_owned()), None]);
        let full: MappingFile =
            serde_json::from_str(r#"{"sheet": 2, "header": 3, "columns": {"客户": "name"}}"#).unwrap();
        assert_eq!((full.sheet(), full.header()), (Some(1), Some(3)));
        assert_eq!(full.onto(1, 3, &["姓名".to_owned()], "customer"), Err("客户".to_owned()));
    }
}
