//! The board's page: columns of cards that are moved by the hand, by the keyboard or by a menu.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Action, Id};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Datum, Refusal, Row};
use ui::{Button, Empty, Icon, Menu, Shell, State, Toast};
use web::Result;
use web::records::{Call, Pairs};

use super::load::{Asked, Board, CARDS, Column, load};
use crate::kind::OPPORTUNITY;
use crate::levels::{self, Levels};
use crate::pages::desk::{Desk, address, code_of, mendable};
use crate::stages::{self, Stages};

/// `GET /opportunities/board[?owner=ID]`.
pub(crate) async fn show(call: Call) -> Result<Response> {
    let desk = Desk::new(&call);
    let seen = See::read(&desk, &call.pairs).await?;
    if call.is_part() {
        return Ok(seen.board(&desk).into_response());
    }
    let total = seen.board.count();
    let body = html! { (seen.narrowing(&desk)) (seen.board(&desk)) };
    let shell = Shell {
        title: desk.t("board-title").into_owned(),
        count: Some(ui::Count::Exact(total.max(0) as u64)),
        crumbs: vec![ui::Crumb::new(desk.t("kind-opportunity-plural"), "/opportunities")],
        primary: desk.can(Action::Create).then(|| {
            Button::new(desk.t("opportunity-open"))
                .primary()
                .icon(Icon::Plus)
                .key("n")
                .href("/opportunities/new")
                .render()
        }),
        body,
        ..Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

/// The board after a card was moved, or stayed where it was for a reason.
pub(crate) async fn after(call: &Call, form: &Pairs, refused: Option<Refusal>) -> Result<Response> {
    let desk = Desk::new(call);
    let (state, text, status) = match refused {
        None => (State::Done, desk.t("opportunity-said-moved").into_owned(), StatusCode::OK),
        Some(Refusal::Conflict(_)) => {
            (State::Overdue, desk.t("opportunity-changed-meanwhile").into_owned(), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Some(refusal) => {
            let errors: Vec<FieldError> = mendable(refusal)?;
            let said: Vec<String> = errors.iter().map(|e| desk.t(&e.code).into_owned()).collect();
            (State::Overdue, said.join(" "), StatusCode::UNPROCESSABLE_ENTITY)
        }
    };
    let seen = See::read(&desk, form).await?;
    let toast = ui::toast(&Toast { state, text, undo: None }, &desk.w);
    Ok((status, html! { (seen.board(&desk)) (toast) }).into_response())
}

/// A board that is shown.
struct See {
    board: Board,
    stages: Stages,
    levels: Levels,
    owner: Option<Id>,
    people: Vec<(Id, String)>,
}

impl See {
    async fn read(desk: &Desk<'_>, pairs: &Pairs) -> Result<See> {
        let (call, scope) = (desk.call, &desk.call.visitor.scope);
        let owner = pairs.get("owner").and_then(|text| text.parse().ok());
        let asked = Asked { owner, store: call.visitor.store };
        let board = load(&call.look(), call.registry(), call.today(), asked).await?;
        let (conn, tenant) = (call.app.db.read(), scope.tenant);
        // Whoever reaches more than their own looks at one colleague's at a time.
        let reach = scope.reach(OPPORTUNITY.name, Action::See);
        let store = call.visitor.store.or(scope.powers.home_store);
        let wide = reach.group || !reach.stores.is_empty() || !reach.paths.is_empty();
        let people = match store.filter(|_| wide && !desk.hidden("consultant")) {
            Some(store) => customers::places::people(conn, tenant, store, desk.here.today()).await?,
            None => Vec::new(),
        };
        Ok(See {
            board,
            stages: stages::all(conn, tenant).await?,
            levels: levels::all(conn, tenant).await?,
            owner,
            people: people.into_iter().map(|p| (p.id, p.name)).collect(),
        })
    }

    /// Whose are shown, and the ways to what stands on no board.
    fn narrowing(&self, desk: &Desk<'_>) -> Markup {
        let overdue = "/opportunities?filter=next_on%3Alte%3A-1d&filter=state%3Aeq%3Aopen&sort=next_on";
        let waiting = "/opportunities?filter=state%3Aeq%3Adefeat_pending";
        html! {
            div.board-bar {
                @if !self.people.is_empty() {
                    form method="get" action="/opportunities/board" data-auto-submit {
                        label for="board-owner" { (desk.t("board-whose")) }
                        select.input #board-owner name="owner" {
                            option value="" { (desk.t("board-all")) }
                            @for (id, name) in &self.people { option value=(id) selected[self.owner == Some(*id)] { (name) } }
                        }
                        noscript { button.button.button-small type="submit" { (desk.t("board-show")) } }
                    }
                }
                (Button::new(desk.t("board-overdue")).quiet().small().icon(Icon::Clock).href(overdue).render())
                (Button::new(desk.t("board-waiting")).quiet().small().icon(Icon::Warning).href(waiting).render())
                (Button::new(desk.t("funnel-title")).quiet().small().icon(Icon::Chart).href("/opportunities/funnel").render())
            }
        }
    }

    fn board(&self, desk: &Desk<'_>) -> Markup {
        html! {
            div #board {
                @if self.board.count() == 0 { (Empty::new(desk.t("board-empty"), desk.t("opportunity-list-empty")).render()) }
                @else {
                    div.board data-board tabindex="-1" {
                        @for column in &self.board.0 { (self.column(desk, column)) }
                    }
                }
            }
        }
    }

    fn column(&self, desk: &Desk<'_>, column: &Column) -> Markup {
        let word = desk.stage(&column.stage);
        let rest =
            format!("/opportunities?filter=state%3Aeq%3Aopen&filter=stage%3Aeq%3A{}", web::page::encode(&column.stage));
        let rest = match self.owner {
            Some(owner) => format!("{rest}&filter=consultant%3Aeq%3A{owner}"),
            None => rest,
        };
        html! {
            section.board-column data-stage=(column.stage) aria-label=(word) {
                header {
                    h2 { (word) " " span.panel-count { (ui::grouped(column.count)) } }
                    @if let Some(fen) = column.amount { p.board-sum { (ui::money_short(fen, ui::Words::lang(&desk.w))) } }
                }
                ul.board-cards { @for row in &column.cards { (self.card(desk, row, &column.stage)) } }
                @if column.count > CARDS as i64 { p { a.quiet-link href=(rest) { (desk.ta("board-more", &[("n", ui::Arg::Int(column.count - column.cards.len() as i64))])) } } }
            }
        }
    }

    fn card(&self, desk: &Desk<'_>, row: &Row, stage: &str) -> Markup {
        let level = code_of(row, "level").map(|code| {
            let look = self.levels.get(code).map(|l| l.state()).unwrap_or_default();
            ui::badge(look, code)
        });
        let name = row.get("customer").text().or(row.get("number").text()).unwrap_or_default();
        let editable = desk.call.visitor.scope.can(OPPORTUNITY.name, Action::Edit);
        html! {
            li.board-card draggable=[editable.then_some("true")] data-card {
                div.board-card-head {
                    a href=(address(row.id, "")) draggable="false" { (name) }
                    (level.unwrap_or_default())
                    @if editable { (self.menu(desk, row, stage, name)) }
                }
                @if let Some(models) = row.get("models").text() { p { (models) } }
                p.board-card-foot {
                    @if let Some(Datum::Date(next)) = row.get("next_on").value() { (due(desk, *next)) }
                    @if let Some(Datum::Integer(fen)) = row.get("amount").value() { span { (ui::money_short(*fen, ui::Words::lang(&desk.w))) } }
                    @if self.owner.is_none() && !self.people.is_empty() { @if let Some(owner) = row.get("consultant").text() { span.hint { (owner) } } }
                }
            }
        }
    }

    /// Where the card may go: the buttons that the keyboard and the phone use, and that a card that is dropped presses.
    fn menu(&self, desk: &Desk<'_>, row: &Row, stage: &str, name: &str) -> Markup {
        let action = address(row.id, "stage");
        let items = html! {
            form method="post" action=(action) hx-post=(action) hx-target="#board" hx-swap="outerHTML" data-once {
                input type="hidden" name="version" value=(row.version);
                input type="hidden" name="board" value="true";
                @if let Some(owner) = self.owner { input type="hidden" name="owner" value=(owner); }
                @for to in self.stages.active().filter(|s| s.code != stage && self.stages.rank(&s.code) > self.stages.rank(stage)) {
                    button.menu-item type="submit" name="stage" value=(to.code) { span { (desk.stage(&to.code)) } }
                }
                a.menu-item href=(format!("{}#way", address(row.id, ""))) { span { (desk.t("opportunity-other-stage")) } }
            }
        };
        let label = desk.ta("board-move", &[("name", name.into())]);
        Menu::with(label, items).icon(Icon::Right).icon_only().at_end().render()
    }
}

fn due(desk: &Desk<'_>, next: chrono::NaiveDate) -> Markup {
    let days = (next - desk.here.today()).num_days();
    let n = [("n", ui::Arg::Int(days.abs()))];
    match days {
        ..0 => ui::dot(State::Overdue, &desk.ta("opportunity-overdue", &n)),
        0 => ui::dot(State::Due, &desk.t("opportunity-due-today")),
        _ => html! { span { (desk.ta("opportunity-due-in", &n)) } },
    }
}
