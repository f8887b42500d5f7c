//! Base data that the module brings along.

use organisation::DictionarySeed;

/// In which way a task is done, and where it stands.
pub const DICTIONARIES: &[DictionarySeed] = &[
    DictionarySeed {
        name: "task-kind",
        entries: &[
            ("call", "电话", "Call"),
            ("visit", "拜访 / 到店", "Visit"),
            ("message", "微信 / 短信", "Message"),
            ("other", "其他", "Other"),
        ],
    },
    DictionarySeed {
        name: "task-state",
        entries: &[("open", "待办", "Open"), ("done", "已完成", "Done"), ("cancelled", "已取消", "Cancelled")],
    },
];
