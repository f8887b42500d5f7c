//! The bands of a questionnaire: from how many points on which level.

use axum::response::Response;
use maud::{Markup, html};
use records::Refusal;
use records::commands::FieldError;
use ui::{Choice, Field, Panel, Words};
use web::Result;
use web::records::{Call, Pairs};

use super::super::desk::Desk;
use super::editor::{Open, finish, stamped};
use super::list::PATH;
use crate::screening::{self, Band, Edit, Grade};

/// Rows for bands to come.
const SPARE: usize = 2;

/// Levels, and not qualified, as they may be chosen.
pub(super) fn grades(desk: &Desk<'_>) -> Vec<Choice> {
    let mut list = desk.choices("customer-grade");
    list.push(Choice::new(Grade::NONE, desk.t("screening-unqualified")));
    list
}

/// The panel. A row without points is none.
pub(super) fn panel(desk: &Desk<'_>, open: &Open, errors: &[FieldError]) -> Markup {
    let grades = grades(desk);
    let mut rows: Vec<(String, String)> = open
        .version
        .content
        .bands()
        .into_iter()
        .map(|band| (band.at_least.to_string(), band.grade.code().to_owned()))
        .collect();
    rows.extend(vec![(String::new(), String::new()); SPARE]);
    let error = |field: &str| errors.iter().find(|e| e.field == field).map(|e| desk.w.t(&e.code).into_owned());
    let body = html! {
        p.hint { (desk.t("screening-bands-lead")) }
        form.form #field-bands method="post" action={ (open.address()) "/bands" } novalidate data-once {
            (open.stamp())
            div.screening-bands {
                @for (n, (at_least, grade)) in rows.iter().enumerate() {
                    (Field::new("at_least", desk.t("screening-at-least")).id(format!("band-{n}")).error(error("at_least").filter(|_| n == 0)).number(at_least, &desk.w))
                    (Field::new("grade", desk.t("screening-grade")).id(format!("band-{n}-grade")).select(&grades, grade, &desk.w))
                }
            }
            div.form-foot { button.button type="submit" { (desk.t("screening-bands-save")) } }
        }
    };
    Panel::new(desk.t("screening-bands"), body).render()
}

/// `POST …/bands`.
pub(super) async fn save(call: Call, form: Pairs) -> Result<Response> {
    let (desk, id) = (Desk::new(&call), call.id("questionnaire")?);
    let mut tx = call.app.db.write(&call.visitor.scope).await?;
    let done = match read(&form) {
        Ok(bands) => screening::edit(&mut tx, id, stamped(&form), Edit::Bands(bands)).await,
        Err(refusal) => Err(refusal),
    };
    finish(&desk, tx, done, &format!("{PATH}/{id}")).await
}

fn read(form: &Pairs) -> std::result::Result<Vec<Band>, Refusal> {
    let mut bands = Vec::new();
    for (points, grade) in form.all("at_least").zip(form.all("grade")) {
        if points.trim().is_empty() {
            continue;
        }
        let at_least = points.trim().parse().map_err(|_| Refusal::field("at_least", "field-not-a-number"))?;
        let grade =
            Grade::from_code(grade).ok_or_else(|| Refusal::field("at_least", "screening-band-without-level"))?;
        bands.push(Band { at_least, grade });
    }
    Ok(bands)
}
