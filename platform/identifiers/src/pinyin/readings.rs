//! Readings that differ from a hanzi's usual one: as surname, in a word, or missing from the dictionary
//! (domain.md §4.7).

use crate::name;

/// Surnames of one hanzi. The second reading, where there is one, is used by other families of the same hanzi.
fn single(c: char) -> Option<(&'static str, Option<&'static str>)> {
    let only = |reading| Some((reading, None));
    match c {
        '曾' => only("zeng"),
        '单' => only("shan"),
        '解' => only("xie"),
        '仇' => only("qiu"),
        '查' => only("zha"),
        '区' => only("ou"),
        '朴' => only("piao"),
        '盖' => only("ge"),
        '缪' => only("miao"),
        '翟' => Some(("zhai", Some("di"))),
        '任' => only("ren"),
        '华' => only("hua"),
        '宁' => only("ning"),
        '覃' => Some(("qin", Some("tan"))),
        '乐' => Some(("yue", Some("le"))),
        '种' => only("chong"),
        '秘' => only("bi"),
        '折' => only("she"),
        '员' => only("yun"),
        '黑' => only("he"),
        '繁' => only("po"),
        '召' => only("shao"),
        '祭' => only("zhai"),
        '阚' => only("kan"),
        '卜' => only("bu"),
        '柏' => only("bai"),
        '薄' => only("bo"),
        '尉' => only("wei"),
        '都' => only("du"),
        '牟' => Some(("mou", Some("mu"))),
        '隗' => Some(("wei", Some("kui"))),
        '角' => only("jue"),
        '能' => only("nai"),
        '訾' => only("zi"),
        '洗' => only("xian"),
        '郇' => Some(("xun", Some("huan"))),
        '谌' => Some(("chen", Some("shen"))),
        '郗' => Some(("xi", Some("chi"))),
        _ => None,
    }
}

/// Compound surnames whose reading is not that of their hanzi.
fn compound(surname: &str) -> Option<[&'static str; 2]> {
    Some(match surname {
        "尉迟" | "尉遲" => ["yu", "chi"],
        "万俟" => ["mo", "qi"],
        "长孙" | "長孫" => ["zhang", "sun"],
        "澹台" | "澹臺" => ["tan", "tai"],
        "单于" => ["chan", "yu"],
        "令狐" => ["ling", "hu"],
        "宰父" => ["zai", "fu"],
        "夹谷" => ["jia", "gu"],
        "子车" => ["zi", "ju"],
        "乐正" => ["yue", "zheng"],
        _ => return None,
    })
}

/// The readings of the surname a normalised person's name begins with, where they are special.
pub(super) fn surname(name: &str) -> Option<impl Iterator<Item = &'static str> + use<>> {
    let first = name.chars().next()?;
    let whole = name::split(name).map(|split| split.surname);
    let two = whole.filter(|surname| surname.len() > first.len_utf8()).map(compound);
    let readings = match two {
        Some(special) => special.map(|[a, b]| (a, Some(b)))?,
        None if whole.is_some() || name.len() == first.len_utf8() => (single(first)?.0, None),
        None => return None,
    };
    Some(std::iter::once(readings.0).chain(readings.1))
}

/// Another reading under which a person with this surname may be sought: that of other families (覃 tan), else the
/// hanzi's usual one (曾 ceng), which people type who do not know better. `None` where there is only one.
pub fn surname_alternate(text: &str) -> Option<&'static str> {
    let name = name::normalise(text);
    let first = name.chars().next()?;
    let bare = name.len() == first.len_utf8();
    let is_single = bare || name::split(&name).is_some_and(|split| split.surname.len() == first.len_utf8());
    let (reading, other) = single(first).filter(|_| is_single)?;
    other.or_else(|| super::reading(first)).filter(|other| *other != reading)
}

/// Words of organisations' and places' names whose reading is not that of their hanzi: the readings of the word `text`
/// begins with.
pub(super) fn word(text: &str) -> Option<&'static [&'static str]> {
    const WORDS: &[(&str, &[&str])] = &[
        ("重庆", &["chong", "qing"]),
        ("银行", &["yin", "hang"]),
        ("商行", &["shang", "hang"]),
        ("车行", &["che", "hang"]),
        ("行业", &["hang", "ye"]),
        ("长安", &["chang", "an"]),
        ("长城", &["chang", "cheng"]),
        ("长春", &["chang", "chun"]),
        ("长沙", &["chang", "sha"]),
        ("长江", &["chang", "jiang"]),
        ("长宁", &["chang", "ning"]),
        ("长治", &["chang", "zhi"]),
        ("长兴", &["chang", "xing"]),
        ("厦门", &["xia", "men"]),
        ("六安", &["lu", "an"]),
        ("六合", &["lu", "he"]),
        ("蚌埠", &["beng", "bu"]),
        ("成都", &["cheng", "du"]),
        ("首都", &["shou", "du"]),
        ("都市", &["du", "shi"]),
        ("番禺", &["pan", "yu"]),
        ("朝阳", &["chao", "yang"]),
        ("会计", &["kuai", "ji"]),
        ("乐清", &["yue", "qing"]),
        ("单县", &["shan", "xian"]),
        ("大厦", &["da", "sha"]),
        ("音乐", &["yin", "yue"]),
        ("便宜", &["pian", "yi"]),
    ];
    WORDS.iter().find(|(word, _)| text.starts_with(word)).map(|(_, readings)| *readings)
}

/// Hanzi of names that the dictionary lacks.
pub(super) fn missing(c: char) -> Option<&'static str> {
    match c {
        '𠮷' => Some("ji"),
        _ => None,
    }
}
