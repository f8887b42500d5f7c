//! What the demo group keeps besides the program's fields: three custom fields of customers and one of cars, open to
//! whoever sees the facts beside them (SYS-07).

use chrono::{Days, NaiveDate};
use kernel::{Access, Tx};
use organisation::custom_fields;
use organisation::powers::queries::role_sheets;
use organisation::roles::{queries as roles, sheet};
use records::custom::{Draft, Type, Values};
use records::{Class, Datum, Refusal};

use crate::demo::generate::{Chance, File};

/// A field of the demo group.
struct Own {
    noun: &'static str,
    key: &'static str,
    /// Its Chinese and its English word.
    words: (&'static str, &'static str),
    /// What stands below it in forms.
    help: (&'static str, &'static str),
    what: Type,
    searchable: bool,
    choices: &'static str,
}

const FIELDS: [Own; 4] = [
    Own {
        noun: "customer",
        key: "loan",
        words: ("贷款意向", "Financing"),
        help: ("客户打算怎么付款", "How the customer means to pay"),
        what: Type::Choice,
        searchable: false,
        choices: "全款 | Cash\n厂家金融 | Captive finance\n银行贷款 | Bank loan\n融资租赁 | Lease\n未定 | Undecided",
    },
    Own {
        noun: "customer",
        key: "purpose",
        words: ("购车用途", "Uses of the car"),
        help: ("可多选", "Several may be chosen"),
        what: Type::Choices,
        searchable: false,
        choices: "上下班 | Commuting\n接送孩子 | School run\n商务接待 | Business\n自驾出游 | Road trips\n拉货 | Goods",
    },
    Own {
        noun: "customer",
        key: "member_number",
        words: ("会员卡号", "Member number"),
        help: ("", ""),
        what: Type::Text,
        searchable: true,
        choices: "",
    },
    Own {
        noun: "vehicle",
        key: "warranty_until",
        words: ("延保到期", "Warranty until"),
        help: ("", ""),
        what: Type::Date,
        searchable: false,
        choices: "",
    },
];

/// The facts of the program beside which they stand: a role that sees these sees those.
const BESIDE: [(&str, &str); 2] = [("customer", "buying_habits"), ("vehicle", "insured_until")];

/// Defines the fields, and opens them to the roles that see what stands beside them.
pub async fn define(tx: &mut Tx<'_>) -> Result<(), Refusal> {
    for own in FIELDS {
        let of_people = own.noun == "customer";
        let draft = Draft {
            key: own.key.into(),
            label_zh: own.words.0.into(),
            label_en: own.words.1.into(),
            help_zh: own.help.0.into(),
            help_en: own.help.1.into(),
            what: own.what,
            class: if of_people { Class::Personal } else { Class::Public },
            required: false,
            searchable: own.searchable,
        };
        let base = if of_people { &customers::CUSTOMER } else { &vehicles::VEHICLE };
        let made = custom_fields::add(tx, base, &draft, own.choices).await?;
        open(tx, &made.kind, &made.name).await?;
    }
    Ok(())
}

async fn open(tx: &mut Tx<'_>, kind: &str, field: &str) -> Result<(), Refusal> {
    let beside = BESIDE.iter().find(|(of, _)| *of == kind).map_or("", |(_, field)| field);
    for role in roles::all(tx.conn(), tx.tenant()).await? {
        let sheets = role_sheets(tx.conn(), tx.tenant(), &[role.id]).await?;
        let seen = sheets.get(&role.id).and_then(|sheet| sheet.fields.get(kind)?.get(beside).copied());
        if let Some(access) = seen.filter(|access| *access > Access::Hidden && !role.everything) {
            let fields = vec![(kind.to_owned(), field.to_owned(), access)];
            let change = sheet::SheetChange { fields, ..sheet::SheetChange::default() };
            sheet::change_sheet(tx, role.id, role.version, change).await?;
        }
    }
    Ok(())
}

/// What is filled in about a customer: the loan of those who are in the market, a card of those who bought.
pub fn of_customer(seed: u64, file: &File) -> Values {
    let mut chance = Chance::of(seed, "own", file.serial);
    let mut values = Values::new();
    let bought = !file.cars.is_empty();
    if !file.organisation && chance.percent(if bought { 15 } else { 45 }) {
        let loans = ["cash", "captive_finance", "bank_loan", "lease", "undecided"];
        values.insert("x_loan", Datum::Text(loans[chance.below(loans.len() as u64) as usize].into()));
    }
    if chance.percent(30) {
        // In the order in which several codes are kept.
        let all = ["business", "commuting", "goods", "road_trips", "school_run"];
        let first = chance.below(all.len() as u64) as usize;
        let codes: Vec<&str> =
            all.iter().enumerate().filter(|(n, _)| *n == first || chance.percent(25)).map(|(_, c)| *c).collect();
        values.insert("x_purpose", Datum::Text(codes.join(",")));
    }
    if bought && chance.percent(60) {
        values.insert("x_member_number", Datum::Text(format!("VIP{:06}", 100_000 + file.serial)));
    }
    values
}

/// What is filled in about a car: until when its warranty was extended.
pub fn of_car(seed: u64, file: &File, at: usize, delivered_on: NaiveDate) -> Values {
    let mut chance = Chance::of(seed, "own-car", file.serial * 16 + at as u64);
    let years = chance.between(4, 7) as u64;
    let until = chance.percent(35).then(|| delivered_on.checked_add_days(Days::new(365 * years))).flatten();
    until.map(|day| ("x_warranty_until", Datum::Date(day))).into_iter().collect()
}
