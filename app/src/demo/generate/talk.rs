//! What people write about their talks with customers.

use super::catalogue::{MODELS, of_others};
use super::chance::Chance;

const FIRST_VISIT: &[&str] = &[
    "首次到店，看{series}，关注{focus}，{with}一起来。",
    "到店看车：意向{series} {model}，预算{budget}万左右，{plan}。",
    "展厅接待，讲解{series}约四十分钟，关注{focus}，已留资料。",
];
const FIRST_CALL: &[&str] = &[
    "来电咨询{series}价格和现车颜色，邀约周末到店。",
    "来电问{series}置换补贴，已加微信。",
    "来电咨询{series}分期方案，{plan}。",
];
const FIRST_WEB: &[&str] = &[
    "汽车之家询价：{series} {model}。",
    "懂车帝线索，意向{series}，希望电话联系。",
    "官网预约试驾{series}。",
    "厂家下发线索：{series}，{plan}。",
];
const FIRST_SHOW: &[&str] =
    &["车展现场留资，看了{series}。", "商场外展登记，对{series}感兴趣。", "老客户介绍，想了解{series}。"];
const FOLLOW: &[&str] = &[
    "电话跟进：还在和{rival}比较，主要看{focus}。",
    "微信发了{series}配置单和金融方案，客户说和家人商量。",
    "电话未接，微信留言。",
    "客户询问{colour}现车，告知在途预计两周到店。",
    "电话跟进：预算{budget}万，希望再优惠一些，约周末到店。",
    "再次到店，详细谈了{series} {model}的价格，需申请优惠。",
    "客户出差中，约下周联系。",
    "旧车置换评估已安排，客户认可评估流程。",
    "电话沟通贷款资料，客户首付倾向三成。",
    "提醒客户活动价月底截止，客户表示{plan}。",
];
const DRIVE: &[&str] = &[
    "试驾{series} {model}，对动力和静音满意，觉得后排空间够用。",
    "试驾{series}，{with}同行，客户认为座椅偏硬，其余满意。",
    "试驾{series} {model}二十分钟，客户对智能辅助很感兴趣。",
];
const ORDER: &[&str] = &[
    "签订{series} {model}订单，{colour}，定金5,000元。",
    "下订{series} {model}，贷款三年，旧车置换。",
    "签约{series}，全款，约定两周内交车。",
];
const DELIVERED: &[&str] = &[
    "交付{series} {model}（{colour}），交车仪式合影，已讲解保养手册。",
    "交车：{series} {model}，{colour}，客户签收，已加服务顾问企业微信。",
];
const CALL_BACK: &[&str] = &[
    "交车三日回访：车辆使用正常，对顾问服务满意。",
    "七日回访：询问车机蓝牙连接，已指导。",
    "三日回访：满意，提醒首保时间。",
    "回访：建议展厅休息区增加充电口，已记录。",
];
const SERVICE_CALL: &[&str] = &[
    "保养后回访：满意，等待时间略长。",
    "保养提醒电话，客户预约周六上午。",
    "保养后三日回访：车辆正常。",
    "续保提醒，客户比较三家报价。",
    "年检提醒，客户已自行办理。",
];
const CARE: &[&str] = &[
    "生日祝福短信已发送。",
    "高温关怀：免费空调检测邀约。",
    "积分到期提醒，客户表示会来兑换精品。",
    "邀请参加车主自驾活动，客户有兴趣。",
    "回访久未进厂原因：搬家，已推荐就近门店。",
];
const LOST: &[&str] = &["战败：购买{rival}，原因是价格。", "战败：暂不购买，明年再考虑。", "多次无法联系，转休眠。"];
const ROUGH: &[&str] = &[
    "外展收集名单，尚未核实。",
    "电话空号，待核实。",
    "只留姓氏和电话，未说意向车型。",
    "厂家活动名单导入，待首次联系。",
];
const FLEET: &[&str] = &[
    "拜访{contact}，了解公司用车计划，预计年内更新{count}台。",
    "电话沟通大客户政策，发送{series}团购报价。",
    "上门讲解{series}保养套餐与对公结算。",
    "与车队负责人确认交车批次与上牌安排。",
];

const FOCUS: &[&str] =
    &["油耗", "空间", "安全配置", "保值率", "智能座舱", "后排舒适", "外观", "续航", "动力", "售后费用"];
const WITH: &[&str] = &["太太", "先生", "父母", "朋友", "孩子和家人", "同事"];
const PLANS: &[&str] =
    &["计划月内定车", "准备换购，旧车想置换", "首次购车", "增购一台给家人", "考虑贷款", "还在等摇号指标"];

/// What a text is about.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// Place of the model spoken of.
    pub model: usize,
    /// Colour wanted or bought.
    pub colour: &'static str,
}

/// Occasions of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// First visit to the showroom.
    FirstVisit,
    /// First call.
    FirstCall,
    /// A lead from the web.
    FirstWeb,
    /// A lead from a show or a referral.
    FirstShow,
    /// Following up.
    Follow,
    /// Test drive.
    Drive,
    /// Order.
    Order,
    /// Delivery.
    Delivery,
    /// Call after delivery.
    CallBack,
    /// Call around service.
    ServiceCall,
    /// Care between visits.
    Care,
    /// Lost.
    Lost,
    /// A name and nothing verified.
    Rough,
    /// With a company.
    Fleet,
}

/// A text for an occasion.
pub fn say(chance: &mut Chance, occasion: Occasion, topic: Topic) -> String {
    let list = match occasion {
        Occasion::FirstVisit => FIRST_VISIT,
        Occasion::FirstCall => FIRST_CALL,
        Occasion::FirstWeb => FIRST_WEB,
        Occasion::FirstShow => FIRST_SHOW,
        Occasion::Follow => FOLLOW,
        Occasion::Drive => DRIVE,
        Occasion::Order => ORDER,
        Occasion::Delivery => DELIVERED,
        Occasion::CallBack => CALL_BACK,
        Occasion::ServiceCall => SERVICE_CALL,
        Occasion::Care => CARE,
        Occasion::Lost => LOST,
        Occasion::Rough => ROUGH,
        Occasion::Fleet => FLEET,
    };
    let mut text = String::from(chance.pick(list));
    let model = &MODELS[topic.model];
    fill(&mut text, "{series}", || model.series.to_owned());
    fill(&mut text, "{model}", || model.name.to_owned());
    fill(&mut text, "{colour}", || topic.colour.to_owned());
    fill(&mut text, "{budget}", || (model.price / 1_000_000).to_string());
    fill(&mut text, "{focus}", || chance.pick(FOCUS).to_owned());
    fill(&mut text, "{with}", || chance.pick(WITH).to_owned());
    fill(&mut text, "{plan}", || chance.pick(PLANS).to_owned());
    fill(&mut text, "{count}", || chance.between(2, 12).to_string());
    fill(&mut text, "{contact}", || chance.pick(&["采购负责人", "行政主管", "车队队长", "总经理"]).to_owned());
    fill(&mut text, "{rival}", || {
        let others = of_others();
        let rival = &MODELS[others[chance.place(others.len())]];
        format!("{}{}", rival.brand, rival.series)
    });
    text
}

fn fill(text: &mut String, slot: &str, value: impl FnOnce() -> String) {
    if text.contains(slot) {
        *text = text.replace(slot, &value());
    }
}
