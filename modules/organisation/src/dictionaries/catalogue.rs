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
        name: "user_status", entries: &[("active", "在用", "Active"), ("disabled", "停用", "Disabled")]
    },
];
