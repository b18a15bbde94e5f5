/**
 * Waiting for a box to come to rest, by condition and not by time: FIN-WAIT-1 lasts until the peer's
 * delayed ACK, up to 200 ms on Linux, and a table taken before that would differ from run to run.
 *
 * A box also rests while a frame waits on the wire: its connection goes on when somebody lets it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { SocketRow, TraceEvent } from '#protocol/events';
import type { Box } from './box.ts';
import { connectionOf } from './connection-in.ts';
import { programNow } from './program-now.ts';
import { followWire, type WireFollower, type WireNow } from './wire-now.ts';

/** The trace keeps an event back for 8 ms, so what came before a look is in it before the next. */
const LOOK_EVERY_MS = 12;
/** Without an event nothing changes; looked at nevertheless, for what no event tells. */
const LOOK_AGAIN_MS = 100;
/**
 * The kernel sends what was lost again after 200 ms, 400, 800, 1600; a SYN after 1000 (RFC 6298).
 * This lies between two of these, so that two runs wait for equally many.
 */
const REPAIR_MS = 1250;
/** In units of the limit: a wire that carries, loses and repeats without end is not waited for. */
const PATIENCE = 8;
const NS_PER_MS = 1e6;

/** States that a connection leaves by itself as soon as the peer's kernel has answered. */
const PASSING: ReadonlySet<string | null> = new Set(['SYN-RECEIVED', 'FIN-WAIT-1', 'CLOSING', 'LAST-ACK']);

/** Whoever sleeps in one of these is woken by what has come to the socket. */
const WOKEN: ReadonlySet<string | null> = new Set(['accept', 'accept4', 'recvfrom', 'recvmsg', 'read']);

type Watched = Pick<Box, 'trace' | 'sockets' | 'waitFor'>;

/** What is in a Unix socket leaves it when a program reads, as what TCP has delivered. */
const isPassing = (row: SocketRow): boolean =>
  PASSING.has(row.state) || (row.protocol === 'tcp' && row.state === 'ESTABLISHED' && row.sendQ > 0);

/**
 * Resolves after two looks in a row that saw nothing new and nothing passing, or after `limitMs`;
 * later where frames are under way on a slow link, and where a lost segment will be sent again.
 *
 * @param now nanoseconds of the trace's clock
 */
export async function settle(box: Watched, now: () => number, limitMs = 1000): Promise<void> {
  const wire = followWire(box.trace);
  const began = now();
  for (let quietLooks = 0; quietLooks < 2; ) {
    const seen = box.trace.length;
    const tables = await box.sockets();
    await delay(LOOK_EVERY_MS);
    const state = wire.read();
    if (now() >= deadline(state, began, limitMs * NS_PER_MS)) return;
    const rests = now() > state.busyUntil && !isAnyPassing(tables, state) && !isAnyWoken(box, tables);
    const isQuiet = box.trace.slice(seen).every(wire.isOfCopy);
    quietLooks = rests && isQuiet ? quietLooks + 1 : 0;
    if (!rests && isQuiet) await nextEvent(box, wire);
  }
}

function deadline({ busyUntil, lostAt }: WireNow, began: number, limit: number): number {
  const worthWaiting = Math.max(began + limit, busyUntil + limit, lostAt + REPAIR_MS * NS_PER_MS);
  return Math.min(worthWaiting, began + PATIENCE * limit);
}

function isAnyPassing(tables: ReadonlyMap<string, readonly SocketRow[]>, { waiting }: WireNow): boolean {
  const waits = new Set(waiting.values());
  return [...tables.values()]
    .flat()
    .some(row => isPassing(row) && !waits.has(connectionOf(row.local, row.peer)));
}

/** A program whose sleep is over, and to which a busy machine has not come yet. */
const isAnyWoken = ({ trace }: Watched, tables: ReadonlyMap<string, readonly SocketRow[]>): boolean =>
  [...tables.values()]
    .flat()
    .filter(row => row.protocol === 'tcp' && row.recvQ > 0)
    .flatMap(row => row.owners)
    .some(owner => {
      const { program } = owner;
      if (program === null) return false;
      return flowsOf(trace, program).some(task => {
        const { status, syscall, fd } = programNow(trace, program, task);
        return status === 'blocked' && fd === owner.fd && WOKEN.has(syscall);
      });
    });

/** Its main thread, which is undefined, and the others that the trace knows. */
const flowsOf = (trace: readonly TraceEvent[], program: string): (string | undefined)[] => [
  undefined,
  ...new Set(
    trace.flatMap(event => (event.type === 'task-started' && event.program === program ? [event.task] : [])),
  ),
];

async function nextEvent(box: Watched, { isOfCopy }: WireFollower): Promise<void> {
  const signal = AbortSignal.timeout(LOOK_AGAIN_MS);
  const after = box.trace.length;
  await box
    .waitFor(event => !isOfCopy(event), { after, signal })
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
}
