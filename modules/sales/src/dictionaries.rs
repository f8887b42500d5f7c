//! Base data that the module brings along.

use organisation::dictionaries::DictionarySeed;

const fn seed(name: &'static str, entries: &'static [(&'static str, &'static str, &'static str)]) -> DictionarySeed {
    DictionarySeed { name, entries }
}

/// All pick lists of sales. Levels are those of customers (`customer-grade`).
pub const DICTIONARIES: &[DictionarySeed] = &[
    seed(
        "opportunity-stage",
        &[
            ("filed", "建档", "Filed"),
            ("visited", "到店", "Visited"),
            ("test_driven", "试驾", "Test-driven"),
            ("quoted", "报价", "Quoted"),
            ("ordered", "下订", "Ordered"),
            ("won", "成交", "Won"),
        ],
    ),
    seed(
        "opportunity-state",
        &[
            ("open", "进行中", "Open"),
            ("defeat_pending", "战败待审", "Loss under review"),
            ("defeated", "战败", "Lost"),
            ("dormant", "休眠", "Dormant"),
            ("pool", "公海", "Pool"),
            ("won", "已成交", "Won"),
            ("merged", "已并入", "Joined"),
        ],
    ),
    // domain.md §1.2, 战败原因
    seed(
        "lost-reason",
        &[
            ("competitor", "购买竞品", "Bought a competitor"),
            ("other-dealer", "同品牌他店", "Other dealer of the brand"),
            ("price", "价格", "Price"),
            ("no-stock", "无现车或交期", "No car or delivery too late"),
            ("budget", "预算", "Budget"),
            ("trade-in", "置换不满意", "Trade-in"),
            ("loan", "贷款未批", "Loan refused"),
            ("service", "服务态度", "Service"),
            ("not-now", "暂不购买", "Not buying now"),
            ("unreachable", "无法联系", "Cannot be reached"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "follow-up-channel",
        &[
            ("call", "电话", "Call"),
            ("wechat", "微信", "WeChat"),
            ("visit", "到店", "Visit"),
            ("message", "短信", "Text message"),
            ("other", "其他", "Other"),
        ],
    ),
    seed(
        "follow-up-result",
        &[
            ("talked", "已沟通", "Talked"),
            ("invited", "约定到店", "Will come in"),
            ("thinking", "需再考虑", "Still thinking"),
            ("no-answer", "未接通", "No answer"),
            ("later", "改天联系", "Call again"),
            ("declined", "明确拒绝", "Declined"),
        ],
    ),
];
