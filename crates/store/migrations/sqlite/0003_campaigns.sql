-- Templates, campaigns, and what was decided about them.
-- People are members of staff; what a token does counts as done by the person who made the token; NULL: the product itself.

CREATE TABLE template (
  id BLOB NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  text TEXT NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  updated_by BLOB REFERENCES staff (id),
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX template_by_change ON template (archived, updated_at, id);

CREATE TABLE template_version (
  template_id BLOB NOT NULL REFERENCES template (id),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  text TEXT NOT NULL,
  made_by BLOB REFERENCES staff (id),
  made_at INTEGER NOT NULL,
  PRIMARY KEY (template_id, version)
) STRICT;

-- content is domain::campaign::Content as JSON, digest its digest; segment_id, template_id and body repeat parts of it for lists.
-- next_at is set only while approved: the moment of the next firing, UTC milliseconds.
CREATE TABLE campaign (
  id BLOB NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  content TEXT NOT NULL,
  digest TEXT NOT NULL,
  segment_id BLOB,
  template_id BLOB REFERENCES template (id),
  body TEXT NOT NULL,
  author BLOB REFERENCES staff (id),
  submitted_by BLOB REFERENCES staff (id),
  submitted_at INTEGER,
  approved_by BLOB REFERENCES staff (id),
  approved_at INTEGER,
  returned INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK (next_at IS NULL OR state = 'approved'),
  CHECK (state <> 'approved' OR (approved_by IS NOT NULL AND approved_at IS NOT NULL))
) STRICT;
CREATE INDEX campaign_by_change ON campaign (updated_at, id);
CREATE INDEX campaign_by_state ON campaign (state, updated_at, id);
CREATE INDEX campaign_due ON campaign (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX campaign_of_segment ON campaign (segment_id);
CREATE INDEX campaign_of_template ON campaign (template_id);

-- Whose hand is in the content since it was last approved: none of them may approve it.
CREATE TABLE campaign_maker (
  campaign_id BLOB NOT NULL REFERENCES campaign (id),
  staff_id BLOB NOT NULL REFERENCES staff (id),
  PRIMARY KEY (campaign_id, staff_id)
) STRICT;

-- n counts from 1 within a campaign. content is kept for approvals alone: what the next approver holds the campaign against.
CREATE TABLE decision (
  campaign_id BLOB NOT NULL REFERENCES campaign (id),
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  made_by BLOB REFERENCES staff (id),
  kind TEXT NOT NULL,
  comment TEXT,
  digest TEXT NOT NULL,
  content TEXT,
  PRIMARY KEY (campaign_id, n),
  CHECK ((kind = 'approved') = (content IS NOT NULL)),
  CHECK (kind <> 'returned' OR comment IS NOT NULL)
) STRICT;
