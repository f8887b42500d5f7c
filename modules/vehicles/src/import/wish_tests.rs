use super::*;

fn value(target: &'static str, raw: &str, standing: Standing, doubt: Option<&str>) -> Value {
    Value {
        target,
        column: 0,
        datum: Datum::Text(raw.to_owned()),
        standing,
        raw: raw.to_owned(),
        doubt: doubt.map(|d| d.to_owned().into()),
        key: None,
    }
}

fn draft(values: Vec<Value>) -> Draft {
    Draft { values, ..Draft::default() }
}

/// CUS-14: a model that a prospect has in mind is no car.
#[test]
fn a_wish_for_a_model_is_no_car() {
    assert_eq!(wish(&draft(vec![value("vehicle.model", "奥迪 A6L", Standing::Sound, None)])), None);
    assert_eq!(wish(&draft(vec![])), None);
}

/// CUS-14, CUS-08: what cannot be read as a VIN is a chassis number, or stays as it was typed, with its doubt.
#[test]
fn nothing_that_was_typed_is_lost() {
    let vin = identifiers::sample::vin(1, "LSV", 'R');
    assert_eq!(wish(&draft(vec![value("vehicle.vin", &vin, Standing::Sound, None)])).unwrap().car.vin, Some(vin));
    let grey =
        wish(&draft(vec![value("vehicle.vin", "JZX100-0012345", Standing::Unread, Some("identifier-vin-length"))]))
            .unwrap();
    assert_eq!((grey.car.vin, grey.car.chassis_no.as_deref()), (None, Some("JZX1000012345")));
    assert_eq!(grey.car.raw["vin"], "JZX100-0012345");
    let junk =
        wish(&draft(vec![value("vehicle.vin", "待补", Standing::Unread, Some("identifier-vin-length"))])).unwrap();
    assert_eq!((junk.car.vin, junk.car.chassis_no), (None, None));
    assert_eq!(junk.car.raw["vin"], "待补");
    let doubtful = wish(&draft(vec![value(
        "vehicle.plate",
        "A12345",
        Standing::Doubtful,
        Some("identifier-plate-province-missing"),
    )]))
    .unwrap();
    assert_eq!(doubtful.car.plate.as_deref(), Some("A12345"));
    assert_eq!(doubtful.car.doubts["plate"], "identifier-plate-province-missing");
}
