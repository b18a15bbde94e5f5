/** The wire's setting as the next change of it finds it, of which a reader says only what is other. */
import type { TraceEvent } from '#protocol/events';
import type { WireSetting } from '#protocol/wire';

/** A setting on its way to the box, and how long the trace was when it left. */
export type WireAsked = { setting: WireSetting; at: number };

/** The newest setting that the trace tells, or that was asked for since; `first` is the scene's. */
export function wireSetting(
  trace: readonly TraceEvent[],
  asked: WireAsked | undefined,
  first: WireSetting,
): WireSetting {
  const at = trace.findLastIndex(event => event.type === 'wire');
  if (asked !== undefined && at < asked.at) return asked.setting;
  const told = trace[at];
  const { mode, impairments, rules } = told?.type === 'wire' ? told : first;
  return { mode, impairments, rules };
}
