import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Lab, Network } from '#protocol/lab';
import { type Look, sceneOf, UnknownWhatIf } from '#protocol/scene';

const root = new URL('../../sandbox/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

const lab = Lab.parse(parse(read('labs/echo-once/lab.yaml')));
const look: Look = {
  network: name => Network.parse(parse(read(`networks/${name}.yaml`))),
  source: file => read(`labs/echo-once/${file}`),
};

test('a scene has its network looked up and its programs’ sources in it', () => {
  const scene = sceneOf('echo-once', lab, null, look);
  expect(
    scene.network.hosts.map(host => [host.name, host.interfaces.flatMap(({ addresses }) => addresses)]),
  ).toEqual([
    ['client', ['10.0.0.1/24']],
    ['server', ['10.0.0.2/24']],
  ]);
  expect(scene.programs.map(program => program.name)).toEqual(['server', 'client']);
  expect(scene.programs[0]?.source).toContain('listener.bind');
  expect(scene.whatIfs.map(({ id }) => id)).toContain('hangul');
});

test('a what-if swaps one program’s file and keeps all else of it', () => {
  const scene = sceneOf('echo-once', lab, 'wrong-host', look);
  const client = scene.programs.find(program => program.name === 'client');
  expect(client).toMatchObject({ host: 'client', file: 'client_localhost.py' });
  expect(client?.source).toContain("'localhost'");
});

test('a what-if’s new program comes last, and walk and predictions are the what-if’s own', () => {
  const scene = sceneOf('echo-once', lab, 'two-servers', look);
  expect(scene.programs.map(program => program.name)).toEqual(['server', 'client', 'server-2']);
  expect(scene.walk.map(move => move.id)).toContain('second-bind');
  expect(scene.predictions.map(({ id }) => id)).toEqual(['second-bind']);
});

test('a what-if that patches one field leaves the program’s arguments alone', () => {
  const written = Lab.parse({
    ...parse(read('labs/echo-once/lab.yaml')),
    programs: [
      { name: 'server', host: 'server', file: 'server.py', args: ['--port', '4444'] },
      { name: 'client', host: 'client', file: 'client.py' },
    ],
    whatIfs: [
      {
        id: 'moved',
        title: { en: 'moved', ko: '옮김' },
        programs: [{ name: 'server', host: 'client' }],
        walk: [{ id: 'end', program: 'server', until: { exited: true } }],
      },
    ],
  });
  const server = sceneOf('echo-once', written, 'moved', look).programs[0];
  expect(server).toMatchObject({ host: 'client', args: ['--port', '4444'] });
});

test('a what-if that the lab does not have is refused by name', () => {
  expect(() => sceneOf('echo-once', lab, 'flood', look)).toThrow(UnknownWhatIf);
});
