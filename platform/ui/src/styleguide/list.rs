//! Tabs, toolbar, table.

use maud::{Markup, html};

use super::sample::{PEOPLE, due, hours_ago, s};
use super::section;
use crate::components::badge::tag;
use crate::components::button::Button;
use crate::components::chips::Chip;
use crate::components::table::{Bulk, Column, Row, Sort, Table};
use crate::components::tabs::{Tab, tabs};
use crate::components::toolbar::{ColumnChoice, Toolbar, columns_form};
use crate::format::identifier::{PlateKind, phone_text, plate};
use crate::format::number::{Count, money_short};
use crate::format::time::{Here, ago};
use crate::icon::Icon;
use crate::words::{Lang, Words};

pub(super) fn sections(here: &Here, w: &dyn Words) -> Markup {
    section("ui-guide-list", html! { (views(w)) (toolbar(w)) (table(here, w).render(w)) }, w)
}

pub(super) fn views(w: &dyn Words) -> Markup {
    tabs(
        s(w, "视图", "Views"),
        &[
            Tab::new(s(w, "全部", "All"), "list.html", false).count(Count::AtLeast(10_000)),
            Tab::new(s(w, "我的 H 级", "My H grade"), "list.html", true)
                .count(Count::Exact(9))
                .mark(Icon::Pin, s(w, "已固定", "pinned")),
            Tab::new(s(w, "今天到店", "Visits today"), "list.html", false).count(Count::Exact(14)),
            Tab::new(s(w, "试驾未回访", "Test drive, not called back"), "list.html", false)
                .mark(Icon::Share, s(w, "共享", "shared")),
            Tab::new(s(w, "公海", "Open pool"), "list.html", false),
        ],
        Some(Button::new(s(w, "保存为视图", "Save as view")).quiet().small().get("view.html").render()),
    )
}

pub(super) fn toolbar(w: &dyn Words) -> Markup {
    let chip = |field: &str, condition: &str| Chip {
        field: field.to_owned(),
        condition: condition.to_owned(),
        remove: "list.html".to_owned(),
        edit: Some("filter.html".to_owned()),
    };
    Toolbar {
        action: "list.html".to_owned(),
        q_hint: s(w, "姓名、拼音、手机尾号、车牌", "Name, pinyin, phone ending, plate").to_owned(),
        chips: vec![
            chip(s(w, "级别", "Grade"), s(w, "是 H、A", "is H or A")),
            chip(s(w, "下次跟进", "Next follow-up"), s(w, "早于 明天", "before tomorrow")),
            chip(s(w, "顾问", "Consultant"), s(w, "是 我", "is me")),
        ],
        clear: Some("list.html".to_owned()),
        add_filter: Some("filter.html".to_owned()),
        columns: Some("columns.html".to_owned()),
        exports: vec![("Excel (.xlsx)".to_owned(), "#".to_owned()), ("CSV".to_owned(), "#csv".to_owned())],
        count: Some(Count::AtLeast(10_000)),
        exact: Some("#".to_owned()),
        ..Toolbar::default()
    }
    .render(w)
}

/// What the menu of columns fetches.
pub(super) fn columns(w: &dyn Words) -> Markup {
    let column = |key: &str, label: &str, shown| ColumnChoice { key: key.to_owned(), label: label.to_owned(), shown };
    let choices = [
        column("name", s(w, "姓名", "Name"), true),
        column("grade", s(w, "级别", "Grade"), true),
        column("phone", s(w, "手机", "Phone"), true),
        column("source", s(w, "来源", "Source"), false),
    ];
    columns_form(&choices, "#", w)
}

pub(super) fn table(here: &Here, w: &dyn Words) -> Table {
    let rows = PEOPLE
        .iter()
        .enumerate()
        .map(|(at, person)| {
            let name = s(w, person.name.0, person.name.1);
            let cells = vec![
                html! { (name) },
                tag(person.grade),
                html! { (phone_text(person.phone)) },
                html! { (s(w, person.model.0, person.model.1)) },
                html! { @if !person.plate.is_empty() { (plate(person.plate, PlateKind::guess(person.plate))) } },
                html! { @if person.fen > 0 { (money_short(person.fen, w.lang())) } },
                due(person.due, w),
                ago(hours_ago(here, person.hours), here, w),
            ];
            Row::new(person.number, cells)
                .href("record.html", name)
                .preview("record.html")
                .fresh(at == 1)
                .past(person.due == 99)
                .actions(html! {
                    (Button::new(s(w, "打电话", "Call")).quiet().small().icon(Icon::Phone).icon_only().href("#").render())
                    (Button::new(s(w, "记一笔", "Note")).quiet().small().icon(Icon::Note).icon_only().get("note.html").render())
                })
        })
        .collect();
    let match_all = Bulk {
        actions: html! {
            (Button::new(s(w, "分配", "Assign")).small().get("assign.html").render())
            (Button::new(s(w, "发消息", "Message")).small().get("message.html").render())
        },
        action: "#".to_owned(),
        matching: Some(Count::Exact(1_284)),
        query: String::new(),
    };
    Table {
        caption: s(w, "客户", "Customers").to_owned(),
        columns: vec![
            Column::new(s(w, "姓名", "Name")).sort("list.html", None),
            Column::new(s(w, "级别", "Grade")).narrow(),
            Column::new(s(w, "手机", "Phone")),
            Column::new(s(w, "意向车型", "Model wanted")).fact(),
            Column::new(s(w, "车牌", "Plate")),
            Column::new(if w.lang() == Lang::ZhCn { "预算" } else { "Budget" }).number().sort("list.html", None),
            Column::new(s(w, "下次跟进", "Next follow-up")).fact().sort("list.html", Some(Sort::Ascending)),
            Column::new(s(w, "上次联系", "Last contact")),
        ],
        rows,
        bulk: Some(match_all),
        more: None,
        empty: html! {},
        compact: false,
    }
}
