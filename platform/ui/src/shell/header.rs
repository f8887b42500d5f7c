//! The top bar: store switch, search, new, notices, help, me; and the command palette behind search.

use maud::{Markup, html};

use super::{Links, Shell, Theme};
use crate::components::avatar::avatar;
use crate::icon::{Icon, icon};
use crate::mark::mark;
use crate::words::Words;

pub(super) fn top(shell: &Shell, w: &dyn Words) -> Markup {
    let links = &shell.links;
    html! {
        header.top {
            button.icon-button.side-toggle type="button" data-side-toggle="side" aria-expanded="false" aria-controls="side"
                aria-label=(w.t("ui-nav-modules")) { (mark(None)) }
            (stores(shell, w))
            a.top-search href=(links.search) data-palette-open {
                (icon(Icon::Search)) span { (w.t("ui-search-hint")) } kbd { "/" }
            }
            div.top-tools {
                a.icon-button.top-new href=(links.create) title=(w.t("ui-new")) aria-label=(w.t("ui-new")) { (icon(Icon::Plus)) }
                a.icon-button href=(links.notices) title=(w.t("ui-notices"))
                    aria-label=(w.ta("ui-notices-count", &[("n", (shell.notices as i64).into())])) {
                    (icon(Icon::Bell))
                    @if shell.notices > 0 { span.top-count { @if shell.notices > 99 { "99+" } @else { (shell.notices) } } }
                }
                @if shell.help.is_some() {
                    button.icon-button type="button" data-dialog-open="help" title=(w.t("ui-help")) aria-label=(w.t("ui-help"))
                        { (icon(Icon::Help)) }
                }
                (me(shell, w))
            }
        }
    }
}

fn stores(shell: &Shell, w: &dyn Words) -> Markup {
    let [first, others @ ..] = shell.stores.as_slice() else { return html! {} };
    let current = shell.stores.iter().find(|store| store.current);
    let all = w.t("ui-store-all");
    let name = current.map_or(&*all, |store| store.name.as_str());
    html! {
        @if others.is_empty() {
            span.top-store { (first.name) }
        } @else {
            details.menu.top-store data-menu {
                summary aria-label=(w.ta("ui-store-switch", &[("store", name.into())])) {
                    span { (name) } (icon(Icon::Down))
                }
                form.menu-list method="post" action=(shell.links.store) {
                    button.menu-item type="submit" name="store" value="" aria-current=[current.is_none().then_some("true")] { (all) }
                    @for store in &shell.stores {
                        button.menu-item type="submit" name="store" value=(store.id)
                            aria-current=[store.current.then_some("true")] { (store.name) }
                    }
                }
            }
        }
    }
}

fn me(shell: &Shell, w: &dyn Words) -> Markup {
    let links = &shell.links;
    let other = w.lang().other();
    html! {
        details.menu.menu-end data-menu {
            summary.top-me aria-label=(w.ta("ui-me-menu", &[("name", shell.user.as_str().into())])) { (avatar(&shell.user)) }
            div.menu-list {
                a.menu-item href=(links.me) { (icon(Icon::Customer)) (shell.user) }
                form method="post" action=(links.theme) data-theme-switch {
                    fieldset.menu-choice {
                        legend.sr { (w.t("ui-theme")) }
                        @for (theme, key) in [(Theme::Auto, "ui-theme-auto"), (Theme::Light, "ui-theme-light"), (Theme::Dark, "ui-theme-dark")] {
                            button type="submit" name="theme" value=(theme.key())
                                aria-pressed=(if theme == shell.theme { "true" } else { "false" }) { (w.t(key)) }
                        }
                    }
                }
                form method="post" action=(links.language) {
                    input type="hidden" name="back" value=(shell.here);
                    button.menu-item type="submit" name="lang" value=(other.tag()) lang=(other.tag())
                        { (icon(Icon::Globe)) (other.own_name()) }
                }
                button.menu-item type="button" data-dialog-open="shortcuts" { (icon(Icon::Info)) (w.t("ui-shortcuts")) }
                form method="post" action=(links.sign_out) data-forget-drafts {
                    button.menu-item type="submit" { (icon(Icon::Exit)) (w.t("ui-sign-out")) }
                }
            }
        }
    }
}

/// Search and commands in one box. Results come as `role="option"` links (see [`crate::palette_results`]).
pub(super) fn palette(links: &Links, w: &dyn Words) -> Markup {
    html! {
        dialog.palette #palette data-palette aria-label=(w.t("ui-search")) {
            form method="get" action=(links.search) role="search" {
                (icon(Icon::Search))
                input #palette-q type="search" name="q" autocomplete="off" spellcheck="false" placeholder=(w.t("ui-search-hint"))
                    role="combobox" aria-label=(w.t("ui-search")) aria-controls="palette-results" aria-expanded="true" aria-autocomplete="list"
                    hx-get=(links.search) hx-trigger="input changed delay:120ms" hx-target="#palette-results"
                    hx-swap="innerHTML" hx-sync="this:replace";
                button.icon-button type="button" data-dialog-close aria-label=(w.t("ui-close")) { (icon(Icon::Close)) }
            }
            div #palette-results role="listbox" aria-label=(w.t("ui-search-results")) data-recent=(w.t("ui-search-recent")) {}
            p.palette-foot { kbd { "↑" } kbd { "↓" } (w.t("ui-palette-move")) kbd { "Enter" } (w.t("ui-palette-open")) kbd { "Esc" } (w.t("ui-close")) }
        }
        (crate::components::shortcuts::shortcut_dialog(w))
    }
}
