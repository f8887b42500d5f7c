//! Single sign-on with OpenID Connect (docs/decisions/0020): the house is a client of one provider of the group. The
//! authorization code flow with PKCE; what the provider says of a person is checked by `openidconnect`, whose account that
//! is is decided here. It is the only way on which this server asks another one.

mod back;
mod begin;
mod change;
mod end;
mod entry;
mod fetch;
mod identity;
mod model;
mod provider;
pub mod queries;
mod ticket;

use web::{Access, Problem, Routes};

pub(crate) use begin::base;
pub use change::{Draft, save, unlink, unlink_other};
pub(crate) use end::{Held, OUT, WayOut, held, way_out};
pub use model::{Provider, Unknown};
pub use provider::SignOn;

use crate::powers::{self, today};
use crate::users::User;

/// Where the browser is sent to begin.
pub(crate) const BEGIN: &str = "/sign-in/single";
/// Where the provider sends it back to; to be registered there.
pub(crate) const BACK: &str = "/sign-in/single/back";

pub(crate) fn routes() -> Routes {
    Routes::new().get(BEGIN, Access::Public, begin::begin).get(BACK, Access::Public, back::back)
}

/// Whether someone may sign in with a password: where single sign-on is there and passwords are not wanted beside it,
/// only whoever holds every function may, so that a provider that is away shuts nobody out for good.
pub(crate) async fn takes_password(app: &web::App, user: &User) -> Result<bool, Problem> {
    let provider = queries::of_tenant(app.db.read(), user.tenant_id).await?;
    if provider.is_none_or(|p| !p.active || p.passwords) {
        return Ok(true);
    }
    let day = today(app.db.clock.now());
    let membership = powers::membership(app.db.read(), user.tenant_id, user.id, day).await?;
    Ok(membership.powers.capabilities.contains("*"))
}
