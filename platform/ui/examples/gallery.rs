//! Writes the style guide and the sample pages as static files: `cargo run -p fourfold-ui --example gallery -- OUTDIR`.
//! Serve OUTDIR on a loopback port and open `index.html`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::{TimeZone, Utc};
use fourfold_ui::styleguide::{
    error_page, form_page, import_page, list_page, print_page, record_page, sign_in_page, styleguide, work_page,
};
use fourfold_ui::{Here, Lang, Theme};
use maud::{Markup, html};
use support::Locale;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("say where to write: -- OUTDIR")?;
    let out = Path::new(&out);
    fs::create_dir_all(out.join("assets"))?;
    for name in assets::list() {
        let address = assets::url(name);
        let asset = assets::get(address).ok_or("an asset without content")?;
        fs::write(out.join(address.trim_start_matches('/')), &asset.bytes)?;
    }
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 6, 5, 0).single().ok_or("no such moment")?;
    let here = Here { now, zone: chrono_tz::Asia::Shanghai };
    let mut index = Vec::new();
    for lang in [Lang::ZhCn, Lang::En] {
        let w = Locale::new(lang);
        for theme in [Theme::Light, Theme::Dark] {
            let folder = format!("{}-{}", lang.tag(), theme.key());
            fs::create_dir_all(out.join(&folder))?;
            for (name, page) in pages(theme, &here, &w) {
                fs::write(out.join(&folder).join(name), page.into_string())?;
                index.push(format!("{folder}/{name}"));
            }
        }
    }
    let list = html! { meta charset="utf-8"; ul { @for page in &index { li { a href=(page) { (page) } } } } };
    fs::write(out.join("index.html"), list.into_string())?;
    Ok(())
}

fn pages(theme: Theme, here: &Here, w: &Locale) -> Vec<(&'static str, Markup)> {
    vec![
        ("styleguide.html", styleguide(theme, here, w)),
        ("list.html", list_page(theme, here, w)),
        ("record.html", record_page(theme, here, w)),
        ("form.html", form_page(false, theme, w)),
        ("form-errors.html", form_page(true, theme, w)),
        ("work.html", work_page(theme, w)),
        ("import.html", import_page(theme, w)),
        ("error.html", error_page(theme, w)),
        ("sign-in.html", sign_in_page(false, theme, w)),
        ("sign-in-refused.html", sign_in_page(true, theme, w)),
        ("print.html", print_page(w)),
    ]
}
