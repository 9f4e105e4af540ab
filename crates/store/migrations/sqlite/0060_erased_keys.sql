-- Keys of what erased customers bought, and of what befell them, held what was written of it, in hexadecimal.
UPDATE customer_event SET key = randomblob(16), text = NULL, number = NULL
WHERE customer_id IN (SELECT id FROM customer WHERE erased_at IS NOT NULL);
UPDATE purchase SET key = randomblob(16), item = NULL, number = NULL
WHERE customer_id IN (SELECT id FROM customer WHERE erased_at IS NOT NULL);
