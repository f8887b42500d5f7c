//! The timeline: everything that happened, by day, narrowed by kind, with the composer on top (CUS-02).

use axum::response::{IntoResponse, Response};
use kernel::Id;
use maud::{Markup, html};
use ui::{Arg, Icon, Panel, State, Words};
use web::Problem;
use web::records::Call;

use super::composer;
use super::parts::{ENTRIES, Record, names};
use crate::customer::file::file;
use crate::kind::CUSTOMER;
use crate::pages::desk::{Desk, address, lines};
use crate::timeline::{Entry, TimelineCursor, TimelineFilter, TimelinePage, timeline as read};

/// What a timeline may be narrowed to, in the order of the menu.
const KINDS: [&str; 11] = [
    "note",
    "call",
    "visit",
    "message",
    "test-drive",
    "order",
    "delivery",
    "service",
    "document",
    "assignment",
    "class",
];

pub(super) fn view(desk: &Desk<'_>, record: &Record) -> Markup {
    let entries: Vec<ui::Entry> = record.timeline.entries.iter().map(|e| entry(desk, record, e)).collect();
    let next = next_address(record.id, &record.kinds, &record.timeline);
    let body = html! {
        (composer::view(desk, record))
        @if entries.is_empty() { p.nothing { (desk.p(if record.kinds.is_empty() { "timeline-empty" } else { "timeline-none-of-kind" })) } }
        (list(desk, &entries, None, next.as_deref()))
    };
    Panel::new(desk.p("timeline"), body).actions(narrowing(desk, record)).render()
}

/// Entries with the way to older ones, which come when they are asked for: on a phone more of the file stands below.
fn list(
    desk: &Desk<'_>,
    entries: &[ui::Entry],
    after: Option<chrono::DateTime<chrono::Utc>>,
    next: Option<&str>,
) -> Markup {
    html! {
        (ui::timeline(entries, after, None, &desk.here, &desk.words))
        @if let Some(next) = next { (ui::more(next, false, &desk.words)) }
    }
}

/// The kinds as links: the timeline alone for a script, the whole page otherwise.
fn narrowing(desk: &Desk<'_>, record: &Record) -> Markup {
    let link = |word: &str, kind: Option<&str>| {
        let chosen = record.kinds.first().map(String::as_str) == kind;
        let query = kind.map(|k| format!("?kind={k}")).unwrap_or_default();
        let (page, part) = (
            format!("{}{query}#customer-timeline", address(record.id, "")),
            format!("{}{query}", address(record.id, "timeline")),
        );
        html! {
            a.menu-item href=(page) hx-get=(part) hx-target="#customer-timeline" hx-swap="innerHTML" aria-current=[chosen.then_some("true")] { span { (word) } }
        }
    };
    let label = match record.kinds.first() {
        Some(kind) => kind_word(desk, kind),
        None => desk.p("timeline-all").into_owned(),
    };
    let items = html! {
        (link(&desk.p("timeline-all"), None))
        @for kind in KINDS { (link(&kind_word(desk, kind), Some(kind))) }
    };
    ui::Menu::with(label, items).icon(Icon::Filter).at_end().render()
}

fn kind_word(desk: &Desk<'_>, kind: &str) -> String {
    let key = format!("timeline-{}", kind.replace('_', "-"));
    if desk.has_words(&key) { desk.t(&key).into_owned() } else { desk.p("timeline-other").into_owned() }
}

fn look_of(kind: &str) -> (Icon, State) {
    match kind {
        "note" => (Icon::Note, State::Plain),
        "call" => (Icon::Phone, State::Accent),
        "visit" => (Icon::Visit, State::Done),
        "message" => (Icon::Message, State::Accent),
        "service" => (Icon::Workshop, State::Done),
        "test-drive" | "delivery" => (Icon::Vehicle, State::Done),
        "order" => (Icon::Sale, State::Done),
        "document" => (Icon::Attach, State::Plain),
        "assignment" => (Icon::Customer, State::Past),
        "class" => (Icon::Chart, State::Past),
        "share" => (Icon::Share, State::Past),
        "import" => (Icon::Import, State::Past),
        "filed" => (Icon::Plus, State::Past),
        "collision" => (Icon::Customer, State::Due),
        _ => (Icon::Info, State::Plain),
    }
}

/// People and nodes that an entry speaks of by id.
pub(super) fn spoken_of(entry: &Entry) -> Vec<Id> {
    let data = data_of(entry);
    let names: &[&str] = match entry.kind.as_str() {
        "assignment" => &["from", "to"],
        "share" => &["grantee"],
        _ => &[],
    };
    names.iter().filter_map(|name| data[*name].as_str()?.parse().ok()).collect()
}

fn data_of(entry: &Entry) -> serde_json::Value {
    entry.data.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn entry(desk: &Desk<'_>, record: &Record, e: &Entry) -> ui::Entry {
    let (icon, state) = look_of(&e.kind);
    let (title, body) = content(desk, record, e);
    let mut entry =
        ui::Entry::new(e.at.utc(), icon, kind_word(desk, &e.kind), e.actor_name.clone(), title).state(state);
    entry.body = body;
    if record.file.engagements.len() > 1 {
        entry.place = record.store_name(e.store_id).map(str::to_owned);
    }
    entry
}

/// The line of an entry, and what stands below it.
fn content(desk: &Desk<'_>, record: &Record, e: &Entry) -> (Markup, Option<Markup>) {
    let data = data_of(e);
    let reason = e.body.as_deref().filter(|b| !b.trim().is_empty()).map(lines);
    let told = |field: &str| tells(desk, e, field);
    match e.kind.as_str() {
        "assignment" if !told("owner") => (html! {}, None),
        "class" if !told("class") || !told("grade") => (html! {}, None),
        "assignment" => {
            let name = |side: &str| {
                let id = data[side].as_str().and_then(|t| t.parse::<Id>().ok());
                id.map_or_else(
                    || desk.t("customer-pool").into_owned(),
                    |id| record.names.get(&id).cloned().unwrap_or_default(),
                )
            };
            (html! { (name("from")) " → " (name("to")) }, reason)
        }
        "class" => (html! { (classes(desk, &data)) }, reason),
        "share" => {
            let name = data["grantee"]
                .as_str()
                .and_then(|t| t.parse::<Id>().ok())
                .and_then(|id| record.names.get(&id))
                .cloned()
                .unwrap_or_default();
            let key = if data["access"] == "edit" { "shared-edit" } else { "shared-read" };
            (html! { (desk.pa(key, &[("name", Arg::from(name.as_str()))])) }, reason)
        }
        "collision" => {
            let step = format!(
                "collision-step-{}-{}",
                data["step"].as_str().unwrap_or_default(),
                data["side"].as_str().unwrap_or_default()
            );
            (html! { (desk.t(&step)) }, reason)
        }
        "document" => (document(desk, record, e, &data), None),
        _ if data["words"].is_string() => (told_elsewhere(desk, e, &data), reason.filter(|_| seen(desk, e))),
        _ => split(e.body.as_deref().unwrap_or_default(), subject(desk, e)),
    }
}

/// The line of an entry that another module tells: `words` is the key of its sentence, `codes` are words of base data and
/// `texts` are texts for it, by name; `fields` are those of the record it is about that it speaks of.
fn told_elsewhere(desk: &Desk<'_>, e: &Entry, data: &serde_json::Value) -> Markup {
    let scope = &desk.visitor().scope;
    let place = kernel::scope::Place { owner: None, store: e.store_id, path: e.path.clone() };
    let open = |field: &serde_json::Value| {
        let shown = |kind: &str, field: &str| scope.field_on(kind, field, std::slice::from_ref(&place));
        e.subject_kind.as_deref().zip(field.as_str()).is_none_or(|(k, f)| shown(k, f) == kernel::Access::Shown)
    };
    let fields = data["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let key = data["words"].as_str().unwrap_or_default();
    // Who may not see the record learns nothing of it here.
    if !seen(desk, e) || !fields.iter().all(open) || !desk.has_words(key) {
        return html! {};
    }
    let mut args: Vec<(&str, Arg)> = Vec::new();
    for (name, code) in data["codes"].as_object().into_iter().flatten() {
        let (dictionary, code) = (code[0].as_str().unwrap_or_default(), code[1].as_str().unwrap_or_default());
        let word = if code.is_empty() { String::new() } else { desk.code(dictionary, code) };
        args.push((name.as_str(), Arg::from(word)));
    }
    for (name, text) in data["texts"].as_object().into_iter().flatten() {
        args.push((name.as_str(), Arg::from(text.as_str().unwrap_or_default())));
    }
    html! { (desk.words.ta(key, &args)) @if let Some(link) = subject(desk, e) { " " (link) } }
}

/// Whether the visitor may see records of the kind that an entry is about at all.
fn seen(desk: &Desk<'_>, e: &Entry) -> bool {
    let may = |kind: &str| desk.visitor().scope.can(kind, kernel::Action::See);
    // What was said with a customer is the customer's, whatever it was about.
    e.kind != e.subject_kind.as_deref().unwrap_or_default() || may(&e.kind)
}

/// Whether an entry may tell of a field of its store's engagement: what is hidden now was hidden then.
fn tells(desk: &Desk<'_>, e: &Entry, field: &str) -> bool {
    let place = kernel::scope::Place { owner: None, store: e.store_id, path: e.path.clone() };
    desk.visitor().scope.field_on(CUSTOMER.name, field, &[place]) == kernel::Access::Shown
}

fn classes(desk: &Desk<'_>, data: &serde_json::Value) -> String {
    let word = |dictionary: &str, side: &str| data[side].as_str().map(|code| desk.code(dictionary, code));
    let (from, to) = (word("customer-class", "from"), word("customer-class", "to"));
    let (from_grade, grade) = (word("customer-grade", "from_grade"), word("customer-grade", "grade"));
    let step = |a: Option<String>, b: Option<String>| match (a, b) {
        (a, b) if a == b => None,
        (Some(a), Some(b)) => Some(format!("{a} → {b}")),
        (None, b) => b,
        (Some(a), None) => Some(a),
    };
    [step(from, to), step(from_grade, grade)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn document(desk: &Desk<'_>, record: &Record, e: &Entry, data: &serde_json::Value) -> Markup {
    let purpose = data["purpose"].as_str().map(|code| desk.code("document-purpose", code));
    let known = e.subject_id.filter(|id| record.file.attachments.iter().any(|a| a.id == *id));
    let name = e.body.clone().unwrap_or_default();
    html! {
        @if let Some(purpose) = purpose { (purpose) " " }
        // A document that was put away, or shows what is hidden from the visitor, keeps its line and not its name.
        @if let Some(id) = known { a href={ "/attachments/" (id) } { (name) } }
    }
}

/// A link to the record an entry is about, where the house has a page for it.
fn subject(desk: &Desk<'_>, e: &Entry) -> Option<Markup> {
    let kind = desk
        .call
        .registry()
        .kind(e.subject_kind.as_deref()?)
        .filter(|k| k.pages && desk.visitor().scope.can(k.name, kernel::Action::See))?;
    let id = e.subject_id?;
    Some(html! { a href={ "/" (kind.collection) "/" (id) } { (desk.t(&format!("kind-{}", kind.name))) } })
}

/// A short text is the line itself; a longer one leaves its first line there and stands below as a whole.
fn split(text: &str, subject: Option<Markup>) -> (Markup, Option<Markup>) {
    let text = text.trim();
    let first = text.lines().next().unwrap_or_default();
    let rest = text[first.len()..].trim();
    let title = html! { (first) @if let Some(link) = subject { " " (link) } };
    (title, (!rest.is_empty()).then(|| lines(rest)))
}

fn next_address(customer: Id, kinds: &[String], page: &TimelinePage) -> Option<String> {
    let next = page.next.as_ref()?;
    let kind = kinds.first().map(|k| format!("&kind={}", web::page::encode(k))).unwrap_or_default();
    Some(format!("{}?before={}{kind}", address(customer, "timeline"), next.text()))
}

/// `GET /customers/{customer}/timeline`: the timeline narrowed by `kind`, or what is older than `before`.
pub(in crate::pages) async fn earlier(call: Call) -> Result<Response, Problem> {
    let desk = Desk::new(&call);
    let id = desk.customer()?;
    let kinds: Vec<String> = call.pairs.get("kind").map(|kind| vec![kind.to_owned()]).unwrap_or_default();
    let Some(before) = call.pairs.get("before").and_then(TimelineCursor::parse) else {
        if !call.is_part() {
            return super::show(call).await;
        }
        let record = Record::load(&desk, id, &[super::Part::Timeline], kinds).await?;
        return Ok(view(&desk, &record).into_response());
    };
    let look = desk.look();
    let filter = TimelineFilter { kinds: kinds.clone(), store: None };
    let page = read(&look, id, &filter, Some(before), ENTRIES).await?.ok_or_else(Problem::not_found)?;
    let file = file(&look, id).await?.ok_or_else(Problem::not_found)?;
    let names = names(&desk, &page).await?;
    let (open, collisions, panels) = (Vec::new(), Vec::new(), Vec::new());
    let record = Record { id, file, timeline: page, kinds, names, open, collisions, panels };
    let entries: Vec<ui::Entry> = record.timeline.entries.iter().map(|e| entry(&desk, &record, e)).collect();
    let next = next_address(id, &record.kinds, &record.timeline);
    // The cursor begins with the moment of the last entry shown, so that its day is not named twice.
    let after =
        call.pairs.get("before").and_then(|c| c.split('-').next()?.parse().ok()).map(|at| kernel::Instant(at).utc());
    let list = list(&desk, &entries, after, next.as_deref());
    if call.is_part() {
        return Ok(list.into_response());
    }
    let shell = ui::Shell {
        title: record.name(&desk),
        crumbs: vec![
            ui::Crumb::new(desk.t("kind-customer-plural"), "/customers"),
            ui::Crumb::new(record.name(&desk), address(id, "")),
        ],
        body: Panel::new(desk.p("timeline"), list).render(),
        ..ui::Shell::default()
    };
    Ok(desk.page.show(shell).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: &str, data: &str) -> Entry {
        Entry {
            id: Id::nil(),
            customer_id: Id::nil(),
            store_id: None,
            path: String::new(),
            kind: kind.into(),
            at: kernel::Instant(0),
            actor_id: None,
            actor_name: String::new(),
            subject_kind: None,
            subject_id: None,
            body: None,
            data: Some(data.into()),
        }
    }

    /// CUS-02: names are asked for once for all entries, also where an entry is not what it should be.
    #[test]
    fn whom_entries_speak_of() {
        let id = Id::from_u128(7);
        assert_eq!(spoken_of(&entry("assignment", &format!("{{\"from\":null,\"to\":\"{id}\"}}"))), [id]);
        assert_eq!(spoken_of(&entry("share", &format!("{{\"grantee\":\"{id}\"}}"))), [id]);
        assert!(spoken_of(&entry("note", &format!("{{\"to\":\"{id}\"}}"))).is_empty());
        assert!(spoken_of(&entry("assignment", "not json")).is_empty());
    }

    #[test]
    fn long_text_leaves_its_first_line_on_top() {
        let (title, body) = split("第一行\n第二行\n第三行", None);
        assert_eq!(title.into_string(), "第一行");
        assert_eq!(body.map(|b| b.into_string()).as_deref(), Some("第二行<br>第三行"));
        assert!(split("一行", None).1.is_none());
    }
}
