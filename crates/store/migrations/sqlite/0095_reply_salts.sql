-- What hides a reply in the seal that the log tells of it; NULL until one of before is sealed, and once the customer is erased.
ALTER TABLE reply ADD COLUMN salt BLOB;
