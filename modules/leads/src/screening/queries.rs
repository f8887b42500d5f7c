//! All SQL of questionnaires and screenings.

use kernel::{ConnectionTrait, DbError, Id, Instant, Tenant, Tx, Value, sql};
use sea_orm::FromQueryResult;

use super::answers::Answers;
use super::model::{Guide, Screening, Version};
use super::questionnaire::{Grade, Questionnaire};

const GUIDE: &str = "SELECT q.id, q.name, q.standard, q.version, \
     (SELECT max(v.number) FROM questionnaire_versions v WHERE v.tenant_id = q.tenant_id AND v.questionnaire_id = q.id AND v.published_at IS NOT NULL) AS published, \
     (SELECT max(v.number) FROM questionnaire_versions v WHERE v.tenant_id = q.tenant_id AND v.questionnaire_id = q.id AND v.published_at IS NULL) AS draft \
     FROM questionnaires q WHERE q.tenant_id = $1";

/// All questionnaires, by name.
pub async fn guides(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Vec<Guide>, DbError> {
    sql::all(conn, &format!("{GUIDE} ORDER BY q.name, q.id"), [tenant.into()]).await
}

/// A questionnaire by id.
pub async fn guide(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<Option<Guide>, DbError> {
    sql::one(conn, &format!("{GUIDE} AND q.id = $2"), [tenant.into(), id.into()]).await
}

#[derive(FromQueryResult)]
struct StoredVersion {
    version_id: Id,
    questionnaire_id: Id,
    name: String,
    number: i64,
    content: String,
    published_at: Option<Instant>,
}

impl From<StoredVersion> for Version {
    fn from(s: StoredVersion) -> Version {
        Version {
            id: s.version_id,
            guide: s.questionnaire_id,
            name: s.name,
            number: s.number,
            content: Questionnaire::from_json(&s.content),
            published_at: s.published_at,
        }
    }
}

const VERSION: &str = "SELECT v.id AS version_id, v.questionnaire_id, q.name, v.number, v.content, v.published_at FROM questionnaires q \
     JOIN questionnaire_versions v ON v.tenant_id = q.tenant_id AND v.questionnaire_id = q.id WHERE q.tenant_id = $1";

async fn version(conn: &impl ConnectionTrait, text: &str, values: Vec<Value>) -> Result<Option<Version>, DbError> {
    Ok(sql::one::<StoredVersion>(conn, &format!("{VERSION} {text} ORDER BY v.number DESC LIMIT 1"), values)
        .await?
        .map(Into::into))
}

/// The last version of a questionnaire: its draft, where there is one.
pub async fn last(conn: &impl ConnectionTrait, tenant: Tenant, guide: Id) -> Result<Option<Version>, DbError> {
    version(conn, "AND q.id = $2", vec![tenant.into(), guide.into()]).await
}

/// The last version of a questionnaire that was published.
pub async fn published(conn: &impl ConnectionTrait, tenant: Tenant, guide: Id) -> Result<Option<Version>, DbError> {
    version(conn, "AND q.id = $2 AND v.published_at IS NOT NULL", vec![tenant.into(), guide.into()]).await
}

/// What leads are screened with now.
pub async fn standard(conn: &impl ConnectionTrait, tenant: Tenant) -> Result<Option<Version>, DbError> {
    version(conn, "AND q.standard = $2 AND v.published_at IS NOT NULL", vec![tenant.into(), true.into()]).await
}

/// Writes a questionnaire with its first draft.
pub(super) async fn insert(tx: &Tx<'_>, id: Id, name: &str, content: &Questionnaire) -> Result<(), DbError> {
    let text = "INSERT INTO questionnaires (tenant_id, id, name, standard, version, created_at, updated_at) VALUES ($1, $2, $3, $4, 1, $5, $5)";
    let values = [tx.tenant().into(), id.into(), name.into(), false.into(), tx.now().into()];
    sql::run(tx.conn(), text, values).await?;
    insert_draft(tx, id, 1, content).await
}

/// Writes a new draft.
pub(super) async fn insert_draft(tx: &Tx<'_>, guide: Id, number: i64, content: &Questionnaire) -> Result<(), DbError> {
    let text = "INSERT INTO questionnaire_versions (tenant_id, id, questionnaire_id, number, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values =
        [tx.tenant().into(), tx.new_id().into(), guide.into(), number.into(), content.json().into(), tx.now().into()];
    sql::run(tx.conn(), text, values).await.map(drop)
}

/// Counts a change of a questionnaire that stands at a version: compare and set. False when someone was faster.
pub(super) async fn raise(tx: &Tx<'_>, guide: &Guide, name: &str) -> Result<bool, DbError> {
    let text = "UPDATE questionnaires SET name = $4, version = version + 1, updated_at = $5 WHERE tenant_id = $1 AND id = $2 AND version = $3";
    let values = [tx.tenant().into(), guide.id.into(), guide.version.into(), name.into(), tx.now().into()];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// Writes what a draft asks. A version that was published stays.
pub(super) async fn write_draft(tx: &Tx<'_>, version: Id, content: &Questionnaire) -> Result<bool, DbError> {
    let text =
        "UPDATE questionnaire_versions SET content = $3 WHERE tenant_id = $1 AND id = $2 AND published_at IS NULL";
    Ok(sql::run(tx.conn(), text, [tx.tenant().into(), version.into(), content.json().into()]).await? == 1)
}

/// Publishes a draft.
pub(super) async fn publish(tx: &Tx<'_>, version: Id) -> Result<bool, DbError> {
    let text = "UPDATE questionnaire_versions SET published_at = $3, published_by = $4 WHERE tenant_id = $1 AND id = $2 AND published_at IS NULL";
    let values = [tx.tenant().into(), version.into(), tx.now().into(), tx.scope().user().into()];
    Ok(sql::run(tx.conn(), text, values).await? == 1)
}

/// Makes one the questionnaire that leads are screened with.
pub(super) async fn set_standard(tx: &Tx<'_>, guide: Id) -> Result<(), DbError> {
    for (text, on) in [("id <> $2", false), ("id = $2", true)] {
        let text = format!("UPDATE questionnaires SET standard = $3, updated_at = $4 WHERE tenant_id = $1 AND {text}");
        sql::run(tx.conn(), &text, [tx.tenant().into(), guide.into(), on.into(), tx.now().into()]).await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct StoredScreening {
    id: Id,
    lead_id: Id,
    answers: String,
    grade: Option<String>,
    points: i64,
    updated_at: Instant,
    by_name: String,
    version_id: Id,
    questionnaire_id: Id,
    name: String,
    number: i64,
    content: String,
    published_at: Option<Instant>,
}

impl From<StoredScreening> for Screening {
    fn from(s: StoredScreening) -> Screening {
        let version = StoredVersion {
            version_id: s.version_id,
            questionnaire_id: s.questionnaire_id,
            name: s.name,
            number: s.number,
            content: s.content,
            published_at: s.published_at,
        };
        Screening {
            id: s.id,
            lead: s.lead_id,
            version: version.into(),
            answers: Answers::from_json(&s.answers),
            grade: s.grade.as_deref().and_then(Grade::from_code),
            points: s.points,
            at: s.updated_at,
            by_name: s.by_name,
        }
    }
}

/// Screenings of a lead: first the one that is gone on with, which is the newest that was not put aside.
pub async fn of(conn: &impl ConnectionTrait, tenant: Tenant, lead: Id, limit: i64) -> Result<Vec<Screening>, DbError> {
    let text = format!(
        "SELECT s.id, s.lead_id, s.answers, s.grade, s.points, s.updated_at, s.by_name, s.version_id, v.questionnaire_id, q.name, v.number, \
         v.content, v.published_at FROM lead_screenings s JOIN questionnaire_versions v ON v.tenant_id = s.tenant_id AND v.id = s.version_id \
         JOIN questionnaires q ON q.tenant_id = v.tenant_id AND q.id = v.questionnaire_id \
         WHERE s.tenant_id = $1 AND s.lead_id = $2 ORDER BY s.aside, s.id DESC LIMIT {limit}"
    );
    let found = sql::all::<StoredScreening>(conn, &text, [tenant.into(), lead.into()]).await?;
    Ok(found.into_iter().map(Into::into).collect())
}

/// Whether there is a screening of an id.
pub async fn exists(conn: &impl ConnectionTrait, tenant: Tenant, id: Id) -> Result<bool, DbError> {
    let text = "SELECT 1 FROM lead_screenings WHERE tenant_id = $1 AND id = $2";
    Ok(sql::row(conn, text, [tenant.into(), id.into()]).await?.is_some())
}

const COLUMNS: [&str; 16] = [
    "tenant_id",
    "id",
    "lead_id",
    "version_id",
    "form_id",
    "answers",
    "said",
    "consent",
    "points",
    "grade",
    "complete",
    "aside",
    "created_at",
    "updated_at",
    "by_id",
    "by_name",
];

/// What a screening says and comes to, as columns.
pub(super) struct Row {
    pub id: Id,
    pub lead: Id,
    pub version: Id,
    pub form: Option<Id>,
    pub answers: String,
    pub said: Option<String>,
    pub consent: Option<String>,
    pub points: i64,
    pub grade: Option<String>,
    pub complete: bool,
    pub aside: bool,
    pub at: Instant,
    pub by: Option<Id>,
    pub by_name: String,
}

/// Writes new screenings.
pub(super) async fn lay(tx: &Tx<'_>, rows: Vec<Row>) -> Result<(), DbError> {
    let row = |r: Row| {
        vec![
            tx.tenant().into(),
            r.id.into(),
            r.lead.into(),
            r.version.into(),
            r.form.into(),
            r.answers.into(),
            r.said.into(),
            r.consent.into(),
            r.points.into(),
            r.grade.into(),
            r.complete.into(),
            r.aside.into(),
            r.at.into(),
            r.at.into(),
            r.by.into(),
            r.by_name.into(),
        ]
    };
    sql::insert(tx.conn(), "lead_screenings", &COLUMNS, rows.into_iter().map(row).collect()).await
}

/// Writes what a screening says and comes to now.
pub(super) async fn write(tx: &Tx<'_>, row: Row) -> Result<(), DbError> {
    let text = "UPDATE lead_screenings SET answers = $3, said = $4, points = $5, grade = $6, complete = $7, updated_at = $8, by_id = $9, by_name = $10 \
         WHERE tenant_id = $1 AND id = $2";
    let values = [
        tx.tenant().into(),
        row.id.into(),
        row.answers.into(),
        row.said.into(),
        row.points.into(),
        row.grade.into(),
        row.complete.into(),
        row.at.into(),
        row.by.into(),
        row.by_name.into(),
    ];
    sql::run(tx.conn(), text, values).await.map(drop)
}
