/** A row that is there on either side, or on both. */
export interface Pair<Left, Right> {
  readonly key: string;
  readonly left: Left | undefined;
  readonly right: Right | undefined;
}

interface Keyed {
  readonly key: string;
}

/**
 * Joins two streams that no query can join, since each comes from a database of its own. Both must
 * be in the order of their keys, with each key once; one row of each is held at a time.
 */
export async function* pairByKey<Left extends Keyed, Right extends Keyed>(
  lefts: AsyncIterator<Left, unknown>,
  rights: AsyncIterator<Right, unknown>,
): AsyncGenerator<Pair<Left, Right>> {
  let left = await take(lefts);
  let right = await take(rights);
  while (left !== undefined || right !== undefined) {
    const key = first(left?.key, right?.key);
    const pair = { key, left: left?.key === key ? left : undefined, right: right?.key === key ? right : undefined };
    yield pair;
    if (pair.left !== undefined) left = await take(lefts, key);
    if (pair.right !== undefined) right = await take(rights, key);
  }
}

/** @throws {Error} on a key that does not follow the one before: pairs would be missed. */
async function take<Row extends Keyed>(rows: AsyncIterator<Row, unknown>, before = ''): Promise<Row | undefined> {
  const next = await rows.next();
  if (next.done) return undefined;
  const row: Row = next.value;
  if (row.key <= before) throw new Error(`key ${row.key} came after ${before}`);
  return row;
}

function first(left: string | undefined, right: string | undefined): string {
  if (left === undefined || right === undefined) return left ?? right ?? '';
  return left < right ? left : right;
}
