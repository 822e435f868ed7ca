-- The ledger of an ingest job: what became of every input. SQLite, write-ahead log. To look into it:
--
--   sqlite3 DEST/ledger.sqlite "SELECT * FROM totals"
--   datasette DEST/ledger.sqlite
--
-- Every input has a row from the moment it is planned. Once the job is done, each is converted, failed, a duplicate, or
-- left out by a transform; the last three with their reason. The views at the end answer what people ask.

PRAGMA user_version = 2;

-- What is asked for; values are JSON. 'sources' and the fields of cableconv.ingest.records.Settings.
CREATE TABLE job (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Inputs that are done together, in the order in which they are published.
CREATE TABLE shard (
  id INTEGER PRIMARY KEY AUTOINCREMENT,                      -- no number is used again: an old worker may still be at it
  status TEXT NOT NULL CHECK (status IN ('planned', 'published')),
  inputs INTEGER NOT NULL,          -- how many were planned for it
  seconds REAL,                     -- time that a worker took, by its clock
  published TEXT                    -- when, ISO 8601, UTC
);

-- One row an input: a file, a member of an archive, a row of a CSV file, an object of a remote store.
CREATE TABLE input (
  id INTEGER PRIMARY KEY,           -- the order of the plan; decides between duplicates
  location TEXT NOT NULL UNIQUE,    -- absolute path or URL; archive!/member; file#id of row
  name TEXT NOT NULL,               -- what outputs call it: relative to the source that it was found in
  access TEXT NOT NULL,             -- how to open it, as JSON: cableconv.ingest.records.Access
  size INTEGER,                     -- bytes; absent when it could not be asked
  stamp TEXT,                       -- changes when the content may have: time, checksum, ETag …
  sha256 TEXT,                      -- of the bytes; absent when they could not be read
  shard INTEGER REFERENCES shard,   -- the one that did it last, or is to do it
  formats TEXT,                     -- to be written, as a JSON list, while it is pending
  status TEXT NOT NULL CHECK (status IN ('pending', 'converted', 'failed', 'duplicate', 'left-out')),
  reason TEXT,                      -- a code: unknown-format, read-error, timeout …
  message TEXT,                     -- the same for a person
  reader TEXT,                      -- name of the reader that took it
  fingerprint TEXT,                 -- of all that its reading depends on but its bytes
  seconds REAL,                     -- reading and writing
  quarantine TEXT,                  -- its .reason.json, relative to DEST; a copy lies beside it, without that ending
  CHECK ((status IN ('failed', 'duplicate', 'left-out')) = (reason IS NOT NULL)),
  CHECK ((status = 'pending') = (formats IS NOT NULL))
);
CREATE INDEX input_status ON input (status, reason);
CREATE INDEX input_shard ON input (shard);

-- One row a cable that an input holds.
CREATE TABLE cable (
  id INTEGER PRIMARY KEY,
  input INTEGER NOT NULL REFERENCES input ON DELETE CASCADE,
  place INTEGER NOT NULL,           -- among the cables of its input, counted from 1
  line INTEGER NOT NULL,            -- of the input at which it starts, counted from 1
  name TEXT COLLATE NOCASE,         -- path of its outputs without extension: 2009/03/09MEXICO828
  namesake INTEGER REFERENCES cable ON DELETE SET NULL,      -- another cable that had this name first
  cable_id TEXT,                    -- canonical, or absent
  published_id TEXT,
  transmitted TEXT,                 -- ISO 8601, UTC
  origin TEXT,
  classification TEXT,
  subject TEXT,
  tags TEXT,                        -- terms, joined by '; ', for some have blanks
  text_sha256 TEXT,                 -- of the source's text
  status TEXT NOT NULL CHECK (status IN ('written', 'duplicate', 'failed', 'left-out')),
  reason TEXT,
  message TEXT,
  duplicate_of INTEGER REFERENCES cable ON DELETE SET NULL,
  quarantine TEXT,                  -- its .reason.json, relative to DEST; a copy lies beside it, without that ending
  UNIQUE (input, place),
  CHECK ((status = 'written') = (reason IS NULL))
);
CREATE UNIQUE INDEX cable_name ON cable (name) WHERE name IS NOT NULL;
CREATE INDEX cable_text ON cable (text_sha256, cable_id);
CREATE INDEX cable_cable_id ON cable (cable_id);
CREATE INDEX cable_duplicate_of ON cable (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX cable_namesake ON cable (namesake) WHERE namesake IS NOT NULL;

-- One row a file written.
CREATE TABLE output (
  cable INTEGER NOT NULL REFERENCES cable ON DELETE CASCADE,
  format TEXT NOT NULL,             -- the writer's name
  path TEXT NOT NULL UNIQUE COLLATE NOCASE,                  -- relative to DEST (to DEST/data in a bag), or in the pack
  pack TEXT,                        -- the zip file that holds it, if one does; relative likewise
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  fingerprint TEXT NOT NULL,        -- of all that it depends on but the input's bytes
  agent TEXT NOT NULL,              -- distribution and version of the writer: 'cableconv 0.1.0'
  validated INTEGER NOT NULL CHECK (validated IN (0, 1)),    -- whether it has stood the checks of its format
  PRIMARY KEY (cable, format)
) WITHOUT ROWID;
CREATE INDEX output_pack ON output (pack) WHERE pack IS NOT NULL;

-- What readers, transforms and writers have to say.
CREATE TABLE diagnostic (
  input INTEGER NOT NULL REFERENCES input ON DELETE CASCADE,
  cable INTEGER REFERENCES cable ON DELETE CASCADE,          -- absent when it is about the input
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'error')),
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  line INTEGER,                     -- of the input, counted from 1
  "column" INTEGER
);
CREATE INDEX diagnostic_input ON diagnostic (input);
CREATE INDEX diagnostic_cable ON diagnostic (cable);
CREATE INDEX diagnostic_code ON diagnostic (code);

-- What people ask

CREATE VIEW totals AS
SELECT
  count(*) AS inputs,
  count(*) FILTER (WHERE status = 'converted') AS converted,
  count(*) FILTER (WHERE status = 'failed') AS failed,
  count(*) FILTER (WHERE status = 'duplicate') AS duplicates,
  count(*) FILTER (WHERE status = 'left-out') AS left_out,
  count(*) FILTER (WHERE status = 'pending') AS pending
FROM input;

CREATE VIEW reasons AS
SELECT status, reason, count(*) AS inputs FROM input WHERE reason IS NOT NULL GROUP BY status, reason;

CREATE VIEW failures AS
SELECT location, NULL AS place, NULL AS cable_id, reason, message, quarantine FROM input
WHERE status = 'failed' AND NOT EXISTS (SELECT 1 FROM cable WHERE cable.input = input.id AND cable.status = 'failed')
UNION ALL
SELECT location, place, cable_id, cable.reason, cable.message, cable.quarantine
FROM cable JOIN input ON input.id = cable.input WHERE cable.status = 'failed';

CREATE VIEW duplicates AS
SELECT input.location, cable.place, cable.cable_id, first.name AS kept_as, first_input.location AS kept_from
FROM cable JOIN input ON input.id = cable.input
JOIN cable AS first ON first.id = cable.duplicate_of JOIN input AS first_input ON first_input.id = first.input;

CREATE VIEW collisions AS
SELECT cable.cable_id, first.name AS first_name, first_input.location AS first_location, cable.name, input.location
FROM cable JOIN input ON input.id = cable.input
JOIN cable AS first ON first.id = cable.namesake JOIN input AS first_input ON first_input.id = first.input;

CREATE VIEW formats AS
SELECT format, count(*) AS outputs, sum(size) AS bytes FROM output GROUP BY format;

CREATE VIEW months AS
SELECT substr(transmitted, 1, 7) AS month, count(*) AS cables FROM cable WHERE status = 'written' GROUP BY month;

CREATE VIEW origins AS
SELECT origin, count(*) AS cables FROM cable WHERE status = 'written' GROUP BY origin;

CREATE VIEW remarks AS
SELECT severity, code, count(*) AS times, count(DISTINCT input) AS inputs FROM diagnostic GROUP BY severity, code;
