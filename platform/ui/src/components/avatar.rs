//! A person as initials.

use maud::{Markup, html};

/// One or two signs in a circle: the last two signs of a Chinese name, the initials of a Latin one.
/// The name stands beside it or labels its parent.
pub fn avatar(name: &str) -> Markup {
    html! { span.avatar aria-hidden="true" data-initials=(initials(name)) {} }
}

fn initials(name: &str) -> String {
    let signs: Vec<char> = name.chars().filter(|sign| sign.is_alphanumeric()).collect();
    if signs.first().is_some_and(char::is_ascii) {
        return name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(2)
            .flat_map(char::to_uppercase)
            .collect();
    }
    signs[signs.len().saturating_sub(2)..].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_name_in_chinese_and_initials_in_latin() {
        assert_eq!(initials("欧阳晓敏"), "晓敏");
        assert_eq!(initials("王敏"), "王敏");
        assert_eq!(initials("Anna maria Berg"), "AM");
        assert_eq!(initials(""), "");
    }
}
