//! Registering a visit (来店登记): the number of people is enough.

use kernel::{Id, Tx, numbering};
use organisation::dictionaries;
use records::{Input, Refusal, input};

use super::machine::State;
use super::model::Visit;
use super::{VISIT, naming, places, queries, reading, rota};
use crate::seams::Seams;

/// `V000123`.
pub(super) fn number(serial: i64) -> String {
    format!("V{serial:06}")
}

/// Registers a visit that begins now, from fields of the descriptor. Whoever receives it goes to the end of the rota. A
/// telephone number looks the person up, as a later naming does.
pub async fn register(tx: &mut Tx<'_>, seams: &Seams, typed: &Input) -> Result<Id, Refusal> {
    let id = tx.new_id();
    register_as(tx, seams, id, typed, typed.get("owner").is_none()).await
}

/// As [`register`], by an id that its form was made with: sent twice it is registered once. `by_turn` says that nobody
/// chose who receives: somebody whom a colleague knows by their number is received by that colleague.
pub(super) async fn register_as(
    tx: &mut Tx<'_>,
    seams: &Seams,
    id: Id,
    typed: &Input,
    by_turn: bool,
) -> Result<Id, Refusal> {
    reading::writable(tx.scope(), typed)?;
    let sheet = reading::read(typed, crate::lead::context(tx.now()))?;
    let lacking = input::missing(&VISIT, |field| field != "heads" || sheet.heads.is_some());
    if !lacking.is_empty() {
        return Err(Refusal::Invalid(lacking));
    }
    dictionaries::check(tx, &VISIT, None, typed, &[]).await?;
    let mut place = places::new(tx, typed).await?;
    let store = place.store.ok_or_else(|| Refusal::field("store", "field-required"))?;
    if let Some(phone) = sheet.phone.as_ref().and_then(Option::as_ref).filter(|_| by_turn)
        && let Some(person) = naming::consultant(tx, store, phone).await?
    {
        let mut theirs = typed.clone();
        theirs.set("owner", person.to_string());
        match places::new(tx, &theirs).await {
            Ok(found) => place = found,
            Err(Refusal::Database(error)) => return Err(error.into()),
            // Whoever registers may leave visits to nobody but themselves.
            Err(_) => {}
        }
    }
    // Whoever takes a number waits for others who do: of two forms with one id the second finds the first.
    let serial = numbering::take(tx, VISIT.name, 1).await?;
    if queries::find(tx.conn(), tx.tenant(), id).await?.is_some() {
        return Err(Refusal::Rule("visit-registered-already"));
    }
    let mut values = sheet.columns();
    values.extend([
        ("number", number(serial).into()),
        ("arrived_at", tx.now().into()),
        ("heads", sheet.heads.unwrap_or(1).into()),
        ("phone", sheet.number().into()),
        ("state", State::Received.name().into()),
        ("store_id", store.into()),
        ("owner_id", place.owner.into()),
        ("path", place.path.as_str().into()),
    ]);
    queries::insert(tx, vec![(id, values)]).await?;
    tx.record(VISIT.name, id, "create", vec![]);
    let told = serde_json::json!({ "store": store, "owner": place.owner, "heads": sheet.heads });
    tx.emit("visit.registered.v1", VISIT.name, id, told);
    if let Some(owner) = place.owner {
        rota::to_end(tx, store, owner).await?;
    }
    if let Some(phone) = sheet.phone.flatten() {
        let visit = standing(tx, id).await?;
        naming::look_up(tx, seams, &visit, &phone).await?;
    }
    Ok(id)
}

/// A visit as it stands in the transaction.
pub(super) async fn standing(tx: &Tx<'_>, id: Id) -> Result<Visit, Refusal> {
    queries::find(tx.conn(), tx.tenant(), id).await?.ok_or(Refusal::NotFound)
}
