//! What every page here has at hand.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Tenant};
use maud::{Markup, html};
use records::Refusal;
use sea_orm::DatabaseConnection;
use ui::{Arg, Button, Choice, Here, Words};
use web::records::{Call, Pairs, labels, references};
use web::visitor::Speech;
use web::{Page, Problem};

/// Someone at a page of work.
pub(super) struct Desk<'a> {
    pub call: &'a Call,
    pub page: Page<'a>,
    pub w: Speech<'a>,
    pub here: Here,
}

/// Names of records by kind and id, as far as the reader may see them.
pub(super) type Names = HashMap<(String, Id), String>;

impl<'a> Desk<'a> {
    pub fn new(call: &'a Call) -> Desk<'a> {
        let page = call.page();
        let here = Here { now: call.app.db.clock.now().utc(), zone: labels::zone(&call.app, &call.visitor) };
        Desk { call, w: page.words(), page, here }
    }

    pub fn conn(&self) -> &'a DatabaseConnection {
        self.call.app.db.read()
    }

    pub fn tenant(&self) -> Tenant {
        self.call.visitor.scope.tenant
    }

    pub fn t(&self, key: &str) -> Cow<'a, str> {
        self.page.t(key)
    }

    pub fn ta(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.w.ta(key, args)
    }

    pub fn code(&self, dictionary: &str, code: &str) -> String {
        labels::choice(&self.call.app, &self.call.visitor.scope, dictionary, code)
    }

    pub fn choices(&self, dictionary: &str) -> Vec<Choice> {
        let list = labels::choices(&self.call.app, &self.call.visitor.scope, dictionary);
        list.into_iter().map(|(value, label)| Choice::new(value, label)).collect()
    }

    /// Names of records; one query for each kind among them.
    pub async fn names(&self, wanted: impl IntoIterator<Item = (String, Id)>) -> Result<Names, Problem> {
        let mut ids: HashMap<String, Vec<Id>> = HashMap::new();
        for (kind, id) in wanted {
            ids.entry(kind).or_default().push(id);
        }
        let mut names = Names::new();
        for (kind, mut ids) in ids {
            ids.sort_unstable();
            ids.dedup();
            let (look, today) = (self.call.look(), self.call.today());
            let found = references::names(&look, self.call.registry(), &kind, ids, today).await?;
            names.extend(found.into_iter().map(|(id, name)| ((kind.clone(), id), name)));
        }
        Ok(names)
    }

    /// A form of one button, which sends the version along.
    pub fn act(&self, action: &str, version: i64, button: &Button, hidden: &[(&str, &str)]) -> Markup {
        html! {
            form method="post" action=(action) data-once {
                input type="hidden" name="version" value=(version);
                @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
                (button.render())
            }
        }
    }
}

/// What someone typed, with what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub pairs: Pairs,
    pub errors: Vec<(String, String)>,
}

impl Typed {
    pub fn new(pairs: Pairs) -> Typed {
        Typed { pairs, errors: Vec::new() }
    }

    pub fn get(&self, name: &str) -> &str {
        self.pairs.get(name).unwrap_or_default()
    }

    /// The version that a form was opened at.
    pub fn version(pairs: &Pairs) -> Result<i64, Problem> {
        let version = pairs.get("version").and_then(|v| v.parse().ok());
        version.ok_or_else(|| Problem::bad_request("api-version-required"))
    }

    /// Takes in a refusal that the person can mend here; any other becomes a problem.
    pub fn refused(&mut self, refusal: Refusal) -> Result<(), Problem> {
        match refusal {
            Refusal::Invalid(errors) => self.errors.extend(errors.into_iter().map(|e| (e.field, e.code))),
            Refusal::Rule(code) => self.errors.push((String::new(), code.to_owned())),
            other => return Err(other.into()),
        }
        Ok(())
    }

    /// All errors as sentences.
    pub fn sentences(&self, desk: &Desk<'_>) -> Vec<(String, String)> {
        self.errors.iter().map(|(field, code)| (field.clone(), desk.t(code).into_owned())).collect()
    }

    /// A field with its error; the label's key is given.
    pub fn field(&self, desk: &Desk<'_>, name: &str, label: &str) -> ui::Field {
        let error = self.errors.iter().find(|(field, _)| field == name).map(|(_, code)| desk.t(code).into_owned());
        ui::Field::new(name, desk.t(label)).error(error).complete("off")
    }

    /// The page again, told apart from one without errors.
    pub fn answer(&self, page: Markup) -> Response {
        let status = if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, page).into_response()
    }
}

/// A path of this house, else the work list: a form leads nowhere else.
pub(super) fn own_path(then: &str) -> &str {
    let own =
        then.starts_with('/') && !then.starts_with("//") && !then.contains('\\') && !then.chars().any(char::is_control);
    if own { then } else { "/work" }
}

/// To another page, after something was done.
pub(super) fn see_other(to: &str) -> Response {
    Redirect::to(to).into_response()
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_own_paths_are_followed() {
        assert_eq!(own_path("/customers/1?tab=2"), "/customers/1?tab=2");
        for elsewhere in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nx", "/\t/evil.example"]
        {
            assert_eq!(own_path(elsewhere), "/work", "{elsewhere:?}");
        }
    }
}
