/** Each generator is loaded when a question of it is wanted, because a page asks for a few. */
import type { GeneratorId } from './catalogue.ts';
import type { Generator } from './generator.ts';

type Loaded = { default: Generator };

const LOADERS: Readonly<Record<GeneratorId, () => Promise<Loaded>>> = {
  fd: () => import('./generators/fd.ts'),
  demux: () => import('./generators/demux.ts'),
  queue: () => import('./generators/queue.ts'),
  buf: () => import('./generators/buf.ts'),
  state: () => import('./generators/state.ts'),
  frame: () => import('./generators/frame.ts'),
  seq: () => import('./generators/seq.ts'),
  trip: () => import('./generators/trip.ts'),
  bin: () => import('./generators/bin.ts'),
  mask: () => import('./generators/mask.ts'),
  class: () => import('./generators/class.ts'),
  and: () => import('./generators/and.ts'),
  net: () => import('./generators/net.ts'),
  same: () => import('./generators/same.ts'),
  split: () => import('./generators/split.ts'),
  hosts: () => import('./generators/hosts.ts'),
  vlsm: () => import('./generators/vlsm.ts'),
  lpm: () => import('./generators/lpm.ts'),
  priv: () => import('./generators/priv.ts'),
};

export const loadGenerator = async (id: GeneratorId): Promise<Generator> => (await LOADERS[id]()).default;
