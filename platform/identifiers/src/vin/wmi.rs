//! World maker identifier: the first three characters of a VIN (domain.md §4.1).

/// A maker as far as its WMI tells. It is a suggestion for the brand field, never a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maker {
    /// Three characters, or six for makers of fewer than 1000 cars per year.
    pub wmi: &'static str,
    /// Maker in Chinese.
    pub zh: &'static str,
    /// Maker in English.
    pub en: &'static str,
}

const fn known(wmi: &'static str, zh: &'static str, en: &'static str) -> Maker {
    Maker { wmi, zh, en }
}

/// Makers on sale in China, sorted by WMI. It is the first filling of a table the administrator edits.
pub const MAKERS: &[Maker] = &[
    known("HLX", "理想汽车", "Li Auto"),
    known("L1N", "小鹏汽车", "XPeng"),
    known("L6T", "吉利汽车", "Geely"),
    known("LB3", "吉利汽车", "Geely"),
    known("LBE", "北京现代", "Beijing Hyundai"),
    known("LBV", "华晨宝马", "BMW Brilliance"),
    known("LC0", "比亚迪", "BYD"),
    known("LDC", "神龙汽车", "Dongfeng Peugeot Citroën"),
    known("LE4", "北京奔驰", "Beijing Benz"),
    known("LET", "江铃五十铃", "JMC-Isuzu"),
    known("LFM", "一汽丰田", "FAW Toyota"),
    known("LFP", "中国一汽（红旗/奔腾）", "FAW (Hongqi/Bestune)"),
    known("LFV", "一汽-大众", "FAW-Volkswagen"),
    known("LFZ", "零跑汽车", "Leapmotor"),
    known("LGB", "东风日产", "Dongfeng Nissan"),
    known("LGW", "长城汽车", "Great Wall"),
    known("LGX", "比亚迪", "BYD"),
    known("LH1", "海马汽车", "Haima"),
    known("LHG", "广汽本田", "GAC Honda"),
    known("LJ1", "江淮汽车（含蔚来）", "JAC (also NIO)"),
    known("LJD", "悦达起亚", "Yueda Kia"),
    known("LKL", "苏州金龙", "Suzhou King Long"),
    known("LMG", "广汽传祺", "GAC Trumpchi"),
    known("LNB", "北京汽车", "BAIC"),
    known("LRW", "特斯拉（上海）", "Tesla Shanghai"),
    known("LS4", "长安汽车", "Changan"),
    known("LS5", "长安（铃木）", "Changan (Suzuki)"),
    known("LSG", "上汽通用", "SAIC-GM"),
    known("LSJ", "上汽名爵/荣威", "SAIC MG/Roewe"),
    known("LSV", "上汽大众", "SAIC Volkswagen"),
    known("LTV", "一汽丰田", "FAW Toyota"),
    known("LVG", "广汽丰田", "GAC Toyota"),
    known("LVH", "东风本田", "Dongfeng Honda"),
    known("LVR", "长安马自达", "Changan Mazda"),
    known("LVS", "长安福特", "Changan Ford"),
    known("LVV", "奇瑞汽车", "Chery"),
    known("LVZ", "东风小康", "DFSK"),
    known("LW4", "理想汽车", "Li Auto"),
    known("LYV", "沃尔沃亚太", "Volvo Asia-Pacific"),
    known("LZW", "上汽通用五菱", "SAIC-GM-Wuling"),
    known("LZY", "宇通客车", "Yutong"),
];

/// The maker's identifier in a normalised VIN: three characters, and for makers of fewer than 1000 cars per year (third
/// character 9) positions 12–14 as well. `None` for anything that is not 17 ASCII characters.
pub fn wmi(vin: &str) -> Option<String> {
    if vin.len() != super::LENGTH || !vin.is_ascii() {
        return None;
    }
    let mut wmi = vin[..3].to_owned();
    if wmi.ends_with('9') {
        wmi.push_str(&vin[11..14]);
    }
    Some(wmi)
}

/// The maker of a normalised VIN, where [`MAKERS`] knows it.
pub fn maker(vin: &str) -> Option<&'static Maker> {
    let wmi = wmi(vin)?;
    MAKERS.binary_search_by(|maker| maker.wmi.cmp(&wmi)).ok().map(|at| &MAKERS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-03: the WMI suggests the maker; small makers have six characters.
    #[test]
    fn suggests_the_maker() {
        assert!(MAKERS.is_sorted_by(|a, b| a.wmi < b.wmi));
        assert_eq!(maker(&crate::sample::vin(1, "LSV", 'T')).map(|maker| maker.en), Some("SAIC Volkswagen"));
        assert_eq!(maker("1M8GDM9AXKP042788"), None);
        assert_eq!(wmi("LA9GDM9AXKP042788").as_deref(), Some("LA9042"));
        assert_eq!(wmi("车"), None);
    }
}
