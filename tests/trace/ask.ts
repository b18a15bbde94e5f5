/** A probe as an author writes it, asked of a trace. */
import type { TraceEvent } from '#protocol/events';
import { Probe } from '#protocol/lab';
import { probe } from '#trace/probes';

export const ask = (
  spec: Parameters<typeof Probe.parse>[0],
  trace: readonly TraceEvent[],
  moment = trace.length,
): string | number | null => probe(Probe.parse(spec), trace, moment);
