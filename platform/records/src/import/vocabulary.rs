//! How stores, dealer systems and car makers head the columns of their customer lists. Comparison ignores case, width,
//! blanks and signs, so each spelling stands once. The first one of a target is its plainest name.

/// The spellings that mean a target; none for a target that nobody has met yet.
pub fn spellings(target: &str) -> &'static [&'static str] {
    TABLE.iter().find(|(name, _)| *name == target).map_or(&[], |(_, list)| list)
}

const TABLE: &[(&str, &[&str])] = &[
    (
        "customer.name",
        &[
            "客户姓名", "姓名", "车主姓名", "车主", "客户名称", "客户", "顾客姓名", "顾客", "联系人", "联系人姓名", "名称", "单位名称", "公司名称", "潜客姓名", "用户姓名",
            "购车人", "会员姓名", "name", "customer name", "customer", "owner name", "full name", "contact", "contact name",
        ],
    ),
    (
        "customer.phone",
        &[
            "手机", "手机号", "手机号码", "移动电话", "联系电话", "联系方式", "联系手机", "客户电话", "客户手机", "车主电话", "车主手机", "电话", "电话号码", "电话1", "电话2",
            "电话一", "电话二", "手机1", "手机2", "备用电话", "其他电话", "家庭电话", "办公电话", "固定电话", "座机", "会员手机", "phone", "mobile", "mobile phone",
            "cell", "cell phone", "telephone", "tel", "phone number", "mobile number", "contact number",
        ],
    ),
    ("customer.kind", &["客户性质", "客户类型", "客户类别", "个人/单位", "个人单位", "公司/个人", "customer type", "kind"]),
    ("customer.class", &["客户分类", "客户状态", "潜客/保客", "潜客保客", "class", "customer class", "status"]),
    ("customer.grade", &["客户级别", "客户等级", "意向级别", "意向等级", "级别", "等级", "grade", "level", "intention level"]),
    (
        "customer.owner",
        &[
            "销售顾问", "顾问", "所属顾问", "销售员", "销售人员", "业务员", "归属人", "负责人", "跟进人", "客户经理", "所属销售", "owner", "consultant", "sales consultant",
            "salesperson", "assigned to",
        ],
    ),
    ("customer.source", &["客户来源", "来源", "信息来源", "线索来源", "来源渠道", "渠道", "获客渠道", "source", "lead source", "channel"]),
    ("customer.salutation", &["称呼", "称谓", "尊称", "salutation", "title"]),
    ("customer.sex", &["性别", "客户性别", "车主性别", "sex", "gender"]),
    ("customer.birthday", &["生日", "出生日期", "出生年月", "出生年月日", "客户生日", "车主生日", "birthday", "date of birth", "birth date", "dob"]),
    (
        "customer.id_number",
        &["身份证号", "身份证号码", "身份证", "证件号", "证件号码", "车主身份证", "车主身份证号", "id number", "id no", "identity number", "id card"],
    ),
    (
        "customer.uscc",
        &["统一社会信用代码", "信用代码", "社会信用代码", "组织机构代码", "税号", "纳税人识别号", "营业执照号", "uscc", "credit code", "tax number", "tax id"],
    ),
    ("customer.email", &["邮箱", "电子邮箱", "电子邮件", "邮件", "e-mail", "email", "email address"]),
    ("customer.wechat", &["微信", "微信号", "客户微信", "wechat", "wechat id"]),
    ("customer.province", &["省", "省份", "所在省", "所在省份", "province"]),
    ("customer.city", &["市", "城市", "所在市", "所在城市", "city"]),
    ("customer.district", &["区", "区县", "县区", "县", "所在区", "所在区县", "district", "county"]),
    ("customer.address", &["地址", "详细地址", "联系地址", "通讯地址", "家庭地址", "家庭住址", "住址", "车主地址", "客户地址", "居住地址", "address", "street"]),
    ("customer.postcode", &["邮编", "邮政编码", "postcode", "zip", "zip code", "postal code"]),
    ("customer.occupation", &["职业", "职务", "工作", "occupation", "job"]),
    ("customer.industry", &["行业", "所属行业", "从事行业", "industry"]),
    ("customer.income_band", &["收入", "年收入", "家庭收入", "收入水平", "income"]),
    ("customer.hobbies", &["爱好", "兴趣", "兴趣爱好", "hobbies", "interests"]),
    ("customer.family", &["家庭", "家庭情况", "家庭成员", "family"]),
    ("customer.next_contact_on", &["下次跟进", "下次跟进日期", "下次跟进时间", "下次联系", "下次联系日期", "下次回访日期", "next contact", "next follow up"]),
    ("customer.tags", &["标签", "客户标签", "tags", "labels"]),
    ("customer.remark", &["备注", "客户备注", "说明", "备注信息", "备注1", "备注2", "其他", "其它", "remark", "remarks", "note", "notes", "comment", "comments"]),
    (
        "vehicle.vin",
        &["车架号", "车架号码", "底盘号", "底盘号码", "车辆识别号", "车辆识别代号", "车辆识别代码", "识别代码", "vin", "vin码", "vin号", "车架号(vin)", "vin number", "chassis", "chassis number"],
    ),
    (
        "vehicle.plate",
        &["车牌", "车牌号", "车牌号码", "牌照", "牌照号", "牌照号码", "号牌", "号牌号码", "车号", "plate", "plate number", "licence plate", "license plate", "registration number"],
    ),
    ("vehicle.model", &["车型", "车型名称", "车辆型号", "车款", "购买车型", "所购车型", "品牌车型", "model", "vehicle model", "car model", "vehicle"]),
    ("vehicle.brand", &["品牌", "车辆品牌", "厂牌", "brand", "make"]),
    ("vehicle.series", &["车系", "系列", "series"]),
    ("vehicle.colour", &["颜色", "车身颜色", "外观颜色", "车色", "外观色", "colour", "color"]),
    ("vehicle.engine_no", &["发动机号", "发动机号码", "发动机编号", "电机号", "engine", "engine number", "engine no", "motor number"]),
    (
        "vehicle.delivered_on",
        &["购车日期", "购买日期", "购车时间", "开票日期", "销售日期", "交车日期", "提车日期", "成交日期", "bought", "purchase date", "delivery date", "sale date", "date of purchase"],
    ),
    ("vehicle.registered_on", &["上牌日期", "注册日期", "登记日期", "初登日期", "初次登记日期", "registered", "registration date", "first registration"]),
    ("vehicle.insured_until", &["保险到期", "保险到期日", "保险到期日期", "交强险到期", "insurance expiry", "insured until"]),
    (
        "visit.at",
        &[
            "来店日期", "来店时间", "到店日期", "到店时间", "进厂日期", "进厂时间", "入厂日期", "维修日期", "最近来店", "最近来店日期", "上次进厂", "上次进厂日期", "上次保养日期",
            "最后来店日期", "最后进厂日期", "结算日期", "送修日期", "visit", "visit date", "service date", "last visit", "last service",
        ],
    ),
    (
        "visit.odometer",
        &["里程", "里程数", "行驶里程", "公里数", "进厂里程", "当前里程", "里程表读数", "上次保养里程", "行驶里程(km)", "odometer", "mileage", "kilometres", "kilometers", "km"],
    ),
    (
        "visit.work",
        &["维修项目", "服务项目", "保养项目", "维修内容", "作业项目", "维修类型", "业务类型", "来店目的", "来店事由", "项目", "work", "service", "job description", "purpose"],
    ),
    ("visit.amount", &["金额", "消费金额", "结算金额", "维修金额", "应收金额", "实收金额", "费用", "合计", "合计金额", "amount", "total", "sum", "revenue"]),
    ("visit.number", &["工单号", "委托书号", "维修单号", "结算单号", "单号", "工单编号", "order number", "repair order", "ro number"]),
    ("visit.adviser", &["服务顾问", "接待员", "接车员", "service adviser", "service advisor", "adviser"]),
];

/// Every target that has spellings, for the test that each is spelled once.
#[cfg(test)]
pub(super) fn targets() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| *name)
}
