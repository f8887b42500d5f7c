//! Organisations among the customers: what they are called and what they do.

use super::chance::Chance;
use super::place::City;

/// An invented organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its full name.
    pub name: String,
    /// Code of its trade (dictionary `industry`).
    pub industry: &'static str,
}

const FIRST: &[&str] = &[
    "捷", "恒", "瑞", "宏", "华", "鑫", "盛", "博", "联", "嘉", "泰", "远", "安", "汇", "信", "德", "通", "永", "新",
    "金",
];
const SECOND: &[&str] = &["达", "通", "源", "丰", "泰", "隆", "诚", "创", "邦", "力", "航", "腾", "图", "运", "拓"];
const KINDS: &[(&str, &str, u32)] = &[
    ("物流有限公司", "logistics", 20),
    ("供应链管理有限公司", "logistics", 6),
    ("贸易有限公司", "trade", 16),
    ("建筑工程有限公司", "construction", 12),
    ("信息科技有限公司", "it", 14),
    ("机械制造有限公司", "manufacturing", 14),
    ("汽车租赁有限公司", "leasing", 8),
    ("餐饮管理有限公司", "hospitality", 6),
    ("装饰设计有限公司", "construction", 6),
    ("文化传媒有限公司", "other", 5),
    ("医疗器械有限公司", "health", 5),
    ("律师事务所", "other", 3),
];
const SCHOOLS: &[&str] = &["育才实验小学", "第二中学", "启明幼儿园", "外国语学校", "职业技术学院", "新世纪中学"];
const PUBLIC: &[(&str, &str)] =
    &[("人民医院", "health"), ("街道办事处", "government"), ("社区卫生服务中心", "health"), ("农业合作社", "other")];

/// An organisation of a city.
pub fn company(chance: &mut Chance, city: &City) -> Company {
    let (district, _) = city.districts[chance.place(city.districts.len())];
    if chance.percent(9) {
        return Company { name: format!("{}{}{}", city.name, district, chance.pick(SCHOOLS)), industry: "education" };
    }
    if chance.percent(6) {
        let (what, industry) = PUBLIC[chance.place(PUBLIC.len())];
        return Company { name: format!("{}{}{what}", city.name, district), industry };
    }
    let kinds: Vec<((&str, &str), u32)> =
        KINDS.iter().map(|(name, trade, weight)| ((*name, *trade), *weight)).collect();
    let (kind, industry) = chance.weighted(&kinds);
    let third = if chance.percent(35) { chance.pick(FIRST) } else { "" };
    let name = format!("{}{}{}{third}{kind}", city.name, chance.pick(FIRST), chance.pick(SECOND));
    Company { name, industry }
}
