/** The levels of the subnetting drill: which generators each one asks, from single bits to whole plans. */
import type { GeneratorId } from './catalogue.ts';

export const LEVELS: readonly (readonly GeneratorId[])[] = [
  ['bin', 'mask'],
  ['and', 'class', 'priv'],
  ['net', 'same'],
  ['hosts', 'split'],
  ['vlsm', 'lpm'],
];
