/** A lab of a live source whose box has been opened, with the server's end of it. */
import type { TraceEvent } from '#protocol/events';
import { OPEN_WIRE } from '#protocol/scene';
import { Connection } from '../../src/lab/connection.ts';
import { liveSource } from '../../src/lab/live-source.ts';
import type { Source } from '../../src/lab/source.ts';
import type { LabServer } from './server.ts';
import { until } from './until.ts';

export const named = { lab: 'echo-once', whatIf: null };
export const scene = { ...named, wire: OPEN_WIRE };
export const opened = {
  type: 'opened',
  session: 's1',
  ...named,
  channels: { server: 0, client: 1 },
  taken: { keys: {}, commands: 0 },
  walk: { reached: null, moving: false },
} as const;
export const move = (seq: number): TraceEvent => ({ type: 'move', seq, at: seq, move: `m${seq}` });

export async function openedLab(server: LabServer, wire = OPEN_WIRE): Promise<Source> {
  const source = liveSource(new Connection(server.url, [1, 1, 1]), { ...scene, wire });
  await server.take('open');
  server.send(opened);
  await until(source.status, ({ kind }) => kind === 'ready');
  return source;
}
