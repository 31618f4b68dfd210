/** The tables that PostgreSQL means to read from end to end, of the rows that EXPLAIN gives. */
export function wholeScans(plan: readonly { readonly 'QUERY PLAN': string }[]): string[] {
  return plan.flatMap((row) => /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1] ?? []);
}
