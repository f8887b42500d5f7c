//! The acts on a lead for scripts, below `/api/v1/leads/{lead}`: what a call centre or a maker's platform does with leads
//! without a page (LEAD-03).

use std::sync::Arc;

use axum::body::Bytes;
use axum::response::Response;
use kernel::Id;
use records::Refusal;
use web::Result;
use web::api::acts::{self, Act, Sent, Sort, act, may, must};
use web::records::Call;

use crate::contacts::{self, NewContact};
use crate::filing::{self, Filing};
use crate::lead::invalid as verdicts;
use crate::seams::Seams;
use crate::{LEAD, assignment, pool};

static CONTACT: Act = Act {
    kind: &LEAD,
    name: "contacts",
    summary: "Log a contact or an attempt",
    takes: &[
        must("channel", Sort::Text),
        must("result", Sort::Text),
        may("content", Sort::Text),
        may("next_at", Sort::Moment),
    ],
};

static ASSIGNMENT: Act = Act {
    kind: &LEAD,
    name: "assignment",
    summary: "Give it to a person with a post in its store, or in another",
    takes: &[must("owner", Sort::Id), may("store", Sort::Id), may("reason", Sort::Text)],
};

static STORE: Act =
    Act { kind: &LEAD, name: "store", summary: "Send it to a store", takes: &[must("store", Sort::Id)] };

static RECALL: Act =
    Act { kind: &LEAD, name: "recall", summary: "Take it back into the pool", takes: &[may("reason", Sort::Text)] };

static CLAIM: Act = Act { kind: &LEAD, name: "claim", summary: "Take it from the pool: one wins", takes: &[] };

static INVALID: Act = Act {
    kind: &LEAD,
    name: "invalid",
    summary: "Say that it is none; of a paid source somebody else has to agree",
    takes: &[must("reason", Sort::Text), may("note", Sort::Text)],
};

static VERDICT: Act = Act {
    kind: &LEAD,
    name: "verdict",
    summary: "Agree that it is none (`agree`) or give it back (`return`)",
    takes: &[must("verdict", Sort::Text), may("note", Sort::Text)],
};

static REOPENING: Act = Act { kind: &LEAD, name: "reopening", summary: "Open it again", takes: &[] };

static FILING: Act = Act {
    kind: &LEAD,
    name: "filing",
    summary: "File it: the customer is found or made, and an opportunity opened",
    takes: &[
        must("version", Sort::Number),
        must("name", Sort::Text),
        must("phone", Sort::Text),
        must("level", Sort::Text),
        must("model", Sort::Text),
        may("expected_on", Sort::Date),
    ],
};

fn seams(call: &Call) -> Arc<Seams> {
    call.app.seam::<Arc<Seams>>()
}

/// An id that [`act`] found in its place.
fn named(sent: &Sent, name: &str) -> std::result::Result<Id, Refusal> {
    sent.id(name).ok_or_else(|| Refusal::field(name, "field-required"))
}

/// `POST …/contacts`.
pub(super) async fn contact(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &CONTACT, &bytes, async |tx, id, sent| {
        let new = NewContact {
            channel: sent.words("channel"),
            result: sent.words("result"),
            content: sent.text("content"),
            next_at: sent.moment("next_at"),
        };
        contacts::log(tx, id, new).await
    })
    .await
}

/// `POST …/assignment`.
pub(super) async fn assign(call: Call, bytes: Bytes) -> Result<Response> {
    let seams = seams(&call);
    act(&call, &ASSIGNMENT, &bytes, async |tx, id, sent| {
        assignment::assign(tx, &seams, id, sent.id("store"), named(&sent, "owner")?, sent.text("reason")).await
    })
    .await
}

/// `POST …/store`.
pub(super) async fn send(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &STORE, &bytes, async |tx, id, sent| assignment::send(tx, id, named(&sent, "store")?, None).await).await
}

/// `POST …/recall`.
pub(super) async fn recall(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &RECALL, &bytes, async |tx, id, sent| pool::recall(tx, id, sent.text("reason")).await).await
}

/// `POST …/claim`.
pub(super) async fn claim(call: Call, bytes: Bytes) -> Result<Response> {
    let seams = seams(&call);
    act(&call, &CLAIM, &bytes, async |tx, id, _| pool::claim(tx, &seams, id).await).await
}

/// `POST …/invalid`.
pub(super) async fn invalid(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &INVALID, &bytes, async |tx, id, sent| {
        verdicts::invalidate(tx, id, &sent.words("reason"), &sent.words("note")).await
    })
    .await
}

/// `POST …/verdict`.
pub(super) async fn verdict(call: Call, bytes: Bytes) -> Result<Response> {
    let seams = seams(&call);
    act(&call, &VERDICT, &bytes, async |tx, id, sent| {
        let agreed = match sent.words("verdict").as_str() {
            "agree" => true,
            "return" => false,
            _ => return Err(Refusal::field("verdict", "field-not-a-value")),
        };
        verdicts::judge(tx, &seams, id, agreed, &sent.words("note")).await
    })
    .await
}

/// `POST …/reopening`.
pub(super) async fn reopen(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &REOPENING, &bytes, async |tx, id, _| verdicts::reopen(tx, id).await).await
}

/// `POST …/filing`.
pub(super) async fn file(call: Call, bytes: Bytes) -> Result<Response> {
    let seams = seams(&call);
    act(&call, &FILING, &bytes, async |tx, id, sent| {
        let filing = Filing {
            name: sent.words("name"),
            phone: sent.words("phone"),
            level: sent.words("level"),
            model: sent.words("model"),
            expected_on: sent.date("expected_on"),
        };
        filing::file(tx, &seams, id, sent.number("version").unwrap_or_default(), filing).await
    })
    .await
}

/// What the description of the API says of them.
pub(super) fn documents() -> Vec<(&'static str, serde_json::Value)> {
    acts::documents(&[CONTACT, ASSIGNMENT, STORE, RECALL, CLAIM, INVALID, VERDICT, REOPENING, FILING])
}
