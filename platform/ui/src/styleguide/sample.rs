//! The small named world of the samples.

use chrono::{DateTime, Duration, Utc};
use maud::Markup;

use crate::format::time::Here;
use crate::icon::Icon;
use crate::mark::Quarter;
use crate::shell::{NavItem, Shell, Store, Theme};
use crate::words::{Lang, Words};

/// Picks the sample text of the page's language.
pub(super) fn s(w: &dyn Words, zh: &'static str, en: &'static str) -> &'static str {
    match w.lang() {
        Lang::ZhCn => zh,
        Lang::En => en,
    }
}

pub(super) fn hours_ago(here: &Here, hours: i64) -> DateTime<Utc> {
    here.now - Duration::hours(hours)
}

/// The frame of a sample page in the module with this place in the navigation.
pub(super) fn frame(theme: Theme, module: usize, w: &dyn Words) -> Shell {
    let mut nav = vec![
        NavItem::new(s(w, "工作台", "Work list"), "work.html", Icon::Home).count(12),
        NavItem::new(s(w, "客户", "Customers"), "list.html", Icon::Customer)
            .quarter(Quarter::Survey)
            .pin(s(w, "我的 H 级", "My H grade"), "list.html", module == 1)
            .pin(s(w, "本周到店", "Visits this week"), "list.html", false),
        NavItem::new(s(w, "车辆", "Vehicles"), "list.html", Icon::Vehicle).quarter(Quarter::Service),
        NavItem::new(s(w, "线索", "Leads"), "list.html", Icon::Lead).quarter(Quarter::Sale).count(5),
        NavItem::new(s(w, "销售", "Sales"), "list.html", Icon::Sale).quarter(Quarter::Sale),
        NavItem::new(s(w, "库存", "Stock"), "list.html", Icon::Stock).quarter(Quarter::SparePart),
        NavItem::new(s(w, "车间", "Workshop"), "list.html", Icon::Workshop).quarter(Quarter::Service),
        NavItem::new(s(w, "关怀", "Care"), "list.html", Icon::Care).quarter(Quarter::Survey),
        NavItem::new(s(w, "组织与设置", "Organisation"), "structure.html", Icon::Organisation),
    ];
    nav[module].active = true;
    let store = |id: &str, name: &str, current| Store { id: id.to_owned(), name: name.to_owned(), current };
    Shell {
        theme,
        nav,
        user: s(w, "王敏", "Min Wang").to_owned(),
        stores: vec![
            store("1", s(w, "和悦浦东店", "Heyue Pudong"), true),
            store("2", s(w, "和悦虹桥店", "Heyue Hongqiao"), false),
        ],
        help: Some("help.html".to_owned()),
        notices: 3,
        here: "/".to_owned(),
        ..Shell::default()
    }
}

/// A customer of the sample list.
pub(super) struct Person {
    pub name: (&'static str, &'static str),
    pub number: &'static str,
    pub phone: &'static str,
    pub grade: &'static str,
    pub model: (&'static str, &'static str),
    pub plate: &'static str,
    pub due: i64,
    pub hours: i64,
    pub fen: i64,
}

/// The customers of the sample list. `due`: days from today, negative is overdue, 99 is none.
pub(super) const PEOPLE: [Person; 9] = [
    person(
        ("周海燕", "Haiyan Zhou"),
        "C-260718",
        "13812345678",
        "H",
        ("星途 ES 长续航", "Xingtu ES long range"),
        "沪AD12345",
        -2,
        52,
        24_980_000,
    ),
    person(
        ("陈建国", "Jianguo Chen"),
        "C-260699",
        "13967128830",
        "H",
        ("岚风 7 四驱", "Lanfeng 7 AWD"),
        "沪B8K321",
        0,
        3,
        31_680_000,
    ),
    person(
        ("欧阳晓敏", "Xiaomin Ouyang"),
        "C-260641",
        "13601774502",
        "A",
        ("岚风 5 舒适", "Lanfeng 5 Comfort"),
        "",
        0,
        20,
        15_980_000,
    ),
    person(
        ("林志强", "Zhiqiang Lin"),
        "C-260590",
        "15921608847",
        "A",
        ("星途 ES 标准", "Xingtu ES standard"),
        "苏EF06618",
        1,
        30,
        21_580_000,
    ),
    person(
        ("上海云帆物流有限公司", "Yunfan Logistics Ltd."),
        "C-260533",
        "021-62345678",
        "B",
        ("驰运 3 厢货 × 12", "Chiyun 3 van × 12"),
        "",
        3,
        76,
        168_000_000,
    ),
    person(
        ("何雨", "Yu He"),
        "C-260480",
        "18616330912",
        "B",
        ("岚风 5 舒适", "Lanfeng 5 Comfort"),
        "沪C92T60",
        5,
        120,
        14_880_000,
    ),
    person(("赵立新", "Lixin Zhao"), "C-260377", "13370058821", "C", ("岚风 3", "Lanfeng 3"), "", 12, 200, 9_980_000),
    person(
        ("孙悦", "Yue Sun"),
        "C-260301",
        "138****0146",
        "C",
        ("星途 ES 标准", "Xingtu ES standard"),
        "浙F1234学",
        20,
        400,
        20_980_000,
    ),
    person(("马文涛", "Wentao Ma"), "C-259921", "13524419033", "N", ("岚风 7", "Lanfeng 7"), "", 99, 2_200, 0),
];

#[allow(clippy::too_many_arguments)] // a row of a table of sample data, read in the order of its columns
const fn person(
    name: (&'static str, &'static str),
    number: &'static str,
    phone: &'static str,
    grade: &'static str,
    model: (&'static str, &'static str),
    plate: &'static str,
    due: i64,
    hours: i64,
    fen: i64,
) -> Person {
    Person { name, number, phone, grade, model, plate, due, hours, fen }
}

pub(super) fn due(days: i64, w: &dyn Words) -> Markup {
    use crate::components::badge::{State, dot};
    match days {
        -2 => dot(State::Overdue, s(w, "逾期 2 天", "2 days overdue")),
        0 => dot(State::Due, s(w, "今天 14:30", "today 14:30")),
        1 => dot(State::Plain, s(w, "明天 10:00", "tomorrow 10:00")),
        99 => dot(State::Past, s(w, "已战败", "lost")),
        _ => dot(State::Plain, s(w, "本月内", "this month")),
    }
}
