/** What tests look for in a box: what a program printed, its end, a listener, frames on the wire. */
import type { Box } from '#driver/box';
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { dissect } from '#trace/dissect';

/** All that a program has printed. */
export const text = (box: Box, program: string): string =>
  Buffer.concat(
    box.trace.flatMap(event =>
      event.type === 'output' && event.program === program ? [Buffer.from(event.bytes, 'base64')] : [],
    ),
  ).toString();

/** Resolves when a program has printed this. */
export async function printed(box: Box, program: string, wanted: string): Promise<void> {
  await box.waitFor(() => text(box, program).includes(wanted));
}

export const exit = (program: string) => (event: TraceEvent) =>
  event.type === 'program-exited' && event.program === program;

/** Waits until the kernel shows a listener on the host: never by connecting. */
export async function listening(box: Box, host: string): Promise<void> {
  while (!(await box.sockets()).get(host)?.some(row => row.state === 'LISTEN'));
}

/** Frames on cables, in order; the loopback's are left out. */
export const framesOf = (trace: readonly TraceEvent[]): FrameEvent[] =>
  trace.filter(event => event.type === 'frame').filter(({ link }) => link !== 'lo');

/** What the dissector says of each frame's bytes, by id. */
export const summaries = (trace: readonly TraceEvent[]): ReadonlyMap<number, string> =>
  new Map(
    framesOf(trace)
      .filter(({ verb }) => verb === 'sent')
      .map(({ id, bytes }) => [id, dissect(Buffer.from(bytes ?? '', 'base64')).summary.text]),
  );

/** Resolves with the id of the first frame whose summary is this and to which this happened. */
export async function frame(box: Box, verb: FrameEvent['verb'], summary: string): Promise<number> {
  const found = await box.waitFor(
    event => event.type === 'frame' && event.verb === verb && summaries(box.trace).get(event.id) === summary,
  );
  return (found as FrameEvent).id;
}

/** States of a host's TCP sockets, in alphabetical order. */
export async function states(box: Box, host: string): Promise<string[]> {
  const rows = (await box.sockets()).get(host) ?? [];
  return rows.flatMap(({ state }) => state ?? []).toSorted();
}
