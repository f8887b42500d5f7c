//! Person or organisation? A guess for imports and for one-field entry; the clerk can change it (domain.md §4.7).

use super::{is_compound_surname, normalise};
use crate::width::is_han;

/// Words that only organisations carry.
const CERTAIN: &[&str] = &[
    "公司",
    "有限",
    "集团",
    "股份",
    "合作社",
    "事务所",
    "委员会",
    "经营部",
    "工作室",
    "个体工商户",
    "基金会",
    "联合会",
];

/// Words that organisations carry, told from names by length.
const LIKELY: &[&str] = &[
    "大学",
    "学院",
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "医院",
    "银行",
    "酒店",
    "宾馆",
    "饭店",
    "政府",
    "协会",
    "商会",
    "中心",
    "部队",
    "车队",
    "法院",
    "商行",
    "车行",
    "超市",
    "药房",
    "租赁",
    "物流",
    "传媒",
    "科技",
    "贸易",
    "汽贸",
    "汽修",
];

/// Last characters of organisations' names.
const ENDINGS: &str = "厂店局院部所社队站馆处室";

/// Words of Latin names, compared without case and without full stops.
const LATIN: &[&str] = &["ltd", "co", "inc", "gmbh", "llc", "corp", "company", "group", "limited", "plc"];

/// Hanzi without a dot from which on no person is named so.
const LONGER_THAN_PERSONS: usize = 8;

/// Whether a name looks like an organisation's.
pub fn looks_like_organisation(name: &str) -> bool {
    let name = normalise(name);
    let length = name.chars().count();
    if length < 4 {
        // Three characters are nearly always a person; only 某公司 is not.
        return name.contains("公司");
    }
    if !name.chars().any(is_han) {
        return name
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(|word| word.trim_matches('.'))
            .any(|word| LATIN.iter().any(|latin| latin.eq_ignore_ascii_case(word)));
    }
    if CERTAIN.iter().any(|word| name.contains(word)) {
        return true;
    }
    let surname_end = name.char_indices().nth(2).map_or(name.len(), |(at, _)| at);
    if length == 4 && is_compound_surname(&name[..surname_end]) {
        return false;
    }
    LIKELY.iter().any(|word| name.contains(word))
        || name.ends_with(|c| ENDINGS.contains(c))
        || (length > 4 && name.contains(['(', ')']))
        || (length >= LONGER_THAN_PERSONS && name.chars().all(is_han))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-01: persons and organisations are told apart.
    #[test]
    fn tells() {
        for name in [
            "上海四合汽车销售有限公司",
            "上海（四合）汽车",
            "红星饭店",
            "市公安局",
            "某公司",
            "老王修车店",
            "宝山区人民医院",
            "上海四合汽车之家",
            "Acme Motors Co., Ltd.",
        ] {
            assert!(looks_like_organisation(name), "{name}");
        }
        for name in [
            "",
            "王伟",
            "王小明",
            "欧阳小店",
            "买买提·吐尔逊",
            "阿卜杜热合曼",
            "John Smith",
            "李中心",
            "𠮷",
            "张总经理",
            "阿不都热依木·买买提艾力",
        ] {
            assert!(!looks_like_organisation(name), "{name}");
        }
    }
}
