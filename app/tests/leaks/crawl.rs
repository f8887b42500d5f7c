//! Every page and every way of reading, for everyone, with records of their own, of others, put away and guessed. Whatever
//! comes back is searched for canaries.

use std::io::Read;

use axum::http::Method;
use kernel::{Action, Id, sql};
use testkit::{Answer, Client};
use web::routes::Route;

use super::canary::compact;
use super::dice::Dice;
use super::house::{House, Person};
use super::probes::encode;
use super::report::Findings;
use super::support::stand_ins;

/// Words of the house that stand in paths.
const WORDS: [(&str, &[&str]); 9] = [
    ("secret", &["nobody.ics"]),
    ("question", &["q1", "q5"]),
    ("key", &["web-form"]),
    ("noun", &["brand"]),
    ("dictionary", &["customer-class"]),
    ("entry", &["prospect"]),
    ("setting", &["session.idle_hours"]),
    ("field", &["name", "phone", "id_number", "remark", "birthday"]),
    ("number", &["K000001", "K000005"]),
];

/// What follows a path: other questions to the same page.
fn queries(path: &str, house: &House, person: &Person) -> Vec<String> {
    let mut list = vec![String::new()];
    for kind in house.kinds() {
        if path == format!("/{}", kind.collection) {
            let all: Vec<&str> = kind.fields.iter().map(|f| f.name).collect();
            list.push(format!("?columns={}", all.join(",")));
        }
    }
    let other = house.oracle.within(person.id, "customer", Action::See).into_iter().next_back();
    match path {
        // The preview of a merge: with one of one's own, and with any.
        "/customers/{customer}/merge" => {
            let foreign = house.oracle.records("customer").into_iter().next();
            list.extend(other.into_iter().chain(foreign).map(|id| format!("?with={id}&other={id}")));
        }
        "/customers/{customer}/class" | "/customers/{customer}/owner" | "/customers/{customer}/next-contact" => {
            list.extend(house.oracle.records("store").iter().map(|store| format!("?store={store}")));
        }
        "/showroom/report" | "/showroom/report/export" => {
            list.push("?every=month".into());
            list.extend(house.oracle.records("store").iter().map(|store| format!("?every=week&store={store}")));
        }
        "/showroom/report/rows" => {
            let ever = "from=0&to=4000000000000000";
            list.extend(sales::figures::FIGURES.iter().map(|f| format!("?figure={}&{ever}", f.code)));
            list.extend(house.oracle.records("store").iter().map(|store| format!("?figure=open&store={store}")));
        }
        "/headquarters" => list.push("?screen=true".into()),
        "/privacy/new" => list.extend(other.into_iter().map(|id| format!("?customer={id}"))),
        "/search" => list.extend(["欧阳", "Qz", "138"].map(|q| format!("?q={}", encode(q)))),
        "/audit" => list.extend(["?action=create", "?action=update", "?kind=customer"].map(str::to_owned)),
        "/customers/duplicates" => list.push("?state=apart".into()),
        _ => {}
    }
    list
}

/// Ids that may stand for each parameter.
pub struct Stands(Vec<(&'static str, Vec<Id>)>);

impl Stands {
    /// Reads what there is.
    pub async fn of(house: &House) -> Stands {
        let mut list = Vec::new();
        for (name, table) in stand_ins::TABLES {
            let rows =
                sql::rows(house.world.db.read(), &format!("SELECT id FROM {table} ORDER BY id"), []).await.unwrap();
            let mut ids: Vec<Id> = rows.iter().map(|r| r.try_get_by_index(0).unwrap()).collect();
            ids.push(Id::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002));
            list.push((name, ids));
        }
        Stands(list)
    }
}

/// Walks all reading routes in someone's name.
pub async fn walk(house: &House, person: &Person, routes: &[Route], stands: &Stands, deep: bool, found: &mut Findings) {
    let mut browser = house.world.browser(&person.login).await;
    let mut part = browser.clone().header("hx-request", "true");
    let mut script = house.script(person);
    let mut dice = Dice::new(person.id.as_u128() as u64);
    for route in routes.iter().filter(|r| r.method == Method::GET) {
        for query in queries(route.path, house, person) {
            for path in paths(house, person, route.path, stands, &mut dice, deep) {
                let api = route.path.starts_with("/api/");
                let client: &mut Client = if api { &mut script } else { &mut browser };
                let address = format!("{path}{query}");
                let answer = client.get(&address).await;
                note(house, person, route, &address, &answer, found);
                // Parts of a page are answered to a script as well.
                if !api && answer.status.is_success() && dice.chance(if deep { 50 } else { 15 }) {
                    note(house, person, route, &address, &part.get(&address).await, found);
                }
            }
        }
    }
}

/// Addresses of a route: its parameters filled with what is theirs, what is not, what is gone and what never was.
fn paths(house: &House, person: &Person, path: &str, stands: &Stands, dice: &mut Dice, deep: bool) -> Vec<String> {
    let mut list = vec![path.to_owned()];
    for name in path.split('/').filter_map(|p| p.strip_prefix('{')?.strip_suffix('}')) {
        let values = values(house, person, name, stands, dice, deep);
        assert!(!values.is_empty(), "{path}: nothing stands for {{{name}}} in app/tests/leaks/crawl.rs");
        let hole = format!("{{{name}}}");
        list = list.iter().flat_map(|p| values.iter().map(|v| p.replace(&hole, v)).collect::<Vec<_>>()).collect();
    }
    list
}

fn values(house: &House, person: &Person, name: &str, stands: &Stands, dice: &mut Dice, deep: bool) -> Vec<String> {
    if let Some((_, words)) = WORDS.iter().find(|(n, _)| *n == name) {
        return words.iter().map(|w| (*w).to_owned()).collect();
    }
    if house.kinds().iter().any(|k| k.name == name) {
        let all: Vec<Id> = house.oracle.records(name).into_iter().collect();
        let own: Vec<Id> = house.oracle.within(person.id, name, Action::See).into_iter().collect();
        let strange: Vec<Id> = all.iter().filter(|id| !own.contains(id)).copied().collect();
        let mut chosen: Vec<Id> = Vec::new();
        let few = if deep { 3 } else { 1 };
        for list in [own, strange] {
            for _ in 0..few.min(list.len()) {
                chosen.push(*dice.of(&list));
            }
        }
        chosen.extend(house.deleted.iter().filter(|(k, _)| *k == name).map(|(_, id)| *id));
        chosen.dedup();
        return chosen.iter().map(Id::to_string).collect();
    }
    let ids = stands.0.iter().find(|(n, _)| *n == name).map_or(&[][..], |(_, ids)| ids.as_slice());
    // Whoever may see everything opens every one of them, so that no page is left out.
    if person.login == "admin" {
        return ids.iter().map(Id::to_string).collect();
    }
    let most = if deep { 4 } else { 2 };
    let mut chosen: Vec<String> = (0..most.min(ids.len())).map(|_| dice.of(ids).to_string()).collect();
    chosen.dedup();
    chosen
}

/// Looks at an answer.
fn note(house: &House, person: &Person, route: &Route, asked: &str, answer: &Answer, found: &mut Findings) {
    found.answers += 1;
    let way = format!("GET {}", route.path);
    if answer.status.is_server_error() {
        found.hole(person, way.clone(), format!("fails with {}", answer.status));
    }
    if answer.status.is_success() || answer.status.is_redirection() {
        *found.open.entry(route.path).or_default() += 1;
    }
    // What somebody asked with is no news to them.
    look(house, person, &way, &readable(answer).replace(asked.rsplit('/').next().unwrap_or_default(), ""), found);
}

/// All that an answer tells: its headers and its body, workbooks unpacked.
pub fn readable(answer: &Answer) -> String {
    let mut text = body(answer);
    for (name, value) in &answer.headers {
        if name != "set-cookie" {
            text.push('\n');
            text.push_str(&String::from_utf8_lossy(&percent(value.as_bytes())));
        }
    }
    text
}

/// The body alone.
pub fn body(answer: &Answer) -> String {
    let mut text = String::new();
    if answer.bytes.starts_with(b"PK") {
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(&answer.bytes)).unwrap();
        for n in 0..book.len() {
            let _ = book.by_index(n).unwrap().read_to_string(&mut text);
            text.push('\n');
        }
    } else {
        text.push_str(&answer.text());
    }
    text
}

/// Searches a text, as it is and as it is read, for canaries that are not this person's to read.
pub fn look(house: &House, person: &Person, way: &str, text: &str, found: &mut Findings) {
    let read = compact(text);
    // In attributes stand addresses and titles, which the reading leaves out.
    let mut caught = house.net.caught(text);
    caught.extend(house.net.caught(&read));
    if text.contains('%') {
        caught.extend(house.net.caught(&String::from_utf8_lossy(&percent(text.as_bytes()))));
    }
    caught.sort_unstable();
    caught.dedup();
    let registry = &house.world.assembly.app.registry;
    for canary in caught {
        let claims = house.net.claims(canary);
        if claims.iter().any(|claim| house.oracle.may_read(person.id, claim, registry)) {
            found.found.insert(canary.to_owned());
        } else {
            found.hole(person, way, format!("reads {canary} of {:?}", claims[0]));
        }
    }
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        match code.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}
