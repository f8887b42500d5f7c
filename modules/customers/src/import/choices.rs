//! Words of a sheet as codes of base data: `A级` is the grade `A`, `男` the sex `male`.

use std::collections::HashMap;

use kernel::Lang;
use organisation::dictionaries::TenantDictionaries;
use records::{FieldKind, Kind};

use crate::dictionaries::DICTIONARIES;

/// Entries of a dictionary: code with its names, folded.
type Entries = Vec<(String, Vec<String>)>;

/// The base data of a place, ready for reading words.
#[derive(Debug, Default)]
pub(super) struct Choices(HashMap<&'static str, Entries>);

/// The dictionaries whose words stand in sheets.
const WANTED: [&str; 8] =
    ["customer-kind", "customer-class", "customer-grade", "source", "sex", "income-band", "occupation", "industry"];

/// What people write beside the names of entries.
const ALIASES: &[(&str, &str, &[&str])] = &[
    ("customer-kind", "person", &["个人客户", "私人", "自然人", "个人用户"]),
    ("customer-kind", "organisation", &["公司", "企业", "单位客户", "公司客户", "集团", "机构", "政府"]),
    ("customer-class", "customer", &["保客", "保有客户", "基盘客户", "车主", "已购", "老客户"]),
    ("customer-class", "prospect", &["潜客", "意向客户", "意向"]),
    ("customer-class", "vip", &["贵宾", "重点客户", "大客户"]),
    ("customer-class", "lapsed", &["流失", "失联"]),
    ("sex", "male", &["男性", "先生", "m"]),
    ("sex", "female", &["女性", "女士", "小姐", "f"]),
    ("source", "walk-in", &["到店", "来店", "展厅", "进店"]),
    ("source", "web", &["网络", "汽车之家", "懂车帝", "易车", "垂媒", "互联网", "抖音"]),
    ("source", "phone-in", &["电话", "来电客户"]),
    ("source", "referral", &["老客户介绍", "朋友介绍", "介绍", "老带新"]),
    ("source", "rebuy", &["老客户", "再购", "增换购"]),
];

/// The dictionaries of a noun's custom fields.
fn own(kind: &'static Kind) -> impl Iterator<Item = &'static str> {
    kind.custom_fields().filter_map(|f| match f.kind {
        FieldKind::Choice(name) | FieldKind::Choices(name) => Some(name),
        _ => None,
    })
}

impl Choices {
    /// The choices of a noun's custom fields alone.
    pub fn of(path: &str, base_data: &TenantDictionaries, kind: &'static Kind) -> Choices {
        Choices::among(path, base_data, own(kind))
    }

    /// The entries that hold at a path. Where the house has no entries yet, those the module brings along serve.
    pub fn at(path: &str, base_data: &TenantDictionaries, kind: &'static Kind) -> Choices {
        Choices::among(path, base_data, WANTED.into_iter().chain(own(kind)))
    }

    fn among(path: &str, base_data: &TenantDictionaries, names: impl Iterator<Item = &'static str>) -> Choices {
        let mut all = HashMap::new();
        for name in names {
            let mut entries: Entries = base_data
                .entries(path, name)
                .into_iter()
                .filter(|r| r.entry.active)
                .map(|r| (r.entry.code.clone(), vec![fold(r.entry.name(Lang::ZhCn)), fold(r.entry.name(Lang::En))]))
                .collect();
            if entries.is_empty() {
                let seeds = DICTIONARIES.iter().filter(|d| d.name == name).flat_map(|d| d.entries);
                entries = seeds.map(|(code, zh, en)| ((*code).to_owned(), vec![fold(zh), fold(en)])).collect();
            }
            for (code, names) in &mut entries {
                let more = ALIASES.iter().filter(|(dictionary, of, _)| *dictionary == name && of == code);
                names.extend(more.flat_map(|(.., words)| words.iter().map(|w| fold(w))));
            }
            all.insert(name, entries);
        }
        Choices(all)
    }

    /// The code that a word means: itself, a name, or the one name that begins so.
    pub fn code(&self, dictionary: &str, word: &str) -> Option<&str> {
        let entries = self.0.get(dictionary)?;
        let word = fold(word);
        let short = word.strip_suffix('级').unwrap_or(&word).to_owned();
        let exact = |w: &str| {
            entries
                .iter()
                .find(|(code, names)| fold(code) == w || names.iter().any(|n| n == w))
                .map(|(code, _)| code.as_str())
        };
        if word.is_empty() {
            return None;
        }
        if let Some(code) = exact(&word).or_else(|| exact(&short)) {
            return Some(code);
        }
        // A single character begins too much to mean anything.
        let begins: Vec<&str> = entries
            .iter()
            .filter(|(_, names)| {
                word.chars().count() > 1
                    && names
                        .iter()
                        .any(|n| n.starts_with(&word) || (n.chars().count() > 1 && word.starts_with(n.as_str())))
            })
            .map(|(code, _)| code.as_str())
            .collect();
        match begins.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// Lower case and half width, without blanks and signs.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-14: words as sheets have them.
    #[test]
    fn words_of_sheets() {
        let choices = Choices::at("/1/", &TenantDictionaries::default(), &crate::CUSTOMER);
        for (dictionary, word, code) in [
            ("customer-grade", "A", Some("A")),
            ("customer-grade", "a级", Some("A")),
            ("customer-grade", "H 级", Some("H")),
            ("customer-grade", "VIP", None),
            ("customer-class", "VIP", Some("vip")),
            ("customer-class", "保有客户", Some("customer")),
            ("sex", "男", Some("male")),
            ("sex", "女士", Some("female")),
            ("sex", "不详", None),
            ("source", "转介绍", Some("referral")),
            ("source", "汽车之家（在线）", Some("web")),
            ("source", "Walk-in", Some("walk-in")),
            ("customer-kind", "公司", Some("organisation")),
            ("source", "", None),
        ] {
            assert_eq!(choices.code(dictionary, word), code, "{dictionary} {word}");
        }
    }
}
