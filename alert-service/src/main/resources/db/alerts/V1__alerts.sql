-- SQLite and PostgreSQL run this unchanged. Ids are text, times are Unix milliseconds, lengths of time are milliseconds.

-- Accounts that have been given the rules that everybody begins with; who deletes one does not get it again.
CREATE TABLE known_account (
  id      TEXT   NOT NULL PRIMARY KEY,
  created BIGINT NOT NULL
);

CREATE TABLE rule (
  id          TEXT             NOT NULL PRIMARY KEY,
  account_id  TEXT             NOT NULL REFERENCES known_account (id) ON DELETE CASCADE,
  name        TEXT             NOT NULL,
  kind        TEXT             NOT NULL CHECK (kind IN ('metric', 'host_down')),
  metric      TEXT             NOT NULL,
  direction   TEXT             NOT NULL CHECK (direction IN ('above', 'below')),
  threshold   DOUBLE PRECISION NOT NULL,
  clear_at    DOUBLE PRECISION NOT NULL,
  hold        BIGINT           NOT NULL,
  cooldown    BIGINT           NOT NULL,
  repeat_each BIGINT,
  severity    TEXT             NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  scope_kind  TEXT             NOT NULL CHECK (scope_kind IN ('all', 'tag', 'host')),
  scope_value TEXT             NOT NULL,
  paused      BIGINT           NOT NULL CHECK (paused IN (0, 1)),
  created     BIGINT           NOT NULL,
  changed     BIGINT           NOT NULL
);
CREATE INDEX rule_account ON rule (account_id);

-- Mutes and maintenance windows.
CREATE TABLE silence (
  id          TEXT   NOT NULL PRIMARY KEY,
  account_id  TEXT   NOT NULL REFERENCES known_account (id) ON DELETE CASCADE,
  kind        TEXT   NOT NULL CHECK (kind IN ('mute', 'maintenance')),
  name        TEXT   NOT NULL,
  rule_id     TEXT,
  scope_kind  TEXT   NOT NULL CHECK (scope_kind IN ('all', 'tag', 'host')),
  scope_value TEXT   NOT NULL,
  start_at    BIGINT NOT NULL,
  stop_at     BIGINT NOT NULL,
  created     BIGINT NOT NULL
);
CREATE INDEX silence_account ON silence (account_id);
CREATE INDEX silence_stop ON silence (stop_at);

-- Counts up with each change of what people want, so that the evaluation learns of it.
CREATE TABLE wanted_version (
  only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
  version  BIGINT NOT NULL
);
INSERT INTO wanted_version (only_row, version) VALUES (1, 1);

-- The rule is kept as it was when it fired: an old incident says what it said.
CREATE TABLE incident (
  id              TEXT             NOT NULL PRIMARY KEY,
  account_id      TEXT             NOT NULL REFERENCES known_account (id) ON DELETE CASCADE,
  rule_id         TEXT             NOT NULL,
  rule            TEXT             NOT NULL,
  severity        TEXT             NOT NULL,
  host_id         TEXT             NOT NULL,
  host_name       TEXT             NOT NULL,
  series          TEXT             NOT NULL,
  since           BIGINT           NOT NULL,
  opened          BIGINT           NOT NULL,
  value           DOUBLE PRECISION,
  peak            DOUBLE PRECISION,
  announced       BIGINT,
  messages        BIGINT           NOT NULL,
  changed         BIGINT           NOT NULL,
  resolved        BIGINT,
  last_value      DOUBLE PRECISION,
  reason          TEXT,
  acknowledged    BIGINT,
  acknowledged_by TEXT,
  processes       TEXT
);
-- What keeps an incident from being told twice.
CREATE UNIQUE INDEX incident_open ON incident (rule_id, host_id, series) WHERE resolved IS NULL;
CREATE INDEX incident_account ON incident (account_id, id);
CREATE INDEX incident_changed ON incident (changed);
CREATE INDEX incident_host ON incident (host_id);

-- Who may write what came from a partition: the instance that claimed it last. An older one is fenced off.
CREATE TABLE partition_claim (
  partition_name TEXT   NOT NULL PRIMARY KEY,
  epoch          BIGINT NOT NULL
);

-- What is still to be published, written with the change itself. Ids sort by time.
CREATE TABLE event_outbox (
  id      TEXT NOT NULL PRIMARY KEY,
  host_id TEXT NOT NULL,
  event   TEXT NOT NULL
);

-- Who may do what only one instance at a time should do.
CREATE TABLE lease (
  name    TEXT   NOT NULL PRIMARY KEY,
  holder  TEXT   NOT NULL,
  expires BIGINT NOT NULL
);
