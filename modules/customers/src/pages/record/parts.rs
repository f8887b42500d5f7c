//! The parts of the page, each of which can be sent again by itself after a change.

use std::collections::{BTreeSet, HashMap};

use kernel::Id;
use maud::{Markup, html};
use records::Shown;
use web::Problem;

use super::{attachments, consents, engagements, facts, identity, next, people, shares, tags, timeline};
use crate::collisions::{self, Case};
use crate::customer::file::{CustomerFile, EngagementView, file_of};
use crate::pages::desk::Desk;
use crate::pages::queries;
use crate::seams::OpenItem;
use crate::timeline::{TimelineFilter, TimelinePage, within as read_timeline};

/// How many entries of the timeline a page shows.
pub(super) const ENTRIES: usize = 20;

/// A part of the page; its container has the id `customer-<name>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Part {
    Identity,
    Next,
    Facts,
    Timeline,
    Engagements,
    People,
    Consents,
    Tags,
    Shares,
    Attachments,
}

impl Part {
    /// The id of its container.
    pub fn id(self) -> &'static str {
        match self {
            Part::Identity => "customer-identity",
            Part::Next => "customer-next",
            Part::Facts => "customer-facts",
            Part::Timeline => "customer-timeline",
            Part::Engagements => "customer-engagements",
            Part::People => "customer-people",
            Part::Consents => "customer-consents",
            Part::Tags => "customer-tags",
            Part::Shares => "customer-shares",
            Part::Attachments => "customer-attachments",
        }
    }

    /// Its content.
    pub fn content(self, desk: &Desk<'_>, record: &Record) -> Markup {
        match self {
            Part::Identity => identity::view(desk, record),
            Part::Next => next::view(desk, record),
            Part::Facts => facts::view(desk, record),
            Part::Timeline => timeline::view(desk, record),
            Part::Engagements => engagements::view(desk, record),
            Part::People => people::view(desk, record),
            Part::Consents => consents::view(desk, record),
            Part::Tags => tags::view(desk, record),
            Part::Shares => shares::view(desk, record),
            Part::Attachments => attachments::view(desk, record),
        }
    }

    /// The container with its content, where the page is first made.
    pub fn render(self, desk: &Desk<'_>, record: &Record) -> Markup {
        html! { div id=(self.id()) { (self.content(desk, record)) } }
    }

    /// The container sent along with another answer; it finds its place by itself.
    pub fn again(self, desk: &Desk<'_>, record: &Record) -> Markup {
        html! { div id=(self.id()) hx-swap-oob="innerHTML" { (self.content(desk, record)) } }
    }
}

/// What the page shows of one customer.
pub(in crate::pages) struct Record {
    /// The customer.
    pub id: Id,
    /// The file as the visitor may see it.
    pub file: CustomerFile,
    /// The timeline's first page, if it is shown.
    pub timeline: TimelinePage,
    /// The kinds the timeline is narrowed to.
    pub kinds: Vec<String>,
    /// Names of people and nodes that entries speak of.
    pub names: HashMap<Id, String>,
    /// What is open with the customer, in other modules.
    pub open: Vec<OpenItem>,
    /// Collisions that stand beside the file.
    pub collisions: Vec<Case>,
    /// Panels of other modules: key of the title, and content.
    pub panels: Vec<(&'static str, Markup)>,
}

impl Record {
    /// The file, and with it what the parts asked for need. A fixed number of queries: three to eleven for the file, one
    /// or two for the timeline, and those of other modules.
    pub async fn load(desk: &Desk<'_>, id: Id, parts: &[Part], kinds: Vec<String>) -> Result<Record, Problem> {
        let look = desk.look();
        let file = file_of(&look, desk.kind(), id).await?.ok_or_else(Problem::not_found)?;
        let mut record = Record {
            id,
            file,
            timeline: TimelinePage { entries: Vec::new(), next: None },
            kinds,
            names: HashMap::new(),
            open: Vec::new(),
            collisions: Vec::new(),
            panels: Vec::new(),
        };
        if parts.contains(&Part::Timeline) {
            let filter = TimelineFilter { kinds: record.kinds.clone(), store: None };
            let stores: Vec<Id> = record.file.engagements.iter().map(|e| e.engagement.store_id).collect();
            record.timeline = read_timeline(&look, id, &stores, &filter, None, ENTRIES).await?;
            record.names = names(desk, &record.timeline).await?;
        }
        if parts.contains(&Part::Identity) || parts.contains(&Part::Next) {
            let anchors: Vec<Id> = record.file.engagements.iter().map(|e| e.engagement.id).collect();
            record.collisions = collisions::beside(&look, &anchors).await?;
            for panel in &desk.seams().panels {
                let shown = panel.show(&desk.page, id).await?;
                record.open.extend(shown.open);
                record.panels.extend(shown.panel.map(|content| (panel.title(), content)));
            }
        }
        Ok(record)
    }

    /// The name shown at the top.
    pub fn name(&self, desk: &Desk<'_>) -> String {
        match self.file.row.get("name") {
            Shown::Masked(text) => text.clone(),
            shown => shown.text().map_or_else(|| desk.p("no-name").into_owned(), str::to_owned),
        }
    }

    /// Whether it is an organisation.
    pub fn is_organisation(&self) -> bool {
        self.file.row.get("kind").text() == Some("organisation")
    }

    /// The engagement that the visitor works with: that of their own store, else the one they may change, else the last
    /// touched.
    pub fn own(&self, desk: &Desk<'_>) -> Option<&EngagementView> {
        let home = desk.visitor().store.or(desk.visitor().scope.powers.home_store);
        let list = &self.file.engagements;
        list.iter()
            .find(|e| Some(e.engagement.store_id) == home)
            .or_else(|| list.iter().find(|e| e.editable))
            .or(list.first())
    }

    /// The name of a store that knows the customer.
    pub fn store_name(&self, store: Option<Id>) -> Option<&str> {
        self.file.engagements.iter().find(|e| Some(e.engagement.store_id) == store).map(|e| e.store_name.as_str())
    }
}

/// Names of the people and nodes that entries speak of by id; one query, or none.
pub(super) async fn names(desk: &Desk<'_>, page: &TimelinePage) -> Result<HashMap<Id, String>, Problem> {
    let ids: BTreeSet<Id> = page.entries.iter().flat_map(timeline::spoken_of).collect();
    let look = desk.look();
    Ok(queries::names(look.conn, look.scope.tenant, &ids.into_iter().collect::<Vec<_>>()).await?)
}
