import { expect, test } from 'vitest';
import { labNames, loadLab, loadNetwork, loadScene } from '#driver/scenes';
import { Limits } from '#protocol/lab';
import { byteLength, MAX_FILE_BYTES } from '#protocol/message-sizes';
import { PageMessage } from '#protocol/messages';
import { withEdits } from '#protocol/scene';
import { openRequestOf, programNames, sceneOfSetup, WORKBENCH } from '#protocol/workbench';

const setup = {
  network: 'pair',
  programs: [
    { host: 'server', file: 'echo_server.py', text: 'print(1)\n', args: ['7777'] },
    { host: 'client', file: 'echo_client.py', text: 'print("\ud83d")\n', args: ['a\udc00b'] },
  ],
};

test('a set-up is a scene without a walk, in which every pane is there', () => {
  const scene = sceneOfSetup(setup, loadNetwork('pair'));
  expect(scene).toMatchObject({
    lab: WORKBENCH,
    whatIf: null,
    networkName: 'pair',
    walk: [],
  });
  expect(scene.panes).toEqual(['programs', 'wire', 'sockets', 'network']);
  expect(scene.limits).toEqual(Limits.parse({}));
  // Half a surrogate pair has no UTF-8 and could not be written into the box.
  expect(scene.programs[1]).toMatchObject({ source: 'print("\ufffd")\n', args: ['a\ufffdb'] });
});

test('no lab takes the workbench’s name', async () => {
  const names = await labNames();
  expect(names).not.toContain(WORKBENCH);
  expect(names.length).toBeGreaterThan(2);
});

test.each([
  [
    ['echo_server.py', 'echo_client.py'],
    ['echo-server', 'echo-client'],
  ],
  [
    ['peer.py', 'peer.py', 'peer.py'],
    ['peer', 'peer-2', 'peer-3'],
  ],
  [
    ['peer_2.py', 'peer.py', 'peer.py'],
    ['peer-2', 'peer', 'peer-3'],
  ],
  [
    ['_.py', '__a__b.py'],
    ['program', 'a-b'],
  ],
  [
    ['shell_client.py', 'constructor.py'],
    ['program-shell-client', 'program-constructor'],
  ],
])('files %j are the programs %j', (files, names) => {
  expect(programNames(files)).toEqual(names);
});

test('what a page asks for a box with says the scene again', () => {
  const scene = sceneOfSetup(setup, loadNetwork('pair'));
  const asked = PageMessage.parse(openRequestOf(scene));
  if (asked.type !== 'workbench') throw new Error(asked.type);
  expect(sceneOfSetup(asked, loadNetwork('pair'))).toEqual(scene);
});

test('of a lab it names the edited programs alone', () => {
  const lab = loadScene('echo-once', 'two-servers');
  expect(openRequestOf(lab)).toEqual({ type: 'open', lab: 'echo-once', whatIf: 'two-servers' });
  const edited = withEdits(lab, { client: 'print(1)\n' });
  expect(openRequestOf(edited)).toMatchObject({ edits: { client: 'print(1)\n' } });
  const again = loadScene('echo-once', 'two-servers', { client: 'print(1)\n' });
  expect(again).toEqual(edited);
});

test('every program of the course is within the limit of an edit', async () => {
  for (const lab of await labNames())
    for (const whatIf of [null, ...loadLab(lab).whatIfs.map(({ id }) => id)])
      for (const { source } of loadScene(lab, whatIf).programs)
        expect(byteLength(source)).toBeLessThan(MAX_FILE_BYTES / 4);
});

test.each(['', 'a', 'é', '가', '\u{1f600}', 'a\ud800b'])('%j has as many bytes as it has in UTF-8', text => {
  expect(byteLength(text)).toBe(Buffer.byteLength(text));
});

test('a network that is no one of the course is asked for as it is', () => {
  const network = loadNetwork('pair');
  const request = openRequestOf(sceneOfSetup({ ...setup, network }, network));
  expect(request).toMatchObject({ type: 'workbench', network });
  expect(PageMessage.parse(request)).toEqual(request);
});
