//! The customers whom the guide and the tests call by name (docs/demo.md).

use identifiers::Sex;

use super::car::{self, Plan};
use super::catalogue::MODELS;
use super::chance::Chance;
use super::file::{Car, Entry, File, Part, Stay};
use super::identity;
use super::place::{Address, CITIES};
use super::world::World;

/// Serials of the named files begin here, far from those of the others.
pub const FIRST: u64 = 900_000;

/// The named files, those that others refer to first.
pub fn files(world: &World) -> Vec<File> {
    let mut files = fleet(world);
    files.extend(family(world));
    files.push(swapped_plate(world));
    files.push(about_to_buy(world));
    files.push(two_stores(world));
    files.push(lapsed(world));
    files.push(to_mend(world));
    files.push(school(world));
    files.push(misheard(world));
    files.push(written_again(world));
    files
}

/// Makes a named file: a person with a number, or an organisation.
struct Draft<'a> {
    world: &'a World,
    chance: Chance,
    file: File,
    store: usize,
    owner: Option<usize>,
}

impl<'a> Draft<'a> {
    fn new(
        world: &'a World,
        nth: u64,
        name: &str,
        store: usize,
        owner: &str,
        age: i64,
        source: &'static str,
    ) -> Draft<'a> {
        let serial = FIRST + nth;
        let mut file = File {
            serial,
            name: name.into(),
            began: world.at(age, 10 * 3600 + nth as i64 * 60),
            ..File::blank(source)
        };
        file.phones.push((identity::mobile(serial), "mobile"));
        let owner = world.people.iter().position(|p| p.login == owner);
        Draft { world, chance: Chance::of(world.seed, "story", nth), file, store, owner }
    }

    fn person(mut self, sex: Sex, year: i32, month: u32, day: u32, buyer: bool) -> Self {
        let born = chrono::NaiveDate::from_ymd_opt(year, month, day);
        self.file.sex = Some(sex);
        self.file.birthday = born;
        let city = &CITIES[self.world.store(self.store).city];
        self.file.id_number = born.filter(|_| buyer).map(|born| identity::resident(&mut self.chance, city, born, sex));
        self.file.wechat = Some(format!("wx_{:x}", self.file.serial));
        self.file.preferred_channel = Some("wechat");
        self.file.consents = Some((true, true));
        self
    }

    fn company(mut self, industry: &'static str, landline: u64) -> Self {
        self.file.organisation = true;
        self.file.industry = Some(industry);
        self.file.uscc = Some(identity::uscc(self.file.serial));
        self.file.phones = vec![(identity::landline(&CITIES[self.world.store(self.store).city], landline), "work")];
        self.file.preferred_channel = Some("phone");
        self
    }

    fn lives(mut self, district: &'static str, rest: &str) -> Self {
        let city = &CITIES[self.world.store(self.store).city];
        let text = format!("{}{}{district}{rest}", city.province, city.city.unwrap_or_default());
        self.file.address = Some(Address {
            province: city.province,
            city: city.city,
            district,
            text,
            postcode: format!("{}20", city.post),
        });
        self
    }

    fn stay(&mut self, class: &'static str, grade: Option<&'static str>, remark: &str, next: Option<i64>) {
        let stay = Stay {
            store: self.store,
            owner: self.owner,
            class,
            grade,
            source: self.file.source,
            remark: Some(remark.into()),
            began: self.file.began,
            touched: self.file.began,
            next_contact_on: next.map(|days| self.world.day(-days)),
        };
        self.file.engagements.push(stay);
    }

    /// Something that happened so many days ago, done by the owner or someone else.
    fn say(&mut self, days_ago: i64, hour: i64, kind: &'static str, by: Option<&str>, body: &str) {
        let actor = by.and_then(|login| self.world.people.iter().position(|p| p.login == login)).or(self.owner);
        self.file.entries.push(Entry {
            store: self.store,
            kind,
            at: self.world.at(days_ago, hour * 3600 + 1260),
            actor,
            body: body.into(),
            car: None,
        });
    }

    /// A car delivered so many days ago; visits are those of the last two years.
    fn car(&mut self, series: &str, age: i64, pace: i64, usage: &'static str, served_until: i64) -> &mut Car {
        let model = MODELS.iter().position(|m| m.series == series).unwrap_or_default();
        let nth = self.file.cars.len() as u64;
        let city = self.world.store(self.store).city;
        let plan = Plan { serial: self.file.serial * 8 + nth, owner: self.file.serial, model, city, age, pace, usage };
        let mut car = car::make(self.world, &mut self.chance, &plan);
        let known = self.days_known();
        car.visits = car::services(self.world, &mut self.chance, &plan, self.store, known, served_until);
        self.file.cars.push(car);
        let last = self.file.cars.len() - 1;
        &mut self.file.cars[last]
    }

    fn days_known(&self) -> i64 {
        (self.world.now.0 - self.file.began.0) / 86_400_000_000
    }

    fn done(mut self) -> File {
        // The file begins with the first word.
        let first = self.file.entries.iter().map(|e| e.at).min();
        if let Some(first) = first.filter(|first| *first < self.file.began) {
            for stay in self.file.engagements.iter_mut().filter(|s| s.began == self.file.began) {
                stay.began = first;
            }
            self.file.began = first;
        }
        self.file.entries.sort_by_key(|e| e.at);
        let visits = self.file.cars.iter().flat_map(|car| car.visits.iter().map(|v| (v.store, v.at)));
        let said = self.file.entries.iter().map(|e| (e.store, e.at));
        let moments: Vec<_> = said.chain(visits).collect();
        for stay in &mut self.file.engagements {
            stay.touched =
                moments.iter().filter(|(store, _)| *store == stay.store).map(|(_, at)| *at).max().unwrap_or(stay.began);
        }
        self.file
    }
}

/// A VIP company with a fleet, its contacts, and two of its drivers.
fn fleet(world: &World) -> Vec<File> {
    let mut drivers = Vec::new();
    for (nth, name, year) in [(0, "赵大勇", 1984), (1, "孙立平", 1990)] {
        let mut draft = Draft::new(world, nth, name, 0, "service1", 640, "fleet").person(Sex::Male, year, 5, 12, false);
        draft.file.occupation = Some("driver");
        draft.stay("customer", None, "上海捷运达物流的驾驶员，送修时由他联系。", None);
        draft.say(630, 9, "note", None, "登记为捷运达物流车辆驾驶员，可代单位送修，费用由单位结算。");
        drivers.push(draft.done());
    }
    let mut draft =
        Draft::new(world, 2, "上海捷运达物流有限公司", 0, "sales1", 620, "fleet").company("logistics", 9_001);
    draft = draft.lives("浦东新区", "外高桥物流园区富特北路211号3层");
    draft.file.email = Some("fleet@jieyunda.example.cn".into());
    draft.file.buying_habits = Some("每年三季度更新车辆，对公转账，统一开专票".into());
    draft.file.preferred_time = Some("上午");
    draft.file.consents = Some((true, true));
    draft.file.contacts = vec![
        ("冯国栋".into(), "decision", identity::mobile(FIRST + 50)),
        ("潘丽娟".into(), "purchasing", identity::mobile(FIRST + 51)),
        ("石永刚".into(), "fleet", identity::mobile(FIRST + 52)),
    ];
    for (nth, (series, age)) in
        [("帕萨特", 600), ("帕萨特", 600), ("威然", 420), ("帕萨特", 230), ("威然", 35)].into_iter().enumerate()
    {
        let car = draft.car(series, age, 120, "company", 0);
        if nth < 2 {
            car.parties.push((FIRST + nth as u64, Part::Driver));
        }
    }
    for nth in 0..2 {
        draft.file.relations.push((FIRST + nth, "company_driver", Some("公司车辆驾驶员".into())));
    }
    draft.stay("vip", Some("D"), "集团大客户，价格按大客户政策，工单月结。", Some(6));
    draft.say(618, 10, "visit", None, "总经理冯国栋到店，确认首批两台帕萨特公务车，签大客户框架协议。");
    draft.say(600, 15, "delivery", None, "首批两台帕萨特交付，驾驶员赵大勇、孙立平一同验车。");
    draft.say(420, 15, "delivery", None, "交付威然一台，用于接待。");
    draft.say(231, 11, "call", Some("manager1"), "店总回访年度合作，客户希望增加上门取送车服务。");
    draft.say(90, 14, "note", Some("crm1"), "投诉处理：一台车保养等待超过两小时，已致歉并赠送一次免费保养。");
    draft.say(60, 10, "visit", None, "拜访采购潘丽娟，报价威然一台、帕萨特两台，年底前再定两台。");
    draft.say(35, 16, "delivery", None, "交付威然一台，冯国栋签收。");
    draft.say(5, 10, "call", None, "潘丽娟来电，希望下周送两台帕萨特的最终报价。");
    draft.file.tags = vec![(0, "key-account")];
    drivers.push(draft.done());
    drivers
}

/// A family with two cars and one number.
fn family(world: &World) -> Vec<File> {
    let phone = identity::mobile(FIRST + 3);
    let mut him = Draft::new(world, 3, "陈志远", 0, "sales2", 700, "walk-in")
        .person(Sex::Male, 1985, 3, 8, true)
        .lives("浦东新区", "张杨路1888弄26号1102室");
    him.file.occupation = Some("engineer");
    him.file.income_band = Some("300k-500k");
    him.file.family = Some("已婚，两孩".into());
    him.file.hobbies = Some("自驾游、露营".into());
    him.car("途观L", 688, 42, "private", 0);
    him.stay("customer", Some("D"), "全家人的车都在本店保养。", None);
    him.say(700, 14, "visit", None, "夫妻带两个孩子到店，看途观L，关注后排空间和安全座椅接口。");
    him.say(697, 10, "test-drive", None, "试驾途观L 330TSI，太太刘雅琴同乘，满意。");
    him.say(688, 17, "delivery", None, "交付途观L，登记太太刘雅琴同一手机号码。");
    him.say(120, 11, "call", Some("crm1"), "保养后回访，提到太太的朗逸明年可能换电动车。");
    let him = him.done();
    let mut her = Draft::new(world, 4, "刘雅琴", 0, "sales2", 380, "referral")
        .person(Sex::Female, 1987, 9, 21, true)
        .lives("浦东新区", "张杨路1888弄26号1102室");
    her.file.phones = vec![(phone, "family")];
    her.file.occupation = Some("teacher");
    her.file.family = Some("已婚，两孩".into());
    her.file.relations.push((FIRST + 3, "family", Some("夫妻，共用一个手机号".into())));
    her.car("朗逸", 372, 26, "private", 0);
    her.stay("customer", Some("D"), "接送孩子用车，联系时先问是否方便。", Some(9));
    her.say(380, 10, "visit", None, "先生陈志远介绍到店，增购一台代步车，看朗逸。");
    her.say(372, 16, "delivery", None, "交付朗逸，先生陪同提车。");
    her.say(40, 15, "message", None, "微信咨询ID.3续航和充电桩安装，明年考虑置换。");
    vec![him, her.done()]
}

/// An owner who kept the number of the old car for the new one.
fn swapped_plate(world: &World) -> File {
    let mut draft = Draft::new(world, 5, "沈明辉", 1, "sales3", 690, "web")
        .person(Sex::Male, 1979, 11, 2, true)
        .lives("工业园区", "星湖街328号香樟苑12幢1803室");
    draft.file.occupation = Some("owner");
    draft.car("秦PLUS", 680, 48, "private", 160);
    draft.car("汉", 150, 44, "private", 0);
    let (old, new) = draft.file.cars.split_at_mut(1);
    let (kept, since) = old[0].plates[0].clone();
    let swapped_on = world.day(146);
    let fresh = std::mem::take(&mut new[0].plates);
    let spare = fresh.into_iter().map(|(plate, _)| plate).next().unwrap_or_default();
    old[0].plates = vec![(kept.clone(), since), (spare, swapped_on)];
    new[0].plates = vec![(kept.clone(), swapped_on)];
    draft.stay("customer", Some("D"), "原号牌保留到新车，查车牌时注意日期。", None);
    draft.say(690, 11, "note", None, "懂车帝线索，意向秦PLUS DM-i，家里有充电条件。");
    draft.say(680, 16, "delivery", None, "交付秦PLUS DM-i，首台比亚迪。");
    draft.say(150, 17, "delivery", None, "增购汉DM-i交付。");
    draft.say(
        146,
        10,
        "note",
        Some("service2"),
        &format!("号牌{kept}从秦PLUS换到汉，秦PLUS换新号给家人使用，已更新两车档案。"),
    );
    draft.say(30, 10, "call", Some("crm2"), "回访满意，询问家用充电桩第二台的安装价格。");
    draft.done()
}

/// A prospect who will sign this week.
fn about_to_buy(world: &World) -> File {
    let mut draft = Draft::new(world, 6, "周雨欣", 0, "sales1", 16, "walk-in").person(Sex::Female, 1993, 6, 18, false);
    draft.file.id_number = None;
    draft.file.occupation = Some("doctor");
    draft.file.income_band = Some("200k-300k");
    draft.file.buying_habits = Some("决定快，看好就买".into());
    draft.stay("prospect", Some("H"), "首付三成已备好，等白色现车，周末签约。", Some(0));
    draft.say(16, 14, "visit", None, "首次到店，看ID.4 X 607km纯享版，关注续航和后备厢，父母一起来。");
    draft.say(14, 19, "message", None, "微信发了ID.4 X配置单和三年低息方案，回复很快。");
    draft.say(9, 10, "test-drive", None, "试驾ID.4 X四十分钟，喜欢静音和单踏板，担心充电，已介绍附近充电站。");
    draft.say(6, 15, "call", None, "电话确认预算20万以内，旧车不置换，倾向雪域白。");
    draft.say(3, 11, "visit", None, "再次到店谈价，报价196,800元含保险，客户要求送充电桩，已申请。");
    draft.say(1, 17, "call", Some("salesmanager1"), "销售经理批准赠送充电桩，客户约周六上午十点签约。");
    draft.file.tags = vec![(0, "test-driven"), (0, "loan")];
    draft.done()
}

/// A VIP known in two stores of the group.
fn two_stores(world: &World) -> File {
    let mut draft = Draft::new(world, 7, "欧阳慧", 0, "sales1", 710, "referral")
        .person(Sex::Female, 1976, 1, 30, true)
        .lives("徐汇区", "中山北路600弄9号301室");
    draft.file.occupation = Some("owner");
    draft.file.income_band = Some("500k-1m");
    draft.file.preferred_time = Some("工作日晚上");
    draft.car("威然", 700, 38, "private", 0);
    draft.stay("vip", Some("D"), "已转介绍五位朋友，活动优先邀请。", Some(2));
    draft.say(710, 14, "visit", None, "老客户转介绍到店，看威然，关注第二排舒适。");
    draft.say(700, 16, "delivery", None, "交付威然，赠送两年保养。");
    draft.say(300, 11, "note", Some("crm1"), "第五位转介绍成交，升级VIP。");
    draft.say(12, 19, "message", None, "邀请参加冬季自驾活动，确认两人参加。");
    let hangzhou = world.people.iter().position(|p| p.login == "sales5");
    let began = world.at(45, 11 * 3600);
    draft.file.engagements.push(Stay {
        store: 2,
        owner: hangzhou,
        class: "prospect",
        grade: Some("A"),
        source: "walk-in",
        remark: Some("为杭州的女儿看车，上海浦东店老客户。".into()),
        began,
        touched: began,
        next_contact_on: Some(world.day(-1)),
    });
    for (days_ago, kind, body) in [
        (45, "visit", "到店为女儿看铂智4X和雷凌，女儿在杭州工作。"),
        (20, "call", "跟进：女儿倾向铂智4X，等年底活动价格。"),
    ] {
        draft.file.entries.push(Entry {
            store: 2,
            kind,
            at: world.at(days_ago, 11 * 3600),
            actor: hangzhou,
            body: body.into(),
            car: None,
        });
    }
    draft.file.tags = vec![(0, "key-account")];
    draft.done()
}

/// An owner who has not come for more than a year, with a reading that cannot be right.
fn lapsed(world: &World) -> File {
    let mut draft = Draft::new(world, 8, "顾建国", 2, "sales6", 728, "service")
        .person(Sex::Male, 1962, 12, 5, true)
        .lives("西湖区", "文三路478号绿地世纪城7幢502室");
    draft.file.occupation = Some("retired");
    let car = draft.car("凯美瑞", 1_900, 30, "private", 430);
    // Two digits too many, typed at the desk: kept, shown, not relied on.
    let (first, _) = car.readings[0];
    car.readings.push((first + chrono::Days::new(1_400), 4_203_000));
    draft.stay("lapsed", Some("S"), "搬到余杭后未再进厂，续保前值得联系。", Some(4));
    draft.say(728, 9, "call", Some("crm3"), "外店购车转入保养，建档。");
    draft.say(310, 10, "call", Some("crm3"), "久未进厂回访：已搬家，觉得路远。");
    draft.say(95, 10, "message", Some("crm3"), "发送到店取送车优惠，未回复。");
    draft.done()
}

/// A file to be mended: a doubtful number, hardly anything else known.
fn to_mend(world: &World) -> File {
    let mut draft = Draft::new(world, 9, "单晓峰", 1, "sales4", 25, "motor-show");
    draft.file.phones[0].0.replace_range(..3, "154");
    draft.file.sex = Some(Sex::Male);
    draft.stay("suspect", None, "号码存疑，姓读shàn，先补全资料。", Some(-3));
    draft.say(25, 16, "note", None, "车展登记，字迹不清，号码待核实。");
    draft.say(18, 11, "call", None, "拨打提示号段不存在，转前台核对登记表。");
    draft.done()
}

/// A school that is about to order under a tender.
fn school(world: &World) -> File {
    let mut draft = Draft::new(world, 10, "苏州工业园区育才实验小学", 1, "sales3", 75, "fleet")
        .company("education", 9_002)
        .lives("工业园区", "现代大道1088号1层");
    draft.file.contacts = vec![
        ("蔡文静".into(), "purchasing", identity::mobile(FIRST + 53)),
        ("田国华".into(), "decision", identity::mobile(FIRST + 54)),
    ];
    draft.file.buying_habits = Some("政府采购流程，需三家报价".into());
    draft.stay("prospect", Some("B"), "腾势D9两台，采购公告预计下月初。", Some(1));
    draft.say(75, 10, "call", None, "总务蔡文静来电，了解接送教师用车政策。");
    draft.say(60, 14, "visit", None, "上门讲解腾势D9，校长田国华参加。");
    draft.say(21, 10, "message", None, "发送三套配置报价，等待采购公告。");
    draft.say(4, 15, "call", None, "采购公告预计下月初发布，需提前准备资质材料。");
    draft.done()
}

/// She who is about to buy, entered a second time: a portal sent her with another number, and her name was misheard.
fn misheard(world: &World) -> File {
    let mut draft = Draft::new(world, 11, "周雨馨", 0, "sales2", 5, "web").person(Sex::Female, 1993, 6, 18, false);
    draft.file.id_number = None;
    draft.stay("prospect", Some("B"), "网上留资，说已来店看过，先核对是否老客户。", Some(1));
    draft.say(5, 20, "call", None, "首次回访：说上周来过店，记不清接待的顾问。");
    draft.done()
}

/// He who has not come for long, entered a second time under a new phone at the same address.
fn written_again(world: &World) -> File {
    let mut draft = Draft::new(world, 12, "顾健国", 2, "sales5", 12, "service")
        .person(Sex::Male, 1962, 12, 5, false)
        .lives("西湖区", "文三路478号绿地世纪城7栋502室");
    draft.file.id_number = None;
    draft.stay("suspect", None, "进厂补胎时登记，自称以前在本店买过车。", Some(-1));
    draft.say(12, 10, "note", None, "临时进厂登记，手机号已换，待查是否老客户。");
    draft.done()
}
