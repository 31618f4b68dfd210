-- What an order was before it changed: whoever watches it is told of every change, also of those that came faster
-- than they could be told, or while nobody told them. What never changes stands in the order alone.
CREATE TABLE order_versions (
  order_id UUID NOT NULL,
  version BIGINT NOT NULL,
  status order_status NOT NULL,
  captured_minor_units BIGINT NOT NULL,
  refunded_minor_units BIGINT NOT NULL,
  next_action next_action_kind,
  redirect_url TEXT,
  decline_code TEXT,
  carrier TEXT,
  tracking_number TEXT,
  ship_time TIMESTAMPTZ(3),
  cancel_reason TEXT,
  update_time TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY (order_id, version)
);

-- By a trigger, so that no statement that changes an order can forget it, those of an older release neither. The
-- history of an order goes with the account that it was of: people write names into reasons.
CREATE FUNCTION keep_order_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.user_id IS NULL THEN
    DELETE FROM order_versions WHERE order_id = OLD.order_id;
  ELSE
    INSERT INTO order_versions (order_id, version, status, captured_minor_units, refunded_minor_units, next_action,
      redirect_url, decline_code, carrier, tracking_number, ship_time, cancel_reason, update_time)
    VALUES (OLD.order_id, OLD.version, OLD.status, OLD.captured_minor_units, OLD.refunded_minor_units, OLD.next_action,
      OLD.redirect_url, OLD.decline_code, OLD.carrier, OLD.tracking_number, OLD.ship_time, OLD.cancel_reason,
      OLD.update_time);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER orders_keep_version AFTER UPDATE OF version ON orders
  FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION keep_order_version();
