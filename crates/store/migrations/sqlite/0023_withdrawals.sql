-- A withdrawal holds against whatever was recorded before it, though a clock that was set back dates it earlier.

-- The date by which it stands among the others, where that is not given_at: domain::consent::counts_from. The latest of those stands.
ALTER TABLE consent_record ADD COLUMN counts_from INTEGER;
