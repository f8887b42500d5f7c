//! Cities: their districts, streets, plates and numbers.

use super::chance::Chance;

/// A city.
#[derive(Debug)]
pub struct City {
    /// 上海, without 市.
    pub name: &'static str,
    /// The province as written; of a municipality its own name with 市.
    pub province: &'static str,
    /// 苏州市; none in a municipality.
    pub city: Option<&'static str>,
    /// Area code of landlines with its zero.
    pub dial: &'static str,
    /// Province character and letters of the plates given here.
    pub plates: (&'static str, &'static [char]),
    /// First four digits of its postcodes.
    pub post: &'static str,
    /// Districts with the code that identity numbers of people born there begin with.
    pub districts: &'static [(&'static str, &'static str)],
    /// Share of the stores of a large group.
    pub weight: u32,
}

/// Cities in which stores of the house stand. The first three are those of the demo group.
pub const CITIES: &[City] = &[
    City {
        name: "上海",
        province: "上海市",
        city: None,
        dial: "021",
        plates: ("沪", &['A', 'B', 'D', 'E', 'F', 'G', 'K', 'C']),
        post: "2001",
        weight: 30,
        districts: &[
            ("浦东新区", "310115"),
            ("闵行区", "310112"),
            ("徐汇区", "310104"),
            ("嘉定区", "310114"),
            ("宝山区", "310113"),
            ("杨浦区", "310110"),
            ("松江区", "310117"),
            ("静安区", "310106"),
        ],
    },
    City {
        name: "苏州",
        province: "江苏省",
        city: Some("苏州市"),
        dial: "0512",
        plates: ("苏", &['E', 'U']),
        post: "2150",
        weight: 18,
        districts: &[
            ("工业园区", "320506"),
            ("姑苏区", "320508"),
            ("虎丘区", "320505"),
            ("吴中区", "320506"),
            ("相城区", "320507"),
            ("吴江区", "320509"),
            ("昆山市", "320583"),
        ],
    },
    City {
        name: "杭州",
        province: "浙江省",
        city: Some("杭州市"),
        dial: "0571",
        plates: ("浙", &['A', 'Y']),
        post: "3100",
        weight: 18,
        districts: &[
            ("滨江区", "330108"),
            ("西湖区", "330106"),
            ("余杭区", "330110"),
            ("萧山区", "330109"),
            ("上城区", "330102"),
            ("拱墅区", "330105"),
            ("临平区", "330113"),
        ],
    },
    City {
        name: "南京",
        province: "江苏省",
        city: Some("南京市"),
        dial: "025",
        plates: ("苏", &['A']),
        post: "2100",
        weight: 14,
        districts: &[("江宁区", "320115"), ("鼓楼区", "320106"), ("建邺区", "320105"), ("栖霞区", "320113")],
    },
    City {
        name: "无锡",
        province: "江苏省",
        city: Some("无锡市"),
        dial: "0510",
        plates: ("苏", &['B']),
        post: "2140",
        weight: 10,
        districts: &[("滨湖区", "320211"), ("梁溪区", "320213"), ("新吴区", "320214"), ("江阴市", "320281")],
    },
    City {
        name: "宁波",
        province: "浙江省",
        city: Some("宁波市"),
        dial: "0574",
        plates: ("浙", &['B']),
        post: "3150",
        weight: 12,
        districts: &[("鄞州区", "330212"), ("海曙区", "330203"), ("江北区", "330205"), ("慈溪市", "330282")],
    },
    City {
        name: "合肥",
        province: "安徽省",
        city: Some("合肥市"),
        dial: "0551",
        plates: ("皖", &['A']),
        post: "2300",
        weight: 10,
        districts: &[("蜀山区", "340104"), ("包河区", "340111"), ("庐阳区", "340103"), ("瑶海区", "340102")],
    },
    City {
        name: "常州",
        province: "江苏省",
        city: Some("常州市"),
        dial: "0519",
        plates: ("苏", &['D']),
        post: "2130",
        weight: 6,
        districts: &[("武进区", "320412"), ("新北区", "320411"), ("天宁区", "320402")],
    },
    City {
        name: "嘉兴",
        province: "浙江省",
        city: Some("嘉兴市"),
        dial: "0573",
        plates: ("浙", &['F']),
        post: "3140",
        weight: 6,
        districts: &[("南湖区", "330402"), ("秀洲区", "330411"), ("海宁市", "330481")],
    },
    City {
        name: "广州",
        province: "广东省",
        city: Some("广州市"),
        dial: "020",
        plates: ("粤", &['A']),
        post: "5100",
        weight: 14,
        districts: &[("天河区", "440106"), ("番禺区", "440113"), ("白云区", "440111"), ("海珠区", "440105")],
    },
    City {
        name: "深圳",
        province: "广东省",
        city: Some("深圳市"),
        dial: "0755",
        plates: ("粤", &['B']),
        post: "5180",
        weight: 14,
        districts: &[("南山区", "440305"), ("宝安区", "440306"), ("龙岗区", "440307"), ("福田区", "440304")],
    },
    City {
        name: "成都",
        province: "四川省",
        city: Some("成都市"),
        dial: "028",
        plates: ("川", &['A', 'G']),
        post: "6100",
        weight: 14,
        districts: &[("武侯区", "510107"), ("高新区", "510107"), ("锦江区", "510104"), ("双流区", "510116")],
    },
    City {
        name: "武汉",
        province: "湖北省",
        city: Some("武汉市"),
        dial: "027",
        plates: ("鄂", &['A', 'W']),
        post: "4300",
        weight: 12,
        districts: &[("洪山区", "420111"), ("江汉区", "420103"), ("武昌区", "420106"), ("汉阳区", "420105")],
    },
    City {
        name: "北京",
        province: "北京市",
        city: None,
        dial: "010",
        plates: ("京", &['A', 'N', 'P', 'Q']),
        post: "1000",
        weight: 16,
        districts: &[("朝阳区", "110105"), ("海淀区", "110108"), ("丰台区", "110106"), ("通州区", "110112")],
    },
];

/// Where identity numbers begin with, of people who came from elsewhere.
pub const ORIGINS: &[&str] = &[
    "341221", "340826", "342423", "320981", "320722", "321283", "411525", "410225", "413026", "362321", "360428",
    "421123", "420625", "330825", "332526", "350322", "371302", "370829", "430624", "511024", "500234", "610521",
    "130633", "210224", "220182", "230102", "450324", "520121",
];

const ROADS: &[&str] = &[
    "人民路",
    "中山北路",
    "解放路",
    "建设路",
    "和平路",
    "长江路",
    "黄河路",
    "新华路",
    "文化路",
    "花园路",
    "学院路",
    "体育路",
    "莲花南路",
    "张杨路",
    "曹杨路",
    "金桥路",
    "松涛路",
    "现代大道",
    "星湖街",
    "东环路",
    "竹辉路",
    "江南大道",
    "滨盛路",
    "文三路",
    "古墩路",
    "科技路",
];
const ESTATES: &[&str] = &[
    "阳光花园",
    "绿地世纪城",
    "金色家园",
    "湖畔佳苑",
    "香樟苑",
    "书香名邸",
    "东方雅苑",
    "翠湖天地",
    "万科城",
    "海上新村",
];

/// Where someone lives or a company sits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Province as written.
    pub province: &'static str,
    /// City as written; none in a municipality.
    pub city: Option<&'static str>,
    /// District.
    pub district: &'static str,
    /// The whole address.
    pub text: String,
    /// Postcode.
    pub postcode: String,
}

/// An address in a city.
pub fn address(chance: &mut Chance, city: &City, office: bool) -> Address {
    let (district, _) = city.districts[chance.place(city.districts.len())];
    let road = chance.pick(ROADS);
    let number = chance.between(8, 1999);
    let detail = if office {
        format!("{number}号{}层", chance.between(2, 28))
    } else if chance.percent(50) {
        format!("{number}弄{}号{}0{}室", chance.between(1, 60), chance.between(1, 24), chance.between(1, 4))
    } else {
        format!(
            "{number}号{}{}幢{}0{}室",
            chance.pick(ESTATES),
            chance.between(1, 30),
            chance.between(1, 24),
            chance.between(1, 4)
        )
    };
    let text = format!("{}{}{district}{road}{detail}", city.province, city.city.unwrap_or_default());
    Address {
        province: city.province,
        city: city.city,
        district,
        text,
        postcode: format!("{}{:02}", city.post, chance.below(90)),
    }
}
