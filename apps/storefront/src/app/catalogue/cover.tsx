import { hashOf } from './hash-of.ts';
import { inkOf, type Palette, paletteOf } from './palette.ts';

interface CoverProps {
  readonly title: string;
  readonly author: string;
  readonly subject: string | undefined;
  readonly className?: string;
}

const WIDTH = 200;
const HEIGHT = 300;

/** A cover that a book always has, made of its words: colours by subject, a pattern by title. */
export function Cover({ title, author, subject, className }: CoverProps) {
  const seed = hashOf(`${title}\n${author}`);
  const palette = paletteOf(subject ?? '', seed);
  const { lines, size } = setTitle(title.replace(/ \(.*\)$/, ''));
  const Pattern = PATTERNS[(seed >>> 8) % PATTERNS.length] ?? Arches;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={className} aria-hidden="true" focusable="false">
      <rect width={WIDTH} height={HEIGHT} fill={palette.ground} />
      <Pattern palette={palette} seed={seed} />
      <rect width="5" height={HEIGHT} fill="#000" opacity="0.16" />
      <g fill={inkOf(palette)} fontFamily="'Fraunces Variable', Georgia, serif">
        {lines.map((line, index) => (
          <text key={index} x="20" y={42 + index * size * 1.2} fontSize={size} fontWeight="600">
            {line}
          </text>
        ))}
        <text x="20" y={HEIGHT - 22} fontSize="12" letterSpacing="0.4">
          {author.length > 26 ? `${author.slice(0, 25)}…` : author}
        </text>
      </g>
    </svg>
  );
}

interface PatternProps {
  readonly palette: Palette;
  readonly seed: number;
}

const PATTERNS = [Arches, Suns, Steps, Waves, Tiles];

function Arches({ palette, seed }: PatternProps) {
  const x = 70 + (seed % 7) * 10;
  return (
    <g fill="none" strokeWidth="11">
      {[86, 64, 42, 20].map((radius, index) => (
        <path
          key={radius}
          d={`M${x - radius} 258 v-8 a${radius} ${radius} 0 0 1 ${radius * 2} 0 v8`}
          stroke={index % 2 === 0 ? palette.shape : palette.accent}
        />
      ))}
    </g>
  );
}

function Suns({ palette, seed }: PatternProps) {
  const x = 50 + (seed % 11) * 10;
  return (
    <g>
      <circle cx={x} cy="205" r="42" fill={palette.accent} />
      <path d={`M0 222 Q60 ${192 - (seed % 20)} 120 222 T240 222 V262 H0Z`} fill={palette.shape} />
      <path d="M0 246 Q50 230 110 246 T220 242 V262 H0Z" fill={palette.accent} opacity="0.35" />
    </g>
  );
}

function Steps({ palette, seed }: PatternProps) {
  return (
    <g>
      {[0, 1, 2, 3, 4].map((index) => {
        const height = 20 + ((seed >>> (index * 3)) % 8) * 9;
        return (
          <rect
            key={index}
            x={20 + index * 33}
            y={258 - height}
            width="26"
            height={height}
            fill={index % 2 === seed % 2 ? palette.shape : palette.accent}
          />
        );
      })}
    </g>
  );
}

function Waves({ palette, seed }: PatternProps) {
  return (
    <g fill="none" strokeWidth="5" strokeLinecap="round">
      {[0, 1, 2, 3, 4, 5].map((index) => (
        <path
          key={index}
          d={`M20 ${182 + index * 14} q20 ${-14 - (seed % 9)} 40 0 t40 0 t40 0 t40 0`}
          stroke={index === seed % 6 ? palette.accent : palette.shape}
        />
      ))}
    </g>
  );
}

function Tiles({ palette, seed }: PatternProps) {
  return (
    <g>
      {Array.from({ length: 15 }, (_, index) => {
        const x = 20 + (index % 5) * 32;
        const y = 166 + Math.floor(index / 5) * 32;
        const bit = (seed >>> index) & 3;
        const fill = bit === 3 ? palette.accent : palette.shape;
        return bit === 0 ? null : bit === 1 ? (
          <circle key={index} cx={x + 15} cy={y + 15} r="14" fill={fill} />
        ) : (
          <path key={index} d={`M${x} ${y} h30 a30 30 0 0 1 -30 30z`} fill={fill} />
        );
      })}
    </g>
  );
}

/** Sizes of a title, and how many lines of each there is room for above the pattern. */
const SIZES = [
  [27, 3],
  [22, 4],
  [18, 5],
  [15, 6],
] as const;

/** A letter of this face is about so wide, at a size of one. */
const LETTER = 0.56;
const ROOM = WIDTH - 36;

/** The largest size in which a title fits; the longest are cut. */
function setTitle(title: string): { lines: readonly string[]; size: number } {
  for (const [size, most] of SIZES) {
    const lines = wrap(title, Math.floor(ROOM / (size * LETTER)));
    if (lines.length <= most && lines.every((line) => line.length * size * LETTER <= ROOM)) return { lines, size };
  }
  const [size, most] = SIZES[SIZES.length - 1] ?? [15, 6];
  const width = Math.floor(ROOM / (size * LETTER));
  const lines = wrap(title, width).map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
  return { lines: lines.length > most ? [...lines.slice(0, most - 1), '…'] : lines, size };
}

function wrap(title: string, width: number): string[] {
  return title.split(/\s+/).reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    const fits = last !== undefined && last.length + 1 + word.length <= width;
    return fits ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
}
