-- Of a receipt that belongs to nobody yet: the last four digits of the numbers that it names. Carriers may spell a message's name
-- in hexadecimal or in decimal, so that another spelling of one message may be the very name of another; the number tells them apart.
ALTER TABLE receipt ADD COLUMN tails TEXT;
