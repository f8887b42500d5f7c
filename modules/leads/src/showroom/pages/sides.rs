//! The panels of a visit's page, and the visits on a lead's.

use kernel::Id;
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Input, Row, find};
use ui::{Button, Entry, Icon, Panel};
use web::Result;
use web::records::Renderer;

use super::super::moves::Move;
use super::super::{Act, VISIT, Visit, queries};
use super::board::{rows, stay};
use super::{address, field, hidden, moment_of, p, value, who};
use crate::LEAD;
use crate::pages::desk::Desk;

/// What was done so far. It tells states and how it ended: whoever may not read those reads none of it.
pub(super) fn history(desk: &Desk<'_>, row: &Row, moved: &[Move]) -> Markup {
    let open = |name: &str| matches!(row.get(name), records::Shown::Value(_));
    if moved.is_empty() || !open("state") || !open("result") || !open("left_at") {
        return html! {};
    }
    let entries: Vec<Entry> = moved
        .iter()
        .map(|m| {
            let title = html! { (desk.t(&format!("visit-act-{}", m.act))) };
            let icon = if m.act == Act::Leave.name() { Icon::Left } else { Icon::Right };
            let entry = Entry::new(m.at.utc(), icon, desk.code("visit-state", &m.to_state), m.by_name.as_str(), title);
            match &m.result {
                Some(result) => entry.body(html! { p { (desk.code("visit-result", result)) } }),
                None => entry,
            }
        })
        .collect();
    Panel::new(p(desk, "moves"), ui::timeline(&entries, None, None, &desk.here, &desk.w)).render()
}

/// Who they are: the lead or the file, as far as the visitor may see those; or the form that names them.
pub(super) async fn person(
    desk: &Desk<'_>,
    row: &Row,
    visit: &Visit,
    edit: bool,
    typed: &Input,
    errors: &[FieldError],
) -> Result<Markup> {
    let look = desk.call.look();
    let mut links = Vec::new();
    if let Some(customer) = visit.customer_id
        && let Some(name) = customers::lookup::names(&look, &[customer]).await?.remove(&customer)
    {
        links.push((desk.t("kind-customer"), format!("/customers/{customer}"), name));
        for opens in &desk.seams().opens {
            if let Some(follows) = opens.last(&desk.page, customer).await? {
                links.push((desk.t(follows.kind), follows.href, follows.number));
            }
        }
    }
    if let Some(lead) = visit.lead_id {
        let fields: Vec<_> = LEAD.fields.iter().filter(|f| matches!(f.name, "name" | "number")).collect();
        if let Some(found) = find(&look, &LEAD, lead, &fields).await? {
            let name = match found.get("name") {
                records::Shown::Masked(text) => Some(text.clone()),
                shown => shown.text().map(str::to_owned),
            };
            let number = found.get("number").text().map(str::to_owned);
            let text = name.filter(|n| !n.is_empty()).or(number);
            links.push((
                desk.t("kind-lead"),
                format!("/leads/{lead}"),
                text.unwrap_or_else(|| desk.t("kind-lead").into()),
            ));
        }
    }
    let nameless = visit.lead_id.is_none() && visit.customer_id.is_none();
    let asks =
        edit && nameless && ["name", "phone"].into_iter().all(|f| matches!(row.get(f), records::Shown::Value(_)));
    if links.is_empty() && !asks {
        return Ok(html! {});
    }
    let said = |name: &str| typed.get(name).or(row.get(name).text()).unwrap_or_default();
    let body = html! {
        @for (kind, href, name) in links { p { span.hint { (kind) } " " a href=(href) { (name) } } }
        @if asks {
            p.hint { (p(desk, "person-hint")) }
            form.form method="post" action=(format!("{}/person", address(row.id))) novalidate data-once {
                input type="hidden" name="version" value=(row.version);
                div.form-fields {
                    (field(desk, "name", errors).text(said("name"), &desk.w))
                    (field(desk, "phone", errors).required().phone(said("phone"), &desk.w))
                }
                div.form-foot { (Button::new(p(desk, "name-them")).render()) }
            }
        }
    };
    Ok(Panel::new(p(desk, "person"), body).render())
}

/// The visits of a lead, as far as the visitor may see them.
pub(crate) async fn of_lead(desk: &Desk<'_>, lead: Id) -> Result<Markup> {
    if !desk.call.visitor.scope.can(VISIT.name, kernel::Action::See) || hidden(desk, "arrived_at") {
        return Ok(html! {});
    }
    let visits = queries::of_lead(desk.conn(), desk.tenant(), lead).await?;
    let rows = rows(desk, visits.iter().map(|visit| visit.id).collect()).await?;
    if rows.is_empty() {
        return Ok(html! {});
    }
    let renderer = Renderer::new(&desk.page);
    let body = html! {
        ul.list-plain {
            @for row in &rows {
                li {
                    @if let Some(at) = moment_of(row, "arrived_at") {
                        a href=(address(row.id)) { (ui::instant_text(at.utc(), desk.here.zone, ui::Words::lang(&desk.w))) }
                    } @else { a href=(address(row.id)) { (who(desk, row)) } }
                    " " (value(&renderer, row, "state").unwrap_or_default())
                    " " (value(&renderer, row, "owner").unwrap_or_default())
                    @if moment_of(row, "left_at").is_some() { " " (stay(desk, row)) }
                }
            }
        }
    };
    Ok(Panel::new(desk.t("kind-visit-plural"), body).count(ui::Count::Exact(rows.len() as u64)).render())
}
