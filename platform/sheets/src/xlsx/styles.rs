//! What a number means, by the format of its cell.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::package::Package;
use super::xml::attribute;
use crate::SheetError;

/// How a stored number is shown, as far as it changes what the number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberKind {
    /// As a number.
    Plain,
    /// As a date or a time of day.
    Date,
    /// With leading zeros to this width (`000000`): an identifier.
    Zeros(usize),
}

/// Kinds by style index (`s` of a cell).
pub(super) fn read(package: &mut Package, path: &str) -> Result<Vec<NumberKind>, SheetError> {
    let mut codes: HashMap<u32, NumberKind> = HashMap::new();
    let mut kinds = Vec::new();
    let mut inside = false;
    let mut part = package.part(path)?;
    loop {
        match part.next_small()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number(attribute(&e, "numFmtId")), attribute(&e, "formatCode")) {
                        codes.insert(id, kind_of_code(&code));
                    }
                }
                "cellXfs" => inside = true,
                // 64,000 styles is the limit of Excel.
                "xf" if inside && kinds.len() < 65_536 => {
                    let id = number(attribute(&e, "numFmtId")).unwrap_or(0);
                    kinds.push(codes.get(&id).copied().unwrap_or_else(|| kind_of_builtin(id)));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => return Ok(kinds),
            Event::Eof => return Ok(kinds),
            _ => {}
        }
    }
}

fn number(text: Option<String>) -> Option<u32> {
    text?.trim().parse().ok()
}

/// Built-in formats (ECMA-376 part 1, 18.8.30), with the East Asian dates 27–36 and 50–58. 46 is a duration.
fn kind_of_builtin(id: u32) -> NumberKind {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => NumberKind::Date,
        _ => NumberKind::Plain,
    }
}

/// A format code is a date if its first section has a date letter outside quotes, escapes and brackets. `[h]:mm` counts
/// hours beyond a day and stays a number.
fn kind_of_code(code: &str) -> NumberKind {
    if code.len() >= 2 && code.len() <= 32 && code.bytes().all(|b| b == b'0') {
        return NumberKind::Zeros(code.len());
    }
    let mut chars = code.chars();
    let mut date = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let inner = inner.to_ascii_lowercase();
                if !inner.is_empty() && inner.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                    return NumberKind::Plain;
                }
            }
            ';' => break,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => date = true,
            _ => {}
        }
    }
    if date { NumberKind::Date } else { NumberKind::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-14: dates are recognised by their format, Chinese ones too, and money is not taken for a date.
    #[test]
    fn format_codes() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\";@",
            "[$-804]yyyy\"年\"m\"月\"d\"日\"",
            "h:mm AM/PM",
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "m/d/yy h:mm;@",
        ] {
            assert_eq!(kind_of_code(code), NumberKind::Date, "{code}");
        }
        for code in
            ["General", "0.00", "#,##0.00\"元\"", "[Red]-0.00", "0.0\"days\"", "[h]:mm:ss", "\\d0", "@", "_ * #,##0_ ;"]
        {
            assert_eq!(kind_of_code(code), NumberKind::Plain, "{code}");
        }
        assert_eq!(kind_of_code("000000"), NumberKind::Zeros(6));
        assert_eq!(kind_of_code("0"), NumberKind::Plain);
    }
}
