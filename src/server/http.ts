/** Answers of the server: the built site, one question about it, and the record; to our own pages and nobody else. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordDatabase } from '#progress/record-database';
import { createGuard, type GuardOptions, TOKEN_COOKIE } from './guard.ts';
import { setSecurityHeaders } from './headers.ts';
import type { Parts } from './parts.ts';
import { answerRecord } from './record-desk.ts';
import { StaticFiles } from './static-files.ts';

export type HttpOptions = GuardOptions & {
  /** folder of the built site */
  dist: string;
  /** base path the site was built for, "/" or "/course/" */
  base?: string;
  /** the learner's; without one the page keeps it in the browser */
  record?: RecordDatabase;
  log?: (line: string) => void;
};

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export function createAnswer({ canOpenBoxes }: Pick<Parts, 'canOpenBoxes'>, options: HttpOptions): Answer {
  const { base = '/', token = null, record, log = console.error } = options;
  const guard = createGuard(options);
  const files = new StaticFiles(options.dist, base);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const why = guard.refuse(request);
    setSecurityHeaders(request, response, { trusted: why === null });
    if (why !== null) return plain(response, 403, why);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (record !== undefined && path === `${base}api/record`)
      return await answerRecord(request, response, record);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return plain(response, 405, 'only GET and HEAD are answered');
    }
    if (token !== null && guard.bringsToken(request)) return keepToken(response, path, token);
    if (path === base.slice(0, -1)) return redirect(response, base);
    if (!path.startsWith(base))
      return base === '/' ? plain(response, 400, 'not a path') : redirect(response, base);
    const rest = path.slice(base.length - 1);
    if (rest === '/api/status') return json(response, await canOpenBoxes());
    await files.answer(request, response, rest);
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log(`${request.method} ${request.url} failed: ${error instanceof Error ? error.stack : error}`);
      if (response.headersSent) response.destroy();
      else plain(response, 500, 'this request failed; the server’s terminal says why');
    });
  };
}

/** The token leaves the address, where it would be seen and shared, for a cookie that scripts cannot read. */
function keepToken(response: ServerResponse, path: string, token: string): void {
  // Lax and not Strict: the address may be opened from a mail or a chat.
  response.setHeader('Set-Cookie', `${TOKEN_COOKIE}=${token}; HttpOnly; SameSite=Lax; Path=/`);
  redirect(response, path.replace(/^\/+/, '/'));
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location, 'Cache-Control': 'no-store' }).end();
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(value));
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${text}\n`);
}
