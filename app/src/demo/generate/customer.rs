//! Making one customer's file from its number.

use identifiers::Sex;

use super::chance::Chance;
use super::company::Company;
use super::file::File;
use super::history::{self, Life};
use super::identity;
use super::person::{self, Base, Who};
use super::place::CITIES;
use super::world::World;

/// Days of history that the timeline tells.
pub const HISTORY: i64 = 730;

/// The file of customer `n` of `world.customers`. Files begin in the order of their numbers.
pub fn file(world: &World, n: u64) -> File {
    let mut chance = Chance::of(world.seed, "file", n);
    let married = person::is_partner(world, n);
    let base = match &married {
        Some(other) => person::partner(world, n, other),
        None => person::base(world, n),
    };
    let life = history::life(world, &mut chance, n, &base);
    let mut file = identity_of(world, &mut chance, n, &base, life);
    facts(&mut chance, &base, life, &mut file);
    if married.is_some() {
        file.phones = vec![(base.mobile.clone(), "family")];
        file.relations.push((n - 1, "family", Some("夫妻".into())));
    } else {
        doubts(&mut chance, life, &mut file);
    }
    history::tell(world, &mut chance, &base, life, &mut file);
    file
}

/// Name, numbers, papers.
fn identity_of(world: &World, chance: &mut Chance, n: u64, base: &Base, life: Life) -> File {
    let mut file = File { serial: n, began: life.began(world), ..File::blank(life.source) };
    match &base.who {
        Who::Person { name, surname, sex, born } => {
            file.name.clone_from(name);
            file.sex = Some(*sex);
            file.phones.push((base.mobile.clone(), "mobile"));
            let title = if *sex == Sex::Male { "先生" } else { "女士" };
            let unnamed = if life.class == "suspect" {
                30
            } else if life.class == "prospect" {
                8
            } else {
                0
            };
            if chance.percent(unnamed) && !surname.contains(['·', ' ']) {
                file.name = format!("{surname}{title}");
                file.salutation = Some(title);
            }
            if life.owns() {
                file.birthday = Some(*born);
                file.id_number =
                    chance.percent(88).then(|| identity::resident(chance, &CITIES[base.city], *born, *sex));
            } else if chance.percent(30) {
                file.birthday = Some(*born);
            }
        }
        Who::Company(Company { name, industry }) => {
            file.organisation = true;
            file.name.clone_from(name);
            file.industry = Some(industry);
            file.uscc = life.owns().then(|| identity::uscc(n));
            file.phones.push((identity::landline(&CITIES[base.city], n), "work"));
            let sex = if chance.percent(60) { Sex::Male } else { Sex::Female };
            let contact = super::name::person(chance, sex, 1985).full;
            let role = chance.weighted(&[("purchasing", 4), ("fleet", 3), ("decision", 2), ("finance", 1)]);
            file.contacts.push((contact, role, base.mobile.clone()));
        }
    }
    file
}

const HOBBIES: &[&str] =
    &["自驾游", "摄影", "羽毛球", "钓鱼", "露营", "跑步", "篮球", "烘焙", "徒步", "游泳", "书法", "数码"];
const FAMILY: &[&str] = &["已婚，一孩", "已婚，两孩", "未婚", "已婚", "三代同住", "孩子上小学"];
const HABITS: &[&str] =
    &["看重性价比，会多店比价", "信任熟人推荐", "重视品牌和保值", "习惯分期", "决定快，看好就买", "听家人意见"];

/// What else is known, the more the closer the customer is.
fn facts(chance: &mut Chance, base: &Base, life: Life, file: &mut File) {
    let known = match life.class {
        "vip" => 92,
        "customer" => 70,
        "lapsed" => 55,
        "prospect" => 38,
        _ => 6,
    };
    if chance.percent(known + 8) {
        file.address = Some(base.address.clone());
    }
    if file.organisation {
        file.email = chance.percent(known / 2).then(|| format!("office{}@example.cn", file.serial));
        file.preferred_channel =
            chance.percent(known).then(|| chance.weighted(&[("phone", 5), ("email", 3), ("visit", 2)]));
        file.buying_habits = chance.percent(known / 2).then(|| "按季度集中采购，对公转账，开专票".to_owned());
    } else {
        file.wechat = chance.percent(known).then(|| format!("wx_{:x}", 0xa0_0000 + file.serial));
        file.email = chance.percent(known / 5).then(|| format!("user{}@example.com", file.serial));
        let occupations = [
            ("employee", 30),
            ("manager", 14),
            ("owner", 9),
            ("self-employed", 14),
            ("civil-servant", 8),
            ("teacher", 7),
            ("doctor", 5),
            ("engineer", 10),
            ("freelance", 4),
            ("driver", 3),
            ("retired", 5),
        ];
        file.occupation = chance.percent(known).then(|| chance.weighted(&occupations));
        let bands = [
            ("below-100k", 12),
            ("100k-200k", 38),
            ("200k-300k", 26),
            ("300k-500k", 15),
            ("500k-1m", 7),
            ("above-1m", 2),
        ];
        file.income_band = chance.percent(known / 2).then(|| chance.weighted(&bands));
        file.hobbies = chance.percent(known / 2).then(|| chance.pick(HOBBIES).to_owned());
        file.family = chance.percent(known / 2).then(|| chance.pick(FAMILY).to_owned());
        file.buying_habits = chance.percent(known / 3).then(|| chance.pick(HABITS).to_owned());
        file.preferred_channel =
            chance.percent(known).then(|| chance.weighted(&[("phone", 4), ("wechat", 5), ("wecom", 2), ("sms", 1)]));
        file.preferred_time =
            chance.percent(known / 2).then(|| chance.pick(&["工作日晚上", "周末", "午休时间", "上午", "随时"]));
    }
    file.consents = chance.percent(known).then(|| (true, chance.percent(65)));
}

/// Some files are as stores really have them: a mistyped number, a landline without its city, no number at all.
fn doubts(chance: &mut Chance, life: Life, file: &mut File) {
    if file.organisation {
        return;
    }
    // Twice as often among those who have not bought.
    match chance.below(if life.owns() { 200 } else { 100 }) {
        // A range that no operator uses.
        0 => file.phones[0].0.replace_range(..3, "154"),
        1 => file.phones = vec![(format!("5{:07}", chance.below(10_000_000)), "home")],
        // A digit too few: no number at all, kept beside the file.
        2 => drop(file.phones[0].0.pop()),
        3 if file.wechat.is_some() => file.phones.clear(),
        4 | 5 => file.phones.push((identity::landline(&CITIES[0], file.serial), "home")),
        _ => {}
    }
}
