//! What a made file holds, before anything is stored.

use chrono::NaiveDate;
use identifiers::Sex;
use kernel::Instant;

use super::place::Address;

/// A customer with everything that hangs on the file. People and stores are places in [`super::World`].
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its serial: relations speak of it.
    pub serial: u64,
    /// The name.
    pub name: String,
    /// 先生, 女士, where only a surname is known or it was written down.
    pub salutation: Option<&'static str>,
    /// Whether it is an organisation.
    pub organisation: bool,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birthday.
    pub birthday: Option<NaiveDate>,
    /// Numbers as typed, with their label (dictionary `phone-label`).
    pub phones: Vec<(String, &'static str)>,
    /// E-mail address.
    pub email: Option<String>,
    /// WeChat name.
    pub wechat: Option<String>,
    /// Identity number; buyers only.
    pub id_number: Option<String>,
    /// Unified social credit code.
    pub uscc: Option<String>,
    /// Address.
    pub address: Option<Address>,
    /// Dictionary `income-band`.
    pub income_band: Option<&'static str>,
    /// Dictionary `occupation`.
    pub occupation: Option<&'static str>,
    /// Dictionary `industry`.
    pub industry: Option<&'static str>,
    /// Hobbies.
    pub hobbies: Option<String>,
    /// Family.
    pub family: Option<String>,
    /// Buying habits.
    pub buying_habits: Option<String>,
    /// Dictionary `channel`.
    pub preferred_channel: Option<&'static str>,
    /// When they like to be called.
    pub preferred_time: Option<&'static str>,
    /// Dictionary `source`.
    pub source: &'static str,
    /// When the file began.
    pub began: Instant,
    /// What each store knows.
    pub engagements: Vec<Stay>,
    /// Cars.
    pub cars: Vec<Car>,
    /// Timeline, in the order of time.
    pub entries: Vec<Entry>,
    /// Contacts of an organisation: name, role (dictionary `contact-role`), number.
    pub contacts: Vec<(String, &'static str, String)>,
    /// Relations to files of earlier serials: serial, kind (dictionary `relation-kind`), remark.
    pub relations: Vec<(u64, &'static str, Option<String>)>,
    /// Tags (dictionary `customer-tag`), by the store that put them.
    pub tags: Vec<(usize, &'static str)>,
    /// Whether they agreed to service notices, and to marketing, when the file began.
    pub consents: Option<(bool, bool)>,
}

impl File {
    /// A file in which nothing stands yet.
    pub fn blank(source: &'static str) -> File {
        File {
            serial: 0,
            name: String::new(),
            salutation: None,
            organisation: false,
            sex: None,
            birthday: None,
            phones: Vec::new(),
            email: None,
            wechat: None,
            id_number: None,
            uscc: None,
            address: None,
            income_band: None,
            occupation: None,
            industry: None,
            hobbies: None,
            family: None,
            buying_habits: None,
            preferred_channel: None,
            preferred_time: None,
            source,
            began: Instant(0),
            engagements: Vec::new(),
            cars: Vec::new(),
            entries: Vec::new(),
            contacts: Vec::new(),
            relations: Vec::new(),
            tags: Vec::new(),
            consents: None,
        }
    }
}

/// What one store knows of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Stay {
    /// The store.
    pub store: usize,
    /// Whose they are there; none is the pool.
    pub owner: Option<usize>,
    /// Class (dictionary `customer-class`).
    pub class: &'static str,
    /// Grade (dictionary `customer-grade`).
    pub grade: Option<&'static str>,
    /// How they came to this store (dictionary `source`).
    pub source: &'static str,
    /// A remark.
    pub remark: Option<String>,
    /// When the store came to know them.
    pub began: Instant,
    /// The last contact.
    pub touched: Instant,
    /// Next contact.
    pub next_contact_on: Option<NaiveDate>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The store.
    pub store: usize,
    /// Kind of timeline entry.
    pub kind: &'static str,
    /// When.
    pub at: Instant,
    /// Who did it.
    pub actor: Option<usize>,
    /// What people read.
    pub body: String,
    /// The car it is about, by place in [`File::cars`].
    pub car: Option<usize>,
}

/// What someone is to a car.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Owns it.
    Owner,
    /// Drives it.
    Driver,
}

/// A car.
#[derive(Clone, Debug, PartialEq)]
pub struct Car {
    /// Place of its model in the catalogue.
    pub model: usize,
    /// VIN.
    pub vin: String,
    /// Engine number, or motor number of an electric car.
    pub engine: String,
    /// Plates with the day from which each is worn, the present one last; none yet for a car just delivered.
    pub plates: Vec<(String, NaiveDate)>,
    /// Colour.
    pub colour: &'static str,
    /// Model year.
    pub model_year: i32,
    /// Delivery.
    pub delivered_on: NaiveDate,
    /// First registration, when that has happened.
    pub registered_on: Option<NaiveDate>,
    /// Insured until.
    pub insured_until: Option<NaiveDate>,
    /// Dictionary `vehicle-usage`.
    pub usage: &'static str,
    /// People of earlier serials or the file itself, with their part. The file's own is always first.
    pub parties: Vec<(u64, Part)>,
    /// Readings besides those of visits.
    pub readings: Vec<(NaiveDate, u32)>,
    /// Visits to the workshop.
    pub visits: Vec<Service>,
}

/// A visit to the workshop.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The store.
    pub store: usize,
    /// When.
    pub at: Instant,
    /// Number of the store's repair order.
    pub number: String,
    /// Odometer in km.
    pub km: u32,
    /// What was done.
    pub work: String,
    /// What was paid, in fen.
    pub amount: i64,
    /// The adviser.
    pub adviser: Option<usize>,
}
