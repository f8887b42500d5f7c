//! The dictionaries of this module.

/// Entries a dictionary begins with, as a module declares them: code, Chinese, English.
#[derive(Clone, Copy, Debug)]
pub struct DictionarySeed {
    /// The dictionary (`customer_source`); the label key is `dictionary-` with dashes.
    pub name: &'static str,
    /// Code, Chinese name, English name, in order.
    pub entries: &'static [(&'static str, &'static str, &'static str)],
}

/// A seam: the dictionaries that the modules above this one bring along. The app fills it.
#[derive(Clone, Debug, Default)]
pub struct Seeds(pub Vec<DictionarySeed>);

/// The dictionaries of this module.
pub const DICTIONARIES: &[DictionarySeed] = &[
    DictionarySeed {
        name: "store_grade",
        entries: &[
            ("a", "A 级店", "Grade A"),
            ("b", "B 级店", "Grade B"),
            ("c", "C 级店", "Grade C"),
            ("branch", "二级网点", "Branch outlet"),
        ],
    },
    DictionarySeed {
        name: records::reason::REASONS,
        entries: &[
            ("contact", "联系客户", "Contacting the customer"),
            ("identity", "核对身份", "Checking who someone is"),
            ("paperwork", "办理手续", "Paperwork"),
            ("correction", "核对、更正资料", "Correcting the file"),
            ("complaint", "处理投诉", "Handling a complaint"),
            (records::reason::OTHER, "其他（请说明）", "Other (please say)"),
        ],
    },
    DictionarySeed {
        name: "user_status", entries: &[("active", "在用", "Active"), ("disabled", "停用", "Disabled")]
    },
];
