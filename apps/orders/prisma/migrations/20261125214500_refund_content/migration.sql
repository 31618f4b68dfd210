-- What a repeat of a refund's request must match; of refunds that nobody asked for by a request, there is none.
ALTER TABLE refunds ADD COLUMN content_hash TEXT;
