-- When it was last noticed that several machines send as this host; null: never since it got the key that it has.
ALTER TABLE host ADD COLUMN shared BIGINT;
