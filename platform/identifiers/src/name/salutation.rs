//! 王先生, 李女士, 张总: a surname with a salutation where the name is not yet known (domain.md §4.7).

use super::{is_compound_surname, is_surname, split};
use crate::Sex;
use crate::width::is_han;

/// What a salutation tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salutation<'a> {
    /// Family name.
    pub surname: &'a str,
    /// Given name, where the whole name was written before the salutation; else empty.
    pub given: &'a str,
    /// The salutation itself.
    pub title: &'a str,
    /// Sex, where the salutation implies it.
    pub sex: Option<Sex>,
}

/// Longer ones first where one ends in another.
const TITLES: &[(&str, Option<Sex>)] = &[
    ("先生", Some(Sex::Male)),
    ("女士", Some(Sex::Female)),
    ("小姐", Some(Sex::Female)),
    ("太太", Some(Sex::Female)),
    ("夫人", Some(Sex::Female)),
    ("阿姨", Some(Sex::Female)),
    ("大姐", Some(Sex::Female)),
    ("姐姐", Some(Sex::Female)),
    ("大哥", Some(Sex::Male)),
    ("叔叔", Some(Sex::Male)),
    ("大爷", Some(Sex::Male)),
    ("老师", None),
    ("师傅", None),
    ("老板", None),
    ("董事长", None),
    ("总经理", None),
    ("经理", None),
    ("主任", None),
    ("医生", None),
    ("律师", None),
    ("教授", None),
    ("局长", None),
    ("处长", None),
    ("科长", None),
    ("部长", None),
    ("校长", None),
    ("院长", None),
    ("厂长", None),
    ("队长", None),
    ("书记", None),
    ("警官", None),
    ("同志", None),
    ("總", None),
    ("总", None),
    ("董", None),
    ("工", None),
    ("姐", Some(Sex::Female)),
    ("哥", Some(Sex::Male)),
    ("叔", Some(Sex::Male)),
];

/// The hundred most frequent surnames: only behind them 小 and 老 are salutations, for 小明 is a name.
const FREQUENT: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖\
贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";

/// Reads a normalised name as surname and salutation. Salutations of one character stand only behind a bare surname;
/// 小 and 老 stand before one.
pub fn salutation(name: &str) -> Option<Salutation<'_>> {
    if !name.chars().next_back().is_some_and(is_han) {
        return None;
    }
    behind(name).or_else(|| before(name))
}

fn behind(name: &str) -> Option<Salutation<'_>> {
    for (title, sex) in TITLES {
        let Some(person) = name.strip_suffix(title) else { continue };
        let title = &name[person.len()..];
        if is_bare_surname(person) {
            return Some(Salutation { surname: person, given: "", title, sex: *sex });
        }
        let whole = split(person).filter(|_| title.chars().count() > 1);
        if let Some(whole) = whole.filter(|whole| is_bare_surname(whole.surname)) {
            return Some(Salutation { surname: whole.surname, given: whole.given, title, sex: *sex });
        }
    }
    None
}

fn before(name: &str) -> Option<Salutation<'_>> {
    let surname = name.strip_prefix('小').or_else(|| name.strip_prefix('老'))?;
    let title = &name[..name.len() - surname.len()];
    let mut chars = surname.chars();
    let is_frequent = chars.next().is_some_and(|c| FREQUENT.contains(c)) && chars.next().is_none();
    (is_frequent || is_compound_surname(surname)).then_some(Salutation { surname, given: "", title, sex: None })
}

fn is_bare_surname(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => is_surname(only),
        _ => is_compound_surname(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-01: surname and sex are read, the salutation is no given name.
    #[test]
    fn reads() {
        for (name, surname, given, sex) in [
            ("王先生", "王", "", Some(Sex::Male)),
            ("李女士", "李", "", Some(Sex::Female)),
            ("张总", "张", "", None),
            ("欧阳小姐", "欧阳", "", Some(Sex::Female)),
            ("欧阳总", "欧阳", "", None),
            ("王伟先生", "王", "伟", Some(Sex::Male)),
            ("欧阳娜娜女士", "欧阳", "娜娜", Some(Sex::Female)),
            ("王总经理", "王", "", None),
            ("小王", "王", "", None),
            ("陈姐", "陈", "", Some(Sex::Female)),
        ] {
            let found = salutation(name).unwrap();
            assert_eq!((found.surname, found.given, found.sex), (surname, given, sex), "{name}");
        }
        for name in ["", "先生", "王伟", "李小姐姐姐姐姐", "王伟总", "John", "小明", "A总"] {
            assert_eq!(salutation(name), None, "{name}");
        }
    }
}
