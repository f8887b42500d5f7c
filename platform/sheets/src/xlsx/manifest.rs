//! Which parts a workbook consists of.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::package::Package;
use super::xml::attribute;
use crate::{Epoch, SheetError};

/// A worksheet and the part that holds it.
pub(crate) struct SheetPart {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    pub(crate) path: String,
}

/// The parts that matter for reading.
pub(super) struct Manifest {
    pub(super) sheets: Vec<SheetPart>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) epoch: Epoch,
}

/// A relationship: its type and the part it points to.
struct Relationship {
    kind: String,
    target: String,
}

pub(super) fn read(package: &mut Package) -> Result<Manifest, SheetError> {
    let roots = relationships(package, "_rels/.rels", "")?;
    let workbook = roots.into_values().find(|r| r.kind.ends_with("/officeDocument"));
    let workbook = workbook.map_or_else(|| "xl/workbook.xml".to_owned(), |r| r.target);
    if !package.contains(&workbook) {
        return Err(SheetError::BrokenArchive { part: workbook });
    }
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let related = relationships(package, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let by_kind = |kind: &str| {
        related
            .values()
            .find(|r| r.kind.ends_with(kind))
            .map(|r| r.target.clone())
            .filter(|path| package.contains(path))
    };
    let (strings, styles) = (by_kind("/sharedStrings"), by_kind("/styles"));
    let (listed, epoch) = workbook_part(package, &workbook)?;
    let sheets = listed
        .into_iter()
        .filter_map(|(name, hidden, id)| {
            // Chart sheets and macro sheets have no rows.
            let sheet = related.get(&id).filter(|r| r.kind.ends_with("/worksheet"))?;
            Some(SheetPart { name, hidden, path: sheet.target.clone() })
        })
        .collect();
    Ok(Manifest { sheets, strings, styles, epoch })
}

fn relationships(package: &mut Package, path: &str, folder: &str) -> Result<HashMap<String, Relationship>, SheetError> {
    let mut found = HashMap::new();
    let mut part = package.part(path)?;
    loop {
        match part.next_small()? {
            Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(kind), Some(target)) =
                    (attribute(&e, "Id"), attribute(&e, "Type"), attribute(&e, "Target"))
                else {
                    continue;
                };
                if attribute(&e, "TargetMode").as_deref() != Some("External") {
                    found.insert(id, Relationship { kind, target: resolve(folder, &target) });
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

/// Names, hidden flags and relationship ids of the sheets in their order, and where days are counted from.
type Listed = Vec<(String, bool, String)>;

fn workbook_part(package: &mut Package, path: &str) -> Result<(Listed, Epoch), SheetError> {
    let mut sheets = Vec::new();
    let mut epoch = Epoch::Y1900;
    let mut part = package.part(path)?;
    loop {
        match part.next_small()? {
            Event::Start(e) if e.local_name().as_ref() == "workbookPr" => {
                if matches!(attribute(&e, "date1904").as_deref(), Some("1" | "true")) {
                    epoch = Epoch::Y1904;
                }
            }
            Event::Start(e) if e.local_name().as_ref() == "sheet" => {
                let name = attribute(&e, "name").unwrap_or_default();
                let hidden = attribute(&e, "state").is_some_and(|state| state != "visible");
                // `r:id`; the plain `id` does not occur on this element.
                sheets.push((name, hidden, attribute(&e, "id").unwrap_or_default()));
            }
            Event::Eof => return Ok((sheets, epoch)),
            _ => {}
        }
    }
}

/// A target relative to the folder of the part that refers to it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}
