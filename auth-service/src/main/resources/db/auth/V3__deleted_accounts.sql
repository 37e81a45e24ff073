-- Accounts that were deleted: other services ask which of those that they know are gone. Nothing else is kept of them, and
-- one that stands neither here nor in account is unknown, which is no reason to delete anything.
CREATE TABLE deleted_account (
  id TEXT NOT NULL PRIMARY KEY
);
