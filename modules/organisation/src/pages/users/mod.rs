//! People: their page with posts, sign-ins and powers, and the forms that change them (SYS-03). Their list comes from
//! the frame.

mod able;
mod account;
mod add;
mod looking;
mod post;
mod second_factor;
mod sign_ins;
mod sign_on;
mod user;

use kernel::{Action, Id};
use records::policy::Look;
use records::{Row, find};
use web::{Access, Problem, Routes};

use super::Desk;
use crate::powers::{self, Membership};
use crate::users::authority::{self, MANAGE};
use crate::users::{self, USER, User};

pub(super) fn routes() -> Routes {
    let may = Access::Capability(MANAGE);
    Routes::new()
        .get("/users/{user}", Access::Record("user", Action::See), user::show)
        .get("/users/{user}/posts/new", may, post::show)
        .post("/users/{user}/posts/new", may, post::add)
        .get("/users/{user}/posts/{post}/end", may, post::show_end)
        .post("/users/{user}/posts/{post}/end", may, post::end)
        .post("/users/{user}/status", may, account::status)
        .get("/users/{user}/password", may, account::ask)
        .post("/users/{user}/password", may, account::reset)
        .post("/users/{user}/password-change", may, account::demand)
        .get("/users/{user}/second-factor", may, second_factor::ask)
        .post("/users/{user}/second-factor", may, second_factor::reset)
        .get("/users/{user}/sign-on", may, sign_on::ask)
        .post("/users/{user}/sign-on", may, sign_on::unlink)
        .get("/users/{user}/looking", may, looking::ask)
        .post("/users/{user}/looking", may, looking::begin)
        .post("/users/{user}/sessions/{session}/revocation", may, sign_ins::end_session)
        .post("/users/{user}/tokens/{token}/revocation", may, sign_ins::end_token)
}

/// The forms that stand in for the frame's generic ones: a new person gets a first post and a password for one use.
pub(super) fn forms() -> Routes {
    let edit = Access::Record("user", Action::Edit);
    Routes::new()
        .get("/users/new", Access::Capability(MANAGE), add::show)
        .post("/users/new", Access::Capability(MANAGE), add::add)
        .get("/users/{user}/edit", edit, |call: web::records::Call| web::records::edit::edit(call, &USER))
        .post("/users/{user}/edit", edit, |call: web::records::Call, form: web::records::Pairs| {
            web::records::edit::update(call, &USER, form)
        })
}

pub(super) use account::fresh_password;

/// The page that shows the password for one use of somebody who was just made.
pub(super) async fn shown_once(desk: &Desk<'_>, user: Id, secret: &str) -> Result<maud::Markup, Problem> {
    let seen = seen(desk, user).await?;
    Ok(account::shown_once(desk, &seen, "admin-user-made", secret))
}

/// A person as the visitor may see them.
struct Seen {
    user: User,
    row: Row,
    membership: Membership,
    /// The visitor looks after people here, and this one may do nothing that the visitor may not: nobody comes to more
    /// powers through another person's password.
    manageable: bool,
    /// They have a second factor.
    second_factor: bool,
    /// An account at the provider opens theirs.
    linked: bool,
}

async fn seen(desk: &Desk<'_>, id: Id) -> Result<Seen, Problem> {
    let scope = &desk.visitor.scope;
    let fields: Vec<_> = USER.fields.iter().collect();
    let row = find(&Look::at(&desk.app.db, scope), &USER, id, &fields).await?.ok_or_else(Problem::not_found)?;
    let user = users::queries::find(desk.conn(), desk.tenant(), id).await?.ok_or_else(Problem::not_found)?;
    let membership = powers::membership(desk.conn(), desk.tenant(), id, desk.today()).await?;
    let manageable = scope.may(MANAGE)
        && scope.reach("user", Action::Edit).covers(&user.place())
        && authority::reaches(scope, id, &membership.powers);
    let second_factor = crate::second_factor::queries::has(desk.conn(), desk.tenant(), id).await?;
    let linked = crate::sign_on::queries::of_user(desk.conn(), desk.tenant(), id).await?.is_some();
    Ok(Seen { user, row, membership, manageable, second_factor, linked })
}

/// The person, if the visitor may change them.
async fn manageable(desk: &Desk<'_>, id: Id) -> Result<Seen, Problem> {
    let seen = seen(desk, id).await?;
    if seen.manageable { Ok(seen) } else { Err(Problem::forbidden()) }
}
