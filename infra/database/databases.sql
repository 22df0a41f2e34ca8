-- Selects the statements that are still to be run for both databases to exist, and for nobody to
-- get into the administrative ones. Run each row as a statement of its own, outside a transaction:
-- in psql by `\gexec` after this query.

SELECT format('CREATE DATABASE %I OWNER migrator', wanted.datname) AS statement
  FROM (VALUES ('user_db'), ('product_db')) AS wanted (datname)
 WHERE NOT EXISTS (SELECT FROM pg_database d WHERE d.datname = wanted.datname)
UNION ALL
SELECT format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', d.datname)
  FROM pg_database d
 WHERE d.datname IN ('postgres', 'template1')
   AND has_database_privilege('public', d.oid, 'CONNECT');
