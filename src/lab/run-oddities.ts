/**
 * What a schema cannot say about a saved run: that the names in it mean something, and that its events
 * follow on each other. Panes find programs and hosts by their names, and are spared the others.
 */
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import { linksOf, shellName } from '#protocol/scene';
import type { Misfit } from '#protocol/shape';
import { labAt } from '#trace/fold';

type Path = Misfit['path'];
type Known = { hosts: ReadonlySet<string>; programs: ReadonlySet<string>; links: ReadonlySet<string> };

/** Where each of them stands in the file. */
export function* oddities({ scene, trace }: { scene: Scene; trace: readonly TraceEvent[] }): Generator<Path> {
  const hosts = scene.network.hosts.map(({ name }) => name);
  const programs = scene.programs.map(({ name }) => name);
  const running = [...programs, ...hosts.map(shellName)];
  for (const index of oddNames(hosts)) yield ['network', 'hosts', index, 'name'];
  for (const index of oddNames(running)) yield ['programs', index, 'name'];
  for (const [index, { host }] of scene.programs.entries())
    if (!hosts.includes(host)) yield ['programs', index, 'host'];
  for (const [index, { program }] of scene.walk.entries())
    if (!running.includes(program)) yield ['walk', index, 'program'];
  for (const [index, name] of (scene.edited ?? []).entries())
    if (!programs.includes(name)) yield ['edited', index];
  yield* oddEvents(trace, {
    hosts: new Set(hosts),
    programs: new Set(running),
    links: new Set(['lo', ...linksOf(scene.network)]),
  });
}

/** Panes keep things by name in plain records, where "constructor" is always there. */
const oddNames = (names: readonly string[]): number[] =>
  names.flatMap((name, index) => (name in {} || names.indexOf(name) !== index ? [index] : []));

function* oddEvents(trace: readonly TraceEvent[], known: Known): Generator<Path> {
  let seq = -1;
  for (const [index, event] of trace.entries()) {
    if (event.seq <= seq) yield ['trace', index, 'seq'];
    seq = event.seq;
    if ('host' in event && !known.hosts.has(event.host)) yield ['trace', index, 'host'];
    if ('program' in event && event.program !== null && !known.programs.has(event.program))
      yield ['trace', index, 'program'];
    if (event.type !== 'frame') continue;
    if (!known.links.has(event.link)) yield ['trace', index, 'link'];
    if (!known.hosts.has(event.from)) yield ['trace', index, 'from'];
    if (event.to !== null && !known.hosts.has(event.to)) yield ['trace', index, 'to'];
  }
  if (!canBeFolded(trace)) yield ['trace'];
}

function canBeFolded(trace: readonly TraceEvent[]): boolean {
  try {
    labAt(trace, trace.length);
    return true;
  } catch {
    return false;
  }
}
