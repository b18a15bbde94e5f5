/** A box that one page of a tab has left, for the same page in another language, is taken up by the next. */
import { expect, test } from 'vitest';
import { Connection } from '../../src/lab/connection.ts';
import { liveSource } from '../../src/lab/live-source.ts';
import type { Source } from '../../src/lab/source.ts';
import { move, opened, openedLab, scene } from './opened-lab.ts';
import { Screen } from './screen.ts';
import { LabServer } from './server.ts';
import { until } from './until.ts';

const nextPage = (server: LabServer, session?: string): Source =>
  liveSource(new Connection(server.url, [1, 1, 1]), scene, session);

test('the next page gets all that the box has told, and goes on with it', async () => {
  await using server = await LabServer.start();
  const first = await openedLab(server);
  const session = first.session?.();
  expect(session).toBe('s1');

  const second = nextPage(server, session);
  const screen = new Screen();
  second.attach('server', screen);
  expect(await server.take('resume')).toMatchObject({ session, after: -1, received: {} });
  server.send({
    ...opened,
    taken: { keys: { server: 4 }, commands: 2 },
    walk: { reached: 'm1', moving: false },
  });
  server.print(0, 'waiting');
  server.send({ type: 'trace', events: [move(0), move(1)] });
  await until(second.trace, trace => trace.length === 2);
  expect(second.status.value).toEqual({ kind: 'ready' });
  expect(second.refused.value).toBeNull();
  expect(screen.text).toBe('waiting');

  // Of the keys that the page before has sent none is sent again.
  second.type('server', new TextEncoder().encode('hi'));
  await server.until(() => server.typed.length === 1);
  server.drop();
  await server.take('resume');
  server.send({ ...opened, taken: { keys: { server: 5 }, commands: 2 } });
  await until(second.status, ({ kind }) => kind === 'ready');
  await server.until(() => server.typed.length === 2);
  expect(server.typed.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['hi', 'i']);
  second.close();
  first.close();
});

test('where the box is gone, a fresh one is opened', async () => {
  await using server = await LabServer.start();
  const source = nextPage(server, 's1');
  await server.take('resume');
  server.send({ type: 'refused', request: 'resume', code: 'unknown-session', detail: '' });
  await server.take('open');
  server.send(opened);
  await until(source.status, ({ kind }) => kind === 'ready');
  expect(source.session?.()).toBe('s1');
  source.close();
});
