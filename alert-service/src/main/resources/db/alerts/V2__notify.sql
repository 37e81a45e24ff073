-- Where people are told: a Telegram chat, a web hook, an e-mail address.
CREATE TABLE channel (
  id           TEXT   NOT NULL PRIMARY KEY,
  account_id   TEXT   NOT NULL REFERENCES known_account (id) ON DELETE CASCADE,
  kind         TEXT   NOT NULL CHECK (kind IN ('telegram', 'webhook', 'email')),
  name         TEXT   NOT NULL,
  address      TEXT   NOT NULL,
  topic        BIGINT,
  secret       TEXT   NOT NULL,
  min_severity TEXT   NOT NULL CHECK (min_severity IN ('info', 'warning', 'critical')),
  paused       BIGINT NOT NULL CHECK (paused IN (0, 1)),
  created      BIGINT NOT NULL,
  problem      TEXT
);
CREATE INDEX channel_account ON channel (account_id);

-- One message to one channel; made once for an event however often that is read. Ids sort by time.
CREATE TABLE delivery (
  id          TEXT   NOT NULL PRIMARY KEY,
  event_id    TEXT   NOT NULL,
  incident_id TEXT   NOT NULL,
  channel_id  TEXT   NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
  type        TEXT   NOT NULL,
  event       TEXT   NOT NULL,
  state       TEXT   NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
  attempts    BIGINT NOT NULL,
  created     BIGINT NOT NULL,
  changed     BIGINT NOT NULL,
  error       TEXT,
  message     TEXT,
  UNIQUE (event_id, channel_id)
);
CREATE INDEX delivery_incident ON delivery (incident_id);
CREATE INDEX delivery_pending ON delivery (id) WHERE state = 'pending';

-- By which a chat proves whose it is; SHA-256 in hex.
CREATE TABLE link_code (
  code_hash  TEXT   NOT NULL PRIMARY KEY,
  account_id TEXT   NOT NULL REFERENCES known_account (id) ON DELETE CASCADE,
  expires    BIGINT NOT NULL
);
