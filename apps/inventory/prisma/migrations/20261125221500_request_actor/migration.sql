-- Whose request it was: nobody else may take it for theirs. Null for those of before.
ALTER TABLE "requests" ADD COLUMN "actor_id" UUID;
