-- The log as others follow it: tiles, signed checkpoints, the head that they are committed by, the keys that sign; and rolls as
-- commitments.

-- Hashes of 32 octets, 256 to a tile; one that is not full is replaced as it grows.
CREATE TABLE tile (
  level INTEGER NOT NULL,
  place INTEGER NOT NULL,
  hashes BLOB NOT NULL CHECK (LENGTH(hashes) % 32 = 0 AND LENGTH(hashes) BETWEEN 32 AND 8192),
  PRIMARY KEY (level, place)
) STRICT;

-- Every signed note that was published, by the size that it states.
CREATE TABLE checkpoint (
  size INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;

-- One row: how far the log is signed. It is moved by comparing and swapping, and only forward.
CREATE TABLE log_head (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL CHECK (LENGTH(root) = 32)
) STRICT;
INSERT INTO log_head (id, size, root)
VALUES (1, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TRIGGER log_head_moves_forward BEFORE UPDATE ON log_head
WHEN NEW.size <= OLD.size
BEGIN SELECT RAISE(ABORT, 'the log does not shrink'); END;

-- The public keys that have signed; the secret ones are kept elsewhere.
CREATE TABLE log_key (
  key TEXT NOT NULL PRIMARY KEY,
  since INTEGER NOT NULL
) STRICT;

-- Which layout of docs/formats.md a run's roll is committed in; 0: frozen before there was one.
ALTER TABLE run ADD COLUMN roll INTEGER NOT NULL DEFAULT 0;
-- The entry's leaf at the freeze stays for ever. The secret that opens it goes with the customer.
ALTER TABLE letter ADD COLUMN leaf BLOB;
ALTER TABLE letter ADD COLUMN secret BLOB;

CREATE TRIGGER letter_stays BEFORE DELETE ON letter WHEN OLD.leaf IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the roll is frozen'); END;

CREATE TRIGGER leaf_stays BEFORE UPDATE OF entry_id, leaf ON letter WHEN OLD.leaf IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the roll is frozen'); END;
