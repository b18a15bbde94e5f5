/**
 * A server whose lab `echo-once` runs programs written on the spot, in real boxes: for what no lab
 * of the course does, such as flooding its terminal. The page is the lesson's own.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scene } from '#protocol/lab';
import { createAnswer } from '../../src/server/http.ts';
import { realParts } from '../../src/server/lab-socket.ts';
import { serveLabs } from '../../src/server/upgrade.ts';
import { sceneOfSources } from '../sandbox/scene.ts';
import type { Page } from './fixture.ts';
import { DIST } from './server.ts';

export type LabStand = AsyncDisposable & {
  /** Opens the lesson, runs the lab live and lets every program go on from its first line. */
  run(page: Page): Promise<void>;
};

/** @param sources source by "name@host" */
export async function startLabStand(
  sources: Record<string, string>,
  {
    network = 'pair',
    ...changes
  }: Partial<Pick<Scene, 'panes' | 'wire' | 'walk'>> & { network?: string } = {},
): Promise<LabStand> {
  const scene: Scene = { ...sceneOfSources(network, sources), lab: 'echo-once', ...changes };
  const server = createServer(createAnswer(realParts, { dist: DIST }));
  const workspace = await mkdtemp(join(tmpdir(), 'sockscope-stand-'));
  const labs = serveLabs(server, { ...realParts, loadScene: () => scene }, { workspace });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const pages: Page[] = [];
  return {
    async run(page) {
      pages.push(page);
      await page.route('**/labs/echo-once/scene.json', route => route.fulfill({ json: scene }));
      await page.goto(`${address}en/lessons/echo-once/`);
      await page.getByRole('button', { name: 'Run it live' }).click();
      for (const { name } of scene.programs) {
        const program = page.getByRole('region', { name, exact: true });
        await program.getByRole('button', { name: 'Run', exact: true }).click();
      }
    },
    async [Symbol.asyncDispose]() {
      // First the pages: one that is left would try in vain to reach us again.
      for (const page of pages) await page.close();
      await labs.close();
      server.closeAllConnections();
      server.close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}
