CREATE TABLE account (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email         text        NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
  name          text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  password_hash text        NOT NULL,
  version       bigint      NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);

-- One account for an address, however it is capitalised.
CREATE UNIQUE INDEX account_email_key ON account (lower(email));

GRANT USAGE ON SCHEMA public TO user_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON account TO user_service;
-- So that the service can see how far the schema is.
GRANT SELECT ON flyway_schema_history TO user_service;
