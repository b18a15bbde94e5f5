/** Where the evidence of a failed check is found in the run of that check: a moment, and what is picked there. */
import type { TraceEvent } from '#protocol/events';
import type { Evidence, RecordedRun } from '#protocol/verdict';
import type { Picked } from '#trace/belongs';
import { pickOfCall } from './call-pick.ts';

export type RunPlace = { moment: number; picked: Picked | null };

/** What the evidence does not name, or what lies behind the end of a run that was cut, is not there. */
export type Places = {
  line?: RunPlace;
  call?: RunPlace;
  frame?: RunPlace;
  /** with nothing picked */
  whole: RunPlace;
};

export function placesIn({ scene, trace }: RecordedRun, evidence: Evidence): Places {
  const { line, callSeq, frameId, moment } = evidence;
  // Just after the event that the evidence names: what it did is seen there.
  const seen = moment === null ? trace.length : moment + 1;
  const program = scene.programs[0]?.name;
  const call = trace.find(event => event.type === 'call' && event.seq === callSeq);
  const frame = trace.find(event => event.type === 'frame' && event.id === frameId);
  return {
    whole: { moment: seen, picked: null },
    ...(program !== undefined &&
      line !== null && { line: { moment: seen, picked: { kind: 'line', program, line } } }),
    ...(call?.type === 'call' && { call: { moment: afterCall(trace, call), picked: pickOfCall(call) } }),
    ...(frame?.type === 'frame' && {
      frame: { moment: Math.max(seen, frame.seq + 1), picked: { kind: 'frame', id: frame.id } },
    }),
  };
}

type CallEvent = Extract<TraceEvent, { type: 'call' }>;

/** Its chip stands at its line from its beginning to that line's next call; once back it tells the value. */
function afterCall(trace: readonly TraceEvent[], { program, task, id, seq }: CallEvent): number {
  const back = trace.find(
    event =>
      event.type === 'return' &&
      event.seq > seq &&
      event.program === program &&
      event.task === task &&
      event.id === id,
  );
  return (back?.seq ?? seq) + 1;
}
