//! The tables of the organisation.

use kernel::Migration;

/// Tenants, the dated tree, people, roles, sessions, tokens, settings, base data and notices.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        name: "202611220010_organisation_base",
        sql: "
CREATE TABLE tenants (id bigint PRIMARY KEY, name text NOT NULL, code text NOT NULL, created_at bigint NOT NULL);

-- Raised at every change of nodes, posts, roles, users, settings or base data; whatever is derived from them is kept
-- in memory under this number.
CREATE TABLE organisation_versions (tenant_id bigint PRIMARY KEY, version bigint NOT NULL);

CREATE TABLE nodes (
    tenant_id bigint NOT NULL, id uuid NOT NULL, no bigint NOT NULL, parent_id uuid, kind text NOT NULL,
    code text NOT NULL, name text NOT NULL, short_name text, grade text, city text, phone text, address text,
    time_zone text NOT NULL DEFAULT 'Asia/Shanghai', path text {c} NOT NULL, store_id uuid, owner_id uuid, sort_key text {c} NOT NULL,
    opened_on date, closed_on date, version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES nodes (tenant_id, id));
CREATE UNIQUE INDEX nodes_code ON nodes (tenant_id, code) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX nodes_no ON nodes (tenant_id, no);
CREATE INDEX nodes_path ON nodes (tenant_id, path);
CREATE INDEX nodes_parent ON nodes (tenant_id, parent_id);
CREATE INDEX nodes_sorted ON nodes (tenant_id, sort_key, id);
-- valid_to is the first day on which the placement no longer holds.
CREATE TABLE node_placements (
    tenant_id bigint NOT NULL, node_id uuid NOT NULL, parent_id uuid, valid_from date NOT NULL, valid_to date,
    PRIMARY KEY (tenant_id, node_id, valid_from),
    FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, id));

CREATE TABLE users (
    tenant_id bigint NOT NULL, id uuid NOT NULL, login text NOT NULL, name text NOT NULL, sort_key text {c} NOT NULL,
    email text, phone text, password_hash text, status text NOT NULL, must_change_password boolean NOT NULL,
    lang text, theme text, store_id uuid, owner_id uuid NOT NULL, path text {c} NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, last_seen_at bigint, deleted_at bigint,
    PRIMARY KEY (tenant_id, id));
-- One person signs in without naming a tenant, so a login stands once in the whole installation. It is kept in lower case.
CREATE UNIQUE INDEX users_login ON users (login) WHERE deleted_at IS NULL;
CREATE INDEX users_sorted ON users (tenant_id, sort_key, id);
CREATE INDEX users_of_store ON users (tenant_id, store_id, sort_key, id);

CREATE TABLE roles (
    tenant_id bigint NOT NULL, id uuid NOT NULL, code text NOT NULL, name_zh text NOT NULL, name_en text NOT NULL,
    parent_id uuid, everything boolean NOT NULL, builtin boolean NOT NULL, position bigint NOT NULL,
    version bigint NOT NULL, created_at bigint NOT NULL, updated_at bigint NOT NULL, deleted_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES roles (tenant_id, id));
CREATE UNIQUE INDEX roles_code ON roles (tenant_id, code) WHERE deleted_at IS NULL;
CREATE TABLE role_grants (
    tenant_id bigint NOT NULL, role_id uuid NOT NULL, kind text NOT NULL, level text NOT NULL, actions bigint NOT NULL,
    PRIMARY KEY (tenant_id, role_id, kind, level),
    FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id));
CREATE TABLE role_fields (
    tenant_id bigint NOT NULL, role_id uuid NOT NULL, kind text NOT NULL, field text NOT NULL, access text NOT NULL,
    PRIMARY KEY (tenant_id, role_id, kind, field),
    FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id));
CREATE TABLE role_capabilities (
    tenant_id bigint NOT NULL, role_id uuid NOT NULL, capability text NOT NULL,
    PRIMARY KEY (tenant_id, role_id, capability),
    FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id));

-- position 0 is the main post; valid_to is the first day on which the post no longer holds.
CREATE TABLE posts (
    tenant_id bigint NOT NULL, id uuid NOT NULL, user_id uuid NOT NULL, node_id uuid NOT NULL, role_id uuid NOT NULL,
    position bigint NOT NULL, valid_from date NOT NULL, valid_to date,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, id),
    FOREIGN KEY (tenant_id, role_id) REFERENCES roles (tenant_id, id));
CREATE INDEX posts_user ON posts (tenant_id, user_id, position);
CREATE INDEX posts_node ON posts (tenant_id, node_id);
CREATE INDEX posts_role ON posts (tenant_id, role_id);

CREATE TABLE sessions (
    tenant_id bigint NOT NULL, id uuid NOT NULL, user_id uuid NOT NULL, token_digest text NOT NULL,
    created_at bigint NOT NULL, last_seen_at bigint NOT NULL, expires_at bigint NOT NULL, idle_seconds bigint NOT NULL,
    address text, agent text, store_id uuid, revoked_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE UNIQUE INDEX sessions_digest ON sessions (token_digest);
CREATE INDEX sessions_user ON sessions (tenant_id, user_id);
CREATE TABLE tokens (
    tenant_id bigint NOT NULL, id uuid NOT NULL, user_id uuid NOT NULL, name text NOT NULL, digest text NOT NULL, scopes text,
    created_at bigint NOT NULL, last_used_at bigint, expires_at bigint, revoked_at bigint,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE UNIQUE INDEX tokens_digest ON tokens (digest);
CREATE INDEX tokens_user ON tokens (tenant_id, user_id);
-- Before anyone is known there is no tenant: the key is `login:NAME` or `address:IP`.
CREATE TABLE sign_in_attempts (key text PRIMARY KEY, failures bigint NOT NULL, locked_until bigint, last_at bigint NOT NULL);

CREATE TABLE settings (
    tenant_id bigint NOT NULL, node_id uuid NOT NULL, key text NOT NULL, value text NOT NULL, updated_at bigint NOT NULL, updated_by uuid,
    PRIMARY KEY (tenant_id, node_id, key),
    FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, id));
CREATE TABLE dictionary_entries (
    tenant_id bigint NOT NULL, node_id uuid NOT NULL, dictionary text NOT NULL, code text NOT NULL,
    name_zh text NOT NULL, name_en text NOT NULL, position bigint NOT NULL, active boolean NOT NULL, colour text,
    PRIMARY KEY (tenant_id, node_id, dictionary, code),
    FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, id));
",
    }, Migration {
        name: "202611220040_organisation_notices",
        sql: "
-- source is the position of the event that a notice comes from: an event that is handled again leaves no second one.
CREATE TABLE notices (
    tenant_id bigint NOT NULL, id uuid NOT NULL, user_id uuid NOT NULL, kind text NOT NULL, args text NOT NULL,
    subject_kind text, subject_id uuid, link text NOT NULL, created_at bigint NOT NULL, read_at bigint, source bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE UNIQUE INDEX notices_source ON notices (tenant_id, user_id, source, kind);
CREATE INDEX notices_user ON notices (tenant_id, user_id, id);
CREATE INDEX notices_unread ON notices (tenant_id, user_id, id) WHERE read_at IS NULL;
",
        },
        Migration {
            name: "202611220041_organisation_seeds",
            sql: "
-- What the house has brought along once: built-in roles, their functions, entries of base data.
CREATE TABLE seeds_laid (tenant_id bigint NOT NULL, name text NOT NULL, PRIMARY KEY (tenant_id, name));
",
        },
        Migration {
            name: "202611230020_organisation_notices_read",
            // For tidying: what was read long ago.
            sql: "CREATE INDEX notices_read ON notices (tenant_id, read_at) WHERE read_at IS NOT NULL;",
        },
        Migration {
            name: "202611230100_organisation_sign_in",
            sql: "
-- secret is sealed; last_step is the latest thirty seconds whose code was used. confirmed_at NULL: being enrolled.
CREATE TABLE second_factors (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, secret {bytes} NOT NULL, created_at bigint NOT NULL, confirmed_at bigint,
    last_step bigint NOT NULL, salt text NOT NULL,
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE TABLE recovery_codes (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, digest text NOT NULL, used_at bigint,
    PRIMARY KEY (tenant_id, user_id, digest),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
-- Passwords that someone had, for not choosing them again.
CREATE TABLE past_passwords (
    tenant_id bigint NOT NULL, id uuid NOT NULL, user_id uuid NOT NULL, password_hash text NOT NULL, replaced_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE INDEX past_passwords_user ON past_passwords (tenant_id, user_id, id);
-- When the person last showed in this session that it is they.
ALTER TABLE sessions ADD COLUMN proved_at bigint;
ALTER TABLE roles ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
-- Address ranges from which holders are let in, blank-separated; none is from anywhere.
ALTER TABLE roles ADD COLUMN addresses text;
",
        },
        Migration {
            name: "202611230500_organisation_settings_locked",
            // A value that holds for all nodes below, whatever they set.
            sql: "ALTER TABLE settings ADD COLUMN locked boolean NOT NULL DEFAULT false;",
        },
        Migration {
            name: "202611230520_organisation_looking",
            sql: "
-- Someone looks at the house as another person sees it: as whom, since when, at the longest until when. One mark a session.
ALTER TABLE sessions ADD COLUMN looking_as uuid;
ALTER TABLE sessions ADD COLUMN looking_since bigint;
ALTER TABLE sessions ADD COLUMN looking_until bigint;
",
        },
        Migration {
            name: "202611230522_organisation_viewing",
            sql: "
-- What was unusual about how much someone looked at, once a person, day and reason. usual: what they look at otherwise,
-- where that was the measure. path: where they stood.
CREATE TABLE viewing_cases (
    tenant_id bigint NOT NULL, id uuid NOT NULL, user_id uuid NOT NULL, what text NOT NULL, day date NOT NULL,
    counted bigint NOT NULL, usual bigint, allowed bigint NOT NULL, path text {c} NOT NULL,
    state text NOT NULL, note text, judged_by uuid, judged_at bigint, created_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE UNIQUE INDEX viewing_cases_once ON viewing_cases (tenant_id, user_id, day, what);
CREATE INDEX viewing_cases_state ON viewing_cases (tenant_id, state, id);
",
        },
        Migration {
            name: "202611230523_organisation_sign_on",
            sql: "
-- The provider of single sign-on, one a tenant. secret is sealed for id.
CREATE TABLE sign_on_providers (
    tenant_id bigint NOT NULL, id uuid NOT NULL, label text NOT NULL, issuer text NOT NULL, client_id text NOT NULL, secret {bytes},
    claim text NOT NULL, unknown text NOT NULL, passwords boolean NOT NULL, trusts_mfa boolean NOT NULL, strong_acr text,
    active boolean NOT NULL, version bigint NOT NULL,
    PRIMARY KEY (tenant_id));
-- Whose account at the provider opens whose account here.
CREATE TABLE sign_on_links (
    tenant_id bigint NOT NULL, user_id uuid NOT NULL, issuer text NOT NULL, subject text NOT NULL, created_at bigint NOT NULL,
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
CREATE UNIQUE INDEX sign_on_links_subject ON sign_on_links (tenant_id, issuer, subject);
-- Ways to the provider and back that were gone to their end, for minutes: none is gone twice. Before anyone is known there
-- is no tenant.
CREATE TABLE sign_on_spent (digest text PRIMARY KEY, spent_at bigint NOT NULL);
-- How a session began, where it was not by a password.
ALTER TABLE sessions ADD COLUMN signed_on text;
",
        },
        Migration {
            name: "202611230810_organisation_sign_on_token",
            sql: "
-- What the provider said of someone when the session began there, sealed for the session: with it the session there is
-- ended as well. It goes when the session does.
ALTER TABLE sessions ADD COLUMN signed_on_token {bytes};
",
    }]
}
