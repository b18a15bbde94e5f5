/** A live source of programs that are the reader's own: how its box is asked for, and whose texts run. */
import { expect, test } from 'vitest';
import { loadNetwork, loadScene } from '#driver/scenes';
import { sceneOfSetup } from '#protocol/workbench';
import { Connection } from '../../src/lab/connection.ts';
import { liveSource } from '../../src/lab/live-source.ts';
import { LabServer } from './server.ts';
import { until } from './until.ts';

const own = sceneOfSetup(
  { network: 'pair', programs: [{ host: 'server', file: 'mine.py', text: 'print(1)\n', args: ['a'] }] },
  loadNetwork('pair'),
);
const opened = {
  type: 'opened',
  session: 's1',
  channels: { mine: 0 },
  taken: { keys: {}, commands: 0 },
  walk: { reached: null, moving: false },
} as const;

test('a workbench is asked for with its programs, and Reset asks for the same again', async () => {
  await using server = await LabServer.start();
  const source = liveSource(new Connection(server.url, [1]), own);
  const asked = await server.take('workbench');
  expect(asked).toMatchObject({
    network: 'pair',
    programs: [{ host: 'server', file: 'mine.py', text: 'print(1)\n', args: ['a'] }],
  });
  server.send({ ...opened, lab: 'workbench', whatIf: null });
  await until(source.status, ({ kind }) => kind === 'ready');
  source.reset();
  expect(await server.take('workbench')).toEqual(asked);
  source.close();
});

test('a workbench that is refused says why, and can be opened again', async () => {
  await using server = await LabServer.start();
  const source = liveSource(new Connection(server.url, [1]), own);
  await server.take('workbench');
  server.send({ type: 'refused', request: 'workbench', code: 'unknown-network', detail: '' });
  await until(source.status, ({ kind }) => kind === 'closed');
  expect(source.refused.value).toBe('unknown-network');
  source.reset();
  await server.take('workbench');
  source.close();
});

test('which programs run the reader’s texts is what the server says', async () => {
  await using server = await LabServer.start();
  const scene = loadScene('echo-once', null, { client: 'print(1)\n' });
  const source = liveSource(new Connection(server.url, [1]), scene);
  expect(await server.take('open')).toMatchObject({ lab: 'echo-once', edits: { client: 'print(1)\n' } });
  const named = { ...opened, lab: 'echo-once', whatIf: null, channels: { server: 0, client: 1 } };
  server.send({ ...named, edited: ['client'] });
  await until(source.edited, edited => edited.length > 0);
  expect(source.edited.value).toEqual(['client']);
  source.reset();
  await server.take('open');
  server.send({ ...named, session: 's2' });
  await until(source.edited, edited => edited.length === 0);
  source.close();
});
