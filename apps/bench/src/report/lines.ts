/** The same without columns in which nothing stands below the head. */
export function withoutEmpty([head = [], ...body]: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const kept = head.map((_, column) => body.some((line) => (line[column] ?? '') !== ''));
  return [head, ...body].map((line) => line.filter((__, column) => kept[column]));
}

/** Lines of cells as text: the first column to the left, the others to the right. */
export function align(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const padded = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(padded).join('  ').trimEnd()).join('\n');
}
