-- Both are trusted extensions: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;

-- The functions below are written in PL/pgSQL because it keeps their plans: nested SQL functions
-- would be planned at each call and take most of the time of an import.

-- How text is compared: without case and accents, whatever locale the database has (a cluster of
-- locale C knows only the case of ASCII, hence the collation). unaccent() is called STABLE since
-- its rules could be edited; ours are those that PostgreSQL ships, so this may say IMMUTABLE.
CREATE FUNCTION fold(value TEXT) RETURNS TEXT IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  RETURN lower(public.unaccent('public.unaccent', normalize(value, NFKC)) COLLATE "pg_catalog"."pg_c_utf8");
END $$;

-- The words of a text, folded, with one space between.
CREATE FUNCTION words(value TEXT) RETURNS TEXT IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  RETURN btrim(regexp_replace(fold(value) COLLATE "pg_catalog"."pg_c_utf8", '[^[:alnum:]]+', ' ', 'g'));
END $$;

-- The words of a text, and once more in one piece those with punctuation inside, so that "enders"
-- finds "Ender's", "jk" finds "J.K." and "catch22" finds "Catch-22".
CREATE FUNCTION words_to_index(value TEXT) RETURNS TEXT IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  folded TEXT COLLATE "pg_catalog"."pg_c_utf8" := fold(value);
  indexed TEXT := words(value);
  match TEXT[];
BEGIN
  IF folded ~ '[''’.-]' THEN
    FOR match IN SELECT regexp_matches(folded, '([[:alnum:]]+(?:[''’.-][[:alnum:]]+)+)', 'g') LOOP
      indexed := indexed || ' ' || regexp_replace(match[1], '[''’.-]', '', 'g');
    END LOOP;
  END IF;
  RETURN indexed;
END $$;

CREATE FUNCTION search_document(title TEXT, authors TEXT[], subjects TEXT[], publisher TEXT, description TEXT)
RETURNS tsvector IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  RETURN setweight(to_tsvector('pg_catalog.simple', words_to_index(title)), 'A')
    || setweight(to_tsvector('pg_catalog.simple', words_to_index(array_to_string(authors, ' '))), 'B')
    || setweight(to_tsvector('pg_catalog.simple', words_to_index(array_to_string(subjects, ' '))), 'C')
    || setweight(to_tsvector('pg_catalog.simple', words_to_index(publisher || ' ' || description)), 'D');
END $$;

-- What a filter compares whole: one array and one index for all three. A language stands with each
-- of its prefixes, so that `en` finds `en-US`.
CREATE FUNCTION filter_keys(authors TEXT[], subjects TEXT[], language TEXT)
RETURNS TEXT[] IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  keys TEXT[] := '{}';
  value TEXT;
  tag TEXT := '';
BEGIN
  FOREACH value IN ARRAY authors LOOP
    keys := keys || ('author:' || fold(value));
  END LOOP;
  FOREACH value IN ARRAY subjects LOOP
    keys := keys || ('subject:' || fold(value));
  END LOOP;
  FOREACH value IN ARRAY string_to_array(lower(language), '-') LOOP
    tag := tag || value;
    keys := keys || ('language:' || tag);
    tag := tag || '-';
  END LOOP;
  RETURN keys;
END $$;

-- What a title is known by: its words without the series in brackets and without the article.
CREATE FUNCTION heading(title TEXT) RETURNS TEXT IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
BEGIN
  RETURN regexp_replace(words(split_part(title, ' (', 1)), '^(the|an?) ', '');
END $$;

CREATE TABLE "books" (
  "id" UUID NOT NULL,
  "title" TEXT NOT NULL,
  "authors" TEXT[] NOT NULL,
  "isbn" TEXT,
  "publisher" TEXT NOT NULL,
  "published_year" INTEGER,
  "language" TEXT NOT NULL,
  "subjects" TEXT[] NOT NULL,
  "description" TEXT NOT NULL,
  "price_minor_units" BIGINT NOT NULL,
  "currency_code" TEXT NOT NULL,
  "source" TEXT,
  "source_key" TEXT,
  "status" TEXT NOT NULL DEFAULT 'ACTIVE',
  "version" BIGINT NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- Cut so that a page token can carry it.
  "title_key" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (left(fold("title"), 200)) STORED,
  "heading" TEXT NOT NULL GENERATED ALWAYS AS (heading("title")) STORED,
  "filter_keys" TEXT[] NOT NULL GENERATED ALWAYS AS (filter_keys("authors", "subjects", "language")) STORED,
  "search" tsvector NOT NULL
    GENERATED ALWAYS AS (search_document("title", "authors", "subjects", "publisher", "description")) STORED,

  CONSTRAINT "books_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "books_isbn_form" CHECK ("isbn" ~ '^97[89][0-9]{10}$'),
  CONSTRAINT "books_price_form" CHECK ("price_minor_units" >= 0 AND "currency_code" ~ '^[A-Z]{3}$'),
  CONSTRAINT "books_source_whole" CHECK (("source" IS NULL) = ("source_key" IS NULL)),
  CONSTRAINT "books_status_known" CHECK ("status" IN ('ACTIVE', 'RETIRED'))
);

CREATE UNIQUE INDEX "books_isbn_key" ON "books" ("isbn");
CREATE UNIQUE INDEX "books_source_key" ON "books" ("source", "source_key");
-- One index for each order of ListBooks; the id settles ties.
CREATE INDEX "books_title_idx" ON "books" ("title_key", "id");
CREATE INDEX "books_price_idx" ON "books" ("currency_code", "price_minor_units", "id");
CREATE INDEX "books_published_idx" ON "books" ((coalesce("published_year", -32768)), "id");
CREATE INDEX "books_added_idx" ON "books" ("created_at", "id");
CREATE INDEX "books_filter_idx" ON "books" USING GIN ("filter_keys");
CREATE INDEX "books_search_idx" ON "books" USING GIN ("search");

-- The words that spelling is mended with: those of titles, authors and subjects. It only grows; a
-- word that no book has any more does no harm, since what it would find is looked up in books.
CREATE TABLE "search_terms" (
  "term" TEXT COLLATE "C" NOT NULL,
  CONSTRAINT "search_terms_pkey" PRIMARY KEY ("term")
);
CREATE INDEX "search_terms_similar_idx" ON "search_terms" USING GIN ("term" gin_trgm_ops);

-- In one order, so that two writers of the same words never wait for each other in a circle.
CREATE FUNCTION keep_search_terms() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_terms (term)
  SELECT DISTINCT word.lexeme COLLATE "C" AS term
  FROM changed_books, unnest(changed_books.search) AS word
  WHERE word.weights && ARRAY['A', 'B', 'C'] AND length(word.lexeme) BETWEEN 2 AND 60
    AND NOT EXISTS (SELECT FROM search_terms AS known WHERE known.term = word.lexeme COLLATE "C")
  ORDER BY term
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER "books_added_terms" AFTER INSERT ON "books"
REFERENCING NEW TABLE AS changed_books FOR EACH STATEMENT EXECUTE FUNCTION keep_search_terms();
CREATE TRIGGER "books_changed_terms" AFTER UPDATE ON "books"
REFERENCING NEW TABLE AS changed_books FOR EACH STATEMENT EXECUTE FUNCTION keep_search_terms();

-- Narrow rows that every order rewrites; room is left on the page so that they stay on it.
CREATE TABLE "stock_levels" (
  "book_id" UUID NOT NULL,
  "on_hand" BIGINT NOT NULL,
  "reserved" BIGINT NOT NULL,
  -- Grows with every change.
  "version" BIGINT NOT NULL,

  CONSTRAINT "stock_levels_pkey" PRIMARY KEY ("book_id"),
  CONSTRAINT "stock_levels_book_id_fkey" FOREIGN KEY ("book_id") REFERENCES "books" ("id") ON DELETE RESTRICT,
  CONSTRAINT "stock_levels_on_hand_range" CHECK ("on_hand" >= 0),
  CONSTRAINT "stock_levels_reserved_range" CHECK ("reserved" >= 0 AND "reserved" <= "on_hand")
) WITH (fillfactor = 70);

-- Append-only. The stock's version orders a book's movements and is their key. No foreign keys:
-- whoever writes one holds the lock of the book's stock row, and books are never deleted.
CREATE TABLE "stock_movements" (
  "book_id" UUID NOT NULL,
  "stock_version" BIGINT NOT NULL,
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "quantity" BIGINT NOT NULL,
  "on_hand_after" BIGINT NOT NULL,
  "reason" TEXT NOT NULL,
  "note" TEXT NOT NULL DEFAULT '',
  "order_id" UUID,
  "return_id" UUID,
  "actor_id" UUID,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("book_id", "stock_version"),
  CONSTRAINT "stock_movements_quantity_some" CHECK ("quantity" <> 0),
  CONSTRAINT "stock_movements_on_hand_after_range" CHECK ("on_hand_after" >= 0),
  CONSTRAINT "stock_movements_reason_known"
    CHECK ("reason" IN ('INITIAL', 'RECEIVED', 'SOLD', 'RETURNED', 'DAMAGED', 'LOST', 'COUNTED')),
  CONSTRAINT "stock_movements_sale_has_order" CHECK ("reason" <> 'SOLD' OR "order_id" IS NOT NULL)
);
-- Sold once for each line of an order, come back once for each line of a return.
CREATE UNIQUE INDEX "stock_movements_order_key"
  ON "stock_movements" ("order_id", "book_id", "return_id") NULLS NOT DISTINCT WHERE "order_id" IS NOT NULL;

CREATE TABLE "reservations" (
  "order_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "order_version" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "reservations_pkey" PRIMARY KEY ("order_id"),
  CONSTRAINT "reservations_state_known" CHECK ("state" IN ('HELD', 'COMMITTED', 'RELEASED'))
);
CREATE INDEX "reservations_held_idx" ON "reservations" ("due_at", "order_id") WHERE "state" = 'HELD';
CREATE INDEX "reservations_due_idx" ON "reservations" ("due_at", "order_id");

CREATE TABLE "reservation_lines" (
  "order_id" UUID NOT NULL,
  "book_id" UUID NOT NULL,
  "quantity" BIGINT NOT NULL,
  "returned" BIGINT NOT NULL DEFAULT 0,
  "unit_price_minor_units" BIGINT NOT NULL,
  "currency_code" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "isbn" TEXT,

  CONSTRAINT "reservation_lines_pkey" PRIMARY KEY ("order_id", "book_id"),
  CONSTRAINT "reservation_lines_order_id_fkey"
    FOREIGN KEY ("order_id") REFERENCES "reservations" ("order_id") ON DELETE RESTRICT,
  CONSTRAINT "reservation_lines_quantity_range" CHECK ("quantity" > 0),
  CONSTRAINT "reservation_lines_returned_range" CHECK ("returned" BETWEEN 0 AND "quantity")
);

-- Which returns have been taken in, and what each asked for.
CREATE TABLE "returns" (
  "return_id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "content" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "returns_pkey" PRIMARY KEY ("return_id"),
  CONSTRAINT "returns_order_id_fkey"
    FOREIGN KEY ("order_id") REFERENCES "reservations" ("order_id") ON DELETE RESTRICT
);

-- Which requests have been carried out, so that a repeat gets the same answer.
CREATE TABLE "requests" (
  "request_id" UUID NOT NULL,
  "content_hash" TEXT NOT NULL,
  "book_id" UUID NOT NULL,
  -- Of an adjustment: the movement, and what was reserved then.
  "stock_version" BIGINT,
  "reserved" BIGINT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "requests_pkey" PRIMARY KEY ("request_id")
);

-- What staff changed; written in the transaction of the change.
CREATE TABLE "audit_log" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY,
  "actor_id" UUID NOT NULL,
  "action" TEXT NOT NULL,
  "book_id" UUID,
  "details" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "audit_log_book_idx" ON "audit_log" ("book_id", "id");
