-- What buyers are still to be told by mail; a row goes once users has taken the notice on.
CREATE TYPE order_event AS ENUM ('CONFIRMED', 'SHIPPED', 'REFUNDED');

CREATE TABLE buyer_notices (
  notice_id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  order_id UUID NOT NULL REFERENCES orders (order_id) ON UPDATE CASCADE ON DELETE RESTRICT,
  event order_event NOT NULL,
  refund_id UUID REFERENCES refunds (refund_id) ON UPDATE CASCADE ON DELETE RESTRICT,
  due_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT buyer_notices_refund CHECK ((event = 'REFUNDED') = (refund_id IS NOT NULL))
);

CREATE INDEX buyer_notices_due_at_idx ON buyer_notices (due_at);
