//! Contacts, relations, tags and consents.

use customers::belongings::{self, Belongings};
use customers::consents::NewConsent;
use kernel::{Id, Tx};
use records::Refusal;

use super::Loader;
use crate::demo::generate::File;

/// Writes what hangs on files.
pub async fn insert(tx: &mut Tx<'_>, loader: &Loader<'_>, files: &[File], ids: &[Id]) -> Result<(), Refusal> {
    let batch = files.iter().zip(ids).map(|(file, id)| belongings(loader, file, *id)).collect();
    Ok(belongings::insert(tx, batch).await?)
}

fn belongings(loader: &Loader<'_>, file: &File, customer: Id) -> Belongings {
    let contact = |(name, role, phone): &(String, &'static str, String)| {
        (name.clone(), Some((*role).to_owned()), Some(format!("+86{phone}")))
    };
    let relation = |(other, kind, remark): &(u64, &'static str, Option<String>)| {
        Some((*loader.known.get(other)?, (*kind).to_owned(), remark.clone()))
    };
    let first = file.engagements.first();
    let collector = first.and_then(|stay| stay.owner).map_or("前台", |at| loader.world().person(at).name.as_str());
    let consents = file.consents.map(|(service, marketing)| {
        [("service", "phone", service), ("marketing", "sms", marketing)]
            .map(|(purpose, channel, given)| consent(purpose, channel, given))
            .to_vec()
    });
    Belongings {
        customer,
        at: file.began,
        contacts: file.contacts.iter().map(contact).collect(),
        relations: file.relations.iter().filter_map(relation).collect(),
        tags: file.tags.iter().map(|(at, tag)| (loader.ground.stores[*at].id, (*tag).to_owned())).collect(),
        consents: consents.unwrap_or_default(),
        collected: (collector.to_owned(), first.map(|stay| loader.ground.stores[stay.store].id)),
    }
}

fn consent(purpose: &str, channel: &str, given: bool) -> NewConsent {
    let evidence = if given { "到店签署的个人信息告知书" } else { "客户当面表示不同意" };
    NewConsent {
        purpose: purpose.into(),
        channel: channel.into(),
        given,
        text_version: Some("2026-01".into()),
        evidence: Some(evidence.into()),
    }
}
