/** The built site over HTTP: what is served, how, and to whom. */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createAnswer, type HttpOptions } from '../../src/server/http.ts';

const PAGE = `<!doctype html><title>home</title>${'<p>socket</p>'.repeat(500)}`;

async function openSite(options: Partial<HttpOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-site-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, '_astro'), { recursive: true });
  await mkdir(join(dist, 'en/lessons/echo-once'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await mkdir(`${dist}-sibling`);
  await writeFile(join(`${dist}-sibling`, 'secret.txt'), 'secret');
  await writeFile(join(dist, '.hidden.json'), '{"secret":true}');
  await writeFile(join(dist, 'index.html'), PAGE);
  await writeFile(join(dist, '404.html'), '<h1>no such page</h1>');
  await writeFile(join(dist, 'en/lessons/echo-once/index.html'), 'lesson');
  await writeFile(join(dist, '_astro/lab.d41d8cd9.js'), 'export {}\n'.repeat(100));
  await writeFile(join(dist, 'font.woff2'), Buffer.alloc(1000, 7));
  await symlink(join(folder, 'secret.txt'), join(dist, 'link.bin'));
  const status = { live: false, why: 'no bubblewrap' };
  const answer = createAnswer({ canOpenBoxes: async () => status }, { dist, ...options });
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    get: (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      ask({ port, path, headers, method }),
    dist,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Answered = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/** node:http and not fetch: fetch tidies paths and forbids a Host of one's own. */
async function ask(options: {
  port: number;
  path: string;
  headers: Record<string, string>;
  method: string;
}): Promise<Answered> {
  const sent = request({ host: '127.0.0.1', ...options }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

test('pages, folders and files are served with their types', async () => {
  await using site = await openSite();
  const home = await site.get('/');
  expect([home.status, home.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(home.body.toString()).toBe(PAGE);
  expect((await site.get('/en/lessons/echo-once/?step=2')).body.toString()).toBe('lesson');
  expect((await site.get('/en/lessons/echo-once')).headers.location).toBe('/en/lessons/echo-once/');
  expect((await site.get('/font.woff2')).headers['content-type']).toBe('font/woff2');
});

test('text comes compressed as the browser accepts it, and is the same text', async () => {
  await using site = await openSite();
  const brotli = await site.get('/', { 'Accept-Encoding': 'gzip, deflate, br, zstd' });
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(brotli.body).toString()).toBe(PAGE);
  expect(brotli.body.length).toBeLessThan(PAGE.length / 10);
  const gzip = await site.get('/', { 'Accept-Encoding': 'gzip, br;q=0' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzip.body).toString()).toBe(PAGE);
  expect(gzip.headers.vary).toBe('Accept-Encoding');
  expect((await site.get('/font.woff2', { 'Accept-Encoding': 'br' })).headers['content-encoding']).toBe(
    undefined,
  );
});

test('a page that was rebuilt is seen at once, one that was not costs a 304', async () => {
  await using site = await openSite();
  const headers = { 'Accept-Encoding': 'br' };
  const { etag = '' } = (await site.get('/', headers)).headers;
  expect((await site.get('/', { ...headers, 'If-None-Match': etag })).status).toBe(304);
  await writeFile(join(site.dist, 'index.html'), 'rebuilt');
  const rebuilt = await site.get('/', { ...headers, 'If-None-Match': etag });
  expect(brotliDecompressSync(rebuilt.body).toString()).toBe('rebuilt');
});

test('hashed files are cached for good, pages are asked for again', async () => {
  await using site = await openSite();
  const asset = await site.get('/_astro/lab.d41d8cd9.js');
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect((await site.get('/')).headers['cache-control']).toBe('no-cache');
  expect((await site.get('/_astro/gone.js')).headers['cache-control']).toBe('no-store');
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/_astro/../../secret.txt',
  '/../dist-sibling/secret.txt',
  '/%2e%2e%2fdist-sibling%2fsecret.txt',
  '//etc/passwd',
  '/%00',
  '/%ff',
  '/.hidden.json',
  '/secret.txt\\..\\..',
])('%s leads nowhere', async path => {
  await using site = await openSite();
  for (const headers of [{}, { 'Accept-Encoding': 'br' }]) {
    const { status, body } = await site.get(path, headers);
    expect([400, 403, 404]).toContain(status);
    expect(body.toString()).not.toContain('secret');
  }
});

test('a missing page is told by the site’s own 404', async () => {
  await using site = await openSite();
  const missing = await site.get('/en/nothing/', { Range: 'bytes=0-3' });
  expect([missing.status, missing.body.toString()]).toEqual([404, '<h1>no such page</h1>']);
});

test('only GET and HEAD are answered', async () => {
  await using site = await openSite();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
    expect((await site.get('/', {}, method)).status).toBe(405);
  const head = await site.get('/', { 'Accept-Encoding': 'br' }, 'HEAD');
  expect([head.status, head.body.length]).toEqual([200, 0]);
  expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
});

test.each([
  ['a foreign Host', { Host: 'evil.example' }],
  ['our address on another port', { Host: '127.0.0.1:1' }],
  ['a name that only begins like ours', { Host: '127.0.0.1.evil.example' }],
  ['a foreign Origin', { Origin: 'http://evil.example' }],
  ['a sandboxed frame', { Origin: 'null' }],
])('%s is refused with 403', async (_, headers) => {
  await using site = await openSite();
  for (const path of ['/', '/api/status', '/nothing']) {
    const { status, body } = await site.get(path, headers);
    expect(status).toBe(403);
    expect(body.toString()).not.toContain('socket</p>');
  }
});

test('every name of the loopback is ours', async () => {
  await using site = await openSite();
  for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LocalHost'])
    expect((await site.get('/', { Host: `${name}:${site.port}` })).status).toBe(200);
});

test('every answer carries the security headers, a refusal too', async () => {
  await using site = await openSite();
  const answers = [
    await site.get('/'),
    await site.get('/', { 'Accept-Encoding': 'br' }),
    await site.get('/nothing'),
    await site.get('/api/status'),
    await site.get('/', {}, 'POST'),
    await site.get('/', { Host: 'evil.example' }),
  ];
  for (const { headers } of answers) {
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'",
    );
    expect(policy).toContain(
      "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    );
    expect(policy).not.toContain('evil');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['access-control-allow-origin']).toBe(undefined);
  }
  const own = answers[0]?.headers['content-security-policy'];
  expect(own).toContain(`connect-src 'self' ws://127.0.0.1:${site.port} `);
});

test('the status says whether labs can run live, and why not', async () => {
  await using site = await openSite();
  const { headers, body } = await site.get('/api/status');
  expect(headers['content-type']).toBe('application/json');
  expect(JSON.parse(body.toString())).toEqual({ live: false, why: 'no bubblewrap' });
});

test('under a base path everything lies below it', async () => {
  await using site = await openSite({ base: '/course/' });
  expect((await site.get('/course/')).body.toString()).toBe(PAGE);
  expect((await site.get('/course')).headers.location).toBe('/course/');
  expect((await site.get('/')).headers.location).toBe('/course/');
  expect((await site.get('/course/en/lessons/echo-once')).headers.location).toBe(
    '/course/en/lessons/echo-once/',
  );
  expect((await site.get('/course/../../secret.txt')).status).not.toBe(200);
});

test('with a token, only who brought it gets in: once in the address, then by cookie', async () => {
  const token = '0123456789abcdef0123456789abcdef';
  await using site = await openSite({ token, allowedHosts: ['lab.example'] });
  const Host = 'lab.example';
  expect((await site.get('/', { Host })).status).toBe(403);
  expect((await site.get('/?token=wrong', { Host })).status).toBe(403);
  const first = await site.get(`/en/lessons/echo-once/?token=${token}`, { Host });
  expect([first.status, first.headers.location]).toEqual([302, '/en/lessons/echo-once/']);
  const set = first.headers['set-cookie']?.[0] ?? '';
  expect(set).toContain('HttpOnly; SameSite=Lax');
  const Cookie = `theme=dark; ${set.split(';')[0]}`;
  expect((await site.get('/', { Host, Cookie })).status).toBe(200);
  expect((await site.get('/', { Host, Cookie: 'sockscope-token=wrong' })).status).toBe(403);
});
