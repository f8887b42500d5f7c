//! From what someone typed to values: the same for a form, the API and a row of a spreadsheet.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use identifiers::{Reason, Verdict, engine, vin};
use kernel::Id;
use records::commands::FieldError;
use records::custom::{Values, is_custom};
use records::input::{self, Context};
use records::{Datum, Field, FieldKind, Input, Kind, Source, Uses};

use super::model::{NewVehicle, Notes, VinVerdict};

/// What an input came to. A field that the input leaves out stands nowhere here; one that it clears is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Values by field.
    pub values: BTreeMap<&'static str, Datum>,
    /// Custom fields.
    pub custom: Values,
    /// What the check of the VIN came to.
    pub vin_verdict: VinVerdict,
    /// Codes of doubts by field.
    pub doubts: Notes,
    /// What was typed, by field, where it is doubtful or could not be read.
    pub raw: Notes,
}

impl Sheet {
    /// The text of a field that has one.
    pub fn text(&self, field: &str) -> Option<String> {
        match self.values.get(field) {
            Some(Datum::Text(text)) if !text.is_empty() => Some(text.clone()),
            _ => None,
        }
    }

    /// The day of a field that has one.
    pub fn date(&self, field: &str) -> Option<NaiveDate> {
        match self.values.get(field) {
            Some(Datum::Date(day)) => Some(*day),
            _ => None,
        }
    }

    fn number(&self, field: &str) -> Option<i64> {
        match self.values.get(field) {
            Some(Datum::Integer(n)) => Some(*n),
            _ => None,
        }
    }

    /// The place in the catalogue.
    pub fn catalogue_model(&self) -> Option<Id> {
        match self.values.get("catalogue_model") {
            Some(Datum::Reference(id, _)) => Some(*id),
            _ => None,
        }
    }

    /// A vehicle with these values, still without parties, readings and place.
    pub fn vehicle(self) -> NewVehicle {
        NewVehicle {
            vin: self.text("vin"),
            vin_verdict: self.vin_verdict,
            vin_raw: self.raw.get("vin").cloned(),
            chassis_no: self.text("chassis_no"),
            engine_no: self.text("engine_no"),
            motor_nos: self.text("motor_nos"),
            model_id: self.catalogue_model(),
            brand: self.text("brand"),
            series: self.text("series"),
            model: self.text("model"),
            colour: self.text("colour"),
            model_year: self.number("model_year"),
            plate: self.text("plate"),
            plate_raw: self.raw.get("plate").cloned(),
            registered_on: self.date("registered_on"),
            delivered_on: self.date("delivered_on"),
            insured_until: self.date("insured_until"),
            usage: self.text("usage"),
            status: self.text("status"),
            remark: self.text("remark"),
            custom: self.custom,
            doubts: self.doubts,
            raw: self.raw,
            ..NewVehicle::default()
        }
    }
}

/// Reads an input by the vehicle's descriptor, with the custom fields of the house or without, strictly: what cannot be read is mended by the person who typed it. `overriding` takes a VIN against
/// its check digit on a manager's word (domain.md §4.1).
pub fn read(kind: &'static Kind, input: &Input, context: Context, overriding: bool) -> Result<Sheet, Vec<FieldError>> {
    let (mut sheet, mut errors) = (Sheet::default(), Vec::new());
    // The VIN's year is resolved by the days, so they come first.
    let day = |field: &str| input.filled(field).and_then(input::date);
    let known_on = day("delivered_on").or(day("registered_on"));
    for (key, text) in &input.0 {
        let Some(field) = kind.field(key) else {
            if is_custom(key) {
                errors.push(FieldError { field: key.clone(), code: "field-unknown".into() });
            }
            continue;
        };
        if matches!(field.source, Source::Custom(_)) {
            match input::read(field, text, context) {
                Ok(reading) => drop(sheet.custom.insert(field.name, reading.datum)),
                Err(error) => errors.push(error),
            }
            continue;
        }
        if !field.uses.has(Uses::FORM) {
            errors.push(FieldError { field: key.clone(), code: "field-not-writable".into() });
            continue;
        }
        if let Err(error) = take(&mut sheet, field, text, context, known_on, overriding) {
            errors.push(error);
        }
    }
    if errors.is_empty() { Ok(sheet) } else { Err(errors) }
}

fn take(
    sheet: &mut Sheet,
    field: &'static Field,
    text: &str,
    context: Context,
    known_on: Option<NaiveDate>,
    overriding: bool,
) -> Result<(), FieldError> {
    let typed = text.trim();
    let error = |code: &str| FieldError { field: field.name.to_owned(), code: code.to_owned() };
    let (datum, doubt) = match field.name {
        "vin" if !typed.is_empty() => {
            let read =
                read_vin(typed, known_on, context.today, overriding).map_err(|reason| error(&sentence(reason)))?;
            sheet.vin_verdict = read.verdict;
            (Datum::Text(read.value), read.doubt.map(sentence))
        }
        "engine_no" if !typed.is_empty() => {
            let checked = engine::check(typed);
            (Datum::Text(checked.value), checked.verdict.reason().map(sentence))
        }
        "model_year" if !typed.is_empty() => match input::read(field, typed, context)?.datum {
            Datum::Integer(year) if (1900..=i64::from(chrono::Datelike::year(&context.today)) + 2).contains(&year) => {
                (Datum::Integer(year), None)
            }
            _ => return Err(error("vehicle-model-year-unlikely")),
        },
        "usage" | "status" if typed.is_empty() => return Ok(()),
        _ => {
            let reading = input::read(field, typed, context)?;
            (reading.datum, reading.warning)
        }
    };
    if let Some(code) = doubt {
        sheet.doubts.insert(field.name.into(), code);
    }
    let folded = matches!(field.kind, FieldKind::Vin | FieldKind::Plate)
        && matches!(&datum, Datum::Text(value) if value != typed);
    if folded || sheet.doubts.contains_key(field.name) {
        sheet.raw.insert(field.name.into(), typed.to_owned());
    }
    sheet.values.insert(field.name, datum);
    Ok(())
}

/// A VIN as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadVin {
    /// Normalised.
    pub value: String,
    /// What is stored of the check.
    pub verdict: VinVerdict,
    /// The doubt that is shown beside it.
    pub doubt: Option<Reason>,
}

/// Checks a VIN. Only a wrong check digit can be overridden: the other reasons make it no VIN at all.
pub fn read_vin(
    text: &str,
    known_on: Option<NaiveDate>,
    today: NaiveDate,
    overriding: bool,
) -> Result<ReadVin, Reason> {
    let checked = vin::check(text, known_on, today);
    match checked.verdict {
        Verdict::Valid => Ok(ReadVin { value: checked.value, verdict: VinVerdict::Valid, doubt: None }),
        Verdict::Suspect(reason) => {
            Ok(ReadVin { value: checked.value, verdict: VinVerdict::Suspect, doubt: Some(reason) })
        }
        Verdict::Rejected(reason @ Reason::VinCheckDigit) if overriding => {
            Ok(ReadVin { value: vin::normalise(text), verdict: VinVerdict::Overridden, doubt: Some(reason) })
        }
        Verdict::Rejected(reason) => Err(reason),
    }
}

/// The key of a reason's sentence.
pub fn sentence(reason: Reason) -> String {
    format!("identifier-{}", reason.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::VEHICLE;
    use proptest::prelude::*;

    fn context() -> Context {
        Context { today: "2026-11-22".parse().unwrap(), zone: chrono_tz::Asia::Shanghai }
    }

    fn read_one(field: &str, text: &str) -> Result<Sheet, Vec<FieldError>> {
        read(&VEHICLE, &Input::from_iter([(field, text)]), context(), false)
    }

    /// CUS-08: a wrong check digit of a Chinese car is refused, and stored with its doubt on a manager's word.
    #[test]
    fn a_wrong_check_digit_needs_a_managers_word() {
        let mut wrong = identifiers::sample::vin(3, "LSV", 'R');
        let other = if wrong.as_bytes()[8] == b'1' { "2" } else { "1" };
        wrong.replace_range(8..9, other);
        let errors = read_one("vin", &wrong).unwrap_err();
        assert_eq!(errors[0].code, "identifier-vin-check-digit");
        let sheet = read(&VEHICLE, &Input::from_iter([("vin", wrong.as_str())]), context(), true).unwrap();
        assert_eq!(sheet.vin_verdict, VinVerdict::Overridden);
        assert_eq!(sheet.doubts["vin"], "identifier-vin-check-digit");
        assert_eq!(sheet.text("vin"), Some(wrong.clone()));
        let short = read(&VEHICLE, &Input::from_iter([("vin", &wrong[..16])]), context(), true).unwrap_err();
        assert_eq!(short[0].code, "identifier-vin-length", "no word makes sixteen characters a VIN");
    }

    /// CUS-08: a European VIN is kept with its doubt; what was typed stays beside the normalised form.
    #[test]
    fn doubts_and_what_was_typed_are_kept() {
        let sheet = read(
            &VEHICLE,
            &Input::from_iter([("vin", "wp0zzz99z ts392124"), ("plate", "a12345"), ("engine_no", "ea888")]),
            context(),
            false,
        )
        .unwrap();
        assert_eq!(sheet.text("vin").as_deref(), Some("WP0ZZZ99ZTS392124"));
        assert_eq!(sheet.vin_verdict, VinVerdict::Suspect);
        assert_eq!(sheet.raw["vin"], "wp0zzz99z ts392124");
        assert_eq!(sheet.doubts["plate"], "identifier-plate-province-missing");
        assert_eq!(sheet.raw["plate"], "a12345");
        assert_eq!(sheet.doubts["engine_no"], "identifier-engine-length");
    }

    #[test]
    fn what_people_may_not_write_is_refused() {
        assert_eq!(read_one("odometer_km", "10").unwrap_err()[0].code, "field-not-writable");
        assert_eq!(read_one("consultant", "x").unwrap_err()[0].code, "field-not-writable");
        assert_eq!(read_one("model_year", "1850").unwrap_err()[0].code, "vehicle-model-year-unlikely");
    }

    proptest! {
        /// CUS-08: every valid VIN and plate is taken as it is, without a doubt.
        #[test]
        fn valid_numbers_pass(n in 0u64..1_000_000) {
            let (vin, plate) = (identifiers::sample::vin(n, "LFV", 'S'), identifiers::sample::plate(n));
            let sheet = read(&VEHICLE, &Input::from_iter([("vin", vin.as_str()), ("plate", plate.as_str())]), context(), false).unwrap();
            prop_assert!(sheet.doubts.is_empty() && sheet.raw.is_empty());
            let new = sheet.vehicle();
            prop_assert_eq!(new.vin, Some(vin));
            prop_assert_eq!(new.plate, Some(plate));
        }

        /// CUS-08: whatever is typed, reading ends and never invents a VIN of another length.
        #[test]
        fn a_vin_always_has_seventeen_characters(text in "[ A-Za-z0-9车-]{0,20}", overriding: bool) {
            if let Ok(read) = read_vin(&text, None, context().today, overriding) {
                prop_assert_eq!(read.value.len(), 17);
            }
        }
    }
}
