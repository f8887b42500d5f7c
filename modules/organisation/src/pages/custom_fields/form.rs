//! `/custom-fields/new` and `/custom-fields/{custom_field}`: what a field is called, holds, and is good for.

use axum::Form as Body;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Id;
use maud::{Markup, html};
use records::custom::{self, KEY_LENGTH, Standing, Type};
use records::{Class, Input, Kind};
use ui::{Button, Choice, Crumb, Fact, Form, Icon, Shell, State as Mark, facts, flash, tag};
use web::Path;
use web::{Problem, Shared, Visitor};

use super::super::desk::Said;
use super::super::draft::{act, version};
use super::super::{Desk, Draft, Posted};
use super::{Asked, is_on, kind, list_of, require, standing, word};
use crate::custom_fields;
use crate::dictionaries::Dictionaries;

pub(super) async fn show_new(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require(desk).await?;
    let kind = kind(desk, &asked.kind)?;
    Ok(adding(desk, kind, &Draft::of([("type", Type::Text.name()), ("class", Class::Personal.name())])))
}

pub(super) async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    require(desk).await?;
    let input: Input = posted.into_iter().collect();
    let kind = kind(desk, input.get("kind").unwrap_or_default())?;
    let mut tx = app.db.write(&visitor.scope).await?;
    match custom_fields::add(&mut tx, kind, &read(&input), input.get("choices").unwrap_or_default()).await {
        Ok(definition) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("/custom-fields/{}/access?done=custom-added", definition.id)).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(adding(desk, kind, &draft)))
        }
    }
}

pub(super) async fn show(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Query(said): Query<Said>,
) -> Result<Markup, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let field = standing(desk, id).await?;
    let flash = said.flash(desk);
    editing(desk, &field, &stored(&field), flash).await
}

pub(super) async fn save(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<Id>,
    Body(posted): Posted,
) -> Result<Response, Problem> {
    let desk = &Desk::new(&app, &visitor);
    let field = standing(desk, id).await?;
    let input: Input = posted.into_iter().collect();
    let version = version(&input)?;
    let mut tx = app.db.write(&visitor.scope).await?;
    let text = input.get("choices").unwrap_or_default().to_owned();
    match custom_fields::change(&mut tx, id, version, &read(&input), &text).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Redirect::to(&format!("{}&done=custom-saved", list_of(&field.definition.kind))).into_response())
        }
        Err(refusal) => {
            tx.rollback().await?;
            let draft = Draft::refused(input, refusal)?;
            Ok(draft.answer(editing(desk, &field, &draft, None).await?))
        }
    }
}

fn read(input: &Input) -> custom::Draft {
    let text = |name: &str| input.get(name).unwrap_or_default().to_owned();
    custom::Draft {
        key: text("key"),
        label_zh: text("label_zh"),
        label_en: text("label_en"),
        help_zh: text("help_zh"),
        help_en: text("help_en"),
        what: input.get("type").and_then(Type::from_name).unwrap_or(Type::Text),
        // Whatever is not one of the classes is taken for the most closed one.
        class: input.get("class").and_then(Class::from_name).unwrap_or(Class::Sensitive),
        required: is_on(input, "required"),
        searchable: is_on(input, "searchable"),
    }
}

fn stored(field: &Standing) -> Draft {
    let d = &field.definition;
    let mut draft = Draft::of([
        ("label_zh", d.label_zh.as_str()),
        ("label_en", d.label_en.as_str()),
        ("help_zh", d.help_zh.as_str()),
        ("help_en", d.help_en.as_str()),
        ("type", d.what.name()),
        ("class", d.class.name()),
    ]);
    for (name, on) in [("required", d.required), ("searchable", d.searchable)] {
        if on {
            draft.input.set(name, "true");
        }
    }
    draft
}

fn adding(desk: &Desk<'_>, kind: &'static Kind, draft: &Draft) -> Markup {
    let w = &desk.w;
    let form = Form {
        id: "custom-field".into(),
        action: "/custom-fields/new".into(),
        errors: draft.sentences(desk),
        fields: html! {
            input type="hidden" name="kind" value=(kind.name);
            (words(desk, draft))
            (holds(desk, draft, custom::types(None)))
            (draft.field(desk, "key", "custom-key").hint(desk.t("custom-key-hint")).max(KEY_LENGTH + custom::PREFIX.len()).text(draft.value("key"), w))
            (good_for(desk, draft))
        },
        submit: desk.t("custom-add").into(),
        cancel: Some(list_of(kind.name)),
        ..Form::default()
    };
    let title = desk.ta("custom-add-to", &[("kind", desk.t(&format!("kind-{}", kind.name)).into_owned().into())]);
    let crumbs = vec![Crumb::new(desk.t("admin-custom-fields"), list_of(kind.name))];
    let path = format!("/custom-fields/new?kind={}", kind.name);
    desk.show(path, Shell { title, crumbs, body: form.render(w), ..Shell::default() })
}

async fn editing(desk: &Desk<'_>, field: &Standing, draft: &Draft, message: Option<Markup>) -> Result<Markup, Problem> {
    let (w, d) = (&desk.w, &field.definition);
    let path = format!("/custom-fields/{}", d.id);
    let version = d.version.to_string();
    let form = Form {
        id: "custom-field".into(),
        action: path.clone(),
        errors: draft.sentences(desk),
        fields: html! {
            input type="hidden" name="version" value=(draft.version(d.version));
            (words(desk, draft))
            (holds(desk, draft, custom::types(Some((d.what, field.used)))))
            @if field.used { p.hint.field-wide { (desk.t("custom-type-hint")) } }
            (good_for(desk, draft))
        },
        submit: desk.t("admin-save").into(),
        cancel: Some(list_of(&d.kind)),
        ..Form::default()
    };
    let access = Button::new(desk.t("custom-access")).icon(Icon::Lock).href(format!("{path}/access")).render();
    let put_away = match d.retired_at {
        None => {
            let button = Button::new(desk.t("custom-retire")).icon(Icon::Trash);
            html! { (act(&format!("{path}/retirement"), &[("version", &version)], &button)) span.hint { (desk.t("custom-retire-hint")) } }
        }
        Some(_) => {
            let button = Button::new(desk.t("custom-restore")).icon(Icon::Undo);
            html! { (act(&format!("{path}/restoration"), &[("version", &version)], &button)) span.hint { (desk.t("custom-restore-hint")) } }
        }
    };
    let known = vec![
        Fact::new(desk.t("admin-kind-of-record"), html! { (desk.t(&format!("kind-{}", d.kind))) }),
        Fact::new(desk.t("custom-key"), html! { code { (d.name) } }),
    ];
    let body = html! {
        @if d.retired_at.is_some() { (flash(Mark::Past, &desk.t("custom-retired-note"))) }
        (draft.stale_note(desk, "custom_field", d.id, &[]).await?)
        (facts(&known, w))
        @if d.what.has_choices() { (choices(desk, d).await?) }
        br;
        (form.render(w))
        br;
        div.row { (put_away) }
    };
    let crumbs = vec![Crumb::new(desk.t("admin-custom-fields"), list_of(&d.kind))];
    let shell = Shell {
        title: word(desk, d).to_owned(),
        crumbs,
        actions: Some(access),
        flash: message,
        body,
        ..Shell::default()
    };
    Ok(desk.show(path, shell))
}

/// What it is called and what is said below it.
fn words(desk: &Desk<'_>, draft: &Draft) -> Markup {
    let w = &desk.w;
    html! {
        (draft.field(desk, "label_zh", "custom-label-zh").required().max(40).focus().text(draft.value("label_zh"), w))
        (draft.field(desk, "label_en", "custom-label-en").max(40).text(draft.value("label_en"), w))
        (draft.field(desk, "help_zh", "custom-help-zh").hint(desk.t("custom-help-hint")).max(200).text(draft.value("help_zh"), w))
        (draft.field(desk, "help_en", "custom-help-en").max(200).text(draft.value("help_en"), w))
    }
}

/// Its type, its choices, its class.
fn holds(desk: &Desk<'_>, draft: &Draft, types: impl Iterator<Item = Type>) -> Markup {
    let w = &desk.w;
    let types: Vec<Choice> = types
        .map(|what| Choice::new(what.name(), desk.t(&format!("custom-type-{}", what.name().replace('_', "-")))))
        .collect();
    let classes: Vec<Choice> =
        Class::ALL.iter().map(|class| Choice::new(class.name(), desk.t(&format!("class-{}", class.name())))).collect();
    html! {
        (draft.field(desk, "type", "custom-type").required().select(&types, draft.value("type"), w))
        (draft.field(desk, "class", "custom-class").required().hint(desk.t("custom-class-hint")).select(&classes, draft.value("class"), w))
        (draft.field(desk, "choices", "custom-choices").wide().hint(desk.t("custom-choices-hint")).textarea(draft.value("choices"), 4, w))
    }
}

fn good_for(desk: &Desk<'_>, draft: &Draft) -> Markup {
    let w = &desk.w;
    html! {
        (draft.field(desk, "required", "custom-required").hint(desk.t("custom-required-hint")).checkbox(is_on(&draft.input, "required"), w))
        (draft.field(desk, "searchable", "custom-searchable").hint(desk.t("custom-searchable-hint")).checkbox(is_on(&draft.input, "searchable"), w))
    }
}

/// The choices there are, and the way to their names, order and use.
async fn choices(desk: &Desk<'_>, definition: &custom::Definition) -> Result<Markup, Problem> {
    let all = desk.app.seam::<Dictionaries>().of(desk.conn(), desk.tenant()).await?;
    let entries = all.entries(all.top(), &definition.dictionary());
    let may = desk.visitor.scope.may("dictionaries.manage");
    Ok(html! {
        p {
            span.hint { (desk.t("custom-choices-now")) } " "
            @for held in &entries { @if held.entry.active { (tag(held.entry.name(desk.lang()))) " " } }
            @if may && !entries.is_empty() { a href={ "/dictionaries/" (definition.dictionary()) } { (desk.t("custom-choices-edit")) } }
        }
    })
}
