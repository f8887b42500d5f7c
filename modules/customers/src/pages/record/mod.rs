//! The 360° page of a customer (CUS-02): identity, the next thing to do, facts, timeline, and what hangs on the file.

mod attachments;
mod composer;
mod consents;
mod engagements;
mod facts;
mod identity;
mod next;
mod parts;
mod people;
mod shares;
mod show;
mod tags;
mod timeline;

pub(super) use attachments::is_picture;
pub(super) use facts::{GROUP_CUSTOM, GROUPS, fact, is_asked, is_edited_in_place};
pub(super) use next::next_contact_form;
pub(super) use parts::{Part, Record};
pub(super) use show::show;
pub(super) use timeline::earlier;
