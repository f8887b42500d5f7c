//! The seam through which words come in: this crate knows keys, never languages.

use std::borrow::Cow;

/// The language a page is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag, for `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The other language, for the language switch.
    pub fn other(self) -> Lang {
        match self {
            Lang::ZhCn => Lang::En,
            Lang::En => Lang::ZhCn,
        }
    }

    /// The language's own name.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::ZhCn => "中文",
            Lang::En => "English",
        }
    }
}

/// A value put into a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg<'a> {
    /// Text, inserted as it is.
    Str(Cow<'a, str>),
    /// A number, which may choose a plural form.
    Int(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Str(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Str(Cow::Owned(text))
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Arg::Int(number)
    }
}

/// Translated sentences by key (`ui-…` for the keys of this crate, see `locales/`).
pub trait Words {
    /// The sentence of a key without arguments.
    fn t(&self, key: &str) -> Cow<'_, str>;
    /// The sentence of a key with arguments.
    fn ta(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String;
    /// The language all sentences come in.
    fn lang(&self) -> Lang;
}

/// The Fluent sources of this crate, by language, for whoever builds the bundles.
pub const LOCALES: [(Lang, &str); 2] =
    [(Lang::ZhCn, include_str!("../locales/zh-CN.ftl")), (Lang::En, include_str!("../locales/en.ftl"))];
