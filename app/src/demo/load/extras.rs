//! Contacts, relations, tags and consents. Their modules' verbs check and note one change of one person; a history of a
//! million files is laid down in statements of many rows instead.

use kernel::{Id, Tx, Value, sql};
use records::Refusal;

use super::Loader;
use crate::demo::generate::File;

/// Writes what hangs on files.
pub async fn insert(tx: &mut Tx<'_>, loader: &Loader<'_>, files: &[File], ids: &[Id]) -> Result<(), Refusal> {
    let (mut contacts, mut relations, mut tags, mut consents) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (file, id) in files.iter().zip(ids) {
        contacts.extend(file.contacts.iter().map(|(name, role, phone)| contact(tx, *id, name, role, phone, file)));
        for (other, kind, remark) in &file.relations {
            if let Some(other) = loader.known.get(other) {
                relations.push(relation(tx, *id, *other, kind, remark.as_deref(), file));
            }
        }
        for (store, tag) in &file.tags {
            let store = loader.ground.stores[*store].id;
            tags.push(vec![
                tx.tenant().into(),
                (*id).into(),
                store.into(),
                (*tag).into(),
                file.began.into(),
                None::<Id>.into(),
            ]);
        }
        if let Some((service, marketing)) = file.consents {
            let purposes = [("service", "phone", service), ("marketing", "sms", marketing)];
            consents.extend(
                purposes
                    .into_iter()
                    .map(|(purpose, channel, given)| consent(tx, loader, *id, purpose, channel, given, file)),
            );
        }
    }
    let columns = ["tenant_id", "id", "customer_id", "name", "role", "phone", "created_at"];
    sql::insert(tx.conn(), "customer_contacts", &columns, contacts).await?;
    let columns = ["tenant_id", "id", "customer_id", "other_id", "kind", "remark", "created_at"];
    sql::insert(tx.conn(), "customer_relations", &columns, relations).await?;
    let columns = ["tenant_id", "customer_id", "store_id", "tag", "added_at", "added_by"];
    sql::insert(tx.conn(), "customer_tags", &columns, tags).await?;
    let columns = [
        "tenant_id",
        "id",
        "customer_id",
        "purpose",
        "channel",
        "given",
        "at",
        "text_version",
        "evidence",
        "collector_name",
        "store_id",
    ];
    Ok(sql::insert(tx.conn(), "customer_consents", &columns, consents).await?)
}

fn contact(tx: &Tx<'_>, customer: Id, name: &str, role: &str, phone: &str, file: &File) -> Vec<Value> {
    let phone = format!("+86{phone}");
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        customer.into(),
        name.into(),
        role.into(),
        phone.into(),
        file.began.into(),
    ]
}

fn relation(tx: &Tx<'_>, customer: Id, other: Id, kind: &str, remark: Option<&str>, file: &File) -> Vec<Value> {
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        customer.into(),
        other.into(),
        kind.into(),
        remark.into(),
        file.began.into(),
    ]
}

fn consent(
    tx: &Tx<'_>,
    loader: &Loader<'_>,
    customer: Id,
    purpose: &str,
    channel: &str,
    given: bool,
    file: &File,
) -> Vec<Value> {
    let store = file.engagements.first().map(|stay| stay.store);
    let person = file.engagements.first().and_then(|stay| stay.owner);
    let collector = person.map_or("前台", |at| loader.world().person(at).name.as_str());
    let evidence = if given { "到店签署的个人信息告知书" } else { "客户当面表示不同意" };
    vec![
        tx.tenant().into(),
        tx.new_id().into(),
        customer.into(),
        purpose.into(),
        channel.into(),
        given.into(),
        file.began.into(),
        "2026-01".into(),
        evidence.into(),
        collector.into(),
        store.map(|at| loader.ground.stores[at].id).into(),
    ]
}
