//! Cars and their visits.

use kernel::{Fen, Id, Tx};
use organisation::HOUSE_ZONE;
use records::Refusal;
use records::custom::Values;
use vehicles::plates::{self, Taken};
use vehicles::{NewParty, NewReading, NewVehicle, NewVisit, Role};

use super::{Ground, Loader, own};
use crate::demo::generate::{Car, File, MODELS, Part, Power};

/// Makes the cars of files; their ids by file, in the order of its cars.
pub async fn insert(tx: &mut Tx<'_>, loader: &Loader<'_>, files: &[File]) -> Result<Vec<Vec<Id>>, Refusal> {
    let mut batch = Vec::new();
    for file in files {
        for (at, car) in file.cars.iter().enumerate() {
            let own = match loader.ground.own {
                true => own::of_car(loader.world().seed, file, at, car.delivered_on),
                false => Values::new(),
            };
            batch.push(NewVehicle { custom: own, ..vehicle(loader, file, car)? });
        }
    }
    let mut ids = vehicles::bulk::insert(tx, batch).await?.into_iter();
    let by_file: Vec<Vec<Id>> = files.iter().map(|file| ids.by_ref().take(file.cars.len()).collect()).collect();
    for (file, ids) in files.iter().zip(&by_file) {
        for (car, id) in file.cars.iter().zip(ids) {
            for (plate, from) in car.plates.iter().skip(1) {
                plates::change(tx, *id, Some(plate), None, *from, Taken::Refuse).await?;
            }
        }
    }
    Ok(by_file)
}

fn vehicle(loader: &Loader<'_>, file: &File, car: &Car) -> Result<NewVehicle, Refusal> {
    let model = &MODELS[car.model];
    let mut parties = Vec::with_capacity(car.parties.len());
    for (serial, part) in &car.parties {
        let customer = *loader.known.get(serial).ok_or(Refusal::NotFound)?;
        let role = match part {
            Part::Owner => Role::Owner,
            Part::Driver => Role::Driver,
        };
        parties.push(NewParty { from: Some(car.delivered_on), role, ..NewParty::owner(customer) });
    }
    let (engine_no, motor_nos) = if model.power == Power::Electric {
        (None, Some(car.engine.clone()))
    } else {
        (Some(car.engine.clone()), None)
    };
    let first = car.plates.first();
    Ok(NewVehicle {
        vin: Some(car.vin.clone()),
        engine_no,
        motor_nos,
        model_id: loader.ground.models.get(car.model).copied(),
        brand: Some(model.brand.into()),
        series: Some(model.series.into()),
        model: Some(model.name.into()),
        colour: Some(car.colour.into()),
        model_year: Some(car.model_year.into()),
        plate: first.map(|(plate, _)| plate.clone()),
        plate_from: first.map(|(_, from)| *from),
        registered_on: car.registered_on,
        delivered_on: Some(car.delivered_on),
        insured_until: car.insured_until,
        usage: Some(car.usage.into()),
        parties,
        readings: car.readings.iter().map(|(on, km)| NewReading::new((*km).into(), *on, "entry")).collect(),
        at: Some(file.began),
        ..NewVehicle::default()
    })
}

/// Writes the visits of the files' cars.
pub async fn visits(
    tx: &mut Tx<'_>,
    ground: &Ground,
    files: &[File],
    ids: &[Id],
    cars: &[Vec<Id>],
) -> Result<(), Refusal> {
    let mut batch = Vec::new();
    for ((file, customer), cars) in files.iter().zip(ids).zip(cars) {
        for (car, id) in file.cars.iter().zip(cars) {
            for visit in &car.visits {
                let spot = &ground.stores[visit.store];
                let new = NewVisit::service(*id, spot.id, &spot.path, visit.at, HOUSE_ZONE);
                batch.push(NewVisit {
                    customer: Some(*customer),
                    number: Some(visit.number.clone()),
                    km: Some(visit.km.into()),
                    work: Some(visit.work.clone()),
                    amount: Some(Fen(visit.amount)),
                    adviser: visit.adviser.map(|at| ground.people[at].name.clone()),
                    ..new
                });
            }
        }
    }
    vehicles::bulk::visits(tx, batch).await?;
    Ok(())
}
