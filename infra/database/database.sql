-- The rights in one of the databases. Run in user_db and in product_db, as often as wanted.
-- A service may connect to its own database and use its schema; what it may do with each table is
-- granted by the migration that makes the table. It owns nothing and creates nothing.

DO $$
DECLARE
  service name := CASE current_database()
    WHEN 'user_db' THEN 'user_service'
    WHEN 'product_db' THEN 'product_service'
  END;
BEGIN
  IF service IS NULL THEN
    RAISE EXCEPTION '% is not a database of Vitrine', current_database();
  END IF;

  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), service);

  ALTER SCHEMA public OWNER TO migrator;
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', service);
END
$$;
