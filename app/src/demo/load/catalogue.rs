//! The product catalogue.

use std::collections::HashMap;

use chrono::Datelike;
use kernel::{Db, Id, Tenant, Tx};
use records::{Input, Refusal};
use vehicles::catalogue::{self, Noun};

use crate::demo::generate::{CABINS, COLOURS, MODELS, Model, OPTIONS, World};

/// Lays down brands, series and models with colours and options; the models' ids in their order.
pub async fn lay(tx: &mut Tx<'_>, world: &World) -> Result<Vec<Id>, Refusal> {
    let (mut brands, mut series, mut models) = (HashMap::new(), HashMap::new(), Vec::with_capacity(MODELS.len()));
    for model in MODELS {
        let brand = match brands.get(model.brand) {
            Some(id) => *id,
            None => {
                let mut wmis: Vec<&str> = MODELS.iter().filter(|m| m.brand == model.brand).map(|m| m.wmi).collect();
                wmis.sort_unstable();
                wmis.dedup();
                let wmis = wmis.join(" ");
                let id = catalogue::add(
                    tx,
                    Noun::Brand,
                    None,
                    &input(&[("name", model.brand), ("name_en", model.brand_en), ("wmis", &wmis)]),
                )
                .await?;
                *brands.entry(model.brand).or_insert(id)
            }
        };
        let key = (model.brand, model.series);
        let line = match series.get(&key) {
            Some(id) => *id,
            None => {
                let id = catalogue::add(
                    tx,
                    Noun::Series,
                    Some(brand),
                    &input(&[("name", model.series), ("name_en", model.series_en)]),
                )
                .await?;
                *series.entry(key).or_insert(id)
            }
        };
        let (year, price) = (world.today.year().to_string(), yuan(model.price));
        let fields = [
            ("name", model.name),
            ("model_year", &year),
            ("power", model.power.name()),
            ("guide_price", &price),
            ("on_sale", "true"),
        ];
        let id = catalogue::add(tx, Noun::Model, Some(line), &input(&fields)).await?;
        if world.stores.iter().any(|store| store.brand == model.brand) {
            offer(tx, id).await?;
        }
        models.push(id);
    }
    Ok(models)
}

/// The models' ids in their order, as they were laid down.
pub async fn found_again(db: &Db, tenant: Tenant) -> Result<Vec<Id>, Refusal> {
    let series: HashMap<Id, String> =
        catalogue::queries::series(db.read(), tenant).await?.into_iter().map(|s| (s.id, s.name)).collect();
    let models: HashMap<(Option<String>, String), Id> = catalogue::queries::models(db.read(), tenant)
        .await?
        .into_iter()
        .map(|m| ((series.get(&m.series_id).cloned(), m.name), m.id))
        .collect();
    let id = |m: &Model| models.get(&(Some(m.series.to_owned()), m.name.to_owned())).copied();
    MODELS.iter().map(|m| id(m).ok_or(Refusal::NotFound)).collect()
}

/// Colours and options of a model that the group sells.
async fn offer(tx: &mut Tx<'_>, model: Id) -> Result<(), Refusal> {
    for (name, part) in
        COLOURS.iter().map(|(name, _)| (*name, "exterior")).chain(CABINS.iter().map(|name| (*name, "interior")))
    {
        catalogue::add(tx, Noun::Colour, Some(model), &input(&[("name", name), ("part", part)])).await?;
    }
    for (name, price) in OPTIONS {
        catalogue::add(tx, Noun::Option, Some(model), &input(&[("name", name), ("price", &yuan(*price))])).await?;
    }
    Ok(())
}

fn yuan(fen: i64) -> String {
    (fen / 100).to_string()
}

fn input(fields: &[(&str, &str)]) -> Input {
    let mut input = Input::default();
    for (field, text) in fields {
        input.0.insert((*field).to_owned(), (*text).to_owned());
    }
    input
}
