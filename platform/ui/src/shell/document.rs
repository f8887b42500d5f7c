//! The outermost layer all documents share.

use maud::{DOCTYPE, Markup, html};

use super::Theme;
use crate::words::Words;

/// htmx without eval, inline styles, script tags and page snapshots in local storage; a refused form (422) is shown. New
/// parts are bound in the moment they stand there: a key pressed at once finds its form.
const HTMX_CONFIG: &str = r#"{"allowEval":false,"allowScriptTags":false,"includeIndicatorStyles":false,"defaultSettleDelay":0,"historyCacheSize":0,"refreshOnHistoryMiss":true,"selfRequestsOnly":true,"scrollIntoViewOnBoost":false,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"422","swap":true},{"code":"[45]..","swap":false,"error":true}]}"#;

pub(super) struct Document<'a> {
    pub title: &'a str,
    pub theme: Theme,
    pub class: &'static str,
    pub body: Markup,
}

impl Document<'_> {
    pub fn render(self, w: &dyn Words) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(w.lang().tag()) data-theme=(self.theme.key()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    meta name="htmx-config" content=(HTMX_CONFIG);
                    meta name="referrer" content="same-origin";
                    title { (self.title) " · " (w.t("ui-brand")) }
                    link rel="icon" type="image/svg+xml" href=(assets::url("favicon.svg"));
                    link rel="stylesheet" href=(assets::url("app.css"));
                    script src=(assets::url("app.js")) defer {}
                }
                body.(self.class) {
                    (self.body)
                }
            }
        }
    }
}
