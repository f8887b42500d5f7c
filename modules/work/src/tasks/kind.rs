//! The descriptor of the task.

use records::{Anchor, Class, Field, FieldKind, Kind, Source, Uses};

const USER: FieldKind = FieldKind::Reference { kind: "user", table: "users", label: "name" };
const STORE: FieldKind = FieldKind::Reference { kind: "store", table: "nodes", label: "name" };

/// Tasks. Each belongs to its owner and stands where the owner's main post is.
///
/// `waiting_at` is the due moment of what is still open: filters on it find what waits, and order it, without meeting what
/// was done.
pub static TASK: Kind = Kind {
    name: "task",
    collection: "tasks",
    table: "tasks",
    anchor: Anchor { table: "tasks", record: "id" },
    only: None,
    fields: &[
        // People write names into it.
        Field::new("title", FieldKind::Text)
            .class(Class::Personal)
            .also(Uses::FORM.and(Uses::REQUIRED).and(Uses::DEFAULT).and(Uses::CARD)),
        Field::new("kind", FieldKind::Choice("task-kind")).also(Uses::FORM.and(Uses::DEFAULT)),
        Field::new("due_at", FieldKind::Instant)
            .also(Uses::FORM.and(Uses::REQUIRED).and(Uses::DEFAULT).and(Uses::CARD)),
        Field::new("state", FieldKind::Choice("task-state")).also(Uses::DEFAULT),
        Field::new("owner", USER).from(Source::Base("owner_id")).also(Uses::DEFAULT),
        Field::new("store", STORE).from(Source::Base("store_id")),
        Field::new("note", FieldKind::LongText).class(Class::Personal).also(Uses::FORM),
        Field::new("result", FieldKind::LongText).class(Class::Personal),
        Field::new("waiting_at", FieldKind::Instant).sorted_when_filled("waiting_at"),
        Field::new("closed_at", FieldKind::Instant),
        Field::new("created_at", FieldKind::Instant).sorted_by("id"),
        Field::new("updated_at", FieldKind::Instant),
    ],
    title: "title",
    default_sort: "-created_at",
    pages: true,
};
