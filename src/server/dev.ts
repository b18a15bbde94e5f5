/**
 * `npm run dev`: the lab socket and the status answer on Astro's own server, so that lessons reload
 * while their labs run. Imported only then: a build needs no sandbox.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { RecordDatabase, recordFolder } from '#progress/record-database';
import { createAnswer } from './http.ts';
import { attachLabSocket, realParts } from './lab-socket.ts';

type Handle = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** What of Vite's server is used here. */
type DevServer = {
  httpServer: unknown;
  middlewares: { stack: { route: string; handle: Handle }[] };
};

/** @param base of the site, "/" or "/course/" */
export function attachToDev(dev: DevServer, base: string): void {
  const server = dev.httpServer as Server; // null only in Vite's middleware mode, which Astro does not use
  const workspace = process.env.WORKSPACE ?? fileURLToPath(new URL('../../workspace', import.meta.url));
  const record = new RecordDatabase(process.env.RECORD ?? recordFolder(workspace));
  const answer = createAnswer(realParts, { dist: '', base, record });
  const status: Handle = (request, response, next) =>
    request.url?.startsWith(`${base}api/`) ? answer(request, response) : next();
  // Before Astro's own handlers, which come last: they would say that the address lacks its slash.
  server.once('listening', () => dev.middlewares.stack.unshift({ route: '', handle: status }));
  const labs = attachLabSocket(server, { base, workspace, record });
  server.once('close', () => void labs.close().then(() => record[Symbol.dispose]()));
}
