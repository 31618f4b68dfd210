interface Keyed {
  readonly key: string;
}

/**
 * Rows in the order of their keys, so many at a time. A page is read while the one before it is
 * looked at, so that neither side waits for the other; two of them are held.
 */
export async function* pageByPage<Row extends Keyed>(
  read: (after: string) => Promise<readonly Row[]>,
  size: number,
): AsyncGenerator<Row> {
  let reading: Promise<readonly Row[]> | undefined = read('');
  while (reading) {
    const rows: readonly Row[] = await reading;
    const last = rows.length === size ? rows.at(-1) : undefined;
    reading = last && read(last.key);
    // What fails meanwhile is told when it is its turn.
    reading?.catch(() => undefined);
    yield* rows;
  }
}
