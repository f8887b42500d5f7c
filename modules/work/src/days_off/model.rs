//! A day that is not as its weekday.

use chrono::NaiveDate;
use kernel::Id;
use sea_orm::FromQueryResult;

use crate::clock::{Span, Special, spans};

/// What such a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Nobody works.
    Closed,
    /// It is worked, whatever its weekday says.
    Working,
}

impl DayKind {
    /// Both.
    pub const ALL: [DayKind; 2] = [DayKind::Closed, DayKind::Working];

    /// The stable name, also in label keys (`work-day-closed`).
    pub fn name(self) -> &'static str {
        match self {
            DayKind::Closed => "closed",
            DayKind::Working => "working",
        }
    }

    /// The kind of a stable name, or of the words that lists use: 休, 放假, 班, 上班, 调休上班.
    pub fn from_name(name: &str) -> Option<DayKind> {
        match name.trim().to_lowercase().as_str() {
            "closed" | "off" | "休" | "休息" | "放假" | "假" | "节假日" => Some(DayKind::Closed),
            "working" | "work" | "班" | "上班" | "补班" | "调休" | "调休上班" => Some(DayKind::Working),
            _ => None,
        }
    }
}

/// A day to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDay {
    /// The day.
    pub day: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// What people call it.
    pub name: String,
    /// Hours of a working day that are not the usual ones.
    pub hours: Vec<Span>,
}

/// A day as stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct DayOff {
    /// Its id.
    pub id: Id,
    /// The node that keeps it.
    pub node_id: Id,
    /// The node's name.
    pub node_name: String,
    /// The node's path.
    pub path: String,
    /// The day.
    pub day: NaiveDate,
    /// See [`DayKind`].
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// Hours of its own, as [`spans`] reads them.
    pub hours: Option<String>,
}

impl DayOff {
    /// What the calendar makes of it.
    pub fn special(&self) -> Special {
        match DayKind::from_name(&self.kind) {
            Some(DayKind::Working) => {
                Special::Working(self.hours.as_deref().and_then(|text| spans(text).ok()).filter(|own| !own.is_empty()))
            }
            _ => Special::Closed,
        }
    }
}
