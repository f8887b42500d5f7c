//! Mentions in notes: `@name`.

/// The words behind each `@` of a text, up to a blank or a sign; each once, in order. An address such as
/// `a@b.com` mentions nobody.
pub fn mentioned(text: &str) -> Vec<String> {
    let (mut names, mut last): (Vec<String>, Option<char>) = (Vec::new(), None);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside_word = last.is_some_and(|l| l.is_ascii_alphanumeric());
        if matches!(c, '@' | '＠') && !inside_word {
            let mut name = String::new();
            while let Some(next) = rest.next_if(|n| n.is_alphanumeric() || matches!(n, '·' | '_' | '-' | '.')) {
                name.push(next);
            }
            let name = name.trim_end_matches('.').to_owned();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
            last = None;
        } else {
            last = Some(c);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::mentioned;
    use proptest::prelude::*;

    #[test]
    fn names_behind_an_at() {
        assert_eq!(mentioned("@王敏 请跟进，＠李伟，抄送 @sales1."), ["王敏", "李伟", "sales1"]);
        assert_eq!(mentioned("邮箱 a@b.com @ 无"), Vec::<String>::new());
        assert_eq!(mentioned("@王敏 @王敏"), ["王敏"]);
    }

    proptest! {
        /// Whatever is written, no mention is empty or repeated.
        #[test]
        fn mentions_are_names(text in "\\PC{0,60}") {
            let names = mentioned(&text);
            prop_assert!(names.iter().all(|n| !n.is_empty() && !n.contains('@')));
            let mut unique = names.clone();
            unique.dedup();
            prop_assert_eq!(unique, names);
        }
    }
}
