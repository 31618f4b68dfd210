CREATE TABLE "counter" (
    "name" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    CONSTRAINT "counter_pkey" PRIMARY KEY ("name")
);
