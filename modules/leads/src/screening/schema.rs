//! The tables of screening.

use kernel::Migration;

/// Questionnaires with their versions, screenings of leads, web forms and the counters of what came in by them.
pub(crate) fn migration() -> Migration {
    Migration {
        name: "202611231140_leads_screening",
        sql: "
-- standard is the one that leads are screened with. version counts changes, for optimistic locking.
CREATE TABLE questionnaires (
    tenant_id bigint NOT NULL, id uuid NOT NULL, name text NOT NULL, standard boolean NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, updated_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id));
-- content is JSON. A version with published_at is never changed again; at most one of a questionnaire has none.
CREATE TABLE questionnaire_versions (
    tenant_id bigint NOT NULL, id uuid NOT NULL, questionnaire_id uuid NOT NULL, number bigint NOT NULL, content text NOT NULL,
    created_at bigint NOT NULL, published_at bigint, published_by uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, questionnaire_id) REFERENCES questionnaires (tenant_id, id));
CREATE UNIQUE INDEX questionnaire_versions_number ON questionnaire_versions (tenant_id, questionnaire_id, number);
CREATE UNIQUE INDEX questionnaire_versions_draft ON questionnaire_versions (tenant_id, questionnaire_id) WHERE published_at IS NULL;

-- A form on the web. key stands in its address and is no secret. source is a code as feeds send it.
CREATE TABLE lead_forms (
    tenant_id bigint NOT NULL, id uuid NOT NULL, key text {c} NOT NULL, name text NOT NULL, name_en text NOT NULL, questionnaire_id uuid NOT NULL,
    source text NOT NULL, store_id uuid, consent text NOT NULL, consent_en text NOT NULL,
    created_at bigint NOT NULL, created_by uuid, retired_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, questionnaire_id) REFERENCES questionnaires (tenant_id, id),
    FOREIGN KEY (tenant_id, store_id) REFERENCES nodes (tenant_id, id));
CREATE UNIQUE INDEX lead_forms_key ON lead_forms (key);
-- How many came in by a form since an hour began: from one address, which stands as a keyed hash, and from all ('').
CREATE TABLE lead_form_counts (
    tenant_id bigint NOT NULL, form_id uuid NOT NULL, address text {c} NOT NULL, began_at bigint NOT NULL, taken bigint NOT NULL,
    PRIMARY KEY (tenant_id, form_id, address)) {by_key};
CREATE INDEX lead_form_counts_began ON lead_form_counts (tenant_id, began_at);

-- Answers of a lead to a version. said is what they say in words. grade is a level,
-- or - for not qualified; none as long as it does not stand. aside is one that a stranger sent of a lead that was screened
-- before: it is told, and not gone on with. consent is what somebody agreed to on a web form.
CREATE TABLE lead_screenings (
    tenant_id bigint NOT NULL, id uuid NOT NULL, lead_id uuid NOT NULL, version_id uuid NOT NULL, form_id uuid,
    answers text NOT NULL, said text, consent text, points bigint NOT NULL, grade text, complete boolean NOT NULL, aside boolean NOT NULL,
    created_at bigint NOT NULL, updated_at bigint NOT NULL, by_id uuid, by_name text NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, lead_id) REFERENCES leads (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES questionnaire_versions (tenant_id, id),
    FOREIGN KEY (tenant_id, form_id) REFERENCES lead_forms (tenant_id, id));
CREATE INDEX lead_screenings_lead ON lead_screenings (tenant_id, lead_id, id);
",
    }
}
