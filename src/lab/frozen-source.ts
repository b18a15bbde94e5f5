/**
 * A running lab that stands still: what a page shows of a box in a state that cannot be had at will, such
 * as one that is out of reach. Its events are a recording's; for the play page alone.
 */
import { signal } from '@preact/signals';
import type { TraceEvent } from '#protocol/events';
import type { RefusalCode } from '#protocol/faults';
import type { BoxLife } from './box-life.ts';
import type { Unsent } from './kept-keys.ts';
import { Replay } from './replay.ts';
import { shellsOf } from './shells-of.ts';
import type { Source, SourceStatus } from './source.ts';

export type Frozen = {
  status?: SourceStatus;
  connection?: 'open' | 'waiting' | 'down';
  /** milliseconds until the box closes, or until a connection is tried again */
  closesIn?: number;
  triesIn?: number;
  unsent?: Readonly<Record<string, Unsent>>;
  missed?: boolean;
  moving?: boolean;
  refused?: RefusalCode;
};

const nothing = (): void => {};

/** @param trace all that has happened in it, up to now */
export function frozenSource(trace: readonly TraceEvent[], frozen: Frozen): Source {
  const replay = new Replay();
  replay.show(trace, trace.length);
  const started = trace.flatMap(event => (event.type === 'program-started' ? [event.program] : []));
  return {
    ...{ live: true, life: lifeOf(frozen), status: signal(frozen.status ?? { kind: 'ready' }) },
    ...{ trace: signal(trace), all: signal(trace), mark: signal(Math.max(0, trace.length - 1)) },
    moving: signal(frozen.moving ?? false),
    refused: signal(frozen.refused ?? null),
    refusedDetail: signal(null),
    edited: signal([]),
    sought: signal(false),
    shells: signal(shellsOf([...new Set(started)])),
    attach: (program, sink) => replay.attach(program, sink),
    ...{ next: nothing, goto: nothing, seek: nothing, step: nothing, pause: nothing, stop: nothing },
    ...{ setBreakpoints: nothing, setWire: nothing, handleFrame: nothing, changeNetwork: nothing },
    ...{ openShell: nothing, reset: nothing, type: nothing, resize: nothing, retry: nothing, close: nothing },
  };
}

const lifeOf = ({
  connection = 'open',
  closesIn,
  triesIn,
  unsent = {},
  missed = false,
}: Frozen): BoxLife => ({
  connection: signal(connection),
  nextTry: signal(triesIn === undefined ? null : Date.now() + triesIn),
  closesAt: signal(closesIn === undefined ? null : Date.now() + closesIn),
  unsent: signal(unsent),
  missed: signal(missed),
  ...{ stay: nothing, reopen: nothing, takeBack: nothing, miss: nothing },
});
