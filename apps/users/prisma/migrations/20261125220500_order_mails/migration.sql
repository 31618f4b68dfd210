-- Mails about orders: kept before they are sent, and their ids for a while after, so that a repeat sends nothing.
CREATE TABLE "order_mails" (
    "notice_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "subject" TEXT,
    "text" TEXT,
    "due_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "order_mails_pkey" PRIMARY KEY ("notice_id"),
    CONSTRAINT "order_mails_text" CHECK (("subject" IS NULL) = ("text" IS NULL)),
    CONSTRAINT "order_mails_due" CHECK ("due_at" IS NULL OR "text" IS NOT NULL),
    CONSTRAINT "order_mails_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "order_mails_user_id_idx" ON "order_mails"("user_id");
CREATE INDEX "order_mails_due_at_idx" ON "order_mails"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "order_mails_created_at_idx" ON "order_mails"("created_at");
