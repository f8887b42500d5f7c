//! Chinese households: families share an address, often a phone and a car, and mostly a surname.

use identifiers::{pinyin, sample};

use super::chance::Chance;
use super::slips::{misdial, slip};

pub(super) const COLUMNS: [&str; 7] = ["姓名", "性别", "出生日期", "手机", "区县", "地址", "车牌"];

const NAME: usize = 0;
const SEX: usize = 1;
const BIRTH: usize = 2;
const PHONE: usize = 3;
const DISTRICT: usize = 4;
const ADDRESS: usize = 5;
const PLATE: usize = 6;

/// The commoner first.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤章";
const MEN: &str = "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林峰阳建东志国海文博瑞晨翔荣新成康庆栋";
const WOMEN: &str = "芳娜敏静丽艳娟霞秀玲燕红梅英慧莉婷雪琳倩颖洁萍玉兰月佳欣怡悦蕾薇琴蓉璐瑶晶菲思雨梦涵诗妍珍";
const DISTRICTS: [&str; 12] = [
    "浦东新区",
    "闵行区",
    "宝山区",
    "嘉定区",
    "松江区",
    "徐汇区",
    "长宁区",
    "静安区",
    "普陀区",
    "虹口区",
    "杨浦区",
    "青浦区",
];
const ROADS: [&str; 24] = [
    "中山路",
    "人民路",
    "解放路",
    "建设路",
    "和平路",
    "新华路",
    "长江路",
    "黄河路",
    "南京路",
    "延安路",
    "淮海路",
    "复兴路",
    "七莘路",
    "沪闵路",
    "莲花路",
    "龙华路",
    "张杨路",
    "世纪大道",
    "杨高路",
    "金沙江路",
    "曹杨路",
    "武宁路",
    "四平路",
    "大连路",
];

/// So many people, family by family.
pub(super) fn people(count: usize, chance: &mut Chance) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = Vec::with_capacity(count);
    while out.len() < count {
        let size = [1, 1, 2, 2, 3][chance.below(5)].min(count - out.len());
        let district = *chance.skewed(&DISTRICTS.each_ref());
        let road = *chance.of(&ROADS.each_ref());
        let address =
            format!("{district}{road}{}号{}栋{}室", 1 + chance.below(900), 1 + chance.below(40), room(chance));
        let family = surname(chance);
        let mut called = Vec::new();
        let phone = mobile(chance);
        let plate = plate(chance);
        for member in 0..size {
            let man = chance.percent(55);
            // A wife keeps her name; children have their father's.
            let own = if member == 1 { surname(chance) } else { family };
            // Nobody gives a name twice in one family.
            let mut own_given = given(man, chance);
            while called.contains(&own_given) {
                own_given = given(man, chance);
            }
            called.push(own_given.clone());
            let shared_phone = member > 0 && chance.percent(30);
            let year = if member < 2 { 1955 + chance.below(45) } else { 1990 + chance.below(15) };
            let birth = format!("{year}-{:02}-{:02}", 1 + chance.below(12), 1 + chance.below(28));
            out.push(vec![
                format!("{own}{own_given}"),
                if man { "男" } else { "女" }.to_owned(),
                birth,
                if shared_phone || member == 0 { phone.clone() } else { mobile(chance) },
                district.to_owned(),
                address.clone(),
                if chance.percent(60) { plate.clone() } else { self::plate(chance) },
            ]);
        }
    }
    for record in &mut out {
        lose(record, [0, 3, 15, 2, 10, 15, 15], chance);
    }
    out
}

fn mobile(chance: &mut Chance) -> String {
    sample::mobile(chance.next() % 1_000_000_000).trim_start_matches("+86").to_owned()
}

fn plate(chance: &mut Chance) -> String {
    sample::plate(chance.next() % 4_000_000)
}

/// The same person, entered again at another desk: most things as before, some wrong, some changed, some left out.
pub(super) fn again(record: &[String], chance: &mut Chance) -> Vec<String> {
    let mut new = record.to_vec();
    if chance.percent(22) {
        new[NAME] = misheard(&new[NAME], chance);
    } else if chance.percent(5) {
        let title = if new[SEX] == "女" { "女士" } else { "先生" };
        new[NAME] = format!("{}{title}", new[NAME].chars().next().unwrap_or('王'));
    } else if chance.percent(3) {
        let mut chars: Vec<char> = new[NAME].chars().collect();
        let length = chars.len();
        chars.swap(length - 1, length.saturating_sub(2));
        new[NAME] = chars.into_iter().collect();
    }
    if chance.percent(15) {
        new[PHONE] = mobile(chance);
    } else if chance.percent(12) {
        new[PHONE] = misdial(&new[PHONE], chance);
    }
    if chance.percent(8) {
        new[BIRTH] = misdated(&new[BIRTH], chance);
    }
    if chance.percent(12) {
        new[PLATE] = plate(chance);
    } else if chance.percent(8) {
        new[PLATE] = misdial(&new[PLATE], chance);
    }
    if chance.percent(10) {
        new[ADDRESS] = moved(chance);
    } else if chance.percent(35) {
        new[ADDRESS] = rewritten(&new[ADDRESS], &new[DISTRICT], chance);
    }
    lose(&mut new, [0, 8, 15, 3, 10, 15, 15], chance);
    new
}

fn room(chance: &mut Chance) -> usize {
    (1 + chance.below(30)) * 100 + 1 + chance.below(4)
}

fn surname(chance: &mut Chance) -> char {
    let all: Vec<char> = SURNAMES.chars().collect();
    let reach = chance.below(all.len()) + 1;
    all[chance.below(reach)]
}

fn given(man: bool, chance: &mut Chance) -> String {
    let all: Vec<char> = if man { MEN } else { WOMEN }.chars().collect();
    (0..1 + usize::from(chance.percent(75))).map(|_| all[chance.below(all.len())]).collect()
}

fn lose(record: &mut [String], percents: [u64; 7], chance: &mut Chance) {
    for (value, share) in record.iter_mut().zip(percents) {
        if chance.percent(share) {
            value.clear();
        }
    }
}

/// One hanzi written as another that is read alike; where there is none, another given name's.
fn misheard(name: &str, chance: &mut Chance) -> String {
    let mut chars: Vec<char> = name.chars().collect();
    let at = chance.below(chars.len());
    let alike: Vec<char> = [SURNAMES, MEN, WOMEN, "玮炜维蔚惟薇威微徽慧惠汇娜纳那敏闵静靖净境丽莉利力立黎艳燕雁彦娟涓霞侠秀绣玲铃凌灵红洪宏鸿梅枚英瑛莺婷庭亭雪学琳林霖倩茜颖影洁杰节萍平苹强蔷磊雷蕾军君钧勇永涌涛滔桃明鸣铭超朝刚钢辉晖挥鹏朋蓬华桦骅飞非斐鑫欣新心波博伯斌彬宾宇雨羽禹浩皓昊凯恺楷健建剑俊峻骏帆凡张章刘柳陈晨程成徐许余于俞吴武伍付傅肖萧"]
        .iter()
        .flat_map(|list| list.chars())
        .filter(|c| *c != chars[at] && pinyin::reading(*c) == pinyin::reading(chars[at]))
        .collect();
    if let Some(c) = alike.get(chance.below(alike.len())) {
        chars[at] = *c;
    } else if chars.len() > 2 {
        chars[2] = given(true, chance).chars().next().unwrap_or('伟');
    }
    chars.into_iter().collect()
}

fn misdated(date: &str, chance: &mut Chance) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    match parts[..] {
        [year, month, day] if chance.percent(40) && day <= "12" => format!("{year}-{day}-{month}"),
        [year, month, _] if chance.percent(30) => format!("{year}-{month}-{:02}", 1 + chance.below(28)),
        _ => misdial(date, chance),
    }
}

fn moved(chance: &mut Chance) -> String {
    format!("{}{}号{}室", chance.of(&ROADS.each_ref()), 1 + chance.below(900), room(chance))
}

/// The same place in other words.
fn rewritten(address: &str, district: &str, chance: &mut Chance) -> String {
    match chance.below(5) {
        0 => address.replace(district, ""),
        1 => address.replace('栋', "号楼"),
        2 => format!("上海市{address}"),
        3 => address.replace('室', "").replace('栋', "-"),
        _ => slip(address, chance),
    }
}
