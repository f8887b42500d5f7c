//! The pages of work.

mod calendar;
mod desk;
mod feed;
mod hours;
mod list;
mod moves;
mod new;
mod panel;
mod task;
mod week;
mod when;

use kernel::Action;
use web::help::Help;
use web::records::{edit, lists, of, of_form};
use web::{Access, Routes};

use crate::tasks::TASK;
use crate::{HOURS_MANAGE, pages};

pub use panel::panel;

/// All of them.
pub fn routes() -> Routes {
    let (create, change) = (Access::Record("task", Action::Create), Access::Record("task", Action::Edit));
    let see = Access::Record("task", Action::See);
    let hours = Access::Capability(HOURS_MANAGE);
    lists(&TASK)
        .get("/work", Access::SignedIn, list::show)
        .get("/work-week", Access::SignedIn, week::show)
        .get("/tasks/new", create, new::form)
        .post("/tasks/new", create, new::add)
        .get("/tasks/{task}", see, task::show)
        .get("/tasks/{task}/edit", change, of(&TASK, edit::edit))
        .post("/tasks/{task}/edit", change, of_form(&TASK, edit::update))
        .post("/tasks/{task}/completion", change, moves::complete)
        .post("/tasks/{task}/cancellation", change, moves::cancel)
        .post("/tasks/{task}/reopening", change, moves::reopen)
        .post("/tasks/{task}/due", change, moves::postpone)
        .post("/tasks/{task}/owner", change, moves::hand_on)
        .get("/my-calendar", Access::SignedIn, feed::show)
        .post("/my-calendar", Access::SignedIn, feed::open)
        .post("/my-calendar/{feed}/revocation", Access::SignedIn, feed::revoke)
        .get("/calendar/{secret}", Access::Public, calendar::read)
        .get("/working-hours", hours, hours::show)
        .post("/working-hours", hours, hours::save)
        .post("/working-hours/reset", hours, hours::reset)
        .post("/days-off", hours, pages::hours::days::add)
        .post("/days-off/{day_off}/removal", hours, pages::hours::days::remove)
}

/// What stands in the help drawer beside them.
pub fn help() -> Vec<Help> {
    web::help_texts![
        ("/work", "work"),
        ("/work-week", "work-week"),
        ("/my-calendar", "work-calendar"),
        ("/working-hours", "work-hours"),
        ("/tasks", "tasks"),
        ("/tasks/new", "tasks-new"),
        ("/tasks/{task}", "task"),
        ("/tasks/{task}/edit", "task"),
    ]
}
