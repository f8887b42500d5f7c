//! What figures count: the tables of facts, each in the one form in which all statements read it.

use kernel::{Access, Action, Reach, Scope};
use leads::{LEAD, VISIT};
use records::Kind;

use crate::kind::OPPORTUNITY;

/// A kind of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// Groups that came to the showroom.
    Visits,
    /// Groups that are in the house now.
    Inside,
    /// Leads that arrived, each where its first owner had it.
    Leads,
    /// Opportunities that were opened.
    Opened,
    /// Contacts with prospects.
    FollowUps,
    /// Losses that were confirmed.
    Lost,
    /// Opportunities that are open now.
    Open,
}

impl Source {
    /// Those of what happened in a time.
    pub const PAST: [Source; 5] = [Source::Visits, Source::Leads, Source::Opened, Source::FollowUps, Source::Lost];

    /// Whether it is what stands now, whenever that began.
    pub fn is_now(self) -> bool {
        matches!(self, Source::Inside | Source::Open)
    }

    /// The noun whose records stand behind it; under its policy facts are counted.
    pub fn kind(self) -> &'static Kind {
        match self {
            Source::Visits | Source::Inside => &VISIT,
            Source::Leads => &LEAD,
            Source::Opened | Source::FollowUps | Source::Lost | Source::Open => &OPPORTUNITY,
        }
    }

    /// The facts as a query: `id` of the record, `at`, `store_id`, `owner_id` and `path` of their moment, and what
    /// conditions ask. One table without any aggregate, so that planners look into it; the place is an expression that no
    /// index holds, because a region's facts of a day are found by the day (decision 0004).
    pub(super) fn facts(self) -> &'static str {
        match self {
            Source::Visits => {
                "SELECT v.tenant_id, v.id, v.arrived_at AS at, v.store_id, v.owner_id, v.path || '' AS path, v.came, v.turn, v.result, v.lead_id, v.customer_id \
                 FROM showroom_visits v WHERE v.deleted_at IS NULL"
            }
            Source::Inside => {
                // Few are in the house: they are found by the index of those who are, in which everybody came at some time.
                "SELECT v.tenant_id, v.id, v.arrived_at AS at, coalesce(v.store_id, v.store_id) AS store_id, \
                 coalesce(v.owner_id, v.owner_id) AS owner_id, v.path || '' AS path FROM showroom_visits v \
                 WHERE v.deleted_at IS NULL AND v.left_at IS NULL AND v.arrived_at > 0"
            }
            Source::Leads => {
                "SELECT l.tenant_id, l.id, l.received_at AS at, l.came_store_id AS store_id, l.came_owner_id AS owner_id, l.came_path || '' AS path, \
                 l.channel, l.contacted_at, l.limit_at FROM leads l WHERE l.deleted_at IS NULL"
            }
            Source::Opened => {
                "SELECT m.tenant_id, m.opportunity_id AS id, m.at, m.store_id, m.owner_id, m.path || '' AS path, m.level FROM opportunity_moves m \
                 WHERE m.act = 'open'"
            }
            Source::FollowUps => {
                "SELECT f.tenant_id, f.opportunity_id AS id, f.at, f.store_id, f.owner_id, f.path || '' AS path, f.due_on, f.late FROM follow_ups f"
            }
            Source::Lost => {
                "SELECT m.tenant_id, m.opportunity_id AS id, m.at, m.store_id, m.owner_id, m.path || '' AS path FROM opportunity_moves m \
                 WHERE m.act = 'approve'"
            }
            Source::Open => {
                "SELECT o.tenant_id, o.id, o.stage_at AS at, o.store_id, o.owner_id, o.path || '' AS path, o.level, o.next_on, o.stage FROM opportunities o \
                 WHERE o.deleted_at IS NULL AND o.state = 'open'"
            }
        }
    }

    /// What a reader must see of every record to learn how many there are: a figure counts by it.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Source::Visits => &["arrived_at", "came", "turn", "result", "state"],
            Source::Inside => &["arrived_at", "state", "left_at"],
            Source::Leads => &["received_at", "channel", "contacted_at"],
            Source::Opened | Source::FollowUps | Source::Lost | Source::Open => &["stage", "state", "level", "next_on"],
        }
    }

    /// The field that says whose a record is.
    fn owner(self) -> &'static str {
        match self {
            Source::Visits | Source::Inside | Source::Leads => "owner",
            Source::Opened | Source::FollowUps | Source::Lost | Source::Open => "consultant",
        }
    }

    /// Whether someone may learn how many there are.
    pub fn is_shown(self, scope: &Scope) -> bool {
        let least = |field: &&str| scope.field_at_least(self.kind().name, field) == Access::Shown;
        !self.reach(scope).is_empty() && self.fields().iter().all(least)
    }

    /// Whether someone may learn whose they are.
    pub fn shows_people(self, scope: &Scope) -> bool {
        scope.field_at_least(self.kind().name, self.owner()) == Access::Shown
    }

    /// Facts know nothing of what is shared: they are seen by those whose place they stood in.
    pub(super) fn reach(self, scope: &Scope) -> Reach {
        Reach { shared_with: Vec::new(), ..scope.reach(self.kind().name, Action::See) }
    }
}
