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

/// Fields and choices: noun, key, words, what stands below, type, and whether it is found by the search box.
const FIELDS: [(&str, &str, &str, &str, &str, Type, bool, &str); 4] = [
    (
        "customer",
        "loan",
        "贷款意向",
        "Financing",
        "客户打算怎么付款",
        Type::Choice,
        false,
        "全款 | Cash\n厂家金融 | Captive finance\n银行贷款 | Bank loan\n融资租赁 | Lease\n未定 | Undecided",
    ),
    (
        "customer",
        "purpose",
        "购车用途",
        "Uses of the car",
        "可多选",
        Type::Choices,
        false,
        "上下班 | Commuting\n接送孩子 | School run\n商务接待 | Business\n自驾出游 | Road trips\n拉货 | Goods",
    ),
    ("customer", "member_number", "会员卡号", "Member number", "", Type::Text, true, ""),
    ("vehicle", "warranty_until", "延保到期", "Warranty until", "", Type::Date, false, ""),
];

/// The facts of the program beside which they stand: a role that sees these sees those.
const BESIDE: [(&str, &str); 2] = [("customer", "buying_habits"), ("vehicle", "insured_until")];

/// Defines the fields, and opens them to the roles that see what stands beside them.
pub async fn define(tx: &mut Tx<'_>) -> Result<(), Refusal> {
    for (kind, key, zh, en, help, what, searchable, choices) in FIELDS {
        let draft = Draft {
            key: key.into(),
            label_zh: zh.into(),
            label_en: en.into(),
            help_zh: help.into(),
            help_en: String::new(),
            what,
            class: if kind == "customer" { Class::Personal } else { Class::Public },
            required: false,
            searchable,
        };
        let base = if kind == "customer" { &customers::CUSTOMER } else { &vehicles::VEHICLE };
        let made = custom_fields::add(tx, base, &draft, choices).await?;
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
