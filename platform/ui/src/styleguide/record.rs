//! Identity strip, next action, facts, timeline, panels.

use maud::{Markup, html};

use super::sample::{hours_ago, s};
use super::section;
use crate::components::badge::{State, badge, dot, tag};
use crate::components::button::Button;
use crate::components::facts::{Fact, fact_form, facts};
use crate::components::identity::Identity;
use crate::components::menu::{Menu, MenuItem};
use crate::components::next_action::NextAction;
use crate::components::panel::Panel;
use crate::components::table::{Column, Row, Table};
use crate::components::tabs::{Tab, tabs};
use crate::components::timeline::{Entry, timeline};
use crate::form::Field;
use crate::format::identifier::{PlateKind, phone, plate, vin};
use crate::format::number::{Count, money};
use crate::format::time::{Here, ago};
use crate::icon::Icon;
use crate::words::Words;

pub(super) fn sections(here: &Here, w: &dyn Words) -> Markup {
    section("ui-guide-record", html! { (whole(here, w)) }, w)
}

pub(super) fn whole(here: &Here, w: &dyn Words) -> Markup {
    html! {
        (identity(w))
        (next_action(w))
        (tabs(s(w, "档案", "File"), &[
            Tab::new(s(w, "概览", "Overview"), "record.html", true),
            Tab::new(s(w, "车辆", "Vehicles"), "record.html", false).count(Count::Exact(2)),
            Tab::new(s(w, "商机", "Opportunities"), "record.html", false).count(Count::Exact(1)),
            Tab::new(s(w, "维修", "Service"), "record.html", false).count(Count::Exact(6)),
            Tab::new(s(w, "回访", "Follow-up"), "record.html", false),
        ], None))
        div.record {
            div { (details(here, w)) (history(here, w)) }
            div { (cars(w)) (money_panel(w)) (relations(w)) }
        }
    }
}

fn identity(w: &dyn Words) -> Markup {
    Identity {
        name: s(w, "周海燕", "Haiyan Zhou").to_owned(),
        number: "C-260718".to_owned(),
        badges: vec![
            badge(State::Accent, s(w, "H 级意向", "Grade H")),
            tag(s(w, "保有客户", "owner")),
            tag(s(w, "金卡", "Gold card")),
        ],
        facts: vec![
            (s(w, "手机", "Phone").to_owned(), phone("13812345678")),
            (s(w, "车牌", "Plate").to_owned(), plate("沪AD12345", PlateKind::Green)),
            (s(w, "销售顾问", "Consultant").to_owned(), html! { (s(w, "王敏", "Min Wang")) }),
            (
                s(w, "进行中", "Open").to_owned(),
                html! { (s(w, "1 个商机 · 1 个预约", "1 opportunity · 1 appointment")) },
            ),
        ],
        actions: Some(html! {
            (Button::new(s(w, "打电话", "Call")).icon(Icon::Phone).href("tel:13812345678").render())
            (Button::new(s(w, "微信", "WeChat")).icon(Icon::Message).get("message.html").render())
            (Menu::new(s(w, "更多", "More"), &[
                MenuItem::get(s(w, "查找重复", "Find duplicates"), "merge.html").icon(Icon::Merge),
                MenuItem::get(s(w, "转交", "Hand over"), "assign.html").icon(Icon::Share),
                MenuItem::link(s(w, "为什么我能看到？", "Why do I see this?"), "#why").icon(Icon::Eye),
                MenuItem::line(),
                MenuItem::delete(s(w, "删除", "Delete"), "#").icon(Icon::Trash).danger(),
            ]).icon(Icon::More).icon_only().at_end().render())
        }),
        ..Identity::default()
    }
    .render()
}

fn next_action(w: &dyn Words) -> Markup {
    NextAction {
        state: State::Overdue,
        when: s(w, "逾期 2 天", "2 days overdue").to_owned(),
        what: s(w, "回电：确认置换评估价", "Call back: agree on the trade-in value").to_owned(),
        why: s(w, "试驾后 48 小时内须回访", "Promised within 48 hours of the test drive").to_owned(),
        actions: Some(html! {
            (Button::new(s(w, "完成并安排下一步", "Done, plan the next")).primary().get("done.html").render())
            (Button::new(s(w, "改期", "Reschedule")).quiet().get("later.html").render())
        }),
    }
    .render()
}

fn details(here: &Here, w: &dyn Words) -> Markup {
    let fact =
        |label: &'static str, value: &'static str| Fact::text(label, value).edit("edit.html").history("history.html");
    let list = [
        fact(s(w, "意向车型", "Model"), s(w, "星途 ES 长续航", "Xingtu ES long range")),
        fact(s(w, "颜色", "Colour"), s(w, "雾岛蓝 / 米内饰", "Mist blue / beige")),
        Fact::new(s(w, "预算", "Budget"), html! { (money(24_980_000)) }).edit("edit.html"),
        fact(s(w, "购车方式", "Payment"), s(w, "置换 + 三年贷款", "Trade-in + 3-year loan")),
        fact(s(w, "来源", "Source"), s(w, "汽车之家 · 10 月活动", "Autohome · October campaign")),
        fact(s(w, "生日", "Birthday"), "1988-05-16"),
        Fact::none(s(w, "身份证", "ID card")).edit("edit.html"),
        fact(s(w, "联系时间", "Best time"), s(w, "工作日 18:00 以后", "Weekdays after 18:00")),
        Fact::new(s(w, "建档", "Opened"), ago(hours_ago(here, 500), here, w)),
        fact(
            s(w, "备注", "Remarks"),
            s(
                w,
                "先生常出差，试驾请约周末；孩子 5 岁，关注后排与安全座椅接口。",
                "Husband travels; test drives at weekends. Child aged 5: rear seats and ISOFIX matter.",
            ),
        )
        .wide(),
    ];
    Panel::new(s(w, "资料", "Details"), facts(&list, w)).render()
}

fn history(here: &Here, w: &dyn Words) -> Markup {
    let who = s(w, "王敏", "Min Wang");
    let entries = [
        Entry::new(hours_ago(here, 3), Icon::Phone, s(w, "电话", "Call"), who, html! { (s(w, "未接通，已发短信", "No answer, text sent")) }).state(State::Due),
        Entry::new(hours_ago(here, 6), Icon::Message, s(w, "微信", "WeChat"), who, html! { (s(w, "询问置换价", "Asked about trade-in")) })
            .body(html! { (s(w, "“旧车 2019 年，6 万公里，大概能给多少？”", "“The old car is from 2019, 60,000 km: roughly how much?”")) }),
        Entry::new(hours_ago(here, 52), Icon::Vehicle, s(w, "试驾", "Test drive"), who, html! { (s(w, "星途 ES，25 分钟，满意", "Xingtu ES, 25 minutes, pleased")) }).state(State::Done),
        Entry::new(hours_ago(here, 53), Icon::Visit, s(w, "到店", "Visit"), s(w, "前台 李佳", "Reception, Jia Li"), html! { (s(w, "二次到店，2 人", "Second visit, 2 people")) }),
        Entry::new(hours_ago(here, 170), Icon::Workshop, s(w, "维修", "Service"), s(w, "赵师傅", "Mr Zhao"), html! { (s(w, "首保完成", "First service done")) " · " (money(38_000)) })
            .place(s(w, "虹桥店", "Hongqiao")),
    ];
    let body = html! {
        form.composer method="post" action="#" data-once data-draft="note-C-260718" data-draft-note=(w.t("ui-draft-restored")) data-draft-drop=(w.t("ui-draft-drop")) {
            textarea.input name="text" rows="2" aria-label=(s(w, "记一笔", "Note")) placeholder=(s(w, "刚才发生了什么？", "What just happened?")) {}
            div.row {
                (Button::new(s(w, "记一笔", "Add note")).small().render())
                (Button::new(s(w, "电话", "Call")).quiet().small().icon(Icon::Phone).get("call.html").render())
                (Button::new(s(w, "到店", "Visit")).quiet().small().icon(Icon::Visit).get("visit.html").render())
                (Button::new(s(w, "消息", "Message")).quiet().small().icon(Icon::Message).get("message.html").render())
            }
        }
        (timeline(&entries, None, None, here, w))
    };
    Panel::new(s(w, "往来", "Timeline"), body)
        .actions(
            Menu::new(
                s(w, "全部", "All kinds"),
                &[MenuItem::link(s(w, "电话", "Calls"), "#calls"), MenuItem::link(s(w, "维修", "Service"), "#service")],
            )
            .at_end()
            .render(),
        )
        .render()
}

fn cars(w: &dyn Words) -> Markup {
    let rows = vec![
        Row::new(
            "1",
            vec![
                html! { (s(w, "岚风 5 2021", "Lanfeng 5 2021")) },
                plate("沪AD12345", PlateKind::Green),
                vin("LSVAA4182E2184847"),
            ],
        )
        .href("record.html", "1"),
        Row::new(
            "2",
            vec![
                html! { (s(w, "朗行 2019", "Langxing 2019")) },
                plate("沪B8K321", PlateKind::Blue),
                vin("LFV2A2150K3671209"),
            ],
        )
        .href("record.html", "2")
        .past(true),
    ];
    let table = Table {
        caption: s(w, "车辆", "Vehicles").to_owned(),
        columns: vec![
            Column::new(s(w, "车型", "Model")),
            Column::new(s(w, "车牌", "Plate")).fact(),
            Column::new(s(w, "车架号", "VIN")).fact(),
        ],
        rows,
        ..Table::default()
    };
    Panel::new(s(w, "名下车辆", "Vehicles"), table.render(w))
        .count(Count::Exact(2))
        .actions(Button::new(s(w, "添加", "Add")).quiet().small().icon(Icon::Plus).get("add.html").render())
        .render()
}

fn money_panel(w: &dyn Words) -> Markup {
    let list = [
        Fact::new(s(w, "整车", "Vehicle"), html! { (money(24_980_000)) }),
        Fact::new(s(w, "定金", "Deposit"), html! { (money(500_000)) " " (dot(State::Done, s(w, "已收", "received"))) }),
        Fact::new(s(w, "阶段", "Stage"), badge(State::Due, s(w, "报价待确认", "quotation to be confirmed"))),
    ];
    let owner = Field::new("responsible", s(w, "负责人", "Owner")).bare().text(s(w, "王敏", "Min Wang"), w);
    let body = html! {
        (facts(&list, w))
        dl { (fact_form(s(w, "负责人", "Owner"), "edit.html", "edit.html", owner, w)) }
    };
    Panel::new(s(w, "商机 O-20261101", "Opportunity O-20261101"), body).render()
}

fn relations(w: &dyn Words) -> Markup {
    let list = [
        Fact::text(s(w, "配偶", "Husband"), s(w, "徐航（常用联系人）", "Hang Xu (usual contact)")),
        Fact::text(s(w, "介绍人", "Referred by"), s(w, "陈建国", "Jianguo Chen")),
    ];
    Panel::new(s(w, "关系", "Relations"), facts(&list, w)).render()
}
