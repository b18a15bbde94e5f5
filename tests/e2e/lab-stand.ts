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
import { RecordDatabase, recordFolder } from '#progress/record-database';
import type { Scene } from '#protocol/lab';
import { createAnswer } from '../../src/server/http.ts';
import { realParts } from '../../src/server/lab-socket.ts';
import { TIMES, type Times } from '../../src/server/sessions.ts';
import { serveLabs } from '../../src/server/upgrade.ts';
import { sceneOfSources } from '../sandbox/scene.ts';
import type { Page } from './fixture.ts';
import type { Passage } from './passage.ts';
import { DIST } from './server.ts';
import { type Locale, say } from './words.ts';

export type LabStand = AsyncDisposable & {
  /** of the server itself, with its closing slash */
  address: string;
  /** Opens the lesson and runs the lab live: every program stands before its first line. */
  open(page: Page, locale?: Locale): Promise<void>;
  /** The same, and lets every program go on. */
  run(page: Page): Promise<void>;
};

/** What of the server is other than usual: its limits, and the way on which the browser reaches it. */
type Ways = { times?: Partial<Times>; through?: Passage };

/** @param sources source by "name@host" */
export async function startLabStand(
  sources: Record<string, string>,
  {
    network = 'pair',
    times = {},
    through,
    ...changes
  }: Partial<Pick<Scene, 'panes' | 'wire' | 'walk' | 'bits'>> & { network?: string } & Ways = {},
): Promise<LabStand> {
  const scene: Scene = { ...sceneOfSources(network, sources), lab: 'echo-once', ...changes };
  const allowedHosts = through ? [through.host] : [];
  const workspace = await mkdtemp(join(tmpdir(), 'sockscope-stand-'));
  const record = new RecordDatabase(recordFolder(workspace));
  const server = createServer(createAnswer(realParts, { dist: DIST, allowedHosts, record }));
  const options = { workspace, record, allowedHosts, times: { ...TIMES, ...times } };
  const labs = serveLabs(server, { ...realParts, loadScene: () => scene }, options);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  through?.to(address);
  const pages: Page[] = [];
  const open = async (page: Page, locale: Locale = 'en'): Promise<void> => {
    pages.push(page);
    await page.route('**/labs/echo-once/scene.json', route => route.fulfill({ json: scene }));
    await page.goto(`${through?.address ?? address}${locale}/lessons/echo-once/`);
    await page.getByRole('button', { name: say(locale, 'lab.open-live') }).click();
  };
  return {
    address,
    open,
    async run(page) {
      await open(page);
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
      record[Symbol.dispose]();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}
