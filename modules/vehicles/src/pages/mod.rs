//! The pages of vehicles: the record, its forms, and the checks that answer while someone types.

mod checks;
mod dated;
pub(crate) mod desk;
mod form;
mod record;
mod sections;

use kernel::Action;
use web::{Access, Routes};

use crate::kind::VEHICLE;

/// Routes of the module, the generic lists among them.
pub(crate) fn routes() -> Routes {
    let can = |action| Access::Record(VEHICLE.name, action);
    web::records::lists(&VEHICLE)
        .get("/vehicles/new", can(Action::Create), form::new)
        .post("/vehicles/new", can(Action::Create), form::create)
        .get("/vehicles/check/vin", Access::SignedIn, checks::vin)
        .get("/vehicles/check/plate", Access::SignedIn, checks::plate)
        .get("/vehicles/{vehicle}", can(Action::See), record::page)
        .get("/vehicles/{vehicle}/edit", can(Action::Edit), form::edit)
        .post("/vehicles/{vehicle}/edit", can(Action::Edit), form::update)
        .post("/vehicles/{vehicle}/owner", can(Action::Edit), dated::owner)
        .post("/vehicles/{vehicle}/parties", can(Action::Edit), dated::add_party)
        .post("/vehicles/{vehicle}/parties/{vehicle_party}/end", can(Action::Edit), dated::end_party)
        .post("/vehicles/{vehicle}/plate", can(Action::Edit), dated::plate)
        .post("/vehicles/{vehicle}/odometer", can(Action::Edit), dated::odometer)
        .post("/vehicles/{vehicle}/deletion", can(Action::Delete), dated::delete)
        .merge(crate::catalogue::routes())
}
