//! Base data that the module brings along.

use organisation::DictionarySeed;

/// States of a lead (fixed by the program, named here), how a contact came out, and why a lead is no lead (domain.md
/// §1.2, §2.1); and of visits to showrooms: states, how they ended, how people came, and what they seem.
pub const DICTIONARIES: &[DictionarySeed] = &[
    DictionarySeed {
        name: "lead-state",
        entries: &[
            ("new", "新线索", "New"),
            ("assigned", "待联系", "To be contacted"),
            ("contacted", "已联系", "Contacted"),
            ("filed", "已建档", "Filed"),
            ("invalid_pending", "无效待审", "Invalid, to be approved"),
            ("invalid", "无效", "Invalid"),
            ("pool", "公海", "Pool"),
        ],
    },
    DictionarySeed {
        name: "lead-result",
        entries: &[
            ("reached", "已接通", "Reached"),
            ("replied", "已回复", "Replied"),
            ("no-answer", "无人接听", "No answer"),
            ("refused", "拒接", "Refused the call"),
            ("switched-off", "关机或停机", "Switched off"),
        ],
    },
    DictionarySeed {
        name: "lead-invalid",
        entries: &[
            ("wrong-number", "空号或错号", "Wrong number"),
            ("no-buyer", "无购车意向", "No buyer"),
            ("duplicate", "重复线索", "Duplicate"),
            ("out-of-area", "不在销售区域", "Out of area"),
            ("trade", "同行或广告", "Competitor or advertiser"),
            ("test", "测试数据", "Test"),
            ("other", "其他", "Other"),
        ],
    },
    DictionarySeed {
        name: "visit-state",
        entries: &[
            ("received", "接待", "Received"),
            ("needs", "需求分析", "Needs"),
            ("test_drive", "试驾", "Test drive"),
            ("quotation", "报价洽谈", "Quotation"),
            ("agreed", "成交", "Agreed"),
            ("left", "已离店", "Left"),
        ],
    },
    DictionarySeed {
        name: "visit-result",
        entries: &[
            ("ordered", "已下订", "Ordered"),
            ("interested", "有意向，待跟进", "Interested"),
            ("later", "暂不购买", "Not now"),
            ("looked", "只看看", "Only looked"),
            ("other-matter", "其他事务", "Another matter"),
        ],
    },
    DictionarySeed {
        name: "visit-came",
        entries: &[
            ("natural", "自然到店", "By themselves"),
            ("invited", "邀约到店", "Invited"),
            ("referral", "转介绍", "Referred"),
            ("event", "活动到店", "For an event"),
            ("service", "售后客户", "From service"),
        ],
    },
    DictionarySeed {
        name: "visit-turn",
        entries: &[("first", "首次到店", "First visit"), ("again", "再次到店", "Again")],
    },
    DictionarySeed {
        name: "licence-class",
        entries: &[
            ("C1", "C1 小型汽车", "C1 small car"),
            ("C2", "C2 小型自动挡汽车", "C2 small automatic car"),
            ("A1", "A1 大型客车", "A1 bus"),
            ("A2", "A2 重型牵引挂车", "A2 articulated lorry"),
            ("A3", "A3 城市公交车", "A3 city bus"),
            ("B1", "B1 中型客车", "B1 minibus"),
            ("B2", "B2 大型货车", "B2 lorry"),
            ("C3", "C3 低速载货汽车", "C3 slow lorry"),
            ("C4", "C4 三轮汽车", "C4 three-wheeler"),
            ("C5", "C5 残疾人专用小型自动挡载客汽车", "C5 adapted automatic car"),
            ("other", "其他", "Other"),
        ],
    },
    DictionarySeed {
        name: "visit-age",
        entries: &[
            ("under-25", "25 岁以下", "Under 25"),
            ("25-35", "25–35 岁", "25–35"),
            ("36-45", "36–45 岁", "36–45"),
            ("46-55", "46–55 岁", "46–55"),
            ("over-55", "55 岁以上", "Over 55"),
        ],
    },
];
