-- Collation "C" for what is code, not language: its order is the same on every system, so that an
-- upgrade of the system's library leaves the indexes whole, and comparing is cheap.
CREATE TABLE product (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sku         text COLLATE "C" NOT NULL CHECK (sku ~ '^[A-Z0-9._-]{1,64}$'),
  name        text             NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  description text             NOT NULL CHECK (char_length(description) <= 4000),
  category    text COLLATE "C" NOT NULL CHECK (category ~ '^[a-z0-9-]{1,64}$'),
  price       numeric(12, 2)   NOT NULL CHECK (price >= 0),
  currency    text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  stock       integer          NOT NULL CHECK (stock BETWEEN 0 AND 1000000000),
  version     bigint           NOT NULL DEFAULT 1,
  created_at  timestamptz      NOT NULL DEFAULT now(),
  updated_at  timestamptz      NOT NULL DEFAULT now()
);

-- Indexes, one for each question:
--   a product, and a page of all products behind an id: the primary key;
--   the product of a sku, which is what an import asks: this one.
CREATE UNIQUE INDEX product_sku_key ON product (sku);
--   a page of one category behind an id, in order, without sorting; and, read alone, the counts of
--   all categories.
CREATE INDEX product_category_id ON product (category, id);

GRANT USAGE ON SCHEMA public TO product_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON product TO product_service;
-- So that the service can see how far the schema is.
GRANT SELECT ON flyway_schema_history TO product_service;
