-- SQLite and PostgreSQL run this unchanged. Ids are text, times are Unix milliseconds, secrets are SHA-256 in hex.

-- What its owner recognises a session by. last_used is when it was begun or last refreshed.
ALTER TABLE session ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN last_used BIGINT NOT NULL DEFAULT 0;
UPDATE session SET last_used = created;

-- Who may make an account; with an e-mail address, only an account of that address.
CREATE TABLE invitation (
  id         TEXT   NOT NULL PRIMARY KEY,
  token_hash TEXT   NOT NULL UNIQUE,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  email      TEXT,
  created    BIGINT NOT NULL,
  expires    BIGINT NOT NULL,
  used       BIGINT
);
CREATE INDEX invitation_account ON invitation (account_id);
CREATE INDEX invitation_expires ON invitation (expires);

-- One an account: a newer link puts an older one out of use.
CREATE TABLE password_reset (
  account_id TEXT   NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  token_hash TEXT   NOT NULL UNIQUE,
  expires    BIGINT NOT NULL
);
CREATE INDEX password_reset_expires ON password_reset (expires);

-- Personal API tokens. Scopes are separated by spaces; a revoked one is gone.
CREATE TABLE api_token (
  id         TEXT   NOT NULL PRIMARY KEY,
  token_hash TEXT   NOT NULL UNIQUE,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name       TEXT   NOT NULL,
  scopes     TEXT   NOT NULL,
  created    BIGINT NOT NULL,
  expires    BIGINT,
  last_used  BIGINT
);
CREATE INDEX api_token_account ON api_token (account_id);

-- A ticket is a session's or an API token's. Those of before were good for 30 s.
DROP TABLE live_ticket;
CREATE TABLE live_ticket (
  ticket_hash  TEXT   NOT NULL PRIMARY KEY,
  session_id   TEXT   REFERENCES session (id) ON DELETE CASCADE,
  api_token_id TEXT   REFERENCES api_token (id) ON DELETE CASCADE,
  expires      BIGINT NOT NULL,
  CHECK ((session_id IS NULL) <> (api_token_id IS NULL))
);
CREATE INDEX live_ticket_expires ON live_ticket (expires);

-- What changed somebody's access, for their own eyes.
CREATE TABLE audit_event (
  id         TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  time       BIGINT NOT NULL,
  type       TEXT   NOT NULL,
  actor      TEXT   NOT NULL,
  subject    TEXT,
  address    TEXT,
  detail     TEXT
);
CREATE INDEX audit_event_account ON audit_event (account_id, time, id);
CREATE INDEX audit_event_time ON audit_event (time);

-- A code that gives a host a new key names it (target_id); a code that was used names the host it was used for.
ALTER TABLE enrolment ADD COLUMN id TEXT;
ALTER TABLE enrolment ADD COLUMN target_id TEXT REFERENCES host (id);
ALTER TABLE enrolment ADD COLUMN host_id TEXT REFERENCES host (id);
CREATE UNIQUE INDEX enrolment_id ON enrolment (id);

-- When the host got the key that it has.
ALTER TABLE host ADD COLUMN enrolled BIGINT NOT NULL DEFAULT 0;
UPDATE host SET enrolled = created;

-- A new key is published before it signs, so that nobody meets a token by a key that they have not heard of. "current"
-- is the newest key.
ALTER TABLE signing_key ADD COLUMN signs_from BIGINT NOT NULL DEFAULT 0;
