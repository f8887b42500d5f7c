//! Whole sample pages.

use maud::{Markup, html};

use super::sample::{PEOPLE, due, frame, s};
use super::{forms, list, record, structure};
use crate::components::badge::{State, tag};
use crate::components::button::Button;
use crate::components::flash::flash;
use crate::components::panel::Panel;
use crate::components::table::{Column, Row, Table};
use crate::form::{Field, Form};
use crate::format::identifier::phone_text;
use crate::format::number::{Count, money};
use crate::format::time::Here;
use crate::icon::Icon;
use crate::shell::{Crumb, PlainShell, PrintShell, Shell, Theme, print_total};
use crate::words::Words;

/// A list page.
pub fn list_page(theme: Theme, here: &Here, w: &dyn Words) -> Markup {
    Shell {
        title: s(w, "我的 H 级客户", "My grade H customers").to_owned(),
        count: Some(Count::Exact(9)),
        primary: Some(
            Button::new(s(w, "建档", "Open file")).primary().icon(Icon::Plus).href("form.html").key("n").render(),
        ),
        actions: Some(Button::new(s(w, "导入", "Import")).quiet().icon(Icon::Import).href("import.html").render()),
        body: html! { (list::views(w)) (list::toolbar(w)) (list::table(here, w).render(w)) },
        ..frame(theme, 1, w)
    }
    .render(w)
}

/// A record page.
pub fn record_page(theme: Theme, here: &Here, w: &dyn Words) -> Markup {
    Shell {
        title: s(w, "周海燕", "Haiyan Zhou").to_owned(),
        hide_title: true,
        crumbs: vec![
            Crumb::new(s(w, "客户", "Customers"), "list.html"),
            Crumb::new(s(w, "我的 H 级", "My H grade"), "list.html"),
        ],
        body: record::whole(here, w),
        ..frame(theme, 1, w)
    }
    .render(w)
}

/// A form page, filled in or refused.
pub fn form_page(with_errors: bool, theme: Theme, w: &dyn Words) -> Markup {
    Shell {
        title: s(w, "客户建档", "Open a customer file").to_owned(),
        crumbs: vec![Crumb::new(s(w, "客户", "Customers"), "list.html")],
        body: forms::form(with_errors, w),
        ..frame(theme, 1, w)
    }
    .render(w)
}

/// The work list.
pub fn work_page(theme: Theme, w: &dyn Words) -> Markup {
    let rows = |from: usize, to: usize| {
        PEOPLE[from..to]
            .iter()
            .map(|person| {
                let name = s(w, person.name.0, person.name.1);
                let reason = match person.grade {
                    "H" => s(w, "试驾后回访，确认置换价", "Call after the test drive, agree on trade-in"),
                    "A" => s(w, "报价三天未回复", "Quotation unanswered for three days"),
                    _ => s(w, "到了约定的联系时间", "The agreed time has come"),
                };
                Row::new(
                    person.number,
                    vec![
                        html! { (name) },
                        tag(person.grade),
                        html! { (reason) },
                        html! { (phone_text(person.phone)) },
                        due(person.due, w),
                    ],
                )
                .href("record.html", name)
                .actions(Button::new(s(w, "去完成", "Do it")).small().href("record.html").render())
            })
            .collect::<Vec<_>>()
    };
    let block = |title: &'static str, from: usize, to: usize| {
        let table = Table {
            caption: title.to_owned(),
            columns: vec![
                Column::new(s(w, "客户", "Customer")),
                Column::new(s(w, "级别", "Grade")).narrow(),
                Column::new(s(w, "要做什么", "What to do")).fact(),
                Column::new(s(w, "手机", "Phone")),
                Column::new(s(w, "期限", "Due")).fact(),
            ],
            rows: rows(from, to),
            ..Table::default()
        };
        Panel::new(title, table.render(w)).count(Count::Exact((to - from) as u64)).render()
    };
    Shell {
        title: s(w, "早上好，王敏", "Good morning, Min").to_owned(),
        waiting: 6,
        primary: Some(
            Button::new(s(w, "登记到店", "Register a visit")).primary().icon(Icon::Visit).href("form.html").render(),
        ),
        body: html! {
            (block(s(w, "逾期", "Overdue"), 0, 1))
            (block(s(w, "今天", "Today"), 1, 3))
            (block(s(w, "接下来", "Next"), 3, 6))
        },
        ..frame(theme, 0, w)
    }
    .render(w)
}

/// An import, with the organisation's structure below it.
pub fn import_page(theme: Theme, w: &dyn Words) -> Markup {
    Shell {
        title: s(w, "导入客户", "Import customers").to_owned(),
        crumbs: vec![Crumb::new(s(w, "客户", "Customers"), "list.html")],
        body: html! { (structure::steps(4, w)) (structure::work(w)) div.guide-section { (structure::permissions(w)) (structure::organisation(w)) } },
        ..frame(theme, 8, w)
    }
    .render(w)
}

/// An error inside the frame.
pub fn error_page(theme: Theme, w: &dyn Words) -> Markup {
    Shell {
        title: s(w, "看不到这份档案", "This file is not visible to you").to_owned(),
        body: structure::error(w),
        ..frame(theme, 1, w)
    }
    .render(w)
}

/// The sign-in page; `refused` shows the answer to a wrong password.
pub fn sign_in_page(refused: bool, theme: Theme, w: &dyn Words) -> Markup {
    let form = Form {
        id: "sign-in".to_owned(),
        action: "#".to_owned(),
        fields: html! {
            (Field::new("login", s(w, "账号", "Account")).required().focus().complete("username").text("wangmin", w))
            (Field::new("password", s(w, "密码", "Password")).required().complete("current-password").password(w))
        },
        submit: s(w, "登录", "Sign in").to_owned(),
        ..Form::default()
    };
    PlainShell {
        title: s(w, "登录", "Sign in").to_owned(),
        theme,
        language: Some("#".to_owned()),
        body: html! {
            @if refused { (flash(State::Overdue, s(w, "账号或密码不对。还可以再试 3 次。", "Account or password is wrong. Three more tries."))) }
            (form.render(w))
        },
        ..PlainShell::default()
    }
    .render(w)
}

/// A printed settlement.
pub fn print_page(w: &dyn Words) -> Markup {
    let lines = [
        (s(w, "机油及机滤", "Oil and filter"), 1, 38_000),
        (s(w, "前制动片", "Front brake pads"), 2, 46_000),
        (s(w, "工时：更换制动片", "Labour: brake pads"), 1, 24_000),
    ];
    let total: i64 = lines.iter().map(|(_, number, fen)| number * fen).sum();
    PrintShell {
        title: s(w, "维修结算单", "Service settlement").to_owned(),
        number: "RO-20261122-017".to_owned(),
        store: s(w, "和悦汽车销售服务（浦东）有限公司", "Heyue Auto Sales and Service (Pudong) Ltd.").to_owned(),
        letterhead: vec![s(w, "上海市浦东新区沪南路 1000 号　电话 021-6234 5678", "1000 Hunan Road, Pudong, Shanghai · 021-6234 5678").to_owned()],
        signatures: vec![s(w, "服务顾问", "Service adviser").to_owned(), s(w, "客户", "Customer").to_owned()],
        foot: s(w, "打印：赵师傅 2026-11-22 周日 14:05　质保：配件 12 个月或 2 万公里", "Printed by Mr Zhao 2026-11-22 Sun 14:05 · Parts warranty 12 months or 20,000 km").to_owned(),
        body: html! {
            dl {
                div { dt { (s(w, "客户", "Customer")) } dd { (s(w, "周海燕　138 1234 5678", "Haiyan Zhou, 138 1234 5678")) } }
                div { dt { (s(w, "车牌", "Plate")) } dd { "沪A·D12345" } }
                div { dt { (s(w, "车架号", "VIN")) } dd { "LSVAA4182E2184847" } }
                div { dt { (s(w, "里程", "Odometer")) } dd { "61,200 km" } }
            }
            table {
                thead { tr { th scope="col" { (s(w, "项目", "Item")) } th.num scope="col" { (s(w, "数量", "Quantity")) } th.num scope="col" { (s(w, "单价", "Price")) } th.num scope="col" { (s(w, "金额", "Amount")) } } }
                tbody {
                    @for (item, number, fen) in lines {
                        tr { td { (item) } td.num { (number) } td.num { (money(fen)) } td.num { (money(number * fen)) } }
                    }
                }
            }
            (print_total(total, w))
        },
    }
    .render(w)
}
