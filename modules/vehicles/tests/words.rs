//! The words of this module: both languages complete, and everything declared has a label.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use customers::import::Part;
use fourfold_vehicles as vehicles;
use kernel::Lang;
use kernel::words::{Words, missing};

#[test]
fn both_languages_say_the_same() {
    assert_eq!(missing(&vehicles::LOCALE), Vec::<String>::new());
}

/// CUS-03: every field, function, role, dictionary and catalogue noun has a label.
#[test]
fn everything_declared_has_a_label() {
    let module = vehicles::module();
    // A few columns of imports have their words in the frame.
    let words = Words::gather(&[vehicles::LOCALE, web::LOCALE]).unwrap();
    let mut keys: Vec<String> =
        vec!["timeline-car-came".into(), "timeline-car-left".into(), "vehicle-insurance-due".into()];
    for kind in &module.kinds {
        keys.extend([
            format!("kind-{}", kind.name),
            format!("kinds-{}", kind.name),
            format!("kind-{}-plural", kind.name),
        ]);
        keys.extend(kind.fields.iter().map(|f| kind.label(f.name)));
    }
    keys.extend(module.capabilities.iter().map(|c| format!("capability-{}", c.replace('.', "-"))));
    keys.extend(module.nav.iter().map(|n| n.label.to_owned()));
    keys.extend(vehicles::Role::ALL.iter().map(|r| format!("vehicle-role-{}", r.name())));
    keys.extend(vehicles::DICTIONARIES.iter().map(|d| format!("dictionary-{}", d.name)));
    keys.extend(vehicles::import::VehiclePart.targets().iter().map(|t| t.label()));
    for noun in vehicles::catalogue::NAMES {
        keys.extend([format!("catalogue-{}", noun.name()), format!("catalogue-add-{}", noun.name())]);
        keys.extend(noun.columns().iter().map(|(name, _)| format!("catalogue-field-{}", name.replace('_', "-"))));
    }
    let unlabelled: Vec<_> = keys.iter().filter(|k| !words.has(Lang::ZhCn, k) || !words.has(Lang::En, k)).collect();
    assert!(unlabelled.is_empty(), "{unlabelled:?}");
}
