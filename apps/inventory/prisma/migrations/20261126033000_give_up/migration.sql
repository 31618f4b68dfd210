-- Gives a statement up as a whole, as one that lost a race for its rows: to be run again.
CREATE FUNCTION give_up_if(lost BOOLEAN) RETURNS BOOLEAN VOLATILE LANGUAGE plpgsql AS $$
BEGIN
  IF lost THEN RAISE EXCEPTION 'what was decided does not hold any more' USING ERRCODE = 'serialization_failure'; END IF;
  RETURN true;
END $$;
