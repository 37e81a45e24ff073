-- Where a maintenance window comes back each week: by the clocks of this zone (IANA). start_at and stop_at are the first.
ALTER TABLE silence ADD COLUMN zone TEXT;
