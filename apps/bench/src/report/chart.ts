// Bars as SVG, by hand: a benchmark needs no library for a few rectangles.

export interface Bar {
  readonly name: string;
  /** Parts of the bar from the left, by name; a part is drawn in the colour of its name's place. */
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  /** Written behind the bar. */
  readonly text: string;
  /** From where to where rounds lie apart. */
  readonly range?: { readonly min: number; readonly max: number };
}

export interface Chart {
  readonly title: string;
  /** A line across all bars, such as what is to be reached. */
  readonly line?: { readonly at: number; readonly text: string };
  readonly bars: readonly Bar[];
}

const [WIDTH, NAMES, TEXTS, ROW, TOP] = [1160, 560, 160, 24, 64];
const COLOURS = ['#2a6f97', '#e76f51', '#2a9d8f', '#e9c46a', '#8d6cab', '#8d99ae', '#bc4749'];

export function renderChart({ title, line, bars }: Chart): string {
  const most = Math.max(line?.at ?? 0, ...bars.map((bar) => Math.max(totalOf(bar), bar.range?.max ?? 0)), 1e-9);
  const x = (value: number) => round(NAMES + (value / most) * (WIDTH - NAMES - TEXTS));
  const names = [...new Set(bars.flatMap(({ parts }) => parts.map((part) => part.name)))];
  const height = TOP + bars.length * ROW + 16;
  const body = [
    `<text x="16" y="24" font-size="16" font-weight="bold">${escaped(title)}</text>`,
    ...(names.length > 1 ? names.map((name, index) => legend(name, index)) : []),
    // Under the bars and what is written behind them.
    ...(line ? lineAt(x(line.at), line.text, height) : []),
    ...bars.flatMap((bar, index) => barOf(bar, names, TOP + index * ROW, x)),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" fill="#222">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...body,
    '</svg>\n',
  ].join('\n');
}

function barOf({ name, parts, text, range }: Bar, names: readonly string[], y: number, x: (value: number) => number) {
  let from = 0;
  const rectangles = parts.map((part) => {
    const [start, end] = [x(from), x((from += part.value))];
    const colour = COLOURS[names.indexOf(part.name) % COLOURS.length] ?? '';
    return `<rect x="${start}" y="${y}" width="${round(end - start)}" height="${ROW - 8}" fill="${colour}"/>`;
  });
  const middle = y + (ROW - 8) / 2;
  const spread = range
    ? [`<path d="M${x(range.min)} ${middle}H${x(range.max)}" stroke="#222" stroke-width="1.5"/>`]
    : [];
  return [
    `<text x="${NAMES - 8}" y="${y + 12}" text-anchor="end">${escaped(name)}</text>`,
    ...rectangles,
    ...spread,
    `<text x="${Math.max(x(from), x(range?.max ?? 0)) + 6}" y="${y + 12}">${escaped(text)}</text>`,
  ];
}

function legend(name: string, index: number): string {
  const left = 16 + index * 150;
  const colour = COLOURS[index % COLOURS.length] ?? '';
  return `<rect x="${left}" y="36" width="12" height="12" fill="${colour}"/><text x="${left + 18}" y="46">${escaped(name)}</text>`;
}

function lineAt(x: number, text: string, height: number): string[] {
  return [
    `<path d="M${x} ${TOP - 8}V${height - 12}" stroke="#888" stroke-dasharray="4 3"/>`,
    `<text x="${x}" y="${TOP - 12}" text-anchor="middle">${escaped(text)}</text>`,
  ];
}

function totalOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
