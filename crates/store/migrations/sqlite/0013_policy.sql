-- What a carrier does not take: the id of a policy that comes with the product.
ALTER TABLE carrier ADD COLUMN policy TEXT;
