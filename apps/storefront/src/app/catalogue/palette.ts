import { hashOf } from './hash-of.ts';

/** The colours of one cover. */
export interface Palette {
  readonly ground: string;
  readonly shape: string;
  readonly accent: string;
  readonly isDark: boolean;
}

const SEA: Palette = { ground: '#1f3a36', shape: '#3f6b5e', accent: '#e9b872', isDark: true };

const PALETTES: readonly Palette[] = [
  SEA,
  { ground: '#f0e4d0', shape: '#d8a48f', accent: '#9a3b3b', isDark: false },
  { ground: '#26314f', shape: '#4a6091', accent: '#f2c14e', isDark: true },
  { ground: '#e7ecdf', shape: '#a9bd93', accent: '#4f6d3a', isDark: false },
  { ground: '#5a2a2a', shape: '#8d4a3f', accent: '#f0c9a0', isDark: true },
  { ground: '#f5e6c8', shape: '#e0a458', accent: '#2d5d7b', isDark: false },
  { ground: '#2b2a33', shape: '#57506b', accent: '#e07a5f', isDark: true },
  { ground: '#dfe8ee', shape: '#8fb0c4', accent: '#1d4e68', isDark: false },
  { ground: '#3c2f2f', shape: '#6f5647', accent: '#c9d6a3', isDark: true },
  { ground: '#f3dfe0', shape: '#d49aa6', accent: '#6c2a4a', isDark: false },
];

/** Colours of a subject: books that stand together look it. Without one, of the title. */
export function paletteOf(subject: string, seed: number): Palette {
  const first = subject === '' ? seed : hashOf(subject) + (seed % 4) * 3;
  return PALETTES[first % PALETTES.length] ?? SEA;
}

/** What can be read on it. */
export function inkOf({ isDark }: Palette): string {
  return isDark ? '#fbf6ec' : '#221c16';
}
