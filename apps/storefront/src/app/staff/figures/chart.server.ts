import { scaleBand, scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';

/** One day of a chart. */
export interface Point {
  readonly day: string;
  readonly value: number;
  /** The value as people write it. */
  readonly text: string;
}

/** A chart as it is drawn; worked out by the server, so that browsers load no mathematics. */
export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly (Box & { readonly text: string })[];
  /** The same values as a line, and the area below it. */
  readonly line: string;
  readonly area: string;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly days: readonly { readonly x: number; readonly text: string }[];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Room for the figures at the left, for half of the last day's name, and for the days below; in the chart's own units. */
const LEFT = 56;
const RIGHT = 22;
const BELOW = 26;
const ABOVE = 10;

interface ChartOptions {
  readonly width: number;
  readonly height: number;
  readonly mostDays: number;
  readonly formatValue: (value: number) => string;
  readonly formatDay: (day: string) => string;
}

export function chartOf(points: readonly Point[], options: ChartOptions): Chart {
  const { width, height, mostDays, formatValue, formatDay } = options;
  const floor = height - BELOW;
  const across = scaleBand(
    points.map(({ day }) => day),
    [LEFT, width - RIGHT],
  ).padding(0.2);
  const up = scaleLinear([0, Math.max(1, ...points.map(({ value }) => value))], [floor, ABOVE]).nice(4);
  const middle = ({ day }: Point) => round((across(day) ?? 0) + across.bandwidth() / 2);
  const every = Math.ceil(points.length / mostDays);
  return {
    ...{ width, height },
    bars: points.map(({ day, value, text }) => ({
      ...{ x: round(across(day) ?? 0), y: round(up(value)), text: `${formatDay(day)}: ${text}` },
      ...{ width: round(across.bandwidth()), height: round(floor - up(value)) },
    })),
    line: line<Point>(middle, ({ value }) => round(up(value)))(points) ?? '',
    area: area<Point>(middle, floor, ({ value }) => round(up(value)))(points) ?? '',
    ticks: up
      .ticks(4)
      .filter(Number.isInteger)
      .map((value) => ({ y: round(up(value)), text: formatValue(value) })),
    // From the last day backwards: that is the one that matters.
    days: points
      .filter((_, index) => (points.length - 1 - index) % every === 0)
      .map((point) => ({ x: middle(point), text: formatDay(point.day) })),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
