//! Province, city and county at the head of an address (domain.md §4.8). It is a guess from the words alone, for
//! filling a form: the code table decides.

use super::normalise;

/// The parts of an address as far as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// 省, 自治区, 直辖市, 特别行政区, as written.
    pub province: Option<String>,
    /// 地级市, 自治州, 地区, 盟; `None` in municipalities.
    pub city: Option<String>,
    /// 区, 县, 县级市, 旗.
    pub county: Option<String>,
    /// What is left: street, number, room.
    pub detail: String,
}

/// Names without their generic part, longest first where one begins another.
const PROVINCES: &[&str] = &[
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
    "台湾",
    "香港",
    "澳门",
];

/// Municipalities have no city between province and county; they are written 市, and often twice.
const MUNICIPALITIES: &[&str] = &["北京", "天津", "上海", "重庆"];

const PROVINCE_ENDS: &[&str] = &["特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"];
const CITY_ENDS: &[&str] = &["自治州", "地区", "市", "盟"];
const COUNTY_ENDS: &[&str] = &["自治县", "自治旗", "区", "县", "市", "旗"];

/// Longest name of a city or county, in characters without its ending (积石山保安族东乡族撒拉族自治县 is the longest of all).
const LONGEST: usize = 13;

/// Reads the head of an address.
pub fn region(input: &str) -> Region {
    let text = normalise(input).replace(' ', "");
    let mut rest = text.as_str();
    let mut found = Region::default();
    if let Some(name) = PROVINCES.iter().find(|name| rest.starts_with(**name)) {
        let end = PROVINCE_ENDS.iter().find(|end| rest[name.len()..].starts_with(**end)).map_or(0, |end| end.len());
        // 吉林市, 海南州: without a generic word of provinces the name is a province only when something follows.
        let is_city = !MUNICIPALITIES.contains(name) && rest[name.len()..].starts_with('市');
        if !is_city {
            let (province, more) = rest.split_at(name.len() + end);
            found.province = Some(province.to_owned());
            rest = more;
            if MUNICIPALITIES.contains(name) {
                rest = rest.strip_prefix(province).unwrap_or(rest);
                rest = rest.strip_prefix("市辖区").unwrap_or(rest);
            }
        }
    }
    let municipality = found.province.as_deref().is_some_and(|p| MUNICIPALITIES.iter().any(|name| p.starts_with(name)));
    if !municipality && let Some((city, more)) = take(rest, CITY_ENDS) {
        found.city = Some(city.to_owned());
        rest = more;
    }
    let anchored = found.province.is_some() || found.city.is_some();
    if anchored && let Some((county, more)) = take(rest, COUNTY_ENDS) {
        found.county = Some(county.to_owned());
        rest = more;
    }
    found.detail = rest.to_owned();
    found
}

/// Cuts off the shortest head of two characters or more that one of `ends` closes. A digit, a street or a number ends
/// the search: behind them stand no regions.
fn take<'a>(text: &'a str, ends: &[&str]) -> Option<(&'a str, &'a str)> {
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count > LONGEST || !c.is_alphabetic() || c.is_ascii() || matches!(c, '路' | '街' | '号' | '弄' | '道') {
            return None;
        }
        if count == 0 {
            continue;
        }
        if let Some(end) = ends.iter().find(|end| text[at..].starts_with(**end)) {
            let cut = at + end.len();
            // 小区, 园区 and the like are parts of the detail; 市 of 城市, 超市 too.
            let generic = matches!(&text[..cut], "小区" | "园区" | "社区" | "城区" | "超市" | "城市");
            return (!generic).then(|| text.split_at(cut));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [String; 4] {
        let Region { province, city, county, detail } = region(text);
        [province.unwrap_or_default(), city.unwrap_or_default(), county.unwrap_or_default(), detail]
    }

    /// CUS-01: the usual ways of writing.
    #[test]
    fn reads() {
        assert_eq!(parts("江苏省苏州市吴中区东吴北路1号"), ["江苏省", "苏州市", "吴中区", "东吴北路1号"]);
        assert_eq!(parts("江苏苏州市昆山市前进路1号"), ["江苏", "苏州市", "昆山市", "前进路1号"]);
        assert_eq!(parts("上海市 普陀区 曹杨路123号"), ["上海市", "", "普陀区", "曹杨路123号"]);
        assert_eq!(parts("上海市上海市浦东新区世纪大道1号"), ["上海市", "", "浦东新区", "世纪大道1号"]);
        assert_eq!(parts("内蒙古自治区锡林郭勒盟多伦县大街1号"), ["内蒙古自治区", "锡林郭勒盟", "多伦县", "大街1号"]);
        assert_eq!(parts("吉林省吉林市船营区1号"), ["吉林省", "吉林市", "船营区", "1号"]);
        assert_eq!(parts("吉林市船营区1号"), ["", "吉林市", "船营区", "1号"]);
        assert_eq!(parts("广东省东莞市长安镇德政路1号"), ["广东省", "东莞市", "", "长安镇德政路1号"]);
        assert_eq!(parts("云南省大理白族自治州大理市1号"), ["云南省", "大理白族自治州", "大理市", "1号"]);
        assert_eq!(parts("阳光小区3号"), ["", "", "", "阳光小区3号"]);
        assert_eq!(parts(""), ["", "", "", ""]);
        assert_eq!(parts("𠮷𠮷𠮷"), ["", "", "", "𠮷𠮷𠮷"]);
    }
}
