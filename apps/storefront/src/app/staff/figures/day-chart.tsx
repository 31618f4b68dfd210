import type { Chart } from './chart.server.ts';

interface DayChartProps {
  /** For a wide window, and for a phone. */
  readonly charts: readonly Chart[];
  readonly kind: 'bars' | 'line';
  /** What it shows, in a sentence. */
  readonly label: string;
}

const SHOWN = ['hidden sm:block', 'sm:hidden'];

/** Figures by day. The table beside it says the same to whoever does not see it. */
export function DayChart({ charts, kind, label }: DayChartProps) {
  return charts.map((chart, index) => (
    <svg
      key={chart.width}
      viewBox={`0 0 ${chart.width} ${chart.height}`}
      className={`w-full ${SHOWN[index] ?? ''}`}
      role="img"
      aria-label={label}
    >
      {chart.ticks.map(({ y, text }) => (
        <g key={y}>
          <line x1="48" x2={chart.width} y1={y} y2={y} className="stroke-line" />
          <text x="40" y={y + 4} textAnchor="end" fontSize="12" className="fill-muted">
            {text}
          </text>
        </g>
      ))}
      {kind === 'bars' ? <Bars chart={chart} /> : <Line chart={chart} />}
      {chart.days.map(({ x, text }) => (
        <text key={x} x={x} y={chart.height - 6} textAnchor="middle" fontSize="12" className="fill-muted">
          {text}
        </text>
      ))}
    </svg>
  ));
}

function Bars({ chart }: { readonly chart: Chart }) {
  return chart.bars.map(({ text, ...box }) => (
    <rect key={box.x} {...box} rx="1.5" className="fill-brand">
      <title>{text}</title>
    </rect>
  ));
}

function Line({ chart }: { readonly chart: Chart }) {
  return (
    <>
      <path d={chart.area} className="fill-brand opacity-15" />
      <path d={chart.line} className="fill-none stroke-brand" strokeWidth="2" strokeLinejoin="round" />
    </>
  );
}
