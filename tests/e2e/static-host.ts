/**
 * A plain host for a site that was built for a path, as a phone or a static hosting would meet it: files
 * below that path, nothing beside it, and no lab server.
 */
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { BASE, buildSite } from '../site/build.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

export type StaticHost = AsyncDisposable & {
  /** of the first page, with its closing slash */
  address: string;
  /** the built site, which is gone with the host */
  folder: string;
};

/** Builds the site first, so it is started once for a file of tests. */
export async function startStaticHost(): Promise<StaticHost> {
  const site = buildSite();
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname));
    const file = fileAt(site.folder, path);
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`,
    folder: site.folder,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      site[Symbol.dispose]();
    },
  };
}

function fileAt(folder: string, path: string): string | undefined {
  if (!path.startsWith(BASE)) return undefined;
  const below = path.slice(BASE.length);
  const file = join(folder, below === '' || below.endsWith('/') ? `${below}index.html` : below);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}
