-- What else buyers are told of: an order that was called off, with what goes back for it, and a refund that failed.
ALTER TYPE order_event ADD VALUE 'CANCELLED';
ALTER TYPE order_event ADD VALUE 'REFUND_FAILED';

-- As text, since new values cannot be used before they are committed.
ALTER TABLE buyer_notices
  DROP CONSTRAINT buyer_notices_refund,
  ADD CONSTRAINT buyer_notices_refund CHECK (
    event::text = 'CANCELLED' OR (event::text IN ('REFUNDED', 'REFUND_FAILED')) = (refund_id IS NOT NULL)
  ),
  -- A claim puts due_at off; this says for how long somebody has waited to hear.
  ADD COLUMN create_time TIMESTAMPTZ(3) NOT NULL DEFAULT now();

-- The buyer hears of these with the cancellation, and not once more when they are done.
ALTER TABLE refunds ADD COLUMN announced BOOLEAN NOT NULL DEFAULT false;
