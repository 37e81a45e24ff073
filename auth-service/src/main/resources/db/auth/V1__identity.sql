-- SQLite and PostgreSQL run this unchanged. Ids are text, times are Unix milliseconds, secrets are SHA-256 in hex.

CREATE TABLE account (
  id            TEXT   NOT NULL PRIMARY KEY,
  email         TEXT   NOT NULL UNIQUE,
  name          TEXT   NOT NULL,
  password_hash TEXT   NOT NULL,
  created       BIGINT NOT NULL
);

-- One row at most: a newer link puts an older one out of use.
CREATE TABLE setup_token (
  only_row   BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
  token_hash TEXT   NOT NULL,
  expires    BIGINT NOT NULL,
  used       BIGINT
);

-- A session is a family of refresh tokens.
CREATE TABLE session (
  id         TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created    BIGINT NOT NULL,
  expires    BIGINT NOT NULL,
  ended      BIGINT
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires);

CREATE TABLE refresh_token (
  token_hash TEXT   NOT NULL PRIMARY KEY,
  session_id TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  expires    BIGINT NOT NULL,
  rotated    BIGINT
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);
CREATE INDEX refresh_token_expires ON refresh_token (expires);
-- Of each family, one token is the newest.
CREATE UNIQUE INDEX refresh_token_newest ON refresh_token (session_id) WHERE rotated IS NULL;

-- Deleted hosts stay as rows, so that an id is never used again.
CREATE TABLE host (
  id            TEXT   NOT NULL PRIMARY KEY,
  owner_id      TEXT   REFERENCES account (id),
  name          TEXT   NOT NULL,
  tags          TEXT   NOT NULL,
  state         TEXT   NOT NULL CHECK (state IN ('active', 'revoked', 'deleted')),
  public_key    TEXT   NOT NULL,
  resource      TEXT   NOT NULL,
  epoch         BIGINT NOT NULL,
  epoch_changed BIGINT NOT NULL,
  version       BIGINT NOT NULL,
  created       BIGINT NOT NULL,
  changed       BIGINT NOT NULL
);
CREATE INDEX host_owner ON host (owner_id);
CREATE INDEX host_epoch_changed ON host (epoch_changed);

CREATE TABLE enrolment (
  code_hash  TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   REFERENCES account (id) ON DELETE CASCADE,
  name       TEXT,
  local      BIGINT NOT NULL CHECK (local IN (0, 1)),
  expires    BIGINT NOT NULL,
  used       BIGINT
);
CREATE INDEX enrolment_expires ON enrolment (expires);

-- The ids of assertions that were taken: each is good once.
CREATE TABLE agent_assertion (
  host_id  TEXT   NOT NULL REFERENCES host (id),
  jti_hash TEXT   NOT NULL,
  expires  BIGINT NOT NULL,
  PRIMARY KEY (host_id, jti_hash)
);
CREATE INDEX agent_assertion_expires ON agent_assertion (expires);

CREATE TABLE signing_key (
  kid         TEXT   NOT NULL PRIMARY KEY,
  public_key  TEXT   NOT NULL,
  private_key TEXT   NOT NULL,
  current     BIGINT NOT NULL CHECK (current IN (0, 1)),
  created     BIGINT NOT NULL
);
CREATE UNIQUE INDEX signing_key_current ON signing_key (current) WHERE current = 1;

CREATE TABLE live_ticket (
  ticket_hash TEXT   NOT NULL PRIMARY KEY,
  session_id  TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  expires     BIGINT NOT NULL
);
CREATE INDEX live_ticket_expires ON live_ticket (expires);

-- What is still to be told, written in the transaction of the change. One row a host is enough: what is told is its
-- newest state, so a change that was not told yet is covered by the one after it.
CREATE TABLE change_outbox (
  host_id TEXT   NOT NULL PRIMARY KEY REFERENCES host (id),
  version BIGINT NOT NULL,
  since   BIGINT NOT NULL
);
CREATE TABLE epoch_outbox (
  host_id TEXT   NOT NULL PRIMARY KEY REFERENCES host (id),
  epoch   BIGINT NOT NULL,
  since   BIGINT NOT NULL
);

-- Who may do what only one instance at a time should do.
CREATE TABLE lease (
  name    TEXT   NOT NULL PRIMARY KEY,
  holder  TEXT   NOT NULL,
  expires BIGINT NOT NULL
);
