/**
 * Waiting for a box to come to rest, by condition and not by time: FIN-WAIT-1 lasts until the peer's
 * delayed ACK, up to 200 ms on Linux, and a table taken before that would differ from run to run.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { SocketRow } from '#protocol/events';
import type { Box } from './box.ts';

const LOOK_EVERY_MS = 12;

/** States that a connection leaves by itself as soon as the peer's kernel has answered. */
const PASSING: ReadonlySet<string | null> = new Set(['SYN-RECEIVED', 'FIN-WAIT-1', 'CLOSING', 'LAST-ACK']);

const isPassing = (row: SocketRow): boolean =>
  PASSING.has(row.state) || (row.state === 'ESTABLISHED' && row.sendQ > 0);

/** Resolves after two looks in a row that saw nothing new and nothing passing, or after `limitMs`. */
export async function settle(box: Box, limitMs = 1000): Promise<void> {
  const deadline = performance.now() + limitMs;
  let quietLooks = 0;
  while (quietLooks < 2 && performance.now() < deadline) {
    const before = box.trace.length;
    const tables = await box.sockets();
    await delay(LOOK_EVERY_MS);
    const passing = [...tables.values()].some(rows => rows.some(isPassing));
    quietLooks = !passing && box.trace.length === before ? quietLooks + 1 : 0;
  }
}
