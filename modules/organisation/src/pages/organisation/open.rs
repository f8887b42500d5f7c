//! `/organisation/{node}/open-store`: a new store below a group or region, set up like another one, with its first manager:
//! ready when the form is sent (SYS-01, SYS-02).

use axum::Form as Body;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::scope::Place;
use kernel::{Action, Id, Tx};
use maud::{Markup, html};
use records::commands::FieldError;
use records::{Commands, Input, Refusal};
use ui::{Choice, Crumb, Form, Reference, Shell, section};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::{Desk, Draft, Posted, draft, users};
use super::{MANAGE, form};
use crate::nodes::{Furnishings, NewNode, NewStore, Node, NodeKind, may_stand_under, open_store, queries};
use crate::sessions::Proven;
use crate::users::{NewPost, UserCommands, add_post};
use crate::{roles, users as people};

/// The role that the first person at a store usually has.
const USUAL_ROLE: &str = "store_manager";

/// What the form posts of the first manager, with what the person is asked for under.
const PERSON: [(&str, &str); 3] = [("person_name", "name"), ("person_login", "login"), ("person_phone", "phone")];

/// The node that the store is to stand below.
async fn above(desk: &Desk<'_>, id: Id) -> Result<Node, Problem> {
    let node = desk.node(&desk.domain(MANAGE).await?, id).await?;
    if may_stand_under(NodeKind::Store, node.node_kind()) { Ok(node) } else { Err(Problem::not_found()) }
}

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let above = above(desk, id).await?;
    let role = roles::queries::find_by_code(desk.conn(), desk.tenant(), USUAL_ROLE).await?;
    let mut draft = Draft::of([("time_zone", above.time_zone.clone())]);
    draft.input.set("role", role.map(|r| r.id.to_string()).unwrap_or_default());
    for part in parts(desk, &above).await? {
        draft.input.set(&format!("part-{part}"), "true");
    }
    page(desk, &above, &draft).await
}

/// What may be taken over: everybody takes over only what they could set themselves.
async fn parts(desk: &Desk<'_>, above: &Node) -> Result<Vec<&'static str>, Problem> {
    let mut list = desk.app.seam::<Furnishings>().parts();
    for (part, function) in [
        ("settings", "settings.manage"),
        ("dictionaries", "dictionaries.manage"),
        ("assignment-rules", "customers.assignment-rules"),
    ] {
        if !desk.domain(function).await?.covers(&above.path) {
            list.retain(|known| *known != part);
        }
    }
    Ok(list)
}

pub(super) async fn open(
    State(app): State<Shared>,
    visitor: Visitor,
    _: Proven,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let above = above(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let person = match person(desk, &above, &input).await {
        Ok(person) => person,
        Err(refusal) => return refused(desk, &above, input, refusal).await,
    };
    let parts = parts(desk, &above).await?;
    let new = read(desk, &above, &parts, &input).await;
    let mut tx = app.db.write(&visitor.scope).await?;
    let made = match new {
        Ok(new) => make(&mut tx, &desk.app.seam::<Furnishings>(), new, &person, &input).await,
        Err(refusal) => Err(refusal),
    };
    match (made, person) {
        (Ok((_, user)), First::New { secret, .. }) => {
            tx.commit().await?;
            Ok(users::shown_once(desk, user, &secret).await?.into_response())
        }
        (Ok((store, _)), _) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/organisation/{store}?done=store-opened")).into_response())
        }
        (Err(refusal), _) => {
            tx.rollback().await?;
            refused(desk, &above, input, refusal).await
        }
    }
}

async fn refused(desk: &Desk<'_>, above: &Node, input: Input, refusal: Refusal) -> Result<Response, Problem> {
    let draft = Draft::refused(input, refusal)?;
    Ok(draft.answer(page(desk, above, &draft).await?))
}

/// Who manages the store first.
enum First {
    /// Somebody who has a login already.
    Known(Id),
    /// Somebody new, with a password for one use; the input is ready to be written.
    New { input: Input, secret: String },
}

/// Reads who it is, and does what takes time before anything is written.
async fn person(desk: &Desk<'_>, above: &Node, input: &Input) -> Result<First, Refusal> {
    if let Some(text) = input.filled("person") {
        let unknown = || Refusal::field("person", "field-unknown-record");
        let id = text.parse::<Id>().map_err(|_| unknown())?;
        let user = people::queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(unknown)?;
        // Whom the visitor does not look after is not there.
        return match desk.visitor.scope.reach("user", Action::Edit).covers(&user.place()) {
            true => Ok(First::Known(id)),
            false => Err(unknown()),
        };
    }
    let mut new: Input =
        PERSON.iter().filter_map(|(posted, field)| Some((*field, input.filled(posted)?.to_owned()))).collect();
    for (posted, field) in &PERSON[..2] {
        if new.filled(field).is_none() {
            return Err(Refusal::field(posted, "admin-first-manager-missing"));
        }
    }
    new.set("role", input.get("role").unwrap_or_default());
    new.set("node", above.id.to_string());
    let secret = users::fresh_password(desk, &above.path).await?;
    new.set("password", secret.clone());
    let input = UserCommands.prepare(&desk.app.db, &desk.visitor.scope, new).await?;
    Ok(First::New { input, secret })
}

async fn read(desk: &Desk<'_>, above: &Node, parts: &[&'static str], input: &Input) -> Result<NewStore, Refusal> {
    let text = |field: &str| input.filled(field).map(str::to_owned);
    let like = match input.filled("like") {
        None => None,
        Some(id) => {
            let missing = || Refusal::field("like", "node-not-found");
            let id = id.parse::<Id>().map_err(|_| missing())?;
            let domain = desk.domain(MANAGE).await.map_err(|_| missing())?;
            Some(desk.node(&domain, id).await.map_err(|_| missing())?.id)
        }
    };
    let node = NewNode {
        short_name: text("short_name"),
        grade: text("grade"),
        city: text("city"),
        phone: text("phone"),
        address: text("address"),
        opened_on: draft::day(input, "opened_on")?,
        ..NewNode::new(
            Some(above.id),
            NodeKind::Store,
            text("code").unwrap_or_default(),
            text("name").unwrap_or_default(),
        )
    };
    let wanted = |part: &&&str| input.get(&format!("part-{part}")).is_some();
    let parts = parts.iter().filter(wanted).map(|part| (*part).to_owned()).collect();
    Ok(NewStore { node, time_zone: text("time_zone"), like, parts })
}

/// The store with its manager.
async fn make(
    tx: &mut Tx<'_>,
    furnishings: &Furnishings,
    new: NewStore,
    first: &First,
    input: &Input,
) -> Result<(Id, Id), Refusal> {
    let store = open_store(tx, furnishings, new).await?;
    let user = match first {
        First::New { input, .. } => {
            let mut input = input.clone();
            input.set("node", store.to_string());
            UserCommands.create(tx, &input).await.map_err(of_person)?
        }
        First::Known(user) => {
            let node = queries::find(tx.conn(), tx.tenant(), store).await?.ok_or(Refusal::NotFound)?;
            let place: Place = node.place();
            if !tx.scope().may(people::authority::MANAGE) || !tx.scope().reach("user", Action::Create).covers(&place) {
                return Err(Refusal::Forbidden);
            }
            let role = input.get("role").and_then(|id| id.parse().ok());
            let role = role.ok_or_else(|| Refusal::field("role", "user-role-missing"))?;
            add_post(tx, NewPost::new(*user, store, role)).await.map_err(of_person)?;
            *user
        }
    };
    Ok((store, user))
}

/// What is wrong with the person, at the fields where this form asks for it.
fn of_person(refusal: Refusal) -> Refusal {
    let posted = |field: &str| PERSON.iter().find(|(_, f)| *f == field).map_or(field, |(posted, _)| *posted).to_owned();
    match refusal {
        Refusal::Invalid(errors) => {
            Refusal::Invalid(errors.into_iter().map(|e| FieldError { field: posted(&e.field), code: e.code }).collect())
        }
        other => other,
    }
}

async fn page(desk: &Desk<'_>, above: &Node, draft: &Draft) -> Result<Markup, Problem> {
    let w = &desk.w;
    let back = format!("/organisation/{}", above.id);
    let domain = desk.domain(MANAGE).await?;
    let mut stores = Vec::new();
    for top in domain.paths() {
        stores.extend(queries::stores_below(desk.conn(), desk.tenant(), top, 500).await?);
    }
    let stores: Vec<Choice> = stores.iter().map(|s| Choice::new(s.id.to_string(), &s.name)).collect();
    let has_all = desk.visitor.scope.may("*");
    let roles: Vec<Choice> = roles::queries::all(desk.conn(), desk.tenant())
        .await?
        .iter()
        .filter(|role| has_all || !role.everything)
        .map(|role| Choice::new(role.id.to_string(), role.name(desk.lang())))
        .collect();
    let parts = parts(desk, above).await?;
    let known = match draft.value("person").parse::<Id>() {
        Ok(id) => people::queries::find(desk.conn(), desk.tenant(), id).await?,
        Err(_) => None,
    };
    let seen = known.filter(|user| desk.visitor.scope.reach("user", Action::See).covers(&user.place()));
    let reference = Reference {
        value: seen.as_ref().map(|user| user.id.to_string()).unwrap_or_default(),
        label: seen.map(|user| user.name).unwrap_or_default(),
        search: "/users/picker".into(),
    };
    let fields = html! {
        (section(&desk.t("admin-store"), html! {
            (form::fields(desk, draft, true, &above.path).await?)
            (form::time_zone(desk, draft))
        }))
        (section(&desk.t("admin-store-like"), html! {
            (draft.field(desk, "like", "admin-store-template").hint(desk.t("admin-store-template-hint")).select(&stores, draft.value("like"), w))
            @for part in &parts {
                (draft.field(desk, &format!("part-{part}"), &format!("furnishing-{part}")).wide().checkbox(!draft.value(&format!("part-{part}")).is_empty(), w))
            }
            p.hint.field-wide { (desk.t("admin-store-shared-hint")) }
        }))
        (section(&desk.t("admin-first-manager"), html! {
            (draft.field(desk, "person_name", "user-name").max(60).complete("off").hint(desk.t("admin-first-manager-hint")).text(draft.value("person_name"), w))
            (draft.field(desk, "person_login", "user-login").max(64).complete("off").text(draft.value("person_login"), w))
            (draft.field(desk, "person_phone", "user-phone").max(40).complete("off").phone(draft.value("person_phone"), w))
            (draft.field(desk, "person", "admin-first-manager-known").hint(desk.t("admin-first-manager-known-hint")).reference(&reference, w))
            (draft.field(desk, "role", "kind-role").required().select(&roles, draft.value("role"), w))
        }))
    };
    let form = Form {
        id: "store-open".into(),
        action: format!("{back}/open-store"),
        draft: desk.visitor.user().map(|user| format!("{user}:store-open")),
        errors: draft.sentences(desk),
        fields,
        submit: desk.t("admin-store-open").into(),
        cancel: Some(back.clone()),
        ..Form::default()
    };
    let shell = Shell {
        title: desk.ta("admin-store-open-below", &[("name", above.name.as_str().into())]),
        crumbs: vec![
            Crumb::new(desk.t("admin-organisation"), "/organisation"),
            Crumb::new(above.short(), back.clone()),
        ],
        body: html! { p.hint { (desk.t("admin-store-open-hint")) } br; (form.render(w)) },
        ..Shell::default()
    };
    Ok(desk.show(format!("{back}/open-store"), shell))
}
