//! Names of people, by the frequency of surnames and the fashion of the years of birth.

use identifiers::Sex;

use super::chance::Chance;

/// Surnames with their share in thousandths, a little more of those common around the lower Yangtze.
const SURNAMES: &[(&str, u32)] = &[
    ("王", 72),
    ("李", 68),
    ("张", 66),
    ("刘", 48),
    ("陈", 47),
    ("杨", 29),
    ("赵", 20),
    ("黄", 22),
    ("周", 26),
    ("吴", 25),
    ("徐", 24),
    ("孙", 17),
    ("胡", 14),
    ("朱", 20),
    ("高", 12),
    ("林", 13),
    ("何", 12),
    ("郭", 10),
    ("马", 10),
    ("罗", 8),
    ("梁", 7),
    ("宋", 8),
    ("郑", 9),
    ("谢", 7),
    ("韩", 6),
    ("唐", 7),
    ("冯", 6),
    ("于", 5),
    ("董", 6),
    ("肖", 5),
    ("程", 6),
    ("曹", 7),
    ("袁", 5),
    ("邓", 5),
    ("许", 7),
    ("傅", 4),
    ("沈", 16),
    ("曾", 4),
    ("彭", 5),
    ("吕", 5),
    ("苏", 4),
    ("卢", 4),
    ("蒋", 9),
    ("蔡", 6),
    ("贾", 3),
    ("丁", 8),
    ("魏", 4),
    ("薛", 4),
    ("叶", 7),
    ("阎", 1),
    ("余", 4),
    ("潘", 6),
    ("杜", 4),
    ("戴", 4),
    ("夏", 6),
    ("钟", 4),
    ("汪", 5),
    ("田", 3),
    ("任", 4),
    ("姜", 4),
    ("范", 4),
    ("方", 5),
    ("石", 3),
    ("姚", 6),
    ("谭", 3),
    ("廖", 3),
    ("邹", 3),
    ("熊", 2),
    ("金", 7),
    ("陆", 11),
    ("郝", 2),
    ("孔", 2),
    ("白", 2),
    ("崔", 2),
    ("康", 2),
    ("毛", 4),
    ("邱", 3),
    ("秦", 3),
    ("江", 3),
    ("史", 2),
    ("顾", 11),
    ("侯", 2),
    ("邵", 4),
    ("孟", 2),
    ("龙", 2),
    ("万", 2),
    ("段", 2),
    ("雷", 2),
    ("钱", 8),
    ("汤", 4),
    ("尹", 2),
    ("黎", 2),
    ("易", 2),
    ("常", 2),
    ("武", 2),
    ("乔", 2),
    ("贺", 2),
    ("赖", 2),
    ("龚", 4),
    ("文", 2),
    ("俞", 5),
    ("施", 4),
    ("费", 2),
    ("瞿", 2),
    ("奚", 1),
    ("翁", 2),
    ("庄", 2),
    ("包", 2),
    ("单", 1),
    ("解", 1),
    ("仇", 1),
    ("查", 1),
    ("翟", 1),
    ("缪", 1),
    ("褚", 1),
    ("欧阳", 1),
    ("诸葛", 1),
    ("司徒", 1),
    ("上官", 1),
];

const MEN_ELDER: &[&str] = &[
    "建国", "国强", "志明", "建华", "永康", "国庆", "德明", "卫东", "建平", "志强", "福生", "根发", "金龙", "国华",
    "明德", "文斌", "建军", "学军", "爱民", "伟民", "军", "平", "刚", "明", "勇", "林生", "宝根", "海清", "振华",
    "荣根",
];
const WOMEN_ELDER: &[&str] = &[
    "秀英", "桂兰", "秀兰", "玉珍", "凤英", "美娟", "惠芳", "丽华", "建英", "爱珍", "玉兰", "桂英", "淑珍", "红", "萍",
    "敏", "芳", "慧珍", "月琴", "素芬", "彩娣", "菊芳", "雅琴", "文娟", "秋菊", "金妹", "翠华", "玲娣", "静芳", "佩珍",
];
const MEN: &[&str] = &[
    "伟", "强", "磊", "军", "勇", "杰", "涛", "超", "明", "斌", "鹏", "浩", "亮", "峰", "波", "晨", "凯", "俊", "健",
    "飞", "志远", "建峰", "海涛", "晓东", "文杰", "俊杰", "志强", "永刚", "振宇", "思远", "嘉伟", "国栋", "晓明",
    "家豪", "立新", "一鸣", "宏伟", "海波", "世杰", "天宇", "文博", "子明", "云飞", "卫星", "晓峰", "新宇", "泽宇",
    "瑞麟", "启航", "昊天",
];
const WOMEN: &[&str] = &[
    "静", "敏", "丽", "艳", "娟", "霞", "燕", "娜", "婷", "雪", "琳", "洁", "莉", "颖", "倩", "蕾", "慧", "玲", "薇",
    "佳", "晓燕", "丽娜", "海燕", "文静", "雅婷", "思琪", "晓雯", "佳怡", "梦洁", "雪梅", "春燕", "丽萍", "嘉慧",
    "心怡", "雨晴", "晓敏", "诗涵", "婉婷", "若兰", "怡君", "小红", "静怡", "瑶", "晶晶", "丹丹", "璐", "楠", "秋月",
    "书琴", "菲菲",
];
const MEN_YOUNG: &[&str] = &[
    "子轩", "浩然", "宇航", "博文", "俊熙", "梓豪", "奕辰", "嘉懿", "睿", "子涵", "泽洋", "明哲", "晨曦", "逸飞",
    "天佑", "家乐", "思源", "文轩", "皓轩", "景行", "一凡", "梓睿", "宸", "鑫", "洋", "帅", "锐", "昊", "旭", "翔",
];
const WOMEN_YOUNG: &[&str] = &[
    "欣怡", "雨桐", "梓涵", "诗琪", "可馨", "佳琪", "思颖", "雨欣", "一诺", "紫萱", "梦瑶", "语彤", "安琪", "子晴",
    "若曦", "嘉欣", "雅涵", "晨悦", "艺涵", "乐彤", "沐阳", "悦", "妍", "婧", "彤", "蕊", "昕", "媛", "舒雅", "清妍",
];

/// Names that are written in parts or in Latin letters.
const OTHERS: &[(&str, Sex)] = &[
    ("阿依古丽·买买提", Sex::Female),
    ("迪力木拉提·艾合买提", Sex::Male),
    ("古丽娜尔·阿不都拉", Sex::Female),
    ("才让·扎西", Sex::Male),
    ("John Smith", Sex::Male),
    ("Anna Müller", Sex::Female),
    ("Kenji Tanaka", Sex::Male),
];

/// Someone's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    /// As written.
    pub full: String,
    /// The surname; the full name where there is none.
    pub surname: &'static str,
    /// Sex.
    pub sex: Sex,
}

/// The name of someone of a sex born in a year.
pub fn person(chance: &mut Chance, sex: Sex, born: i32) -> PersonName {
    if chance.permille(3) {
        let (full, sex) = OTHERS[chance.place(OTHERS.len())];
        return PersonName { full: full.into(), surname: full, sex };
    }
    let surname = chance.weighted(SURNAMES);
    PersonName { full: format!("{surname}{}", given(chance, sex, born)), surname, sex }
}

/// A given name.
pub fn given(chance: &mut Chance, sex: Sex, born: i32) -> &'static str {
    let list = match (sex, born) {
        (Sex::Male, ..1970) => MEN_ELDER,
        (Sex::Female, ..1970) => WOMEN_ELDER,
        (Sex::Male, 1998..) => MEN_YOUNG,
        (Sex::Female, 1998..) => WOMEN_YOUNG,
        (Sex::Male, _) => MEN,
        (Sex::Female, _) => WOMEN,
    };
    // Fashions overlap: every eighth bears a name of the middle years.
    match (chance.percent(12), sex) {
        (true, Sex::Male) => chance.pick(MEN),
        (true, Sex::Female) => chance.pick(WOMEN),
        _ => chance.pick(list),
    }
}
