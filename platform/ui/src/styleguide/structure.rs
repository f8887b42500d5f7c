//! Steps, progress, differences, matrices, trees, empty states and errors.

use maud::{Markup, html};

use super::sample::s;
use super::section;
use crate::components::badge::{State, dot};
use crate::components::button::Button;
use crate::components::diff::{Change, Choose, diff};
use crate::components::empty::Empty;
use crate::components::error_page::ErrorPage;
use crate::components::matrix::{Matrix, MatrixRow, MatrixValue};
use crate::components::panel::Panel;
use crate::components::progress::Progress;
use crate::components::stepper::stepper;
use crate::components::tree::{Node, tree};
use crate::format::number::money;
use crate::icon::Icon;
use crate::words::Words;

pub(super) fn sections(w: &dyn Words) -> Markup {
    html! {
        (section("ui-guide-progress", html! { (steps(3, w)) (work(w)) }, w))
        (section("ui-guide-structure", html! { div.guide-two { (differences(w)) (organisation(w)) } (permissions(w)) }, w))
        (section("ui-guide-empty", html! { div.guide-two { (nothing(w)) (error(w)) } }, w))
    }
}

pub(super) fn steps(at: usize, w: &dyn Words) -> Markup {
    let step = |label: &'static str| (label.to_owned(), Some("import.html".to_owned()));
    stepper(
        &[
            step(s(w, "选择文件", "File")),
            step(s(w, "对应列", "Columns")),
            step(s(w, "修正", "Fix rows")),
            step(s(w, "试运行", "Dry run")),
            step(s(w, "导入", "Import")),
        ],
        at,
        w,
    )
}

pub(super) fn work(w: &dyn Words) -> Markup {
    Progress {
        label: s(w, "导入 2026 保有客户.xlsx", "Importing owners-2026.xlsx").to_owned(),
        done: 61_240,
        total: Some(100_000),
        refused: 37,
        seconds_left: Some(95),
        poll: None,
        actions: Some(html! {
            (Button::new(s(w, "暂停", "Pause")).render())
            (Button::new(s(w, "查看有误的行", "See rows with errors")).quiet().href("#").render())
        }),
    }
    .render(w)
}

pub(super) fn differences(w: &dyn Words) -> Markup {
    let change = |field: &'static str, before: Option<Markup>, after: Option<Markup>, choose: &str| Change {
        field: field.to_owned(),
        before,
        after,
        choose: Some(Choose::after(choose)),
    };
    let changes = [
        change(s(w, "级别", "Grade"), Some(html! { "A" }), Some(html! { "H" }), "grade"),
        change(
            s(w, "预算", "Budget"),
            Some(html! { (money(21_580_000)) }),
            Some(html! { (money(24_980_000)) }),
            "budget",
        ),
        change(s(w, "微信", "WeChat"), None, Some(html! { "zhy_0516" }), "wechat"),
    ];
    let body = diff(s(w, "王敏，2 分钟前", "Min Wang, 2 min ago"), s(w, "您的修改", "Your change"), &changes, w);
    Panel::new(s(w, "两人同时修改", "Two people changed this"), body).render()
}

pub(super) fn organisation(w: &dyn Words) -> Markup {
    let leaf = |drawing, label: &'static str| Node::new(drawing, label, "structure.html");
    let store = leaf(Icon::Visit, s(w, "和悦浦东店", "Heyue Pudong"))
        .active(true)
        .detail(dot(State::Done, s(w, "营业中", "open")))
        .children(vec![
            leaf(Icon::People, s(w, "销售部", "Sales")).detail(html! { "14" }),
            leaf(Icon::Workshop, s(w, "售后部", "Service")).detail(html! { "23" }),
        ]);
    let region = leaf(Icon::Organisation, s(w, "华东大区", "East region")).children(vec![
        store,
        leaf(Icon::Visit, s(w, "和悦虹桥店", "Heyue Hongqiao")).detail(dot(State::Past, s(w, "筹建", "planned"))),
    ]);
    let body = tree(
        s(w, "组织", "Organisation"),
        &[leaf(Icon::Organisation, s(w, "和悦汽车集团", "Heyue Auto Group")).children(vec![region])],
    );
    Panel::new(s(w, "组织", "Organisation"), body).render()
}

pub(super) fn permissions(w: &dyn Words) -> Markup {
    let range = |name: &str, chosen: &str| {
        let choice = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        MatrixValue::Choice(
            name.to_owned(),
            vec![
                choice("none", s(w, "无", "none")),
                choice("own", s(w, "本人", "own")),
                choice("store", s(w, "本店", "store")),
                choice("all", s(w, "全部", "all")),
            ],
            chosen.to_owned(),
        )
    };
    let check = |name: &str, on| MatrixValue::Check(name.to_owned(), on);
    let fixed = || MatrixValue::Fixed(s(w, "全部", "all").to_owned());
    Matrix {
        caption: s(w, "角色与权限", "Roles and permissions").to_owned(),
        corner: s(w, "权限", "Permission").to_owned(),
        columns: vec![
            s(w, "销售顾问", "Consultant").to_owned(),
            s(w, "销售经理", "Sales manager").to_owned(),
            s(w, "店经理", "Store manager").to_owned(),
        ],
        rows: vec![
            MatrixRow::Group(s(w, "客户", "Customers").to_owned()),
            MatrixRow::Line(
                s(w, "查看", "See").to_owned(),
                s(w, "列表、档案与搜索", "Lists, files and search").to_owned(),
                vec![range("a1", "own"), range("a2", "store"), fixed()],
            ),
            MatrixRow::Line(
                s(w, "导出", "Export").to_owned(),
                String::new(),
                vec![check("b1", false), check("b2", true), check("b3", true)],
            ),
            MatrixRow::Group(s(w, "合同", "Contracts").to_owned()),
            MatrixRow::Line(
                s(w, "批准优惠", "Approve discounts").to_owned(),
                String::new(),
                vec![MatrixValue::None, check("c2", true), check("c3", true)],
            ),
        ],
    }
    .render(w)
}

fn nothing(w: &dyn Words) -> Markup {
    Empty::new(
        s(w, "还没有客户", "No customers yet"),
        s(
            w,
            "这里是您负责的客户。可以新建第一位，或从 Excel 导入。",
            "Your customers will stand here. Open the first file, or import from Excel.",
        ),
    )
    .action(html! {
        (Button::new(s(w, "建档", "Open file")).primary().href("form.html").render())
        (Button::new(s(w, "导入", "Import")).href("import.html").render())
    })
    .render()
}

pub(super) fn error(w: &dyn Words) -> Markup {
    ErrorPage {
        title: s(w, "这位客户不在您的可见范围内", "This customer is outside what you may see").to_owned(),
        meaning: s(
            w,
            "档案存在，但属于其他门店或已转交。",
            "The file exists, but belongs to another store or was handed over.",
        )
        .to_owned(),
        steps: vec![
            s(w, "请店经理共享给您，或", "Ask the store manager to share it, or").to_owned(),
            s(w, "在搜索中用完整手机号登记到店。", "register the visit by the full phone number.").to_owned(),
        ],
        code: "CUS-403 · 8f21c0".to_owned(),
        actions: Some(Button::new(s(w, "回到工作台", "To the work list")).href("work.html").render()),
    }
    .render(w)
}
