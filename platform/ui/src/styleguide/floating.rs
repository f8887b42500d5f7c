//! Dialog, drawer, toast, flash, palette.

use maud::{Markup, html};

use super::sample::s;
use super::section;
use crate::components::badge::State;
use crate::components::banner::Banner;
use crate::components::button::Button;
use crate::components::dialog::Dialog;
use crate::components::drawer::drawer;
use crate::components::flash::flash;
use crate::components::palette::{Hit, palette_results};
use crate::components::toast::{Toast, toast};
use crate::icon::Icon;
use crate::words::Words;

pub(super) fn sections(w: &dyn Words) -> Markup {
    let dialog = Dialog {
        id: "sample-dialog".to_owned(),
        title: s(w, "作废收据 R-000318？", "Void receipt R-000318?").to_owned(),
        body: html! { p { (s(w, "收据号保留，金额退回应收。作废后不能恢复。", "The number is kept and the amount is due again. This cannot be taken back.")) } },
        actions: Some(Button::new(s(w, "作废 R-000318", "Void R-000318")).danger().closes().render()),
        wide: false,
    };
    let body = html! {
        div.row {
            (Button::new(s(w, "打开对话框", "Open dialog")).opens("sample-dialog").render())
            (Button::new(s(w, "打开抽屉", "Open drawer")).opens("sample-drawer").render())
            (Button::new(s(w, "打开搜索", "Open search")).opens("palette").render())
        }
        (dialog.render(w))
        (drawer("sample-drawer", s(w, "本页帮助", "Help for this page"), help(w), w))
        (flash(State::Done, s(w, "已建档 C-260718，首次回访已安排在明天 10:00。", "File C-260718 opened; the first call is planned for tomorrow 10:00.")))
        (flash(State::Due, s(w, "王敏 2 分钟前改过这份资料，请核对。", "Min Wang changed this file 2 minutes ago; please compare.")))
        (flash(State::Overdue, s(w, "没有保存：网络中断。", "Not saved: the connection was lost.")))
        (flash(State::Plain, s(w, "今天 18:00 系统维护，约 10 分钟。", "Maintenance today at 18:00, about 10 minutes.")))
        (Banner { text: s(w, "正在以 王敏 的身份查看，只能看，不能改。", "You are looking as Min Wang: nothing can be changed.").to_owned(), button: s(w, "停止", "Stop").to_owned(), action: "#".to_owned() }.render())
        div.row {
            (toast(&Toast { state: State::Done, text: s(w, "已转交给 陈晨", "Handed over to Chen Chen").to_owned(), undo: Some("#".to_owned()) }, w))
        }
        div.guide-sample { (super::list::columns(w)) }
        div.guide-sample role="listbox" aria-label=(w.t("ui-search-results")) { (hits(w)) }
    };
    section("ui-guide-floating", body, w)
}

pub(super) fn help(w: &dyn Words) -> Markup {
    html! {
        p { (s(w, "这里是您负责的客户。逾期与今天要联系的排在最前。", "These are your customers. Overdue ones and today's come first.")) }
        h3 { (s(w, "怎样找到一位客户", "Finding a customer")) }
        ul {
            li { (s(w, "按 / 搜索：姓名、拼音首字母、手机后四位、车牌。", "Press / and type a name, initials, the last four digits or a plate.")) }
            li { (s(w, "点“筛选”添加条件，条件可以保存为视图。", "Add filters and save them as a view.")) }
        }
    }
}

pub(super) fn hits(w: &dyn Words) -> Markup {
    let hit = |drawing, title: Markup, detail: &'static str, kind: &'static str| Hit {
        icon: drawing,
        title,
        detail: html! { (detail) },
        kind: kind.to_owned(),
        href: "record.html".to_owned(),
    };
    palette_results(
        &[
            hit(
                Icon::Customer,
                html! { mark { (s(w, "周", "Zhou")) } (s(w, "海燕", ", Haiyan")) },
                "138 1234 5678 · 沪A·D12345",
                s(w, "客户", "Customer"),
            ),
            hit(
                Icon::Vehicle,
                html! { "沪A·D12345" },
                s(w, "星途 ES 2026 · 周海燕", "Xingtu ES 2026 · Haiyan Zhou"),
                s(w, "车辆", "Vehicle"),
            ),
            hit(Icon::Plus, html! { (s(w, "新建线索", "New lead")) }, "", s(w, "命令", "Command")),
        ],
        w,
    )
}
