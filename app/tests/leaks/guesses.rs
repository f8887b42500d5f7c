//! Questions that a guess can be put into: what is asked for and known to others must be answered as what nobody knows.

use kernel::{Access, Action, Id};
use serde_json::Value;
use testkit::Client;

use super::canary::Mint;
use super::house::{House, Person};
use super::probes::encode;
use super::report::Findings;

/// Pages that tell about something typed: the kind and field asked for, and the address before the value.
const ASKED: [(&str, &str, &str); 5] = [
    ("customer", "phone", "/customers/known?name=&phone="),
    ("customer", "name", "/customers/known?phone=&name="),
    ("customer", "number", "/go/"),
    ("vehicle", "vin", "/vehicles/check/vin?vin="),
    ("vehicle", "plate", "/vehicles/check/plate?plate="),
];

/// Asks for values of records out of reach, or whose field is hidden, and for values that nobody has.
pub async fn ask(house: &House, person: &Person, found: &mut Findings) {
    let mut browser = house.world.browser(&person.login).await;
    let mut mint = Mint::from(40_000);
    for (kind, field, at) in ASKED {
        let described = house.world.assembly.app.registry.kind(kind).unwrap().field(field).unwrap();
        for ((_, record), item) in house.truth.iter().filter(|((k, _), _)| *k == kind).step_by(4) {
            let Some(known) = item.get(field).and_then(Value::as_str) else { continue };
            let open = house.oracle.at_least(person.id, kind, field);
            let reached = house.oracle.reached(person.id, kind, *record, Action::See);
            // Their own record, whose field they see at least masked: that it is known is no news.
            let seen = house.oracle.access(person.id, kind, field, &reached) > Access::Hidden;
            if !reached.is_empty() && (open > Access::Hidden || seen) {
                continue;
            }
            // Two stores may have one person on a file each (CUS-10): the own one answers.
            if has_twin(house, person, kind, *record, field) {
                continue;
            }
            let unknown = match described.kind {
                _ if field == "number" => format!("K9{:05}", mint.next()),
                // Names come round again; one like this nobody has, nor is it the person's own.
                records::FieldKind::Name => format!("{}甲", mint.name()),
                other => mint.value(other).unwrap(),
            };
            let told = answer(&mut browser, at, &national(known)).await;
            let untold = answer(&mut browser, at, &national(&unknown)).await;
            found.answers += 2;
            if told != untold {
                found.hole(person, format!("GET {at}…"), format!("tells {kind}.{field} {record} from nothing: {told}"));
            }
        }
    }
}

/// A text without the seconds at which a workbook was made.
fn timeless(text: &str) -> String {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00Z";
    let moment = |at: usize| {
        let part = text.as_bytes().get(at..at + SHAPE.len());
        part.is_some_and(|p| p.iter().zip(SHAPE).all(|(c, s)| if *s == b'0' { c.is_ascii_digit() } else { c == s }))
    };
    let mut moments: Vec<usize> = text.char_indices().map(|(at, _)| at).filter(|at| moment(*at)).collect();
    let mut left = text.to_owned();
    while let Some(at) = moments.pop() {
        left.replace_range(at..at + SHAPE.len(), "");
    }
    left
}

/// Whether a record that the person reaches has the same value.
pub fn has_twin(house: &House, person: &Person, kind: &str, record: Id, field: &str) -> bool {
    let value =
        house.truth.iter().find(|((k, id), _)| *k == kind && *id == record).and_then(|(_, item)| item.get(field));
    house.truth.iter().any(|((k, other), values)| {
        *k == kind
            && *other != record
            && values.get(field) == value
            && !house.oracle.reached(person.id, kind, *other, Action::See).is_empty()
    })
}

fn national(value: &str) -> String {
    identifiers::phone::national(value)
}

/// The answer without what was typed.
async fn answer(browser: &mut Client, at: &str, value: &str) -> String {
    let answer = browser.get(&format!("{at}{}", encode(value))).await;
    let read = super::canary::compact(&format!("{} {}", super::crawl::readable(&answer), answer.location()));
    let value = super::canary::compact(value);
    let mut told = format!("{} {}", answer.status, read.replace(&value, "").replace(&encode(&value), ""));
    // What a number says of itself: its province, its maker, its year.
    if at.contains("/check/") {
        let known = ["已有", "known", "worn", "href="].iter().any(|word| answer.text().contains(word));
        told = format!("{} {known}", answer.status);
    }
    told
}

/// Brings in a sheet of people whom only others know, and of people whom nobody knows: both go the same way.
pub async fn import(house: &House, person: &Person, store: Id, found: &mut Findings) {
    let mut browser = house.world.browser(&person.login).await;
    let mut mint = Mint::from(60_000);
    let foreign = house.truth.iter().find(|((kind, id), item)| {
        *kind == "customer"
            && house.oracle.reached(person.id, "customer", *id, Action::See).is_empty()
            && item["phone"].is_string()
            && !has_twin(house, person, "customer", *id, "phone")
    });
    let Some((_, item)) = foreign else { return };
    let lines = [
        (item["name"].as_str().unwrap().to_owned(), national(item["phone"].as_str().unwrap())),
        (mint.name(), mint.value(records::FieldKind::Phone).unwrap()),
    ];
    let mut told = Vec::new();
    for (name, phone) in lines {
        let sheet = format!("姓名,手机\n{name},{phone}\n");
        let store = store.to_string();
        let sent = browser.upload("/imports", "file", "名单.csv", sheet.as_bytes(), &[("store", &store)]).await;
        assert!(sent.status.is_redirection(), "{}", sent.text());
        let import = sent.location().trim_end_matches("/mapping").to_owned();
        let form = [
            ("sheet", "0"),
            ("header", "1"),
            ("c0", "customer.name"),
            ("c1", "customer.phone"),
            ("mode", "both"),
            ("key", "phone"),
        ];
        let mapped = browser.post(&format!("{import}/mapping"), &form).await;
        house.world.settle().await;
        browser.post("/notices/read", &[]).await;
        let mut text = format!("{} {}", mapped.status, super::canary::compact(&mapped.text()));
        for part in ["", "/rows", "/progress"] {
            let answer = browser.get(&format!("{import}{part}")).await;
            text.push_str(&format!(" {} {}", answer.status, super::canary::compact(&super::crawl::body(&answer))));
        }
        browser.post(&format!("{import}/run"), &[]).await;
        house.world.settle().await;
        browser.post("/notices/read", &[]).await;
        for part in ["", "/rows", "/report"] {
            let answer = browser.get(&format!("{import}{part}")).await;
            text.push_str(&format!(" {} {}", answer.status, super::canary::compact(&super::crawl::body(&answer))));
        }
        found.answers += 7;
        let own =
            [name, phone.clone(), super::canary::compact(&ui::phone_text(&phone)), identifiers::phone::mask(&phone)];
        let id = import.rsplit('/').next().unwrap_or_default().to_owned();
        told.push(timeless(&own.iter().chain([&id]).fold(text, |text, part| text.replace(part.as_str(), ""))));
    }
    if told[0] != told[1] {
        let differs = told[0].chars().zip(told[1].chars()).take_while(|(a, b)| a == b).count();
        let part = |text: &str| text.chars().skip(differs.saturating_sub(30)).take(90).collect::<String>();
        found.hole(person, "import", format!("a stranger's row differs: {} | {}", part(&told[0]), part(&told[1])));
    }
}
