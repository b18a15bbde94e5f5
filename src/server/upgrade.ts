/**
 * The lab socket on an HTTP server. It handles only `<base>…/lab`: in `astro dev` the same server
 * carries Vite's own socket. Compression stays off, it costs more than it saves on loopback; `ws`
 * sets TCP_NODELAY on what it takes over.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { Workspace } from '#progress/files';
import type { RecordDatabase } from '#progress/record-database';
import { Verdicts } from '#progress/verdicts';
import { MAX_MESSAGE_BYTES } from '#protocol/messages';
import { Connection } from './connection.ts';
import { ExerciseDesk } from './exercise-desk.ts';
import { createGuard, type GuardOptions } from './guard.ts';
import type { Parts } from './parts.ts';
import { Sessions, TIMES, type Times } from './sessions.ts';

const GOODBYE_MS = 1000;

export type LabSocketOptions = GuardOptions & {
  /** base path of the site, "/" or "/course/" */
  base?: string;
  /** folder of the learner's files */
  workspace: string;
  /** where verdicts are noted; closed by whoever opened it */
  record: RecordDatabase;
  times?: Times;
  log?: (line: string) => void;
  /** true when nobody else takes upgrades on this server: those for other paths are refused */
  alone?: boolean;
};

/** Everything behind the socket; closing it closes every box and every connection. */
export interface LabSocket extends AsyncDisposable {
  close(): Promise<void>;
}

export function serveLabs(server: Server, parts: Parts, options: LabSocketOptions): LabSocket {
  const { base = '/', log = console.error, times = TIMES, alone = false } = options;
  const guard = createGuard(options);
  const sessions = new Sessions(times);
  const desk = new ExerciseDesk(parts, new Workspace(options.workspace), new Verdicts(options.record, log));
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const isLab = path.startsWith(base) && path.endsWith('/lab');
    const why = isLab ? guard.refuse(request) : 'no socket at this path';
    if (why === null)
      sockets.handleUpgrade(request, socket, head, ws => new Connection(ws, { parts, sessions, desk, log }));
    else if (isLab || alone) refuse(socket, isLab ? '403 Forbidden' : '404 Not Found', why);
  };
  server.on('upgrade', upgrade);
  const close = async (): Promise<void> => {
    server.off('upgrade', upgrade);
    // The boxes first: each page is told that its own is gone while there is a connection to say it on.
    await sessions.closeAll();
    await endAll(sockets.clients);
    await desk[Symbol.asyncDispose]();
  };
  return { close, [Symbol.asyncDispose]: close };
}

/** A goodbye, and the time to hear it; who does not answer is cut off. */
async function endAll(sockets: ReadonlySet<WebSocket>): Promise<void> {
  const open = [...sockets];
  const closed = open.map(socket => new Promise<void>(resolve => socket.once('close', () => resolve())));
  for (const socket of open) socket.close(1001, 'the server is closing');
  const late = setTimeout(() => open.map(socket => socket.terminate()), GOODBYE_MS);
  await Promise.all(closed);
  clearTimeout(late);
}

function refuse(socket: Duplex, status: string, why: string): void {
  socket.on('error', () => socket.destroy());
  const head = [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Type: text/plain; charset=utf-8'];
  socket.end(`${[...head, `Content-Length: ${Buffer.byteLength(why)}`].join('\r\n')}\r\n\r\n${why}`);
}
