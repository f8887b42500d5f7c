//! What a collision is.

use kernel::{Id, Instant};
use sea_orm::FromQueryResult;

/// How the two who know one person stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Between {
    /// Two people of one store.
    Store,
    /// Two stores of one group.
    Group,
    /// Two independent dealers of one maker.
    Dealers,
}

/// What is told of a collision. The order is the order of openness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// Nothing.
    Silent,
    /// That the person is known.
    Known,
    /// That they are known, and by which store; inside a store, by which colleague.
    Named,
}

/// By what somebody was recognised, in the order of trust (domain.md §2.3). A name alone never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// A mobile number.
    Phone,
    /// A resident identity number, or the credit code of an organisation.
    Identity,
    /// A WeChat id, or WeCom's.
    Wechat,
    /// Plate or VIN of a car of theirs.
    Vehicle,
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Told, or kept to the group; nobody has done anything.
    Open,
    /// The one who filed later leaves it at that.
    Left,
    /// Access was asked for.
    Asked,
    /// The store that asked works the customer too; inside a store, whoever asked took over.
    Allowed,
    /// What the first store knows may be read until a day.
    Shared,
    /// Declined, with a reason.
    Declined,
    /// Whoever was declined asks the group to judge.
    Appealed,
    /// The protection had ended, and the newcomer took over.
    Taken,
    /// The later file was put away.
    Withdrawn,
}

macro_rules! names {
    ($of:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $of {
            /// All of them.
            pub const ALL: &[$of] = &[$($of::$variant),*];

            /// The stable name, in the database and in label keys.
            pub fn name(self) -> &'static str {
                match self { $($of::$variant => $name),* }
            }

            /// The one of a stable name.
            pub fn from_name(name: &str) -> Option<$of> {
                $of::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

names!(Between { Store = "store", Group = "group", Dealers = "dealers" });
names!(Told { Silent = "silent", Known = "known", Named = "named" });
names!(KeyKind { Phone = "phone", Identity = "identity", Wechat = "wechat", Vehicle = "vehicle" });
names!(State {
    Open = "open",
    Left = "left",
    Asked = "asked",
    Allowed = "allowed",
    Shared = "shared",
    Declined = "declined",
    Appealed = "appealed",
    Taken = "taken",
    Withdrawn = "withdrawn",
});

/// A collision as stored.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Collision {
    /// Its id.
    pub id: Id,
    /// Stable name of its [`State`].
    pub state: String,
    /// Stable name of [`Between`].
    pub relation: String,
    /// Stable name of the [`KeyKind`].
    pub key_kind: String,
    /// The later file, as it was made.
    pub customer_id: Id,
    /// Its engagement.
    pub engagement_id: Id,
    /// The store that filed later.
    pub store_id: Id,
    /// Who filed later; none is the house itself.
    pub by_id: Option<Id>,
    /// Their name then.
    pub by_name: String,
    /// When.
    pub at: Instant,
    /// The engagement that was there first.
    pub first_engagement_id: Id,
    /// Its store.
    pub first_store_id: Id,
    /// Since when it is on file.
    pub first_at: Instant,
    /// Stable name of what was [`Told`].
    pub told: String,
    /// Whether nothing was told because the person or the store had been told enough, not because of the policy.
    pub held_back: bool,
    /// The import that brought the later file.
    pub import_id: Option<Id>,
    /// Whether the customer themselves wants the other consultant (rule 4).
    pub wish: bool,
    /// When access was asked for.
    pub asked_at: Option<Instant>,
    /// By whom.
    pub asked_by_id: Option<Id>,
    /// Their name then.
    pub asked_by_name: Option<String>,
    /// Why.
    pub ask_reason: Option<String>,
    /// When it was decided; after an appeal, when it was judged.
    pub decided_at: Option<Instant>,
    /// By whom.
    pub decided_by_id: Option<Id>,
    /// Their name then; the house itself has no id.
    pub decided_by_name: Option<String>,
    /// Why.
    pub decide_reason: Option<String>,
    /// Until when what was shared may be read.
    pub until: Option<Instant>,
    /// When the refusal was appealed against.
    pub appealed_at: Option<Instant>,
    /// By whom.
    pub appealed_by_name: Option<String>,
    /// Why.
    pub appeal_reason: Option<String>,
    /// When it was declined, before the appeal.
    pub refused_at: Option<Instant>,
    /// By whom.
    pub refused_by_id: Option<Id>,
    /// Their name then.
    pub refused_by_name: Option<String>,
    /// Why.
    pub refuse_reason: Option<String>,
    /// When it went to the group.
    pub escalated_at: Option<Instant>,
    /// For optimistic locking.
    pub version: i64,
}

impl Collision {
    /// Where it stands. An unknown name, left by a later release, counts as done.
    pub fn state(&self) -> State {
        State::from_name(&self.state).unwrap_or(State::Withdrawn)
    }

    /// How the two stand to each other. What is unknown is the farthest.
    pub fn between(&self) -> Between {
        Between::from_name(&self.relation).unwrap_or(Between::Dealers)
    }

    /// What was told. What is unknown told nothing.
    pub fn told(&self) -> Told {
        Told::from_name(&self.told).unwrap_or(Told::Silent)
    }
}
