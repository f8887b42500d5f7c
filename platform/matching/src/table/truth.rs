//! Who is who, as a column of the file says.

use std::collections::HashMap;

/// Numbers the people of a truth column in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Truth {
    /// Whether the values are `rec-122-org` and `rec-122-dup-0`: the number inside is the person.
    inside: bool,
    known: HashMap<String, u32>,
    people: u32,
}

impl Truth {
    /// Decides by the first values of the column.
    pub(super) fn of<'a>(head: impl Iterator<Item = &'a str>) -> Self {
        let mut head = head.map(str::trim).filter(|value| !value.is_empty()).peekable();
        let inside = head.peek().is_some() && head.all(|value| inside(value).is_some());
        Self { inside, ..Self::default() }
    }

    /// The number of a person. An empty value is a person of whom there is no other record.
    pub(super) fn person(&mut self, value: &str) -> u32 {
        let value = value.trim();
        let value = if self.inside { inside(value).unwrap_or(value) } else { value };
        if !value.is_empty()
            && let Some(person) = self.known.get(value)
        {
            return *person;
        }
        let person = self.people;
        self.people += 1;
        if !value.is_empty() {
            self.known.insert(value.to_owned(), person);
        }
        person
    }
}

/// The number in `rec-122-org` or `rec-122-dup-0`.
fn inside(value: &str) -> Option<&str> {
    let mut parts = value.split('-');
    let (_, number, kind) = (parts.next()?, parts.next()?, parts.next()?);
    let numeric = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fits = match (kind, parts.next()) {
        ("org", None) => true,
        ("dup", Some(copy)) => numeric(copy),
        _ => false,
    };
    (fits && parts.next().is_none() && numeric(number)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-07: the form of Febrl is known; any other value is taken as it is.
    #[test]
    fn numbers_inside() {
        let mut truth = Truth::of(["rec-122-org", "rec-122-dup-0"].into_iter());
        assert_eq!(truth.person("rec-122-org"), truth.person("rec-122-dup-10"));
        assert_ne!(truth.person("rec-12-org"), truth.person("rec-122-org"));
        let mut truth = Truth::of(["rec-122-org", "K7"].into_iter());
        assert_ne!(truth.person("rec-122-org"), truth.person("rec-122-dup-0"));
        assert_ne!(truth.person(""), truth.person(" "));
    }
}
