//! Base data that the module brings along (domain.md §1.2, §1.3).

use organisation::dictionaries::DictionarySeed;

const fn seed(name: &'static str, entries: &'static [(&'static str, &'static str, &'static str)]) -> DictionarySeed {
    DictionarySeed { name, entries }
}

/// All pick lists of customers.
pub const DICTIONARIES: &[DictionarySeed] = &[
    seed("customer-kind", &[("person", "个人", "Person"), ("organisation", "单位", "Organisation")]),
    seed(
        "customer-class",
        &[
            ("suspect", "疑似客户", "Suspect"),
            ("prospect", "潜在客户", "Prospect"),
            ("customer", "成交客户", "Customer"),
            ("vip", "VIP 客户", "VIP"),
            ("lapsed", "流失客户", "Lapsed"),
        ],
    ),
    seed(
        "customer-grade",
        &[
            ("O", "O 级 已订车", "O, ordered"),
            ("H", "H 级 7 天内", "H, within 7 days"),
            ("A", "A 级 15 天内", "A, within 15 days"),
            ("B", "B 级 30 天内", "B, within 30 days"),
            ("C", "C 级 90 天内", "C, within 90 days"),
            ("N", "N 级 未定级", "N, unrated"),
            ("F", "F 级 战败", "F, lost"),
            ("S", "S 级 休眠", "S, dormant"),
            ("D", "D 级 已交车", "D, delivered"),
        ],
    ),
    seed(
        "source",
        &[
            ("walk-in", "自然到店", "Walk-in"),
            ("invited", "邀约到店", "Invited"),
            ("phone-in", "来电", "Inbound call"),
            ("web", "垂直媒体", "Vertical media"),
            ("official", "官网与小程序", "Website and mini-programme"),
            ("maker", "厂家线索", "Maker's lead"),
            ("referral", "转介绍", "Referral"),
            ("motor-show", "车展", "Motor show"),
            ("field", "外拓", "Field event"),
            ("rebuy", "老客户再购", "Repeat purchase"),
            ("service", "售后转化", "From service"),
            ("fleet", "大客户", "Fleet"),
            ("import", "历史数据", "Earlier data"),
            ("other", "其他", "Other"),
        ],
    ),
    seed("sex", &[("male", "男", "Male"), ("female", "女", "Female")]),
    seed(
        "income-band",
        &[
            ("below-100k", "10 万以下", "Below ¥100,000 a year"),
            ("100k-200k", "10–20 万", "¥100,000–200,000"),
            ("200k-300k", "20–30 万", "¥200,000–300,000"),
            ("300k-500k", "30–50 万", "¥300,000–500,000"),
            ("500k-1m", "50–100 万", "¥500,000–1,000,000"),
            ("above-1m", "100 万以上", "Above ¥1,000,000"),
        ],
    ),
    seed(
        "occupation",
        &[
            ("employee", "企业职员", "Employee"),
            ("manager", "企业管理人员", "Manager"),
            ("owner", "企业主", "Business owner"),
            ("self-employed", "个体经营", "Self-employed"),
            ("civil-servant", "公务员", "Civil servant"),
            ("teacher", "教师", "Teacher"),
            ("doctor", "医护人员", "Medical staff"),
            ("engineer", "技术人员", "Engineer"),
            ("freelance", "自由职业", "Freelance"),
            ("driver", "职业司机", "Driver"),
            ("student", "学生", "Student"),
            ("retired", "退休", "Retired"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "industry",
        &[
            ("manufacturing", "制造业", "Manufacturing"),
            ("construction", "建筑业", "Construction"),
            ("trade", "批发零售", "Trade"),
            ("logistics", "交通物流", "Logistics"),
            ("it", "信息技术", "Information technology"),
            ("finance", "金融", "Finance"),
            ("real-estate", "房地产", "Real estate"),
            ("education", "教育", "Education"),
            ("health", "医疗卫生", "Health"),
            ("government", "政府机关", "Government"),
            ("hospitality", "住宿餐饮", "Hospitality"),
            ("leasing", "租赁出行", "Leasing and mobility"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "relation-kind",
        &[
            ("family", "家庭成员", "Family"),
            ("referrer", "介绍人", "Referrer"),
            ("company_driver", "单位与驾驶人", "Company and driver"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "contact-role",
        &[
            ("decision", "决策人", "Decision maker"),
            ("purchasing", "采购", "Purchasing"),
            ("fleet", "车队管理", "Fleet manager"),
            ("finance", "财务", "Finance"),
            ("driver", "驾驶人", "Driver"),
            ("legal", "法定代表人", "Legal representative"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "channel",
        &[
            ("phone", "电话", "Phone"),
            ("sms", "短信", "SMS"),
            ("wechat", "微信", "WeChat"),
            ("wecom", "企业微信", "WeCom"),
            ("email", "电子邮件", "E-mail"),
            ("visit", "面谈", "Face to face"),
            ("letter", "信函", "Letter"),
            ("any", "任何渠道", "Any channel"),
        ],
    ),
    seed(
        "consent-purpose",
        &[
            ("service", "售后服务通知", "Service notices"),
            ("marketing", "营销活动", "Marketing"),
            ("survey", "满意度调查", "Surveys"),
            ("sharing", "集团内共享", "Sharing within the group"),
            ("maker", "提供给厂家", "Passing on to the maker"),
            ("recording", "通话录音", "Call recording"),
        ],
    ),
    seed(
        "customer-tag",
        &[
            ("price-sensitive", "价格敏感", "Price-sensitive"),
            ("test-driven", "已试驾", "Test-driven"),
            ("trade-in", "有置换意向", "Trade-in"),
            ("loan", "有贷款意向", "Loan"),
            ("family-car", "家用", "Family car"),
            ("enthusiast", "车友", "Enthusiast"),
            ("complained", "有过投诉", "Has complained"),
            ("key-account", "重点客户", "Key account"),
        ],
    ),
    seed(
        "phone-label",
        &[
            ("mobile", "手机", "Mobile"),
            ("work", "单位", "Work"),
            ("home", "住宅", "Home"),
            ("family", "家人", "Family"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "document-purpose",
        &[
            ("identity", "身份证件", "Identity document"),
            ("driving-licence", "驾驶证", "Driving licence"),
            ("vehicle-licence", "行驶证", "Vehicle licence"),
            ("contract", "合同", "Contract"),
            ("invoice", "发票", "Invoice"),
            ("authorisation", "授权书", "Authorisation"),
            ("photo", "照片", "Photo"),
            ("other", "其他", "Other"),
        ],
    ),
];
