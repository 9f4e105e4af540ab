-- Purchases stand with their customer, so that no index beside the table is needed to find somebody's.

-- key: n and the purchase's own number, which no two have, else c and what makes it the same purchase (day, amount, item).
ALTER TABLE purchase RENAME TO purchase_by_key;
DROP INDEX purchase_of_customer;
CREATE TABLE purchase (
  customer_id BLOB NOT NULL REFERENCES customer (id),
  key BLOB NOT NULL,
  number TEXT,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  item TEXT,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (customer_id, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX purchase_number ON purchase (number) WHERE number IS NOT NULL;
-- What was keyed by its content began with c and the customer's sixteen octets.
INSERT INTO purchase (customer_id, key, number, day, amount, item, recorded_at)
SELECT customer_id, CASE WHEN SUBSTR(key, 1, 1) = x'63' THEN CAST('c' || SUBSTR(key, 18) AS BLOB) ELSE key END, number, day, amount, item, recorded_at
FROM purchase_by_key ORDER BY customer_id;
DROP TABLE purchase_by_key;
