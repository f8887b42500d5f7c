//! The state of a list, all of it in its address, so that an address can be kept and shared.

use kernel::Id;
use records::{Filter, ListError};

use super::pairs::Pairs;
use crate::page::encode;

/// What the address of a list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// `filter=`, repeated.
    pub filters: Vec<Filter>,
    /// `sort=`, descending with `-` in front.
    pub sort: Option<String>,
    /// `q=`: the search box.
    pub q: String,
    /// `columns=`, separated by commas.
    pub columns: Vec<String>,
    /// `after=`: the cursor.
    pub after: Option<String>,
    /// `view=`: the saved view that is open.
    pub view: Option<Id>,
}

impl Address {
    /// Reads the pairs of a query string; names it does not know are left aside.
    pub fn read(pairs: &Pairs) -> Result<Address, ListError> {
        let mut filters = Vec::new();
        for text in pairs.all("filter") {
            filters.extend(Filter::parse_all(text)?);
        }
        if filters.len() > 20 {
            return Err(ListError::Bad("filter-too-many"));
        }
        let own = |name| pairs.get(name).map(str::to_owned);
        let columns =
            pairs.get("columns").map(|c| c.split(',').map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect());
        Ok(Address {
            filters,
            sort: own("sort"),
            q: own("q").unwrap_or_default(),
            columns: columns.unwrap_or_default(),
            after: own("after"),
            view: pairs.get("view").and_then(|v| v.parse().ok()),
        })
    }

    /// Names and values, as [`Address::read`] takes them.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<_> = self.filters.iter().map(|f| ("filter", f.text())).collect();
        pairs.extend(self.sort.iter().map(|s| ("sort", s.clone())));
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        if !self.columns.is_empty() {
            pairs.push(("columns", self.columns.join(",")));
        }
        pairs.extend(self.after.iter().map(|a| ("after", a.clone())));
        pairs.extend(self.view.iter().map(|v| ("view", v.to_string())));
        pairs
    }

    /// The query string.
    pub fn query(&self) -> String {
        self.pairs().iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// The address below a path.
    pub fn href(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' })
        }
    }

    /// Nothing is asked for: no filter, search, order or columns.
    pub fn asks_nothing(&self) -> bool {
        self.filters.is_empty() && self.sort.is_none() && self.q.is_empty() && self.columns.is_empty()
    }

    /// What a saved view keeps: neither the place in the list nor the view itself.
    pub fn saved(&self) -> Address {
        Address { after: None, view: None, ..self.clone() }
    }

    /// From the list's beginning.
    pub fn from_start(&self) -> Address {
        Address { after: None, ..self.clone() }
    }

    /// Behind a row.
    pub fn behind(&self, cursor: &str) -> Address {
        Address { after: Some(cursor.to_owned()), ..self.clone() }
    }

    /// Ordered otherwise.
    pub fn sorted(&self, sort: String) -> Address {
        Address { sort: Some(sort), ..self.from_start() }
    }

    /// With one more filter, or another one at `at`.
    pub fn with_filter(&self, filter: Filter, at: Option<usize>) -> Address {
        let mut address = self.from_start();
        match at.and_then(|at| address.filters.get_mut(at)) {
            Some(place) => *place = filter,
            None => address.filters.push(filter),
        }
        address
    }

    /// Without the filter at `at`.
    pub fn without_filter(&self, at: usize) -> Address {
        let mut address = self.from_start();
        if at < address.filters.len() {
            address.filters.remove(at);
        }
        address.or_plain()
    }

    /// Without any filter and search.
    pub fn without_filters(&self) -> Address {
        Address { filters: Vec::new(), q: String::new(), ..self.from_start() }.or_plain()
    }

    /// An address that names a view and asks nothing opens the view as it was saved; so what is left of a view when
    /// everything is taken off is the plain list.
    fn or_plain(self) -> Address {
        if self.asks_nothing() { Address::default() } else { self }
    }
}

#[cfg(test)]
mod tests {
    use records::Op;

    use super::*;

    fn read(query: &str) -> Address {
        Address::read(&Pairs::read(query)).unwrap()
    }

    #[test]
    fn an_address_reads_what_it_writes() {
        let view = Id::from_u128(7);
        let address = Address {
            filters: vec![
                Filter::new("class", Op::Eq, &["H", "A,B;C"]),
                Filter { relation: Some("vehicle".into()), ..Filter::new("plate", Op::Eq, &["沪A12345"]) },
            ],
            sort: Some("-touched_at".into()),
            q: "王 敏&+%".into(),
            columns: vec!["name".into(), "phone".into()],
            after: Some("00000000-0000-0000-0000-000000000001~a b".into()),
            view: Some(view),
        };
        assert_eq!(read(&address.query()), address);
        assert_eq!(read(""), Address::default());
        assert_eq!(read("format=xlsx&unknown=1"), Address::default());
    }

    #[test]
    fn several_filters_may_stand_in_one_parameter() {
        assert_eq!(read("filter=a:eq:1;b:empty:&filter=c:eq:2").filters.len(), 3);
        let bad = |query: &str| Address::read(&Pairs::read(query)).unwrap_err().code();
        assert_eq!(bad("filter=a:is:1"), "filter-unknown-operator");
        assert_eq!(bad(&"filter=a:eq:1&".repeat(21)), "filter-too-many");
    }

    #[test]
    fn taking_off_the_last_condition_of_a_view_leaves_the_plain_list() {
        let address =
            Address { view: Some(Id::from_u128(7)), after: Some("x".into()), ..read("filter=a:eq:1&filter=b:eq:2") };
        assert_eq!(address.without_filter(0).query(), format!("filter=b%3Aeq%3A2&view={}", Id::from_u128(7)));
        assert_eq!(address.without_filter(0).without_filter(0).href("/customers"), "/customers");
        assert_eq!(address.without_filters(), Address::default());
        assert_eq!(address.sorted("name".into()).after, None, "another order begins at its beginning");
        assert_eq!(address.with_filter(Filter::new("c", Op::Empty, &[]), Some(1)).filters.len(), 2);
    }
}
