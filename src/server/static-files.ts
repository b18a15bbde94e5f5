/**
 * The built site from its folder. `send` finds the file (never outside the folder) and answers
 * ranges and conditional requests; text is sent compressed from memory.
 */
import { existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import send from 'send';
import { acceptedEncoding, PackedFiles } from './packed.ts';

const TEXT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'text/xml; charset=utf-8',
};
const YEAR = 365 * 24 * 3600;

export class StaticFiles {
  readonly #root: string;
  readonly #base: string;
  readonly #packed = new PackedFiles();

  /**
   * @param root folder of the built site; it may come into being later
   * @param base path the site was built for, with slashes at both ends
   */
  constructor(root: string, base: string) {
    this.#root = root;
    this.#base = base;
  }

  /** @param path of the URL without base and query, still percent-encoded */
  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    response.setHeader('Cache-Control', cachingOf(path));
    const file = this.#textFile(path);
    const encoding = acceptedEncoding(request.headers['accept-encoding']);
    if (file !== null) response.setHeader('Vary', 'Accept-Encoding');
    if (file === null || encoding === null) return this.#send(request, response, path);
    const { body, tag } = await this.#packed.get(file, encoding);
    response.setHeader('ETag', tag);
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TEXT_TYPES[extname(file)],
      'Content-Encoding': encoding,
      'Content-Length': body.length,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  #send(request: IncomingMessage, response: ServerResponse, path: string): void {
    send(request, path, { root: this.#root, cacheControl: false, dotfiles: 'ignore' })
      .on('error', (error: Error & { status?: number }) => this.#fail(response, error.status ?? 500))
      .on('directory', () => {
        const location = `${this.#base}${path.replace(/^\/+/, '')}/`;
        response.writeHead(301, { Location: location }).end();
      })
      .pipe(response);
  }

  #fail(response: ServerResponse, status: number): void {
    response.setHeader('Cache-Control', 'no-store');
    const page = join(this.#root, '404.html');
    if (status !== 404 || !existsSync(page)) {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(status === 404 ? 'There is no such page.\n' : 'This cannot be served.\n');
      return;
    }
    response.statusCode = 404;
    send(response.req, '/404.html', { root: this.#root, cacheControl: false, acceptRanges: false }).pipe(
      response,
    );
  }

  /** The text file behind a path, when it is one that `send` would serve; null: leave it to `send`. */
  #textFile(path: string): string | null {
    const decoded = decodedPath(path);
    if (decoded === null || decoded.includes('\0')) return null;
    const file = normalize(join(this.#root, decoded.endsWith('/') ? `${decoded}index.html` : decoded));
    const inside =
      file.startsWith(normalize(this.#root + sep)) && !file.slice(this.#root.length).includes(`${sep}.`);
    if (!inside || TEXT_TYPES[extname(file)] === undefined) return null;
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : null;
  }
}

function decodedPath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** Names in `_astro/` carry a hash of the content; everything else is asked for again. */
const cachingOf = (path: string): string =>
  path.startsWith('/_astro/') ? `public, max-age=${YEAR}, immutable` : 'no-cache';
