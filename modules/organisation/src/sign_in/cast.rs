//! The demo's cast on the sign-in page.

use kernel::Lang;
use maud::{Markup, html};
use ui::Words;
use web::App;
use web::visitor::Speech;

use super::queries::{self, Member};
use crate::powers::today;

/// The password of everyone in the demo.
pub const DEMO_PASSWORD: &str = "fourfold-demo";

/// At most this many of one role are shown.
const OF_ONE_ROLE: usize = 2;

/// The people one may be in the demo, each one click away; nothing outside of demo mode.
pub(super) async fn cast(app: &App, speech: &Speech<'_>, next: &str) -> Markup {
    if !app.config.demo {
        return html! {};
    }
    let members = queries::cast(app.db.read(), today(app.db.clock.now())).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the demo's cast could not be read");
        Vec::new()
    });
    let mut shown: Vec<Member> = Vec::new();
    for member in members {
        if shown.iter().filter(|m| m.role == member.role).count() < OF_ONE_ROLE {
            shown.push(member);
        }
    }
    html! {
        section.form-section #demo-cast {
            h2 { (speech.t("sign-in-demo")) }
            p.hint { (speech.ta("sign-in-demo-hint", &[("password", DEMO_PASSWORD.into())])) }
            ul.plain-cast {
                @for member in &shown {
                    li {
                        form method="post" action="/sign-in" {
                            input type="hidden" name="login" value=(member.login);
                            input type="hidden" name="password" value=(DEMO_PASSWORD);
                            input type="hidden" name="next" value=(next);
                            button.menu-item type="submit" data-login=(member.login) {
                                b { (member.name) } " "
                                span { (if speech.lang == Lang::En { &member.name_en } else { &member.name_zh }) " · " (member.node) } " "
                                code { (member.login) }
                            }
                        }
                    }
                }
            }
        }
    }
}
