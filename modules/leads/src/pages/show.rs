//! `GET /leads/{lead}`: who arrived, what is to be done now, and what was done.

use axum::response::Response;
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Row, Shown, find};
use ui::{Button, Crumb, Fact, Icon, Identity, NextAction, Panel, Shell, Words};
use web::records::{Call, Renderer};
use web::{Problem, Result};

use super::desk::{Desk, address, answer};
use super::{screening, sides};
use crate::lead::machine::{Act, after};
use crate::lead::{Lead, State, queries};
use crate::{LEAD, arrivals, contacts, lead};

/// The facts in the order of the page; the strip above shows the rest.
const FACTS: [&str; 12] = [
    "source",
    "channel",
    "wechat",
    "level",
    "city",
    "district",
    "assigned_at",
    "contacted_at",
    "closed_at",
    "reason",
    "arrivals",
    "remark",
];

/// The page.
pub(super) async fn page(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    again(&desk, call.record(&LEAD)?, &[]).await
}

/// A lead with what the visitor may do with it.
pub(super) struct Sight {
    /// As it is stored, for what is not shown.
    pub lead: Lead,
    /// As the visitor may see it.
    pub row: Row,
    /// They may change it.
    pub edit: bool,
    /// They may give it away.
    pub lead_it: bool,
}

impl Sight {
    /// Whether an act is open from its state, for whoever may know that.
    pub fn open(&self, act: Act) -> bool {
        self.tells("state") && after(self.lead.state(), act).is_some()
    }

    /// Whether the visitor sees a field of it in full: what is hidden must change nothing on the page.
    pub fn tells(&self, field: &str) -> bool {
        matches!(self.row.get(field), Shown::Value(_))
    }
}

/// The page, with what was wrong with an act; a fixed number of queries.
pub(super) async fn again(desk: &Desk<'_>, id: Id, errors: &[FieldError]) -> Result<Response> {
    let (call, look) = (desk.call, desk.call.look());
    let fields: Vec<_> = call.kind(&LEAD).fields.iter().collect();
    let row = find(&look, &LEAD, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let lead = queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let edit = desk.can(Action::Edit) && !find::anchors(&look, &LEAD, id, Action::Edit).await?.is_empty();
    let lead_it = desk.can(Action::Assign) && !find::anchors(&look, &LEAD, id, Action::Assign).await?.is_empty();
    let sight = Sight { lead, row, edit, lead_it };
    let logged = contacts::queries::of(desk.conn(), desk.tenant(), id).await?;
    let came = arrivals::queries::of(desk.conn(), desk.tenant(), id).await?;
    let moves = lead::moves::of(desk.conn(), desk.tenant(), id).await?;
    let customer = match sight.lead.customer_id {
        Some(customer) => customers::lookup::names(&look, &[customer]).await?.remove(&customer).map(|n| (customer, n)),
        None => None,
    };
    let mut follows = None;
    if let (Some((customer, _)), State::Filed) = (&customer, sight.lead.state()) {
        for opens in &desk.seams().opens {
            follows = follows.or(opens.last(&desk.page, *customer).await?);
        }
    }
    let visits = crate::showroom::pages::of_lead(desk, id).await?;
    let renderer = Renderer::new(&desk.page);
    let title = title(desk, &sight.row);
    let body = html! {
        (ui::error_summary(&desk.sentences(errors), &desk.w))
        (identity(desk, &renderer, &sight, &title))
        (next(desk, &sight, customer.as_ref(), follows.as_ref()))
        div.record {
            div {
                (sides::contact(desk, &sight, errors))
                (sides::contacts(desk, &sight, &logged))
                (sides::moves(desk, &sight, &moves).await?)
            }
            div {
                (Panel::new(desk.p("facts"), facts(desk, &renderer, &sight.row)).render())
                (screening::panel(desk, &sight).await?)
                (sides::assignment(desk, &sight, errors).await?)
                (sides::invalid(desk, &sight, errors))
                (sides::arrivals(desk, &sight, &came))
                (visits)
            }
        }
    };
    let shell = Shell {
        title: format!("{title} · {}", desk.t("kind-lead")),
        crumbs: vec![Crumb::new(desk.t("kind-lead-plural"), "/leads")],
        hide_title: true,
        body,
        ..Shell::default()
    };
    Ok(answer(errors, desk.page.show(shell)))
}

/// What the page is called: the name as the visitor may see it, else the number.
fn title(desk: &Desk<'_>, row: &Row) -> String {
    let named = match row.get("name") {
        Shown::Masked(text) => Some(text.clone()),
        shown => shown.text().map(str::to_owned),
    };
    let number = || row.get("number").text().map(str::to_owned);
    named.filter(|n| !n.is_empty()).or_else(number).unwrap_or_else(|| desk.t("kind-lead").into_owned())
}

fn identity(desk: &Desk<'_>, renderer: &Renderer<'_>, sight: &Sight, title: &str) -> Markup {
    let row = &sight.row;
    let has = |name: &str| matches!(row.get(name), Shown::Masked(_)) || row.get(name).value().is_some();
    let value = |name: &str| LEAD.field(name).map(|f| renderer.value(f, row.get(name), None)).unwrap_or_default();
    let facts = ["phone", "model", "owner", "store", "received_at"]
        .into_iter()
        .filter(|name| has(name))
        .map(|name| (desk.label(name).into_owned(), value(name)))
        .collect();
    let actions = html! {
        @if sight.edit && !(sight.tells("state") && sight.lead.state().is_closed()) {
            (Button::new(desk.p("edit")).icon(Icon::Note).key("e").href(format!("{}/edit", address(row.id))).render())
        }
        (Button::new(desk.t("record-history")).quiet().icon(Icon::History).href(format!("{}/history", address(row.id))).render())
        (Button::new(desk.t("explain-way")).quiet().icon(Icon::Info).icon_only().href(format!("{}/explanation", address(row.id))).render())
    };
    Identity {
        name: title.to_owned(),
        number: row.get("number").text().unwrap_or_default().to_owned(),
        badges: if sight.tells("state") { vec![desk.state(sight.lead.state())] } else { Vec::new() },
        facts,
        actions: Some(actions),
        ..Identity::default()
    }
    .render()
}

/// The one thing to do now.
fn next(
    desk: &Desk<'_>,
    sight: &Sight,
    customer: Option<&(Id, String)>,
    follows: Option<&crate::seams::Follows>,
) -> Markup {
    let lead = &sight.lead;
    if !sight.tells("state") {
        return html! {};
    }
    let due_at = lead.due_at.filter(|_| sight.tells("due_at"));
    let late = due_at.is_some_and(|at| at.utc() < desk.here.now);
    let due = due_at.map(|at| ui::instant_text(at.utc(), desk.here.zone, desk.w.lang()));
    let post = |to: &str, label: &str, primary: bool| {
        let button = Button::new(desk.p(label));
        let button = if primary { button.primary() } else { button };
        html! { form method="post" action={ (address(lead.id)) "/" (to) } data-once { (button.render()) } }
    };
    let state = lead.state();
    let tone = if late { ui::State::Overdue } else { ui::State::Due };
    let actions = match state {
        State::Contacted if sight.edit => Some(
            Button::new(desk.p("file"))
                .primary()
                .icon(Icon::Plus)
                .href(format!("{}/filing", address(lead.id)))
                .render(),
        ),
        State::Pool if sight.edit || sight.lead_it => Some(post("claim", "claim", true)),
        State::Filed => customer.map(|(id, name)| {
            html! {
                a.button href={ "/customers/" (id) } { (name) }
                @if let Some(follows) = follows { a.button href=(follows.href) { (desk.t(follows.kind)) " " (follows.number) } }
            }
        }),
        State::Invalid if sight.lead_it => Some(post("reopening", "reopen", false)),
        _ => None,
    };
    let name = state.name().replace('_', "-");
    NextAction {
        state: match state {
            State::Assigned | State::Contacted => tone,
            State::New | State::InvalidPending => ui::State::Due,
            State::Filed => ui::State::Done,
            State::Invalid | State::Pool => ui::State::Past,
        },
        when: due.unwrap_or_else(|| desk.code("lead-state", state.name())),
        what: desk.p(&format!("next-{name}")).into_owned(),
        why: desk.p(&format!("why-{name}")).into_owned(),
        actions,
    }
    .render()
}

fn facts(desk: &Desk<'_>, renderer: &Renderer<'_>, row: &Row) -> Markup {
    let mut list = Vec::new();
    let own = desk.call.kind(&LEAD).custom_fields().map(|f| f.name);
    for name in FACTS.into_iter().chain(own) {
        let Some(field) = desk.call.kind(&LEAD).field(name) else { continue };
        let fact = match row.get(name) {
            Shown::Hidden => continue,
            Shown::Value(datum) if datum.is_empty() => continue,
            shown => Fact::new(desk.label(name), renderer.value(field, shown, None)),
        };
        list.push(if name == "remark" { fact.wide() } else { fact });
    }
    ui::facts(&list, &desk.w)
}
