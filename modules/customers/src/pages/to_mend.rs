//! `/customers/to-mend`: files to mend, doubts and the least complete first (CUS-08), and the way to the blind spots:
//! customers without an owner, and those whom nobody has touched for long (CUS-16).

use axum::response::{IntoResponse, Response};
use kernel::sql::Query;
use kernel::{Access, Action, ConnectionTrait, DbError, Id};
use maud::{Markup, html};
use records::policy::{self, Look};
use records::{Field, ListQuery, list};
use ui::{Column, Crumb, Empty, Row, Shell, State, Tab, Table, dot, tabs};
use web::Problem;
use web::records::{Call, Renderer};

use super::desk::{Desk, address};
use crate::customer::notes;
use crate::kind::CUSTOMER;

/// Files below this score are to be mended.
const COMPLETE_ENOUGH: i64 = 60;

/// How many files a page shows; they are mended from the top.
const SHOWN: i64 = 50;

/// Days without a contact or a change after which a customer is out of sight.
const UNTOUCHED_DAYS: i64 = 90;

/// Whose files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Own(Id),
    Store(Id),
}

/// The page.
pub(super) async fn page(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let whose = whose(&desk);
    let look = call.look();
    // The order of the page is that of the score: whoever does not see it learns nothing of it here either.
    let told = call.visitor.scope.field_at_least(CUSTOMER.name, "completeness") == Access::Shown;
    let found = match whose.filter(|_| told) {
        Some(whose) => worst(&look, whose).await?,
        None => Vec::new(),
    };
    let rows = rows(&desk, &found).await?;
    let w = &desk.words;
    let table = Table {
        caption: desk.p("to-mend").into_owned(),
        columns: vec![
            Column::new(desk.label("name")),
            Column::new(desk.label("completeness")).number().fact(),
            Column::new(desk.p("doubts")).fact(),
            Column::new(desk.label("phone")),
            Column::new(desk.label("owner")),
            Column::new(desk.label("touched_at")),
        ],
        empty: if rows.is_empty() {
            Empty::new(desk.p("to-mend-empty"), desk.p("to-mend-empty-text")).render()
        } else {
            html! {}
        },
        rows,
        ..Table::default()
    };
    let body = html! {
        (switch(&desk, whose))
        p.hint { (desk.pa("to-mend-lead", &[("n", COMPLETE_ENOUGH.into())])) }
        (table.render(w))
    };
    let crumbs = vec![Crumb::new(desk.t("kind-customer-plural"), "/customers")];
    Ok(desk
        .page
        .show(Shell { title: desk.p("to-mend").into_owned(), crumbs, body, ..Shell::default() })
        .into_response())
}

/// One's own files where one owns customers, else those of a store.
fn whose(desk: &Desk<'_>) -> Option<Whose> {
    let visitor = desk.visitor();
    let usual = visitor.store.or(visitor.scope.powers.home_store).or(visitor.stores.first().map(|(id, _)| *id));
    match desk.call.pairs.get("of") {
        Some("own") => visitor.user().map(Whose::Own),
        Some(store) => store.parse().ok().map(Whose::Store),
        None => match visitor
            .scope
            .reach(CUSTOMER.name, Action::See)
            .owner
            .filter(|_| visitor.scope.reach(CUSTOMER.name, Action::See).stores.is_empty())
        {
            Some(owner) => Some(Whose::Own(owner)),
            None => usual.map(Whose::Store),
        },
    }
}

/// Own files, the stores in reach, and the blind spots as lists with filters.
fn switch(desk: &Desk<'_>, whose: Option<Whose>) -> Markup {
    let visitor = desk.visitor();
    let reach = visitor.scope.reach(CUSTOMER.name, Action::See);
    let mut list =
        vec![Tab::new(desk.p("mend-own"), "/customers/to-mend?of=own", matches!(whose, Some(Whose::Own(_))))];
    if reach.group || !reach.stores.is_empty() || !reach.paths.is_empty() {
        list.extend(visitor.stores.iter().map(|(id, name)| {
            Tab::new(name.clone(), format!("/customers/to-mend?of={id}"), whose == Some(Whose::Store(*id)))
        }));
    }
    list.push(Tab::new(desk.p("ownerless"), ownerless(), false));
    list.push(Tab::new(desk.p("untouched"), untouched(), false));
    tabs(&desk.p("to-mend"), &list, None)
}

/// Customers whom nobody owns.
fn ownerless() -> String {
    "/customers?filter=owner%3Aempty%3A".to_owned()
}

/// Customers without a contact or a change for long, the longest first.
fn untouched() -> String {
    format!("/customers?filter=touched_at%3Alte%3A-{UNTOUCHED_DAYS}d&sort=touched_at")
}

/// A file to mend.
struct Worst {
    customer: Id,
    doubts: Vec<String>,
}

/// The files in reach with doubts or a low score, those with the lowest score first. Walks the customers of one owner
/// or one store by their index.
async fn worst<C: ConnectionTrait>(look: &Look<'_, C>, whose: Whose) -> Result<Vec<Worst>, DbError> {
    let reach = look.scope.reach(CUSTOMER.name, Action::See);
    let mut q = Query::new();
    q.push("SELECT b.id, b.completeness, b.doubts FROM engagements a CROSS JOIN customers b WHERE a.tenant_id = ")
        .bind(look.scope.tenant);
    match whose {
        Whose::Own(owner) => q.push(" AND a.owner_id = ").bind(owner),
        Whose::Store(store) => q.push(" AND a.store_id = ").bind(store),
    };
    q.push(" AND a.deleted_at IS NULL AND b.tenant_id = a.tenant_id AND b.id = a.customer_id AND b.deleted_at IS NULL AND (b.completeness < ");
    q.bind(COMPLETE_ENOUGH).push(" OR b.doubts IS NOT NULL) AND ");
    policy::condition(&mut q, &reach, "a", &CUSTOMER, Action::See, look.now);
    q.push(" GROUP BY b.id, b.completeness, b.doubts ORDER BY b.completeness, b.id").limit(SHOWN);
    let rows = q.rows(look.conn).await?;
    rows.iter()
        .map(|row| {
            let doubts: Option<String> = row.try_get("", "doubts")?;
            Ok(Worst { customer: row.try_get("", "id")?, doubts: notes(doubts.as_deref()).into_keys().collect() })
        })
        .collect()
}

/// The rows, with every value as the visitor may see it.
async fn rows(desk: &Desk<'_>, found: &[Worst]) -> Result<Vec<Row>, Problem> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = ListQuery::new(&CUSTOMER, desk.call.today());
    query.fields = ["name", "completeness", "phone", "owner", "touched_at"]
        .iter()
        .filter_map(|f| CUSTOMER.field(f))
        .collect::<Vec<&'static Field>>();
    query.ids = Some(found.iter().map(|f| f.customer).collect());
    query.limit = SHOWN as usize;
    let rows = list(&desk.look(), desk.call.registry(), &query).await?.rows;
    let renderer = Renderer::new(&desk.page);
    let cell = |row: &records::Row, name: &str| {
        CUSTOMER.field(name).map(|f| renderer.value(f, row.get(name), None)).unwrap_or_default()
    };
    let line = |worst: &Worst| {
        let row = rows.iter().find(|r| r.id == worst.customer)?;
        let shown = |field: &&String| {
            desk.visitor().scope.field_on(CUSTOMER.name, field, std::slice::from_ref(&row.place))
                > kernel::Access::Hidden
        };
        let doubts: Vec<String> = worst.doubts.iter().filter(shown).map(|f| desk.label(f).into_owned()).collect();
        let name = CUSTOMER.field("name").map(|f| renderer.name(f, row.get("name"))).unwrap_or_default();
        let cells = vec![
            name,
            cell(row, "completeness"),
            html! { @if !doubts.is_empty() { (dot(State::Due, &doubts.join(&*desk.p("comma")))) } },
            cell(row, "phone"),
            cell(row, "owner"),
            cell(row, "touched_at"),
        ];
        Some(Row::new(row.id.to_string(), cells).href(address(row.id, ""), row.get("name").text().unwrap_or_default()))
    };
    Ok(found.iter().filter_map(line).collect())
}

#[cfg(test)]
mod tests {
    use records::{Filter, Op};

    /// CUS-16: the blind spots are lists that the filters of lists can read.
    #[test]
    fn blind_spots_are_filters_of_the_list() {
        let read = |text: &str| Filter::parse(text).unwrap();
        assert!(super::ownerless().ends_with(&web::page::encode("owner:empty:")));
        assert_eq!(read("owner:empty:").op, Op::Empty);
        assert!(super::untouched().contains(&web::page::encode("touched_at:lte:-90d")));
        assert_eq!(read("touched_at:lte:-90d").values, ["-90d"]);
    }
}
