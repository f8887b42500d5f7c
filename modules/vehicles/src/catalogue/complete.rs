//! What the catalogue adds to a vehicle that is being written.

use identifiers::vin;
use kernel::{ConnectionTrait, DbError, Lang, Tenant, Tx};
use records::{Datum, Refusal};

use super::model::Brand;
use super::queries;
use crate::vehicle::reading::Sheet;

/// A model chosen from the catalogue supplies the words for brand, series and model where the input has none.
pub(crate) async fn complete(tx: &Tx<'_>, sheet: &mut Sheet) -> Result<(), Refusal> {
    let Some(id) = sheet.catalogue_model() else { return Ok(()) };
    let Some((model, series, brand)) = queries::names_of(tx.conn(), tx.tenant(), id).await? else {
        return Err(Refusal::field("catalogue_model", "field-unknown-record"));
    };
    for (field, name) in [("model", model), ("series", series), ("brand", brand)] {
        if sheet.text(field).is_none() {
            sheet.values.insert(field, Datum::Text(name));
        }
    }
    Ok(())
}

/// The brand that a VIN's maker code suggests: from the tenant's catalogue, else from the table the house begins with.
/// It is a suggestion, never a fact (domain.md §4.1).
pub async fn suggested_brand(
    conn: &impl ConnectionTrait,
    tenant: Tenant,
    number: &str,
    lang: Lang,
) -> Result<Option<String>, DbError> {
    let Some(wmi) = vin::wmi(number) else { return Ok(None) };
    if let Some(brand) = among(queries::brands(conn, tenant).await?, &wmi) {
        return Ok(Some(brand.name));
    }
    Ok(vin::maker(number).map(|maker| if lang == Lang::En { maker.en } else { maker.zh }.to_owned()))
}

fn among(brands: Vec<Brand>, wmi: &str) -> Option<Brand> {
    brands
        .into_iter()
        .find(|b| b.wmis.as_deref().unwrap_or_default().split_whitespace().any(|w| w.eq_ignore_ascii_case(wmi)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_knows_makers_by_their_codes() {
        let brand = |name: &str, wmis: &str| Brand {
            id: kernel::Id::nil(),
            name: name.into(),
            name_en: None,
            wmis: Some(wmis.into()),
            version: 1,
        };
        let brands = vec![brand("大众", "LSV LFV"), brand("奥迪", "wau")];
        assert_eq!(among(brands.clone(), "LFV").map(|b| b.name).as_deref(), Some("大众"));
        assert_eq!(among(brands.clone(), "WAU").map(|b| b.name).as_deref(), Some("奥迪"));
        assert_eq!(among(brands, "LS"), None);
    }
}
