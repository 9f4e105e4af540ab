-- Several wordings of a text.

-- others: JSON array of the further wordings, after `text`.
ALTER TABLE template ADD COLUMN others TEXT NOT NULL DEFAULT '[]';
ALTER TABLE template_version ADD COLUMN others TEXT NOT NULL DEFAULT '[]';

-- Which wording was dealt, from 0; NULL where there was one only, and where there is no message.
ALTER TABLE entry ADD COLUMN wording INTEGER;
