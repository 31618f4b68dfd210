/** Statements that a connection keeps prepared, at the most. */
const MAX_PREPARED = 300;

/** Longer ones, such as lists of any length that are written out, hardly come again. */
const MAX_LENGTH = 5_000;

/**
 * Names for statements, so that PostgreSQL parses and plans each once for a connection and not with
 * each call; empty for those that are not worth it. For PrismaPg's `statementNameGenerator`.
 */
export function statementNames(): (statement: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MAX_PREPARED || sql.length > MAX_LENGTH) return '';
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}
