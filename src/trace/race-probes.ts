/** Questions about the messages that TCP and UDP carried side by side. */
import type { TraceEvent } from '#protocol/events';
import type { SingleProbe } from '#protocol/probe';
import { raceOf } from './race.ts';
import { type Counts, countsOf } from './race-counts.ts';

export type RaceProbe = Extract<SingleProbe, { name: 'race' | 'ratio' }>;
type Of = keyof Counts;

const TIMES: readonly Of[] = ['usual', 'longest', 'first'];

export function raceProbe(spec: RaceProbe, past: readonly TraceEvent[]): string | number | null {
  const strips = raceOf(past, past.length);
  const found = (kind: 'tcp' | 'udp', of: Of): number | null => {
    const strip = strips.find(each => each.kind === kind);
    const value = strip === undefined ? null : countsOf(strip)[of];
    return value === null || !TIMES.includes(of) ? value : Math.round(value / 1000) / 1000;
  };
  if (spec.name === 'ratio') {
    const [tcp, udp] = [found('tcp', 'usual'), found('udp', 'usual')];
    return tcp === null || udp === null || udp === 0 ? null : Math.round((tcp / udp) * 100) / 100;
  }
  if (spec.protocol !== undefined) return found(spec.protocol, spec.of);
  const more = (['tcp', 'udp'] as const).filter(kind => (found(kind, spec.of) ?? 0) > 0);
  return more.join('+') || 'none';
}
