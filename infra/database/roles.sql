-- The three roles of Vitrine: one that changes schemas, and one for each service.
-- Run by the database's administrator, in any database, as often as wanted.
-- Passwords are given by whoever runs this, never by a file.

DO $$
DECLARE
  wanted name;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['migrator', 'user_service', 'product_service']::name[] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', wanted);
    END IF;
  END LOOP;

  -- Where the administrator is no superuser (a managed database), it can make a database for
  -- another owner only as a member of that owner.
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT migrator TO %I', current_user);
  END IF;
END
$$;
