//! What the address of a report asks, and the addresses of what lies behind it.

use chrono::NaiveDate;
use kernel::{Action, Id, Instant};
use leads::VISIT;

use crate::figures::{Asked, Every, Figure, Key, Span, Value};
use crate::funnel::rules::rate_text;
use crate::pages::desk::Desk;

/// What is asked.
pub(super) struct Query {
    pub every: Every,
    /// The first day of the time.
    pub first: NaiveDate,
    pub asked: Asked,
    pub key: Key,
    /// Whether the reader looks at more than one store.
    pub several: bool,
    /// Whether they look at more than their own.
    pub wide: bool,
}

impl Query {
    /// Today, unless the address says otherwise; the store where the reader works, unless they look at several.
    pub fn read(desk: &Desk<'_>) -> Query {
        let (call, today) = (desk.call, desk.here.today());
        let every = Every::from_name(call.pairs.get("every").unwrap_or_default());
        let on = call.pairs.get("on").and_then(records::input::date).map_or(today, |on| on.min(today));
        let reach = call.visitor.scope.reach(VISIT.name, Action::See);
        let several = reach.group || reach.stores.len() > 1 || reach.paths.iter().any(|(_, store)| store.is_none());
        let wide = reach.group || !reach.stores.is_empty() || !reach.paths.is_empty();
        let home = call.visitor.scope.powers.home_store.filter(|_| !several);
        let asked_for = call.pairs.get("store").and_then(|text| text.parse::<Id>().ok());
        let store = asked_for.or(call.visitor.store).or(home).map(Some);
        let now = call.app.db.clock.now();
        let asked = Asked {
            span: Span::of(every, on, desk.here.zone),
            before: Some(Span::before(every, on, desk.here.zone, now)),
            store,
            owner: None,
            stage: None,
            today,
        };
        let key = if several && store.is_none() { Key::Store } else { Key::Person };
        Query { every, first: every.first(on), asked, key, several, wide }
    }

    /// Whether the time goes on.
    pub fn goes_on(&self, desk: &Desk<'_>) -> bool {
        self.asked.span.holds(desk.call.app.db.clock.now())
    }

    /// The last day.
    pub fn last(&self) -> NaiveDate {
        self.every.next(self.first).pred_opt().unwrap_or(self.first)
    }

    /// The address of a report of another time.
    pub fn address(&self, every: Every, on: NaiveDate) -> String {
        self.below("", every, on)
    }

    /// The address of the same report as a workbook.
    pub fn export(&self) -> String {
        self.below("/export", self.every, self.first)
    }

    fn below(&self, path: &str, every: Every, on: NaiveDate) -> String {
        let mut text = format!("/showroom/report{path}?every={}&on={on}", every.name());
        if let Some(Some(store)) = self.asked.store {
            text.push_str(&format!("&store={store}"));
        }
        text
    }

    /// What is asked of one store or person: a part of the whole.
    pub fn of(&self, who: Option<Option<Id>>) -> Asked {
        match (who, self.key) {
            (None, _) => self.asked.clone(),
            (Some(store), Key::Store) => Asked { store: Some(store), ..self.asked.clone() },
            (Some(owner), Key::Person) => Asked { owner: Some(owner), ..self.asked.clone() },
        }
    }
}

/// The address of the rows behind a figure.
pub(crate) fn rows_address(code: &str, span: Span, asked: &Asked) -> String {
    let mut text = format!("/showroom/report/rows?figure={code}&from={}&to={}", span.from.0, span.to.0);
    if let Some(store) = asked.store {
        text.push_str(&format!("&store={}", store.map_or_else(|| "none".to_owned(), |id| id.to_string())));
    }
    if let Some(owner) = asked.owner {
        text.push_str(&format!("&owner={}", owner.map_or_else(|| "nobody".to_owned(), |id| id.to_string())));
    }
    if let Some(stage) = &asked.stage {
        text.push_str(&format!("&stage={}", web::page::encode(stage)));
    }
    text
}

/// Reads such an address.
pub(super) fn rows_asked(desk: &Desk<'_>) -> Asked {
    let pairs = &desk.call.pairs;
    let moment = |name: &str| pairs.get(name).and_then(|text| text.parse::<i64>().ok()).map(Instant);
    let today = Span::of(Every::Day, desk.here.today(), desk.here.zone);
    let one = |name: &str, none: &str| {
        pairs.get(name).and_then(|text| if text == none { Some(None) } else { text.parse::<Id>().ok().map(Some) })
    };
    Asked {
        span: Span { from: moment("from").unwrap_or(today.from), to: moment("to").unwrap_or(today.to) },
        before: None,
        store: one("store", "none"),
        owner: one("owner", "nobody"),
        stage: pairs.get("stage").map(str::to_owned),
        today: desk.here.today(),
    }
}

/// A figure as people read it.
pub(crate) fn figure_text(figure: &Figure, value: Option<i64>) -> String {
    match (figure.value, value) {
        (Value::Share { .. }, value) => rate_text(value),
        (_, Some(n)) => ui::grouped(n),
        (_, None) => "–".to_owned(),
    }
}
