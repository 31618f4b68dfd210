CREATE TYPE order_status AS ENUM
  ('AWAITING_PAYMENT', 'PAID', 'SHIPPED', 'COMPLETED', 'CANCELLED', 'PAYMENT_FAILED', 'EXPIRED');
CREATE TYPE order_actor AS ENUM ('OWNER', 'STAFF', 'SYSTEM');
CREATE TYPE next_action_kind AS ENUM ('REDIRECT', 'WAIT');
CREATE TYPE stock_outcome AS ENUM ('NONE', 'COMMIT', 'RELEASE', 'RETURN');
CREATE TYPE refund_status AS ENUM ('PENDING', 'DONE', 'FAILED');

CREATE TABLE orders (
  order_id UUID PRIMARY KEY,
  user_id UUID,
  request_id UUID,
  content_hash TEXT,
  status order_status NOT NULL,
  currency_code CHAR(3) NOT NULL,
  total_minor_units BIGINT NOT NULL,
  captured_minor_units BIGINT NOT NULL DEFAULT 0,
  refunded_minor_units BIGINT NOT NULL DEFAULT 0,
  shipping_address JSONB,
  payment_intent_id TEXT,
  next_action next_action_kind,
  redirect_url TEXT,
  decline_code TEXT,
  carrier TEXT,
  tracking_number TEXT,
  ship_time TIMESTAMPTZ(3),
  cancel_reason TEXT,
  pay_by TIMESTAMPTZ(3),
  payment_check_at TIMESTAMPTZ(3),
  stock_outcome stock_outcome NOT NULL DEFAULT 'NONE',
  stock_due_at TIMESTAMPTZ(3),
  version BIGINT NOT NULL DEFAULT 1,
  create_time TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  update_time TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- Only a tombstone costs nothing.
  CONSTRAINT orders_total CHECK (CASE WHEN request_id IS NULL THEN total_minor_units = 0 ELSE total_minor_units > 0 END),
  CONSTRAINT orders_captured CHECK (captured_minor_units BETWEEN 0 AND total_minor_units),
  CONSTRAINT orders_refunded CHECK (refunded_minor_units BETWEEN 0 AND captured_minor_units),
  CONSTRAINT orders_paid_in_full
    CHECK (status NOT IN ('PAID', 'SHIPPED', 'COMPLETED') OR captured_minor_units = total_minor_units),
  CONSTRAINT orders_shipped_by_somebody CHECK (status NOT IN ('SHIPPED', 'COMPLETED') OR carrier IS NOT NULL),
  CONSTRAINT orders_redirect CHECK ((next_action IS NOT DISTINCT FROM 'REDIRECT') = (redirect_url IS NOT NULL)),
  -- Nothing is left between states: what waits for its payment is looked up, and what does not has an outcome.
  CONSTRAINT orders_awaiting_payment CHECK (
    CASE WHEN status = 'AWAITING_PAYMENT'
      THEN payment_intent_id IS NOT NULL AND pay_by IS NOT NULL AND payment_check_at IS NOT NULL
        AND stock_outcome = 'NONE'
      ELSE payment_check_at IS NULL AND next_action IS NULL AND stock_outcome <> 'NONE'
    END
  ),
  CONSTRAINT orders_nothing_to_tell CHECK (stock_outcome <> 'NONE' OR stock_due_at IS NULL)
);

CREATE UNIQUE INDEX orders_user_id_request_id_key ON orders (user_id, request_id);
CREATE INDEX orders_user_id_create_time_order_id_idx ON orders (user_id, create_time DESC, order_id DESC);
CREATE INDEX orders_create_time_order_id_idx ON orders (create_time DESC, order_id DESC);
CREATE INDEX orders_status_create_time_order_id_idx ON orders (status, create_time DESC, order_id DESC);
CREATE INDEX orders_payment_check_at_idx ON orders (payment_check_at) WHERE payment_check_at IS NOT NULL;
CREATE INDEX orders_stock_due_at_idx ON orders (stock_due_at) WHERE stock_due_at IS NOT NULL;

CREATE TABLE order_lines (
  order_id UUID NOT NULL REFERENCES orders (order_id) ON UPDATE CASCADE ON DELETE RESTRICT,
  position SMALLINT NOT NULL,
  book_id UUID NOT NULL,
  title TEXT NOT NULL,
  isbn TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price_minor_units BIGINT NOT NULL CHECK (unit_price_minor_units >= 0),
  PRIMARY KEY (order_id, position)
);

CREATE TABLE order_status_changes (
  order_id UUID NOT NULL REFERENCES orders (order_id) ON UPDATE CASCADE ON DELETE RESTRICT,
  version BIGINT NOT NULL,
  status order_status NOT NULL,
  actor order_actor NOT NULL,
  create_time TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY (order_id, version)
);

CREATE TABLE refunds (
  refund_id UUID PRIMARY KEY,
  order_id UUID NOT NULL REFERENCES orders (order_id) ON UPDATE CASCADE ON DELETE RESTRICT,
  amount_minor_units BIGINT NOT NULL CHECK (amount_minor_units > 0),
  status refund_status NOT NULL DEFAULT 'PENDING',
  reason TEXT NOT NULL,
  due_at TIMESTAMPTZ(3),
  create_time TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT refunds_due CHECK ((status = 'PENDING') = (due_at IS NOT NULL))
);

CREATE INDEX refunds_order_id_idx ON refunds (order_id);
CREATE INDEX refunds_due_at_idx ON refunds (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE buyers (
  user_id UUID PRIMARY KEY,
  erase_time TIMESTAMPTZ(3)
);

CREATE TABLE audit_log (
  entry_id BIGSERIAL PRIMARY KEY,
  staff_user_id UUID NOT NULL,
  action TEXT NOT NULL,
  order_id UUID NOT NULL,
  order_version BIGINT NOT NULL,
  create_time TIMESTAMPTZ(3) NOT NULL
);

CREATE INDEX audit_log_order_id_idx ON audit_log (order_id);
