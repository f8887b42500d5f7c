//! Knowing a layout again, so that a mapping made once serves the next file.

use sha2::{Digest, Sha256};

/// A stable fingerprint of the column names in their order: 32 hexadecimal digits, the same on every machine and in
/// every version. White space, case, full-width forms and the marks of required columns (`*`) do not count; empty
/// columns at the end neither.
pub fn layout_fingerprint<S: AsRef<str>>(names: &[S]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| normal(name.as_ref())).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    // U+001F cannot be in a name any more: control characters were left out.
    let digest = Sha256::digest(names.join("\u{1f}").as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn normal(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '*' | '\u{feff}' | '\u{200b}'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::layout_fingerprint;

    /// CUS-14: a mapping is remembered per layout, over cosmetic differences and never over real ones.
    #[test]
    fn cosmetic_differences_do_not_count() {
        let known = layout_fingerprint(&["姓名", "手机", "VIN"]);
        assert_eq!(known, layout_fingerprint(&["姓 名*", "手机 ", "ｖｉｎ", "", " "]));
        assert_ne!(known, layout_fingerprint(&["手机", "姓名", "VIN"]));
        assert_ne!(known, layout_fingerprint(&["姓名手机", "VIN"]));
        // Mappings are stored under it: it must never change.
        assert_eq!(known, "0f75e13cc8d056c733d04cdd929bd915");
    }
}
