//! `/apply/{key}`: the web form, for whoever has its address; phone first, and the same without scripts. What was sent is
//! thanked for whether or not they were known: a stranger learns nothing of anybody.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Id, Scope};
use maud::{Markup, html};
use records::Refusal;
use records::commands::FieldError;
use ui::{Field, Form, PlainShell, Words};
use web::records::Pairs;
use web::visitor::{Guest, Speech};
use web::{Path, Problem, Result, Shared, gate};

use super::questions;
use crate::Seams;
use crate::screening::forms::{self, LeadForm, Sent, Taken, queries};
use crate::screening::{self, Answers, Version};

/// A field that people do not see: whoever fills it in is a program.
const TRAP: &str = "website";

/// A form that is in use, with what it asks.
struct Door {
    form: LeadForm,
    version: Version,
}

impl Door {
    async fn of(app: &Shared, key: &str) -> Result<Door> {
        let form = queries::by_key(app.db.read(), key).await?.ok_or_else(Problem::not_found)?;
        let version = screening::queries::published(app.db.read(), form.tenant_id, form.questionnaire_id).await?;
        Ok(Door { form, version: version.ok_or_else(Problem::not_found)? })
    }

    fn address(&self) -> String {
        format!("/apply/{}", self.form.key)
    }

    /// What was posted, as far as it can be taken; and what cannot.
    fn sent(&self, posted: &Pairs) -> (Sent, Vec<FieldError>) {
        let text = |name: &str| posted.get(name).unwrap_or_default().to_owned();
        let (given, errors) = screening::read(&self.version.content, &posted.0);
        let mut answers = Answers::default();
        answers.take_in(given);
        let sent = Sent {
            id: posted.get("id").and_then(|id| id.parse().ok()).unwrap_or(Id::nil()),
            name: text("name"),
            phone: text("phone"),
            model: text("model"),
            agreed: posted.get("consent") == Some("true"),
            answers,
        };
        (sent, errors)
    }
}

/// `GET /apply/{key}`.
pub(super) async fn page(State(app): State<Shared>, guest: Guest, Path(key): Path<String>) -> Result<Response> {
    let door = Door::of(&app, &key).await?;
    let sent = Sent { id: app.db.clock.new_id(), ..Sent::default() };
    Ok(show(&app, guest, &door, &sent, &[], &[]).into_response())
}

/// `POST /apply/{key}/questions`: what is asked after an answer. Nothing is kept.
pub(super) async fn questions(
    State(app): State<Shared>,
    guest: Guest,
    Path(key): Path<String>,
    posted: Pairs,
) -> Result<Response> {
    let door = Door::of(&app, &key).await?;
    let (sent, errors) = door.sent(&posted);
    if questions::stands(&door.version.content, &sent.answers, &posted.0, &errors) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(asked(&Speech { app: &app, lang: guest.lang }, &door, &sent, &posted.0, &errors).into_response())
}

/// `POST /apply/{key}`.
pub(super) async fn send(
    State(app): State<Shared>,
    guest: Guest,
    Path(key): Path<String>,
    headers: HeaderMap,
    extensions: Extensions,
    posted: Pairs,
) -> Result<Response> {
    let door = Door::of(&app, &key).await?;
    let thanks = format!("{}/thanks", door.address());
    if posted.get(TRAP).is_some() {
        return Ok(Redirect::to(&thanks).into_response());
    }
    let (mut sent, mut errors) = door.sent(&posted);
    if sent.id == Id::nil() {
        sent.id = app.db.clock.new_id();
    }
    for fault in sent.faults(&door.version) {
        if !errors.iter().any(|error| error.field == fault.field) {
            errors.push(fault);
        }
    }
    if errors.is_empty() {
        let scope = Scope::system(door.form.tenant_id, app.db.clock.new_id(), &door.form.name);
        let mut tx = app.db.write(&scope).await?;
        let address = gate::client_address(&app, &headers, &extensions);
        if let Taken::Wait(seconds) = forms::take(&tx, &door.form, address).await? {
            return Err(Problem { code: "screening-form-too-many", ..Problem::too_many(seconds) });
        }
        let seams = app.seam::<Arc<Seams>>();
        match forms::receive(&mut tx, &seams, &door.form, &door.version, guest.lang, &sent).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok(Redirect::to(&thanks).into_response());
            }
            Err(Refusal::Invalid(list)) => {
                drop(tx);
                // What the sender cannot mend is told as that: the source was closed, the store is gone.
                errors.extend(list.into_iter().map(|error| match error.field.as_str() {
                    "name" | "phone" | "model" => error,
                    _ => FieldError { field: String::new(), code: "screening-form-closed".into() },
                }));
            }
            Err(refusal) => return Err(refusal.into()),
        }
    }
    let page = show(&app, guest, &door, &sent, &posted.0, &errors);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// `GET /apply/{key}/thanks`.
pub(super) async fn thanks(State(app): State<Shared>, guest: Guest, Path(key): Path<String>) -> Result<Markup> {
    let door = Door::of(&app, &key).await?;
    let speech = Speech { app: &app, lang: guest.lang };
    let body = html! {
        p { (speech.t("screening-thanks-text")) }
        p.hint { (speech.t("screening-thanks-hint")) }
    };
    Ok(plain(&speech, guest, format!("{}/thanks", door.address()), speech.t("screening-thanks").into_owned(), body))
}

fn plain(w: &Speech<'_>, guest: Guest, here: String, title: String, body: Markup) -> Markup {
    let shell = PlainShell {
        title,
        theme: guest.theme,
        language: Some("/language".into()),
        here,
        body,
        ..PlainShell::default()
    };
    shell.render(w)
}

fn asked(w: &Speech<'_>, door: &Door, sent: &Sent, typed: &[(String, String)], errors: &[FieldError]) -> Markup {
    questions::questions(w, questions::FIELD, &door.version.content, &sent.answers, typed, errors)
}

fn show(
    app: &Shared,
    guest: Guest,
    door: &Door,
    sent: &Sent,
    typed: &[(String, String)],
    errors: &[FieldError],
) -> Markup {
    let speech = Speech { app, lang: guest.lang };
    let w = &speech;
    let field = |name: &str, key: &str| {
        let error = errors.iter().find(|error| error.field == name).map(|error| w.t(&error.code).into_owned());
        Field::new(name, w.t(key)).error(error)
    };
    let to = door.address();
    let fields = html! {
        input type="hidden" name="id" value=(sent.id);
        (field("name", "screening-your-name").required().max(60).complete("name").text(&sent.name, w))
        (field("phone", "lead-phone").required().max(40).complete("tel").phone(&sent.phone, w))
        (field("model", "lead-model").max(100).text(&sent.model, w))
        div.screening-trap aria-hidden="true" {
            label for="field-website" { "Website" }
            input #field-website type="text" name=(TRAP) tabindex="-1" autocomplete="off";
        }
        div.form-fields.screening-questions #screening-questions hx-post={ (to) "/questions" } hx-trigger="change" hx-target="this"
            hx-swap="innerHTML" hx-sync="this:replace" {
            (asked(w, door, sent, typed, errors))
        }
        div.screening-consent {
            (field("consent", "screening-agree").required().wide().checkbox(sent.agreed, w))
            p.hint.lines { (door.form.consent(guest.lang)) }
        }
    };
    let form = Form {
        id: "apply".into(),
        action: to.clone(),
        errors: errors.iter().map(|error| (error.field.clone(), sentence(w, door, error))).collect(),
        fields,
        submit: w.t("screening-send").into_owned(),
        ..Form::default()
    };
    let body = html! { p.plain-lead { (w.t("screening-form-lead")) } (form.render(w)) };
    plain(w, guest, to, door.form.title(guest.lang).to_owned(), body)
}

/// An error as a sentence; that of a question says which one.
fn sentence(w: &Speech<'_>, door: &Door, error: &FieldError) -> String {
    let sentence = w.t(&error.code);
    match door.version.content.question(&error.field) {
        Some(question) => format!("{} {sentence}", question.text.of(w.lang)),
        None => sentence.into_owned(),
    }
}
