//! Base data that the module brings along.

use organisation::DictionarySeed;

/// Who asks, how they showed who they are, and on which ground a request is refused.
pub const DICTIONARIES: &[DictionarySeed] = &[
    DictionarySeed {
        name: "privacy-asker",
        entries: &[
            ("self", "本人", "The person"),
            ("agent", "受托人", "Someone authorised"),
            ("guardian", "监护人", "A guardian"),
            ("heir", "近亲属（本人已故）", "Next of kin (PIPL 49)"),
            ("house", "本单位（保存期满）", "The house itself (kept long enough)"),
        ],
    },
    DictionarySeed {
        name: "privacy-proof",
        entries: &[
            ("paper", "当面核验证件", "Identity paper seen in person"),
            ("code", "预留手机验证码", "Code sent to the number on file"),
            ("call", "回拨预留手机核对", "Called back on the number on file"),
            ("mandate", "委托书与双方证件", "Mandate and papers of both"),
            ("none", "无需核验（本单位发起）", "None needed (from the house)"),
        ],
    },
    DictionarySeed {
        name: "privacy-ground",
        entries: &[
            ("identity", "无法核实身份", "Identity cannot be shown"),
            ("law", "法律规定的保存义务", "The law demands keeping"),
            ("contract", "履行合同所必需", "Needed to fulfil a contract"),
            ("others", "损害他人权益", "Would harm others' rights"),
            ("repeated", "无合理理由反复请求", "Repeated without reason"),
            ("withdrawn", "申请人撤回", "Withdrawn by who asked"),
            ("another", "不是同一人的档案", "The file of somebody else"),
        ],
    },
];
