//! What every page promises: words in both languages, no inline styles or scripts, colours that can be read.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{TimeZone, Utc};
use fourfold_ui::styleguide::{
    error_page, form_page, import_page, list_page, print_page, record_page, sign_in_page, styleguide, work_page,
};
use fourfold_ui::{Here, LOCALES, Lang, Theme, ago, day_text};
use support::Locale;

fn here() -> Here {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 6, 5, 0).single().expect("a real moment");
    Here { now, zone: chrono_tz::Asia::Shanghai }
}

fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let (w, here) = (Locale::new(lang), here());
    let pages = [
        ("styleguide", styleguide(Theme::Auto, &here, &w)),
        ("list", list_page(Theme::Dark, &here, &w)),
        ("record", record_page(Theme::Light, &here, &w)),
        ("form", form_page(false, Theme::Auto, &w)),
        ("form with errors", form_page(true, Theme::Auto, &w)),
        ("work", work_page(Theme::Auto, &w)),
        ("import", import_page(Theme::Auto, &w)),
        ("error", error_page(Theme::Auto, &w)),
        ("sign-in", sign_in_page(true, Theme::Auto, &w)),
        ("print", print_page(&w)),
    ];
    pages.into_iter().map(|(name, page)| (name, page.into_string())).collect()
}

/// SYS-08: both languages have the same keys, and every key has words.
#[test]
fn locales_have_equal_keys() {
    let keys: Vec<BTreeSet<&str>> = LOCALES
        .iter()
        .map(|(_, source)| {
            source
                .lines()
                .filter_map(|line| line.split_once(" ="))
                .map(|(key, _)| key)
                .filter(|key| key.starts_with("ui-"))
                .collect()
        })
        .collect();
    let difference: Vec<_> = keys[0].symmetric_difference(&keys[1]).collect();
    assert!(difference.is_empty(), "keys in one language only: {difference:?}");
    assert!(keys[0].len() > 80);
}

/// The content security policy allows neither inline styles nor inline scripts.
#[test]
fn pages_have_no_inline_styles_or_scripts() {
    for lang in [Lang::ZhCn, Lang::En] {
        for (name, page) in pages(lang) {
            for tag in page.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap_or_default();
                let attributes = tag.split(' ').skip(1).map(str::trim_start);
                for attribute in attributes {
                    assert!(!attribute.starts_with("style="), "{name}: <{tag}>");
                    assert!(!(attribute.starts_with("on") && attribute.contains("=\"")), "{name}: <{tag}>");
                    assert!(!attribute.starts_with("hx-on") && !attribute.contains("javascript:"), "{name}: <{tag}>");
                }
                assert!(!tag.starts_with("style"), "{name}: <{tag}>");
                assert!(!(tag == "script" || tag.starts_with("script ") && !tag.contains("src=")), "{name}: <{tag}>");
            }
        }
    }
}

/// Ids are unique, and labels, descriptions and controls point at ids that exist.
#[test]
fn ids_are_unique_and_references_lead_somewhere() {
    for (name, page) in pages(Lang::ZhCn) {
        let mut ids = BTreeMap::new();
        for id in attribute_values(&page, "id") {
            *ids.entry(id).or_insert(0) += 1;
        }
        let twice: Vec<_> = ids.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{name}: {twice:?}");
        for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls", "data-dialog-open"] {
            for value in attribute_values(&page, attribute) {
                for id in value.split(' ') {
                    assert!(ids.contains_key(id), "{name}: {attribute}={id}");
                }
            }
        }
    }
}

fn attribute_values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// SYS-08: a Chinese page names its language, and so does an English one.
#[test]
fn pages_name_their_language() {
    for lang in [Lang::ZhCn, Lang::En] {
        for (name, page) in pages(lang) {
            assert!(page.contains(&format!("<html lang=\"{}\"", lang.tag())), "{name}");
        }
    }
}

/// Times are spoken relative to now, with the exact time on hover.
#[test]
fn times_read_as_people_speak() {
    let (zh, en, here) = (Locale::new(Lang::ZhCn), Locale::new(Lang::En), here());
    let three_days = here.now - chrono::Duration::days(3);
    let markup = ago(three_days, &here, &zh).into_string();
    assert!(markup.contains("3 天前") && markup.contains("title=\"2026-11-19 周四 14:05\""), "{markup}");
    assert!(ago(here.now + chrono::Duration::hours(2), &here, &en).into_string().contains("in 2 h"));
    assert!(ago(here.now, &here, &zh).into_string().contains("刚刚"));
    assert!(ago(here.now - chrono::Duration::days(400), &here, &zh).into_string().contains("2025-10-18"));
    assert_eq!(day_text(here.today(), &here, &zh), "今天");
}

mod tokens {
    use std::collections::BTreeMap;

    type Tokens = BTreeMap<String, String>;

    /// The colour tokens of the light block, the dark block and the block for systems that ask for dark.
    fn blocks() -> (Tokens, Tokens, Tokens) {
        let css = include_str!("../../assets/src/css/tokens.css");
        let read = |start: &str| -> Tokens {
            let rest = css.split(start).nth(1).expect("the block exists");
            let block = rest.split('}').next().unwrap_or_default();
            block
                .lines()
                .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        };
        (read(":root {\n"), read(":root[data-theme=\"dark\"] {\n"), read(":root[data-theme=\"auto\"] {\n"))
    }

    #[test]
    fn chosen_dark_and_system_dark_are_the_same() {
        let (_, chosen, system) = blocks();
        assert_eq!(chosen, system);
        assert!(chosen.len() > 15);
    }

    /// WCAG 2.2 AA: text 4.5 : 1, edges of controls 3 : 1, in both themes.
    #[test]
    fn colours_can_be_read() {
        let (light, dark, _) = blocks();
        for (name, tokens) in [("light", light), ("dark", dark)] {
            let colour = |token: &str| tokens.get(token).unwrap_or_else(|| panic!("{name}: no --{token}")).clone();
            let check = |text: &str, ground: &str, least: f64| {
                let ratio = contrast(&colour(text), &colour(ground));
                assert!(ratio >= least, "{name}: {text} on {ground} is {ratio:.2}, needs {least}");
            };
            for ground in ["paper", "paper-2", "paper-3", "sheet"] {
                for text in ["ink", "ink-2", "ink-3", "accent"] {
                    check(text, ground, 4.5);
                }
            }
            for state in ["accent", "due", "overdue", "done", "past"] {
                check(state, &format!("{state}-wash"), 4.5);
                check(state, "paper", 4.5);
                check("ink", &format!("{state}-wash"), 4.5);
                check("ink-2", &format!("{state}-wash"), 4.5);
            }
            check("on-accent", "accent", 4.5);
            check("on-accent", "accent-2", 4.5);
            check("on-overdue", "overdue", 4.5);
            for ground in ["paper", "paper-2", "sheet"] {
                check("edge", ground, 3.0);
            }
        }
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(hex: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two hex digits")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }
}
