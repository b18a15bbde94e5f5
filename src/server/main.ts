/**
 * `npm start`: one HTTP server with the built site and the lab socket. It owns every box, and the
 * spare for the next one; a signal closes them before the process ends.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepSpare } from '#driver/spare';
import { RecordDatabase } from '#progress/record-database';
import { BadEnvironment, type Environment, isLoopback, plainUse, readEnvironment } from './environment.ts';
import { createAnswer } from './http.ts';
import { attachLabSocket, partsFor } from './lab-socket.ts';

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const token = isLoopback(environment.HOST) ? null : randomBytes(16).toString('hex');
  const common = { base: environment.BASE, allowedHosts: environment.ALLOWED_HOSTS, token };
  const record = new RecordDatabase(environment.RECORD);
  const { SOCKSCOPE_WHY: why, SOCKSCOPE_CURE: cure = null } = environment;
  const doctor = why === undefined ? undefined : { why, cure };
  const parts = partsFor({ plain: plainUse(environment), doctor });
  const server = createServer(createAnswer(parts, { ...common, dist: environment.DIST, record }));
  const { WORKSPACE: workspace } = environment;
  const labs = attachLabSocket(server, { ...common, workspace, record, alone: true }, parts);
  const spare = environment.BOX === 'plain' ? null : keepSpare();

  const end = async (code: number): Promise<never> => {
    server.close();
    await labs.close();
    await spare?.[Symbol.asyncDispose]();
    record[Symbol.dispose]();
    process.exit(code);
  };
  // Once: a second signal ends the process at once, and the boxes go with their lifeline.
  process.once('SIGTERM', () => void end(0));
  process.once('SIGINT', () => void end(0));
  process.on('unhandledRejection', error => console.error('unhandled:', error));
  process.once('uncaughtException', error => {
    console.error('uncaught:', error);
    void end(1);
  });

  await listen(server, environment);
  console.log(addressOf(server, environment, token));
}

async function listen(server: Server, { HOST, PORT }: Environment): Promise<void> {
  server.listen(PORT, HOST);
  await once(server, 'listening');
}

function addressOf(server: Server, { HOST, BASE, ALLOWED_HOSTS }: Environment, token: string | null): string {
  const { port } = server.address() as AddressInfo;
  const [name = HOST] = token === null ? [HOST.includes(':') ? `[${HOST}]` : HOST] : ALLOWED_HOSTS;
  const authority = /:\d+$/.test(name) ? name : `${name}:${port}`;
  return `http://${authority}${BASE}${token === null ? '' : `?token=${token}`}`;
}

/** What the one who started the server can do about it; null when it is our own failure. */
function remedy(error: unknown): string | null {
  if (error instanceof BadEnvironment) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return null;
  const port = 'port' in error ? Number(error.port) : 0;
  if (error.code === 'EADDRINUSE')
    return (
      `Port ${port} is already in use, perhaps by another Sockscope: see http://127.0.0.1:${port}/\n` +
      `Or choose another port: PORT=${port + 1} npm start   (PORT=0 takes any free one)`
    );
  if (error.code === 'EACCES')
    return `Port ${port} may not be used by you. Choose one above 1023: PORT=4321 npm start`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `HOST is no address of this machine.`;
  return null;
}

main().catch((error: unknown) => {
  console.error(remedy(error) ?? error);
  process.exit(1);
});
