//! Mark, colour, type, icons, buttons, states, values.

use maud::{Markup, html};

use super::sample::{hours_ago, s};
use super::section;
use crate::components::avatar::avatar;
use crate::components::badge::{State, badge, dot, tag};
use crate::components::button::Button;
use crate::components::masked::masked;
use crate::components::menu::{Menu, MenuItem};
use crate::format::amount_in_words::amount_in_words;
use crate::format::identifier::{PlateKind, phone, plate, vin};
use crate::format::number::{Count, money, money_short};
use crate::format::time::{Here, ago, date, instant};
use crate::icon::{Icon, icon};
use crate::mark::{Quarter, mark};
use crate::words::Words;

const COLOURS: [&str; 20] = [
    "paper",
    "paper-2",
    "paper-3",
    "sheet",
    "line",
    "line-2",
    "edge",
    "ink",
    "ink-2",
    "ink-3",
    "accent",
    "accent-wash",
    "due",
    "due-wash",
    "overdue",
    "overdue-wash",
    "done",
    "done-wash",
    "past",
    "past-wash",
];

pub(super) fn sections(here: &Here, w: &dyn Words) -> Markup {
    html! {
        (section("ui-guide-mark", marks(), w))
        (section("ui-guide-colour", colours(), w))
        (section("ui-guide-type", types(w), w))
        (section("ui-guide-icons", icons(), w))
        (section("ui-guide-buttons", buttons(w), w))
        (section("ui-guide-states", states(w), w))
        (section("ui-guide-values", values(here, w), w))
    }
}

fn marks() -> Markup {
    html! {
        div.guide-marks {
            (mark(None))
            @for quarter in [Quarter::Sale, Quarter::SparePart, Quarter::Service, Quarter::Survey] { (mark(Some(quarter))) }
        }
    }
}

fn colours() -> Markup {
    html! {
        div.swatches {
            @for name in COLOURS {
                div.swatch {
                    svg viewBox="0 0 104 44" preserveAspectRatio="none" aria-hidden="true" { rect.{ "fill-" (name) } width="104" height="44" {} }
                    (name)
                }
            }
        }
    }
}

fn types(w: &dyn Words) -> Markup {
    let text = s(w, "合于一户 四合 12.8 万", "One customer, four quarters 128 k");
    html! {
        p.type-3 { "26 " (text) }
        p.type-2 { "20 " (text) }
        p.type-1 { "16 " (text) }
        p { "14 " (text) }
        p.type-table { "13 " (text) }
        p.type-s { "12 " (text) }
    }
}

fn icons() -> Markup {
    html! { ul.guide-icons { @for drawing in Icon::ALL { li { (icon(*drawing)) (drawing.name()) } } } }
}

fn buttons(w: &dyn Words) -> Markup {
    let save = s(w, "保存", "Save");
    let delete = s(w, "永久删除“周海燕”", "Delete “Haiyan Zhou” for good");
    let why = s(w, "需要店经理批准", "Needs the store manager's approval");
    html! {
        div.row {
            (Button::new(s(w, "建档", "Open file")).primary().icon(Icon::Plus).render())
            (Button::new(save).render())
            (Button::new(s(w, "转交", "Hand over")).quiet().icon(Icon::Share).render())
            (Button::new(delete).danger().render())
            (Button::new(s(w, "打印", "Print")).icon(Icon::Print).icon_only().render())
            (Button::new(s(w, "打电话", "Call")).small().icon(Icon::Phone).render())
            (Button::new(s(w, "签约", "Sign")).disabled(why).render())
            (Menu::new(s(w, "更多", "More"), &[
                MenuItem::link(s(w, "查重", "Find duplicates"), "#").icon(Icon::Merge),
                MenuItem::link(s(w, "为什么我能看到？", "Why do I see this?"), "#").icon(Icon::Eye),
                MenuItem::line(),
                MenuItem::delete(s(w, "删除", "Delete"), "#").icon(Icon::Trash).danger(),
            ]).render())
        }
    }
}

fn states(w: &dyn Words) -> Markup {
    let words = [
        s(w, "待跟进", "open"),
        s(w, "请处理", "act here"),
        s(w, "今天到期", "due today"),
        s(w, "逾期 2 天", "2 days overdue"),
        s(w, "已完成", "done"),
        s(w, "已关闭", "closed"),
    ];
    html! {
        div.row { @for (state, word) in State::ALL.into_iter().zip(words) { (dot(state, word)) " " } }
        div.row { @for (state, word) in State::ALL.into_iter().zip(words) { (badge(state, word)) } (tag("H")) (tag(s(w, "置换", "trade-in"))) (avatar("周海燕")) (avatar("Anna Berg")) }
    }
}

fn values(here: &Here, w: &dyn Words) -> Markup {
    html! {
        div.row {
            (plate("沪A12345", PlateKind::Blue)) (plate("沪AD12345", PlateKind::Green))
            (plate("沪A1234学", PlateKind::Yellow)) (plate("沪A1234警", PlateKind::White))
            (vin("LSVAA4182E2184847"))
        }
        div.row {
            (phone("13812345678")) (masked("138 **** 5678", Some("#"), w)) (masked("310***********002X", None, w))
            span { (money(12_880_050)) } span { (money_short(12_800_000, w.lang())) } span { (Count::AtLeast(10_000).text()) }
            (date(here.today(), w)) (instant(here.now, here, w)) (ago(hours_ago(here, 75), here, w))
        }
        p { (amount_in_words(12_880_050)) }
    }
}
