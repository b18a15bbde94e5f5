/** The names of all generators, without their code (loaders.ts). */

/** In the order in which the course comes to them. */
export const GENERATORS = [
  'fd',
  'demux',
  'queue',
  'buf',
  'state',
  'frame',
  'seq',
  'trip',
  'bin',
  'mask',
  'class',
  'and',
  'net',
  'same',
  'split',
  'hosts',
  'vlsm',
  'lpm',
  'priv',
] as const;

export type GeneratorId = (typeof GENERATORS)[number];

export const isGenerator = (id: string): id is GeneratorId => GENERATORS.some(each => each === id);
