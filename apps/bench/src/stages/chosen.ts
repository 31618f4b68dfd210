import type { Cell } from '../measure/cell.ts';
import { UsageError } from '../options.ts';

type Named = Pick<Cell<never>, 'name' | 'floor' | 'small' | 'needs'>;

/** Names of the cells whose names hold the text, of their floors, and of what must be measured before. */
export function chosenNames(cells: readonly Named[], only: string): ReadonlySet<string> {
  const wanted = cells.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
  if (wanted.length === 0) {
    const names = cells.map(({ name }) => `"${name}"`).join(', ');
    throw new UsageError(`--only: one of ${names}, or a part of it, is allowed`);
  }
  const chosen = new Set<string>();
  const choose = ({ name, floor, small, needs = [] }: Named) => {
    if (chosen.has(name)) return;
    chosen.add(name);
    const others = [floor, small, ...needs];
    cells.filter((cell) => others.includes(cell.name)).forEach(choose);
  };
  wanted.forEach(choose);
  return chosen;
}
