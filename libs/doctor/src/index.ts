export { type Pair, pairByKey } from './pair-by-key.ts';
