-- Names are kept as they were told, so that a carrier can be asked by them, and looked for without zeros in front and in small
-- letters, as some carriers spell them in receipts.
DROP INDEX attempt_by_reference;
CREATE INDEX attempt_by_reference ON attempt (lower(ltrim(reference, '0')), carrier) WHERE reference IS NOT NULL;
DROP INDEX part_by_reference;
CREATE INDEX part_by_reference ON part (lower(ltrim(reference, '0')), carrier);
