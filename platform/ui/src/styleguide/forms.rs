//! Every field in its states.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::sample::s;
use super::section;
use crate::form::{Accept, Choice, Field, Form, PhoneValue, Reference, section as part};
use crate::words::Words;

pub(super) fn sections(w: &dyn Words) -> Markup {
    section("ui-guide-forms", form(true, w), w)
}

pub(super) fn form(with_errors: bool, w: &dyn Words) -> Markup {
    let errors = if with_errors {
        vec![
            ("name".to_owned(), s(w, "请填写姓名", "Please give the name").to_owned()),
            ("plate".to_owned(), s(w, "车牌少一位", "The plate lacks a character").to_owned()),
        ]
    } else {
        Vec::new()
    };
    Form {
        id: "sample".to_owned(),
        action: "#".to_owned(),
        draft: (!with_errors).then(|| "customer-new".to_owned()),
        files: true,
        errors,
        fields: html! { (person(with_errors, w)) (wish(w)) (rest(w)) },
        submit: s(w, "建档", "Open file").to_owned(),
        cancel: Some("list.html".to_owned()),
        ..Form::default()
    }
    .render(w)
}

fn person(with_errors: bool, w: &dyn Words) -> Markup {
    let wrong = |text: &'static str| with_errors.then_some(text);
    let kinds = [
        Choice::new("mobile", s(w, "手机", "Mobile")),
        Choice::new("home", s(w, "家庭", "Home")),
        Choice::new("work", s(w, "单位", "Work")),
    ];
    let phones = [
        PhoneValue { number: "138 1234 5678".to_owned(), kind: "mobile".to_owned(), error: None },
        PhoneValue {
            number: "021-6234".to_owned(),
            kind: "home".to_owned(),
            error: with_errors.then(|| s(w, "号码少几位", "Some digits are missing").to_owned()),
        },
    ];
    part(
        s(w, "客户", "Customer"),
        html! {
            (Field::new("name", s(w, "姓名", "Name")).required().error(wrong(s(w, "请填写姓名", "Please give the name"))).max(40).text("", w))
            (Field::new("kind", s(w, "类型", "Kind")).radio(&[Choice::new("person", s(w, "个人", "Person")), Choice::new("company", s(w, "单位", "Company"))], "person", w))
            (Field::new("phone", s(w, "电话", "Phones")).required().hint(s(w, "第一个是主要号码", "The first one is the main number")).phones(if with_errors { &phones } else { &phones[..1] }, &kinds, w))
            (Field::new("birthday", s(w, "生日", "Birthday")).date(NaiveDate::from_ymd_opt(1988, 5, 16), w))
            (Field::new("wechat", s(w, "微信", "WeChat")).complete("off").text("zhy_0516", w))
            (Field::new("number", s(w, "编号", "Number")).readonly().text("C-260718", w))
        },
    )
}

fn wish(w: &dyn Words) -> Markup {
    part(
        s(w, "意向", "Wish"),
        html! {
            (Field::new("model", s(w, "车型", "Model")).reference(&Reference { value: "m1".to_owned(), label: s(w, "星途 ES 长续航", "Xingtu ES long range").to_owned(), search: "found.html".to_owned() }, w))
            (Field::new("grade", s(w, "级别", "Grade")).required().hint(s(w, "H：7 天内可能订车", "H: likely to order within 7 days")).select(&[
                Choice::new("H", "H"), Choice::new("A", "A"), Choice::new("B", "B"), Choice::new("C", "C"),
            ], "H", w))
            (Field::new("budget", s(w, "预算", "Budget")).money("249800", w))
            (Field::new("odometer", s(w, "旧车里程", "Odometer of the old car")).measure("61200", "km", w))
            (Field::new("plate", s(w, "旧车车牌", "Plate of the old car")).error(Some(s(w, "车牌少一位", "The plate lacks a character"))).placeholder("沪A12345").code("沪A1234", w))
            (Field::new("when", s(w, "下次跟进", "Next follow-up")).moment("2026-11-24T14:30", w))
            (Field::new("needs", s(w, "关注", "Cares about")).wide().several(&[
                Choice::new("space", s(w, "空间", "Space")), Choice::new("safety", s(w, "安全", "Safety")),
                Choice::new("range", s(w, "续航", "Range")), Choice::new("price", s(w, "价格", "Price")),
            ], &["space", "safety"], w))
        },
    )
}

fn rest(w: &dyn Words) -> Markup {
    part(
        s(w, "其他", "Other"),
        html! {
            (Field::new("note", s(w, "备注", "Remarks")).wide().textarea("", 3, w))
            (Field::new("scan", s(w, "证件与附件", "Papers")).file(Accept { kinds: ".pdf,.jpg,.png", bytes: 10_485_760, several: true, camera: false }, w))
            (Field::new("photo", s(w, "旧车照片", "Photo of the old car")).file(Accept { kinds: "image/*", bytes: 10_485_760, several: false, camera: true }, w))
            (Field::new("consent", s(w, "客户同意接收保养与活动提醒", "Agrees to service and campaign messages")).wide().hint(s(w, "可随时撤回", "May be withdrawn at any time")).checkbox(true, w))
        },
    )
}
