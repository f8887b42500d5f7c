//! What is hidden changes nothing: whatever stands in a hidden field, every page is the same to the letter. So codes,
//! amounts and days are held too, which are too common to be looked for as canaries.

use kernel::{Access, Action, Actions, Id, sql};
use organisation::powers::Level;
use organisation::roles::change::NewRole;
use organisation::{NewPost, NewUser, nodes, roles};
use records::{Field, FieldKind, Kind, Source};
use testkit::Client;

use super::house::House;
use super::support::PASSWORD;

/// Someone who sees all records and of each only its name, and may do nothing with them.
pub async fn onlooker(house: &House) -> Client {
    let world = &house.world;
    let scope = world.system();
    let mut tx = world.db.write(&scope).await.unwrap();
    let new = NewRole { code: "onlooker".into(), name_zh: "旁观".into(), name_en: String::new(), parent: None };
    let role = roles::change::add_role(&mut tx, new).await.unwrap();
    for kind in house.kinds() {
        let see = Actions::of(&[Action::See, Action::Export, Action::Edit]);
        roles::change::set_grant(&mut tx, role, kind.name, Level::Group, see).await.unwrap();
        roles::change::set_field(&mut tx, role, kind.name, kind.title, Access::Shown).await.unwrap();
    }
    let hash = organisation::users::password::hash(PASSWORD).await.unwrap();
    let new =
        NewUser { login: "onlooker".into(), name: "旁观者".into(), password_hash: Some(hash), ..NewUser::default() };
    let user = organisation::add_user(&mut tx, new).await.unwrap();
    let root = nodes::queries::find_by_code(tx.conn(), world.tenant, "HQ").await.unwrap().unwrap().id;
    organisation::add_post(&mut tx, NewPost::new(user, root, role)).await.unwrap();
    tx.commit().await.unwrap();
    world.browser("onlooker").await
}

/// What the onlooker reads of a record, page by page.
pub async fn read(browser: &mut Client, kind: &Kind, record: Id) -> Vec<(String, String)> {
    let all: Vec<&str> = kind.fields.iter().map(|f| f.name).collect();
    let columns = all.join(",");
    let mut ways = vec![
        format!("/{}", kind.collection),
        format!("/{}?columns={columns}", kind.collection),
        format!("/{}/{record}", kind.collection),
        format!("/{}/{record}/preview", kind.collection),
        format!("/{}/{record}/edit", kind.collection),
        format!("/{}/picker?q=", kind.collection),
        "/".to_owned(),
    ];
    if kind.name == "customer" {
        ways.extend(
            ["timeline", "standing", "class", "next-contact"].map(|part| format!("/customers/{record}/{part}")),
        );
        ways.extend(["/customers/to-mend".to_owned(), "/customers/duplicates".to_owned()]);
    }
    if kind.name == "lead" {
        ways.push(format!("/leads/{record}/screening"));
    }
    let mut pages = Vec::new();
    for way in ways {
        let answer = browser.get(&way).await;
        pages.push((way, format!("{} {}", answer.status, answer.text())));
    }
    pages
}

/// Puts another value into a field of a record, below everything; false where the field has no column that could.
pub async fn change(house: &House, kind: &Kind, record: Id, field: &Field) -> bool {
    let (table, key, column) = match field.source {
        Source::Base(column) => (kind.table, "id", column),
        Source::Anchor(column) => (kind.anchor.table, kind.anchor.record, column),
        // What is sealed is held by its canaries; a house's own fields have stories of their own (`custom_fields`).
        Source::Sealed { .. } | Source::Custom(_) => return false,
    };
    let value: kernel::Value = match field.kind {
        FieldKind::Integer | FieldKind::Money | FieldKind::Kilometres => 4_711_i64.into(),
        FieldKind::Score => 1_i64.into(),
        FieldKind::Instant => 1_700_000_000_000_000_i64.into(),
        FieldKind::Date => "2001-02-03".parse::<chrono::NaiveDate>().unwrap().into(),
        FieldKind::Bool => false.into(),
        FieldKind::Choice(dictionary) => {
            let text =
                "SELECT code FROM dictionary_entries WHERE dictionary = $1 AND active ORDER BY position DESC LIMIT 1";
            let row = sql::row(house.world.db.read(), text, [dictionary.into()]).await.unwrap();
            let Some(row) = row else { return false };
            row.try_get_by_index::<String>(0).unwrap().into()
        }
        // Who owns a record and where it stands decides who sees it: that is the oracle's.
        FieldKind::Reference { .. } => return false,
        _ => "QzAndererWert".into(),
    };
    let scope = house.world.system();
    let tx = house.world.db.write(&scope).await.unwrap();
    let text = format!("UPDATE {table} SET {column} = $1 WHERE tenant_id = $2 AND {key} = $3");
    sql::run(tx.conn(), &text, [value, house.world.tenant.into(), record.into()]).await.unwrap();
    tx.commit().await.unwrap();
    true
}
