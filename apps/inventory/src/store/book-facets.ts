import type { Facet } from '../domain/book-finder.ts';
import type { Database } from './database.ts';
import { Prisma } from './gen/client.ts';

interface FacetRow {
  readonly field: Facet['field'];
  readonly value: string;
  readonly count: bigint;
}

/** Counts the values of the books that a condition on `books AS b` finds; the ten most frequent each. */
export async function countFacets(database: Database, condition: Prisma.Sql): Promise<readonly Facet[]> {
  const rows = await database.$queryRaw<FacetRow[]>`
    WITH found AS MATERIALIZED (SELECT b.authors, b.subjects, b.language FROM books AS b WHERE ${condition}),
    counted AS (
      (${countOf(AUTHOR)}) UNION ALL (${countOf(SUBJECT)}) UNION ALL (${countOf(LANGUAGE)})
    )
    SELECT field, value, count FROM counted ORDER BY field, count DESC, value COLLATE "C"`;
  return (['author', 'subject', 'language'] as const).map((field) => ({
    field,
    values: rows.filter((row) => row.field === field).map(({ value, count }) => ({ value, count })),
  }));
}

const AUTHOR = {
  field: Prisma.sql`'author'`,
  values: Prisma.sql`LATERAL (SELECT DISTINCT unnest(authors) AS value) AS each`,
};
const SUBJECT = {
  field: Prisma.sql`'subject'`,
  values: Prisma.sql`LATERAL (SELECT DISTINCT unnest(subjects) AS value) AS each`,
};
const LANGUAGE = { field: Prisma.sql`'language'`, values: Prisma.sql`LATERAL (SELECT language AS value) AS each` };

function countOf({ field, values }: typeof AUTHOR): Prisma.Sql {
  return Prisma.sql`
    SELECT ${field} AS field, each.value, count(*) AS count FROM found, ${values} WHERE each.value <> ''
    GROUP BY each.value ORDER BY count DESC, each.value COLLATE "C" LIMIT 10`;
}
