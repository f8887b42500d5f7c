//! Base data that the module brings along.

use organisation::DictionarySeed;

/// States of a lead (fixed by the program, named here), how a contact came out, and why a lead is no lead (domain.md
/// §1.2, §2.1).
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
];
