-- What numbers of erased customers withdrew, beside erased_number and as it: keyed hashes without a moment, an event or an order of their own.
CREATE TABLE erased_opt_out (
  number BLOB NOT NULL,
  purpose TEXT NOT NULL,
  PRIMARY KEY (number, purpose)
) STRICT, WITHOUT ROWID;

-- What a number that is nobody's withdrew, whoever had it.
CREATE VIEW prohibited (number, purpose) AS
SELECT number, purpose FROM suppressed UNION ALL SELECT number, purpose FROM erased_opt_out;
