//! Filing somebody whom only others know, and somebody whom nobody knows: what follows is the same to the letter, but for
//! the one sentence that the group's policy allows (CUS-10).

use kernel::Action;
use organisation::settings::{SETTINGS, keys, set_setting};
use testkit::Client;

use super::canary::{Mint, compact};
use super::house::{House, Person};
use super::report::Findings;

/// Sets what is told of collisions, everywhere.
pub async fn policy(house: &House, told: &str) {
    let scope = house.world.system();
    let mut tx = house.world.db.write(&scope).await.unwrap();
    let root = organisation::nodes::queries::find_by_code(tx.conn(), house.world.tenant, "HQ").await.unwrap().unwrap();
    for key in [keys::COLLISION_STORE, keys::COLLISION_GROUP, keys::COLLISION_DEALERS] {
        let setting = SETTINGS.iter().find(|s| s.key == key).unwrap();
        set_setting(&mut tx, root.id, setting, told).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Files one of each by form, and reads what the person can read of it.
pub async fn file(house: &House, person: &Person, allowed: bool, found: &mut Findings) {
    let mut browser = house.world.browser(&person.login).await;
    let mut mint = Mint::from(if allowed { 70_000 } else { 80_000 });
    // Cars would be on the file of neither; the phone is the key.
    let foreign = house.truth.iter().filter(|((kind, id), item)| {
        *kind == "customer"
            && house.oracle.reached(person.id, "customer", *id, Action::See).is_empty()
            && item["phone"].is_string()
            && !super::guesses::has_twin(house, person, "customer", *id, "phone")
    });
    // Another one each time: whom they filed before they know.
    let (_, item) = foreign.rev().nth(usize::from(allowed)).unwrap();
    let numbers = [item["phone"].as_str().unwrap().to_owned(), mint.value(records::FieldKind::Phone).unwrap()];
    let mut told = Vec::new();
    for phone in numbers {
        let name = mint.name();
        let answer = browser.post("/customers/new", &[("name", &name), ("phone", &phone)]).await;
        assert!(answer.status.is_redirection(), "{}", answer.text());
        let page = answer.location().split('?').next().unwrap().to_owned();
        let mut text = String::new();
        let parts = if allowed { &["", "/history", "/timeline"][..] } else { &["", "/history", "/timeline", "/merge"] };
        for part in parts {
            text.push_str(&read(&mut browser, &format!("{page}{part}")).await);
        }
        if !allowed {
            text.push_str(&read(&mut browser, "/customers/duplicates").await);
            text.push_str(&read(&mut browser, "/collisions").await.replace(&name, ""));
        }
        found.answers += parts.len();
        let id = page.rsplit('/').next().unwrap().to_owned();
        let row = kernel::sql::row(
            house.world.db.read(),
            "SELECT number FROM customers WHERE id = $1",
            [id.parse::<kernel::Id>().unwrap().into()],
        );
        let number: String = row.await.unwrap().unwrap().try_get_by_index(0).unwrap();
        let national = identifiers::phone::national(&phone);
        let own = [compact(&name), compact(&ui::phone_text(&phone)), national, compact(&phone), id, number];
        told.push(own.iter().fold(text, |text, part| text.replace(part.as_str(), "")));
    }
    if allowed {
        let words = &house.world.assembly.app.words;
        let somewhere = words.text(kernel::Lang::ZhCn, "collision-somewhere");
        let button = compact(&words.text(kernel::Lang::ZhCn, "collision-what-now"));
        assert!(told[0].contains(&button), "the guard says that they are known: {}", told[0]);
        // On each page that shows the file.
        while told[0].contains(&button) {
            let (head, tail) = sentence(&told[0], &compact(&somewhere), &button);
            told[0].replace_range(head..tail, "");
        }
    }
    if told[0] != told[1] {
        let differs = told[0].chars().zip(told[1].chars()).take_while(|(a, b)| a == b).count();
        let part = |text: &str| text.chars().skip(differs.saturating_sub(40)).take(120).collect::<String>();
        found.hole(person, "filing", format!("telling allowed {allowed}: {} | {}", part(&told[0]), part(&told[1])));
    }
}

/// Where the card's sentence stands, with its button.
fn sentence(text: &str, somewhere: &str, button: &str) -> (usize, usize) {
    let end = text.find(button).unwrap() + button.len();
    let at = text[..end].rfind(somewhere).unwrap();
    let head = text[..at].rfind(&compact("该客户在集团内已有建档")).unwrap();
    (head, end)
}

async fn read(browser: &mut Client, path: &str) -> String {
    let answer = browser.get(path).await;
    format!(" {} {}", answer.status, compact(&super::crawl::body(&answer)))
}
