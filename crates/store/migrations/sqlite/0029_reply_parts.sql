-- A long reply comes in parts, in any order. part_of: what its parts have in common, reference/total; parts: the text of each in
-- order, null where it has not come, as JSON. The reply's text is what has come.
ALTER TABLE reply ADD COLUMN part_of TEXT;
ALTER TABLE reply ADD COLUMN parts TEXT;
