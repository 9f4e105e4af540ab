-- What was really sent: in how many parts, and for how much. NULL: as the roll was frozen; a carrier that takes over may count and ask otherwise.
ALTER TABLE attempt ADD COLUMN parts INTEGER CHECK (parts > 0);
ALTER TABLE attempt ADD COLUMN cost_millis INTEGER CHECK (cost_millis >= 0 AND (cost_millis IS NULL) = (parts IS NULL));
