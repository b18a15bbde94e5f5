/** A real HTTP server with the lab socket on it, bare ptys for boxes, and a folder of its own. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setupScene } from '#driver/scenes';
import { RecordDatabase, recordFolder } from '#progress/record-database';
import { Exercise } from '#protocol/exercise';
import type { CheckResult } from '#protocol/verdict';
import type { Parts, Walk } from '../../src/server/parts.ts';
import { type LabSocketOptions, serveLabs } from '../../src/server/upgrade.ts';
import { PtyBox, sceneOf } from './pty-box.ts';

export const STARTER = 'import socket\n';

const text = { en: 'x', ko: 'x' };
const exercise = Exercise.parse({
  title: text,
  lesson: 'echo-once',
  network: 'pair',
  host: 'server',
  file: 'echo_once.py',
  task: text,
  checks: [
    { id: 'listens', title: text },
    { id: 'echoes', title: text },
  ],
  causes: {},
  hints: { general: [text, text, text], seen: [] },
  explanation: text,
  mutants: {},
});

const passed = (id: string): CheckResult => ({
  id,
  status: 'pass',
  verdict: { kind: 'passed' },
  causes: [],
  output: '',
  durationMs: 1,
});

class UnknownLab extends Error {
  override readonly name = 'UnknownLab';
}
class UnknownExercise extends Error {
  override readonly name = 'UnknownExercise';
}
class MoveStuck extends Error {
  override readonly name = 'MoveStuck';
}

const LABS: Record<string, Record<string, string>> = {
  cat: { client: 'stty -echo; echo ready; exec cat' },
  other: { client: 'exec cat', server: 'exec cat' },
  flood: { flood: 'yes sockscope', quiet: 'stty -echo; echo ready; exec cat' },
  broken: {},
};

export type Stand = Awaited<ReturnType<typeof openStand>>;

/** The stand is closed by `await using`; then no pty, socket or file of it is left. */
export async function openStand(options: Partial<LabSocketOptions> = {}, parts: Partial<Parts> = {}) {
  const boxes: PtyBox[] = [];
  const logged: string[] = [];
  const grading = Promise.withResolvers<void>();
  const workspace = await mkdtemp(join(tmpdir(), 'sockscope-stand-'));
  const server = createServer((_, response) => response.end('page'));
  const all: Parts = {
    canOpenBoxes: async () => ({ live: true, why: null }),
    loadScene: lab => {
      const commands = LABS[lab];
      if (commands === undefined) throw new UnknownLab(`no lab ${lab}`);
      return sceneOf(lab, commands);
    },
    setupScene,
    openBox: async scene => {
      if (scene.lab === 'broken') throw new Error('no namespaces left');
      const box = new PtyBox(scene);
      boxes.push(box);
      return box;
    },
    createWalk: box => walkOf(box as PtyBox),
    loadExercise: id => {
      if (id !== 'echo-once') throw new UnknownExercise(`no exercise ${id}`);
      return { id, spec: exercise, starter: STARTER };
    },
    createGrader: () => ({
      grade: async ({ text }, { onResult }) => {
        if (text.includes('crash')) throw new Error('the grader fell over');
        onResult(passed('listens'));
        await grading.promise;
        onResult(passed('echoes'));
        return 'pass';
      },
      async [Symbol.asyncDispose]() {},
    }),
    ...parts,
  };
  const record = new RecordDatabase(recordFolder(workspace));
  const labs = serveLabs(server, all, { workspace, record, log: line => logged.push(line), ...options });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    server,
    labs,
    boxes,
    logged,
    workspace,
    /** lets the running check end */
    finishGrading: () => grading.resolve(),
    async [Symbol.asyncDispose]() {
      await labs.close();
      server.closeAllConnections();
      server.close();
      record[Symbol.dispose]();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

/** Three moves: the first completes, the second lasts until the box is closed, and so on. */
function walkOf(box: PtyBox): Walk {
  let position = 0;
  return {
    async follow() {},
    async next(signal) {
      position += 1;
      if (position === 1) {
        box.mark('first');
        return 'first';
      }
      if (position === 2) throw new MoveStuck('client is blocked in recv');
      return await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('the box closed')), { once: true });
      });
    },
  };
}
