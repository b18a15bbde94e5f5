/**
 * What a plain box is to a scene: this machine itself is its one host, so it has no wire and no network of
 * its own. Pure and without zod: driver, server and page ask the same questions.
 */
import type { Scene } from './lab.ts';
import type { Probe } from './probe.ts';

/** Whether a box without namespaces can hold it: on loopback, and nothing in it is done to a wire or a network. */
export function fitsPlainBox({ loopback, network, wire, walk }: Scene): boolean {
  const isAlone = network.hosts.length === 1 && network.hosts[0]?.interfaces.length === 0;
  const isOpen = wire.mode === 'pass' && wire.impairments.length === 0 && wire.rules.length === 0;
  const isLeft = walk.every(move => !move.wire && !move.network && !('held' in move.until));
  return loopback && isAlone && isOpen && isLeft;
}

/** The panes of what nobody looks at there. */
const UNSEEN = new Set<string>(['wire', 'network', 'race']);

/** What remains of a scene that fits: no pane that would be empty, no question that only frames answer. */
export const inPlainBox = (scene: Scene): Scene => ({
  ...scene,
  panes: scene.panes.filter(pane => !UNSEEN.has(pane)),
  predictions: scene.predictions.filter(({ probe }) => isSeenInPlainBox(probe)),
});

/** Probes that ask programs and sockets; the others ask frames, a network, or what its kernel has counted. */
const SEEN = new Set<string>(
  [
    'state',
    'holder',
    'fds',
    'ready',
    'sockets',
    'queue',
    'rq',
    'sq',
    'port',
    'tcp',
    'ret',
    'rets',
    'calls',
  ].concat(['moved', 'took', 'elapsed', 'returned', 'errno', 'failures', 'out', 'lines']),
);

export const isSeenInPlainBox = (probe: Probe): boolean =>
  probe.name === 'both' ? probe.of.every(isSeenInPlainBox) : SEEN.has(probe.name);
