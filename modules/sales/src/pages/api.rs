//! The acts on an opportunity for scripts, below `/api/v1/opportunities/{opportunity}`.

use axum::body::Bytes;
use axum::response::Response;
use records::Refusal;
use web::Result;
use web::api::acts::{self, Act, Sort, act, may, must};
use web::records::Call;

use crate::follow_ups::{self, NewFollowUp};
use crate::kind::OPPORTUNITY;
use crate::opportunity::{self, Loss};

static FOLLOW_UP: Act = Act {
    kind: &OPPORTUNITY,
    name: "follow-ups",
    summary: "Log a contact",
    takes: &[
        must("channel", Sort::Text),
        must("result", Sort::Text),
        may("content", Sort::Text),
        may("level", Sort::Text),
        may("next_on", Sort::Date),
    ],
};

/// Without a version it is moved however it stands.
static STAGE: Act = Act {
    kind: &OPPORTUNITY,
    name: "stage",
    summary: "Move to a stage",
    takes: &[must("stage", Sort::Text), may("reason", Sort::Text), may("version", Sort::Number)],
};

static DEFEAT: Act = Act {
    kind: &OPPORTUNITY,
    name: "defeat",
    summary: "Ask that it be closed as lost",
    takes: &[must("reason", Sort::Text), may("competitor", Sort::Text), must("evidence", Sort::Text)],
};

static VERDICT: Act = Act {
    kind: &OPPORTUNITY,
    name: "verdict",
    summary: "Confirm a loss (`approve`) or give it back (`return`)",
    takes: &[must("verdict", Sort::Text), may("note", Sort::Text)],
};

/// `POST …/follow-ups`.
pub(super) async fn follow_up(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &FOLLOW_UP, &bytes, async |tx, id, sent| {
        let new = NewFollowUp {
            channel: sent.words("channel"),
            result: sent.words("result"),
            content: sent.text("content"),
            level: sent.text("level"),
            next_on: sent.date("next_on"),
        };
        let at = tx.now();
        follow_ups::log(tx, id, new, at).await
    })
    .await
}

/// `POST …/stage`.
pub(super) async fn stage(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &STAGE, &bytes, async |tx, id, sent| {
        let at = tx.now();
        opportunity::move_to(tx, id, sent.number("version"), &sent.words("stage"), sent.text("reason"), at).await
    })
    .await
}

/// `POST …/defeat`.
pub(super) async fn defeat(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &DEFEAT, &bytes, async |tx, id, sent| {
        let loss = Loss {
            reason: sent.words("reason"),
            competitor: sent.text("competitor"),
            evidence: sent.words("evidence"),
        };
        opportunity::ask_defeat(tx, id, loss).await
    })
    .await
}

/// `POST …/verdict`.
pub(super) async fn verdict(call: Call, bytes: Bytes) -> Result<Response> {
    act(&call, &VERDICT, &bytes, async |tx, id, sent| match sent.words("verdict").as_str() {
        "approve" => opportunity::approve(tx, id, sent.text("note")).await,
        "return" => opportunity::give_back(tx, id, sent.text("note")).await,
        _ => Err(Refusal::field("verdict", "field-not-a-value")),
    })
    .await
}

/// What the description of the API says of them.
pub(crate) fn documents() -> Vec<(&'static str, serde_json::Value)> {
    acts::documents(&[FOLLOW_UP, STAGE, DEFEAT, VERDICT])
}
