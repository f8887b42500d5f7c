//! What work and the nouns above it have to do with each other: tasks on a customer's page, in a merge and in requests about
//! personal data; and what waits in other modules, on the work list. Wiring only: each side keeps its own rules.

mod customers;
mod duties;
mod leads;
mod leaving;
mod verdicts;

use std::sync::Arc;

use ::work::duties::Sources;
use ::work::tasks::TaskDuties;

/// Hangs tasks on customers; the app calls it before it gives the seams to them.
pub fn contribute(seams: &mut ::customers::Seams) {
    seams.panels.push(Arc::new(customers::Tasks));
    seams.belongings.push(Arc::new(customers::Tasks));
    seams.personal.push(Arc::new(customers::Tasks));
    seams.estates.push(Arc::new(leaving::Tasks));
}

/// Whatever puts something on the work list.
pub fn sources() -> Sources {
    Sources(vec![
        Arc::new(TaskDuties),
        Arc::new(leads::Contacts),
        Arc::new(duties::Contacts),
        Arc::new(verdicts::Losses),
        Arc::new(duties::PrivacyRequests),
    ])
}
