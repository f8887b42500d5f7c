//! E-mail address 电子邮箱: a check for slips of the hand, not for RFC 5322.

use crate::width;
use crate::{Checked, Reason, Verdict};

/// Half width, without blanks, the domain in lower case; the part before `@` stays as typed.
pub fn normalise(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    let mut in_domain = false;
    width::fold(input, |c| {
        if width::is_blank(c) {
            return;
        }
        let c = if c == '。' { '.' } else { c };
        out.push(if in_domain { c.to_ascii_lowercase() } else { c });
        in_domain |= c == '@';
    });
    out
}

/// Checks a typed address: one `@`, something before it, a domain of at least two labels after it, 254 characters at
/// most.
pub fn check(input: &str) -> Checked {
    let value = normalise(input);
    let verdict = if value.is_empty() {
        Verdict::Rejected(Reason::Empty)
    } else if is_address(&value) {
        Verdict::Valid
    } else {
        Verdict::Rejected(Reason::EmailFormat)
    };
    Checked::new(value, verdict)
}

fn is_address(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else { return false };
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && !local.contains(['"', '(', ')', ',', ':', ';', '<', '>', '[', ']', '\\']);
    let label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let last_ok = domain.rsplit('.').next().is_some_and(|last| last.chars().count() > 1 && !is_number(last));
    local_ok && last_ok && value.len() <= 254 && domain.contains('.') && domain.split('.').all(label)
}

fn is_number(label: &str) -> bool {
    label.bytes().all(|b| b.is_ascii_digit())
}

/// `w***@example.com`: the first character and the domain stay.
pub fn mask(value: &str) -> String {
    match value.split_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().next().unwrap_or('*')),
        None => width::mask(value, 1, 0, "***"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-08
    #[test]
    fn checks() {
        for address in ["wang.wei@example.com", "a+b@x.com.cn", "王伟@例子.中国"] {
            assert_eq!(check(address).verdict, Verdict::Valid, "{address}");
        }
        for address in
            ["wang", "@x.com", "a@x", "a@@x.com", "a@x..com", "a@-x.com", ".a@x.com", "a@1.2.3.4", "a,b@x.com"]
        {
            assert_eq!(check(address).verdict, Verdict::Rejected(Reason::EmailFormat), "{address}");
        }
        assert_eq!(check(" Wang＠Example。COM ").value, "Wang@example.com");
        assert_eq!(mask("wang.wei@example.com"), "w***@example.com");
        assert_eq!(mask("x"), "*");
    }
}
