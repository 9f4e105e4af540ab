-- The weather of customers' cities, as the firm was told it. day: days since 1970-01-01. city: as domain::weather::city_key
-- writes it. kind: the code of domain::library::Weather.
CREATE TABLE weather (
  day INTEGER NOT NULL,
  city TEXT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (day, city)
) STRICT, WITHOUT ROWID;
