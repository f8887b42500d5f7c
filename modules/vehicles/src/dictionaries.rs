//! Base data that the module brings along.

use organisation::dictionaries::DictionarySeed;

const fn seed(name: &'static str, entries: &'static [(&'static str, &'static str, &'static str)]) -> DictionarySeed {
    DictionarySeed { name, entries }
}

/// All pick lists of vehicles.
pub const DICTIONARIES: &[DictionarySeed] = &[
    seed(
        "vehicle-usage",
        &[
            ("private", "家庭自用", "Private"),
            ("company", "企业非营运", "Company"),
            ("official", "机关公务", "Official"),
            ("ride-hailing", "网约车", "Ride-hailing"),
            ("taxi", "出租", "Taxi"),
            ("rental", "租赁", "Rental"),
            ("freight", "货运", "Freight"),
            ("demo", "试驾展示", "Demonstrator"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "vehicle-status",
        &[("in_use", "在用", "In use"), ("sold", "已售出", "Sold on"), ("scrapped", "已报废", "Scrapped")],
    ),
    seed(
        "vehicle-power",
        &[
            ("fuel", "燃油", "Petrol or diesel"),
            ("hybrid", "插电混动", "Plug-in hybrid"),
            ("range-extender", "增程式", "Range extender"),
            ("electric", "纯电", "Electric"),
            ("hydrogen", "氢燃料", "Hydrogen"),
        ],
    ),
    // GA 24.7, domain.md §4.2
    seed(
        "plate-type",
        &[
            ("01", "大型汽车", "Large vehicle"),
            ("02", "小型汽车", "Small vehicle"),
            ("03", "使馆汽车", "Embassy"),
            ("04", "领馆汽车", "Consulate"),
            ("15", "挂车", "Trailer"),
            ("16", "教练汽车", "Training"),
            ("22", "临时行驶车", "Temporary"),
            ("23", "警用汽车", "Police"),
            ("26", "香港入出境车", "Hong Kong"),
            ("27", "澳门入出境车", "Macau"),
            ("51", "大型新能源汽车", "Large new-energy vehicle"),
            ("52", "小型新能源汽车", "Small new-energy vehicle"),
        ],
    ),
];
