//! Names of persons and organisations 姓名 (domain.md §4.7). Code points are counted, never bytes or UTF-16 units, so
//! that rare hanzi outside the BMP (𠮷) are one character.

mod organisation;
mod salutation;
mod surname;

pub use organisation::looks_like_organisation;
pub use salutation::{Salutation, salutation};
pub use surname::{COMPOUND_SURNAMES, Split, is_compound_surname, is_surname, split};

use crate::width::{is_blank, is_han, is_middle_dot};
use crate::{Checked, Reason, Verdict};
use unicode_normalization::UnicodeNormalization;

/// The normal form: NFKC, invisible marks dropped, every kind of middle dot folded to U+00B7 (a full stop only among
/// hanzi), blanks single, and none between hanzi.
pub fn normalise(input: &str) -> String {
    if input.chars().all(|c| ('\u{4E00}'..='\u{9FA5}').contains(&c)) {
        return input.to_owned();
    }
    let text: String = input.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).nfkc().collect();
    let among_hanzi = text.chars().any(is_han);
    let dot = |c: char| if is_middle_dot(c) || (among_hanzi && c == '.') { '\u{B7}' } else { c };
    let glued = |c: Option<char>| c.is_some_and(|c| is_han(c) || c == '\u{B7}');
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let needs_blank = !(glued(out.chars().next_back()) && glued(word.chars().next().map(dot)));
        if !out.is_empty() && needs_blank {
            out.push(' ');
        }
        out.extend(word.chars().map(dot));
    }
    out
}

/// Pasted marks and variation selectors, which change a glyph's look and not the name.
fn is_invisible(c: char) -> bool {
    is_blank(c) || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Checks a typed name of a person. Only an empty one is refused; a surname with salutation (王先生) and digits or
/// signs are flagged.
pub fn check(input: &str) -> Checked {
    let value = normalise(input);
    let verdict = if value.is_empty() {
        Verdict::Rejected(Reason::Empty)
    } else if salutation(&value).is_some() {
        Verdict::Suspect(Reason::NameSalutation)
    } else if value.chars().any(is_strange) {
        Verdict::Suspect(Reason::NameCharacter)
    } else {
        Verdict::Valid
    };
    Checked::new(value, verdict)
}

/// Digits and signs; letters of any script, hanzi and the joining signs `·`, `-`, `'`, `.` are not strange.
fn is_strange(c: char) -> bool {
    if is_han(c) {
        return false;
    }
    c.is_numeric() || (c.is_ascii_punctuation() && !matches!(c, '-' | '\'' | '.')) || c == '\u{FFFD}'
}

/// The surname and one star: 王*, 欧阳* (domain.md §7). Of other names the first character stays.
pub fn mask(name: &str) -> String {
    let name = normalise(name);
    let kept = match split(&name) {
        Some(split) => split.surname,
        None => match name.char_indices().nth(1) {
            Some((end, _)) => &name[..end],
            None => "",
        },
    };
    if name.is_empty() { String::new() } else { format!("{kept}*") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-01: dots, blanks and widths are folded; rare hanzi survive.
    #[test]
    fn normalises() {
        assert_eq!(normalise(" 王\u{3000}伟 "), "王伟");
        for dot in ['\u{2022}', '\u{2027}', '\u{30FB}', '\u{FF0E}', '.', '\u{FF65}', '·'] {
            assert_eq!(normalise(&format!("买买提{dot}吐尔逊")), "买买提·吐尔逊", "{dot:?}");
        }
        assert_eq!(normalise("买买提 · 吐尔逊"), "买买提·吐尔逊");
        assert_eq!(normalise("  John   F. Smith"), "John F. Smith");
        assert_eq!(normalise("Ｊｏｈｎ"), "John");
        assert_eq!(normalise("Mu\u{308}ller"), "Müller");
        assert_eq!(normalise("王\u{200B}伟\u{FE00}"), "王伟");
        for rare in ["𠮷田", "㛃", "䶮", "\u{E001}王"] {
            assert_eq!(normalise(rare), rare);
        }
    }

    /// CUS-08: what looks odd in a name.
    #[test]
    fn checks() {
        for name in ["王伟", "欧阳娜娜", "买买提·吐尔逊", "John F. Smith", "O'Neil-Jones", "𠮷", "\u{E001}"]
        {
            assert_eq!(check(name).verdict, Verdict::Valid, "{name}");
        }
        for name in ["王伟1", "王伟(新)", "13812345678", "王?伟"] {
            assert_eq!(check(name).verdict, Verdict::Suspect(Reason::NameCharacter), "{name}");
        }
        assert_eq!(check("王先生").verdict, Verdict::Suspect(Reason::NameSalutation));
        assert_eq!(check(" ").verdict, Verdict::Rejected(Reason::Empty));
    }

    /// SYS-05: masked by surname.
    #[test]
    fn masks() {
        for (name, masked) in [
            ("王伟", "王*"),
            ("欧阳修", "欧阳*"),
            ("欧阳", "欧*"),
            ("买买提·吐尔逊", "买*"),
            ("John Smith", "J*"),
            ("王", "*"),
            ("𠮷田", "𠮷*"),
            ("", ""),
        ] {
            assert_eq!(mask(name), masked, "{name}");
        }
    }
}
