//! Names and values of a query string or a form, in order, names repeated.

use axum::extract::{FromRequest, RawForm, Request};

use crate::{Problem, Shared};

/// Names and values as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The pairs of a query string, or of a form's body, which has the same syntax: `a=1&b=2`, with `+` for blanks;
    /// broken escapes stay as they are.
    pub fn read(query: &str) -> Pairs {
        let parts =
            query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")));
        Pairs(parts.map(|(name, value)| (decode(name), decode(value))).collect())
    }

    /// The first value of a name, trimmed; an empty one counts as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.trim()).find(|value| !value.is_empty())
    }

    /// The first value of a name as it was sent.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether a name stands there at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }
}

impl FromRequest<Shared> for Pairs {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Problem> {
        let RawForm(bytes) =
            RawForm::from_request(request, app).await.map_err(|_| Problem::bad_request("problem-bad-request"))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Problem::bad_request("problem-bad-request"))?;
        Ok(Pairs::read(text))
    }
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], escaped) {
            (_, Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_its_repetitions() {
        let pairs = Pairs::read("id=1&id=2&name=%E7%8E%8B+%E6%95%8F&broken=100%&flag");
        assert_eq!(pairs.all("id").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(pairs.get("name"), Some("王 敏"));
        assert_eq!(pairs.get("broken"), Some("100%"));
        assert!(pairs.has("flag") && pairs.get("flag").is_none());
    }
}
