-- Customers and what we know of them; segments; imports.
-- Dates are days since 1970-01-01, money is in fen. Birthdays are numbers for fast predicates: solar month * 100 + day,
-- lunar (month * 100 + day) * 10 + (1 in a leap month).

-- phone_key: the digits of the E.164 phone, reversed, so that one index finds a whole number and any last digits of one;
-- for what is no phone, ! and what was written. phone_raw: what was written, where it is no phone. tags: sorted JSON array, the same as the rows of customer_tag.
-- purchase_count, purchase_total: over the rows of purchase; last_purchase: the latest of them, or what a file said.
CREATE TABLE customer (
  id BLOB NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  number TEXT,
  name TEXT NOT NULL DEFAULT '',
  sex INTEGER,
  phone TEXT,
  phone_state INTEGER NOT NULL DEFAULT 0,
  phone_raw TEXT,
  phone_key TEXT,
  tier TEXT,
  city TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  site_stage INTEGER,
  site_name TEXT,
  site_started INTEGER,
  site_due INTEGER,
  project_manager TEXT,
  last_purchase INTEGER,
  purchase_count INTEGER NOT NULL DEFAULT 0,
  purchase_total INTEGER NOT NULL DEFAULT 0,
  birthday INTEGER,
  lunar_birthday INTEGER,
  consent_service INTEGER NOT NULL DEFAULT 0,
  consent_care INTEGER NOT NULL DEFAULT 0,
  consent_marketing INTEGER NOT NULL DEFAULT 0,
  agent_id BLOB REFERENCES staff (id),
  last_contact INTEGER,
  erased_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  import_id BLOB,
  note TEXT,
  attributes TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE UNIQUE INDEX customer_number ON customer (number) WHERE number IS NOT NULL;
CREATE INDEX customer_phone ON customer (phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX customer_name ON customer (name, id);
CREATE INDEX customer_changed ON customer (updated_at, id);
CREATE INDEX customer_city ON customer (city, id) WHERE city IS NOT NULL;
-- Holds every column a rule can ask for, but last_contact (each dispatch writes that one) and attributes.
CREATE INDEX customer_facets ON customer (
  site_stage, tier, last_purchase, city, purchase_count, purchase_total, phone_state, erased_at,
  consent_service, consent_care, consent_marketing, birthday, lunar_birthday, site_started, site_due, agent_id, id
) WHERE erased_at IS NULL;

CREATE TABLE customer_tag (
  tag TEXT NOT NULL,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  PRIMARY KEY (tag, customer_id)
) STRICT, WITHOUT ROWID;

-- Names of the firm's own attributes.
CREATE TABLE attribute_name (
  name TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- purpose: service, care, marketing. state: 1 given, 2 withdrawn. The latest by given_at stands.
CREATE TABLE consent_record (
  id BLOB NOT NULL PRIMARY KEY,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  purpose TEXT NOT NULL,
  state INTEGER NOT NULL,
  source TEXT NOT NULL,
  evidence TEXT,
  given_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL
) STRICT;
CREATE INDEX consent_of_customer ON consent_record (customer_id, given_at);

-- key: n and the purchase's own number, else c and what makes it the same purchase (customer, day, amount, item).
CREATE TABLE purchase (
  key BLOB NOT NULL PRIMARY KEY,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  number TEXT,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  item TEXT,
  recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX purchase_of_customer ON purchase (customer_id, day);

-- key: n and the event's own number, else c and what makes it the same event (customer, day, kind, text).
-- kind: site, repair, complaint. at: the beginning of the day.
CREATE TABLE customer_event (
  key BLOB NOT NULL PRIMARY KEY,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  number TEXT,
  text TEXT,
  recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX event_of_customer ON customer_event (customer_id, at);

CREATE TABLE customer_note (
  id BLOB NOT NULL PRIMARY KEY,
  customer_id BLOB NOT NULL REFERENCES customer (id),
  at INTEGER NOT NULL,
  text TEXT,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL
) STRICT;
CREATE INDEX note_of_customer ON customer_note (customer_id, at);

-- What customers wrote to us; customer_id is null while nobody with that phone is known.
CREATE TABLE reply (
  id BLOB NOT NULL PRIMARY KEY,
  customer_id BLOB REFERENCES customer (id),
  at INTEGER NOT NULL,
  text TEXT,
  carrier TEXT,
  phone TEXT
) STRICT;
CREATE INDEX reply_of_customer ON reply (customer_id, at);

-- built_in: the key of a segment that came with the product; its name is in the code, in every language.
CREATE TABLE segment (
  id BLOB NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  rule TEXT NOT NULL,
  built_in TEXT UNIQUE,
  archived_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL
) STRICT;

-- path: the spooled file in the data folder. layout, columns, sample, understood: JSON of the gateway.
CREATE TABLE import_job (
  id BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  format TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER,
  permille INTEGER NOT NULL DEFAULT 0,
  new_rows INTEGER NOT NULL DEFAULT 0,
  changed_rows INTEGER NOT NULL DEFAULT 0,
  unchanged_rows INTEGER NOT NULL DEFAULT 0,
  refused_rows INTEGER NOT NULL DEFAULT 0,
  unreachable_rows INTEGER NOT NULL DEFAULT 0,
  layout TEXT NOT NULL DEFAULT 'null',
  columns TEXT NOT NULL DEFAULT '[]',
  sample TEXT NOT NULL DEFAULT '[]',
  understood TEXT NOT NULL DEFAULT '[]',
  problem TEXT,
  actor_kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX import_by_time ON import_job (created_at, id);

-- How often each reason refused a row; place is the column's header, empty for the whole row.
CREATE TABLE import_refusal (
  import_id BLOB NOT NULL REFERENCES import_job (id),
  place TEXT NOT NULL,
  code TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (import_id, place, code)
) STRICT, WITHOUT ROWID;

-- What a person said a header means.
CREATE TABLE column_memory (
  kind TEXT NOT NULL,
  header TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (kind, header)
) STRICT, WITHOUT ROWID;
