//! Words from this crate's own locales, for tests and the gallery.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use fourfold_ui::{Arg, LOCALES, Lang, Words};

pub struct Locale {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Locale {
    pub fn new(lang: Lang) -> Self {
        let source = LOCALES.iter().find(|(other, _)| *other == lang).map(|(_, source)| *source).unwrap_or_default();
        let resource = FluentResource::try_new(source.to_owned()).expect("valid Fluent source");
        let tag = lang.tag().parse().expect("a language tag");
        let mut bundle = FluentBundle::new(vec![tag]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no key twice");
        Self { lang, bundle }
    }

    fn sentence(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let pattern = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
            .unwrap_or_else(|| panic!("no words for {key}"));
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        assert!(errors.is_empty(), "{key}: {errors:?}");
        text
    }
}

impl Words for Locale {
    fn t(&self, key: &str) -> Cow<'_, str> {
        Cow::Owned(self.sentence(key, None))
    }

    fn ta(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::new();
        for (name, value) in args {
            let value = match value {
                Arg::Str(text) => FluentValue::from(text.to_string()),
                Arg::Int(number) => FluentValue::from(*number),
            };
            values.set(name.to_string(), value);
        }
        self.sentence(key, Some(&values))
    }

    fn lang(&self) -> Lang {
        self.lang
    }
}
