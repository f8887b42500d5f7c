//! Words of the interface: one Fluent bundle per language, filled from every module's `locales/`.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::langid;

use crate::Lang;

/// One module's words: the text of its `zh-CN.ftl` and its `en.ftl`.
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    /// Whose words these are, for messages about them.
    pub owner: &'static str,
    /// Chinese.
    pub zh_cn: &'static str,
    /// English.
    pub en: &'static str,
}

/// Declares a crate's [`Locale`] from the two files in its `locales/` folder.
#[macro_export]
macro_rules! locale {
    ($owner:literal) => {
        $crate::words::Locale {
            owner: $owner,
            zh_cn: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-CN.ftl")),
            en: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en.ftl")),
        }
    };
}

/// All words in all languages. A missing key shows itself in brackets; a test holds the languages against each other.
pub struct Words {
    zh_cn: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once: most of a page.
    plain: [HashMap<String, String>; 2],
}

fn index(lang: Lang) -> usize {
    match lang {
        Lang::ZhCn => 0,
        Lang::En => 1,
    }
}

impl Words {
    /// Gathers the words. Errors name the file and the line that does not parse, or the key that stands twice.
    pub fn gather(locales: &[Locale]) -> Result<Words, String> {
        let mut words = Words {
            zh_cn: FluentBundle::new_concurrent(vec![langid!("zh-CN")]),
            en: FluentBundle::new_concurrent(vec![langid!("en")]),
            plain: Default::default(),
        };
        for bundle in [&mut words.zh_cn, &mut words.en] {
            // Isolating marks would land in attributes and plain-text exports.
            bundle.set_use_isolating(false);
        }
        for locale in locales {
            for (lang, text) in [(Lang::ZhCn, locale.zh_cn), (Lang::En, locale.en)] {
                let resource = FluentResource::try_new(text.to_owned())
                    .map_err(|(_, errors)| format!("{} {}: {errors:?}", locale.owner, lang.tag()))?;
                let bundle = if lang == Lang::ZhCn { &mut words.zh_cn } else { &mut words.en };
                bundle
                    .add_resource(resource)
                    .map_err(|errors| format!("{} {}: {errors:?}", locale.owner, lang.tag()))?;
                for key in keys(text) {
                    let bundle = if lang == Lang::ZhCn { &words.zh_cn } else { &words.en };
                    let mut errors = Vec::new();
                    if let Some(pattern) = bundle.get_message(&key).and_then(|m| m.value()) {
                        let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
                        // A message that needs arguments reports an error here and is formatted on each use.
                        if errors.is_empty() {
                            words.plain[index(lang)].insert(key, text);
                        }
                    }
                }
            }
        }
        Ok(words)
    }

    /// The words for a key.
    pub fn text(&self, lang: Lang, key: &str) -> Cow<'_, str> {
        if let Some(text) = own_text(lang, key) {
            return Cow::Owned(text.to_owned());
        }
        match self.plain[index(lang)].get(key) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.format(lang, key, &[])),
        }
    }

    /// Whether there are words for a key.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        own_text(lang, key).is_some() || self.bundle(lang).has_message(key)
    }

    /// The words for a key with arguments filled in.
    pub fn format(&self, lang: Lang, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        if let Some(text) = own_text(lang, key) {
            return text.to_owned();
        }
        let bundle = self.bundle(lang);
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            return format!("[{key}]");
        };
        let mut values = FluentArgs::new();
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::ZhCn => &self.zh_cn,
            Lang::En => &self.en,
        }
    }
}

/// Begins a key of [`own`]; no Fluent key and no word that people may write holds it.
const OWN: char = '\u{2}';
/// Stands between the languages.
const BETWEEN: char = '\u{3}';

/// A key for words that people wrote themselves (the name of a field that a house added): it holds them in all
/// languages, and every place that shows the words of a key shows them.
pub fn own(zh_cn: &str, en: &str) -> String {
    let plain = |text: &str| text.replace([OWN, BETWEEN], "");
    format!("{OWN}{}{BETWEEN}{}", plain(zh_cn), plain(en))
}

/// The words in a key of [`own`]; nothing for any other key.
pub fn own_text(lang: Lang, key: &str) -> Option<&str> {
    let (zh_cn, en) = key.strip_prefix(OWN)?.split_once(BETWEEN)?;
    Some(match lang {
        Lang::ZhCn => zh_cn,
        Lang::En => en,
    })
}

/// The message keys of a Fluent text, in order.
pub fn keys(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim().to_owned())
        .collect()
}

/// Keys that stand in one language and not in the other, for the test that every module runs.
pub fn missing(locale: &Locale) -> Vec<String> {
    let (zh, en) = (keys(locale.zh_cn), keys(locale.en));
    zh.symmetric_difference(&en).map(|key| format!("{}: {key}", locale.owner)).collect()
}
