//! A small product catalogue: what the demo stores sell, and what their customers drive besides.

use super::identity::Power;

/// A model in the catalogue.
#[derive(Debug)]
pub struct Model {
    /// Brand.
    pub brand: &'static str,
    /// Brand in English.
    pub brand_en: &'static str,
    /// Series.
    pub series: &'static str,
    /// Series in English.
    pub series_en: &'static str,
    /// Version.
    pub name: &'static str,
    /// Maker's code in its VINs.
    pub wmi: &'static str,
    /// What drives it.
    pub power: Power,
    /// Letters its engine or motor numbers begin with.
    pub engine: &'static str,
    /// List price 指导价 in fen.
    pub price: i64,
    /// Seats people for a company.
    pub business: bool,
}

const fn model(
    brand: (&'static str, &'static str),
    series: (&'static str, &'static str),
    name: &'static str,
    wmi: &'static str,
    power: Power,
    engine: &'static str,
    yuan: i64,
) -> Model {
    Model {
        brand: brand.0,
        brand_en: brand.1,
        series: series.0,
        series_en: series.1,
        name,
        wmi,
        power,
        engine,
        price: yuan * 100,
        business: false,
    }
}

const fn business(model: Model) -> Model {
    Model { business: true, ..model }
}

const VW: (&str, &str) = ("大众", "Volkswagen");
const BYD: (&str, &str) = ("比亚迪", "BYD");
const TOYOTA: (&str, &str) = ("丰田", "Toyota");

use Power::{Electric, Fuel, Hybrid};

/// All models, grouped by brand and series.
pub const MODELS: &[Model] = &[
    business(model(VW, ("帕萨特", "Passat"), "380TSI 豪华版", "LSV", Fuel, "DKX", 219_900)),
    business(model(VW, ("帕萨特", "Passat"), "330TSI 精英版", "LSV", Fuel, "DKV", 189_900)),
    model(VW, ("途观L", "Tiguan L"), "330TSI 智享版", "LSV", Fuel, "DKV", 209_900),
    model(VW, ("途观L", "Tiguan L"), "380TSI 四驱旗舰版", "LSV", Fuel, "DKX", 256_800),
    model(VW, ("朗逸", "Lavida"), "300TSI 满逸版", "LSV", Fuel, "DSB", 145_900),
    model(VW, ("朗逸", "Lavida"), "1.5L 风尚版", "LSV", Fuel, "DNC", 109_900),
    business(model(VW, ("威然", "Viloran"), "380TSI 尊驰版", "LSV", Fuel, "DKX", 306_900)),
    model(VW, ("ID.3", "ID.3"), "450km 升级版", "LSV", Electric, "EBJ", 149_900),
    model(VW, ("ID.4 X", "ID.4 X"), "607km 纯享版", "LSV", Electric, "EBK", 199_900),
    business(model(BYD, ("汉", "Han"), "DM-i 121km 尊贵型", "LC0", Hybrid, "BYD476", 189_800)),
    model(BYD, ("汉", "Han"), "EV 605km 尊荣型", "LC0", Electric, "TZ200XS", 199_800),
    model(BYD, ("宋PLUS", "Song Plus"), "DM-i 110km 旗舰型", "LGX", Hybrid, "BYD472", 154_800),
    model(BYD, ("宋PLUS", "Song Plus"), "EV 520km 豪华型", "LGX", Electric, "TZ210XS", 164_800),
    model(BYD, ("秦PLUS", "Qin Plus"), "DM-i 55km 领先型", "LGX", Hybrid, "BYD472", 99_800),
    model(BYD, ("秦PLUS", "Qin Plus"), "EV 420km 超越型", "LGX", Electric, "TZ180XS", 129_800),
    model(BYD, ("海豚", "Dolphin"), "420km 时尚版", "LGX", Electric, "TZ180XF", 112_800),
    business(model(BYD, ("腾势D9", "Denza D9"), "DM-i 965 尊荣型", "LC0", Hybrid, "BYD476", 339_800)),
    business(model(TOYOTA, ("凯美瑞", "Camry"), "2.0G 豪华版", "LVG", Fuel, "M20A", 181_800)),
    model(TOYOTA, ("凯美瑞", "Camry"), "双擎 2.5HQ 旗舰版", "LVG", Fuel, "A25D", 249_800),
    model(TOYOTA, ("汉兰达", "Highlander"), "双擎 2.5L 四驱豪华版", "LVG", Fuel, "A25D", 289_800),
    model(TOYOTA, ("汉兰达", "Highlander"), "2.5L 两驱精英版", "LVG", Fuel, "A25D", 258_800),
    business(model(TOYOTA, ("赛那", "Sienna"), "2.5L 混动豪华版", "LVG", Fuel, "A25F", 319_800)),
    model(TOYOTA, ("雷凌", "Levin"), "双擎 1.8H 豪华版", "LVG", Fuel, "8ZR", 143_800),
    model(TOYOTA, ("威兰达", "Wildlander"), "2.0L 豪华版", "LVG", Fuel, "M20C", 192_800),
    model(TOYOTA, ("铂智4X", "bZ4X"), "615km 长续航版", "LVG", Electric, "1XM", 199_800),
    model(("本田", "Honda"), ("雅阁", "Accord"), "260TURBO 豪华版", "LHG", Fuel, "L15CG", 189_800),
    model(("本田", "Honda"), ("CR-V", "CR-V"), "240TURBO 都市版", "LVH", Fuel, "L15BZ", 199_800),
    model(("日产", "Nissan"), ("轩逸", "Sylphy"), "1.6L 悦享版", "LGB", Fuel, "HR16", 119_000),
    model(("别克", "Buick"), ("GL8", "GL8"), "陆尊 652T 豪华型", "LSG", Fuel, "LXH", 299_900),
    model(("别克", "Buick"), ("君威", "Regal"), "552T 精英型", "LSG", Fuel, "LIH", 179_800),
    model(("吉利", "Geely"), ("星越L", "Xingyue L"), "2.0TD 两驱型", "LB3", Fuel, "JLH", 149_700),
    model(("特斯拉", "Tesla"), ("Model Y", "Model Y"), "后轮驱动版", "LRW", Electric, "3D6", 249_900),
    model(("宝马", "BMW"), ("3系", "3 Series"), "325Li M运动套装", "LBV", Fuel, "B48B", 333_900),
    model(("奔驰", "Mercedes-Benz"), ("C级", "C-Class"), "C 260 L 运动版", "LE4", Fuel, "264915", 354_600),
    model(("奇瑞", "Chery"), ("瑞虎8", "Tiggo 8"), "290TGDI 豪华版", "LVV", Fuel, "SQRF4J", 129_900),
    model(("红旗", "Hongqi"), ("H5", "H5"), "1.5T 智联旗享版", "LFP", Fuel, "CA4GC", 179_800),
];

/// Body colours.
pub const COLOURS: &[(&str, u32)] = &[
    ("雪域白", 34),
    ("曜石黑", 20),
    ("星空灰", 16),
    ("皓月银", 9),
    ("深海蓝", 8),
    ("宝石红", 6),
    ("香槟金", 4),
    ("松石绿", 3),
];

/// Cabin colours that the catalogue offers.
pub const CABINS: &[&str] = &["深邃黑", "米色"];

/// Options that the catalogue offers: name and price in fen.
pub const OPTIONS: &[(&str, i64)] = &[("全景天窗", 800_000), ("智能驾驶辅助包", 1_200_000), ("冬季舒适包", 300_000)];

/// Places in [`MODELS`] of a brand's models.
pub fn of_brand(brand: &str) -> Vec<usize> {
    (0..MODELS.len()).filter(|at| MODELS[*at].brand == brand).collect()
}

/// Places in [`MODELS`] of models that no demo store sells.
pub fn of_others() -> Vec<usize> {
    (0..MODELS.len()).filter(|at| ![VW.0, BYD.0, TOYOTA.0].contains(&MODELS[*at].brand)).collect()
}
