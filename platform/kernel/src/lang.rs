//! The languages people work in.

use serde::{Deserialize, Serialize};

/// A language of the interface; Chinese first, English complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// 简体中文
    #[default]
    ZhCn,
    /// English
    En,
}

impl Lang {
    /// Both, in the order they are offered.
    pub const ALL: [Lang; 2] = [Lang::ZhCn, Lang::En];

    /// The BCP 47 tag, as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The language a tag or an `Accept-Language` header asks for first, if it is one of ours.
    pub fn from_tag(text: &str) -> Option<Lang> {
        text.split(',').find_map(|part| {
            let tag = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match tag.split('-').next() {
                Some("zh") => Some(Lang::ZhCn),
                Some("en") => Some(Lang::En),
                _ => None,
            }
        })
    }
}
