/** Starts the real server on a free port, with a workspace that goes when the server does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../..');
/** The built site that is tested. */
export const DIST = process.env.DIST ?? join(ROOT, 'dist');
/** A closing server kills its boxes first; more than this is a hang. */
const CLOSING_MS = 10_000;

export type RunningServer = AsyncDisposable & {
  /** with its closing slash */
  address: string;
  pid: number;
  workspace: string;
  /** Ends it with this signal. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts another one on the same port and workspace. */
  begin(): Promise<void>;
  /** The one after the other. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
};

/** @param variables of its environment, besides those of ours */
export async function startServer(variables: Record<string, string> = {}): Promise<RunningServer> {
  if (!existsSync(DIST)) throw new Error('there is no dist: npm run build');
  const workspace = mkdtempSync(join(tmpdir(), 'sockscope-workspace-'));
  let child = spawnServer({ ...variables, WORKSPACE: workspace, PORT: '0' });
  // Whoever started it may end without disposing: an exception, a signal that became process.exit().
  const die = (): void => {
    child.kill();
    rmSync(workspace, { recursive: true, force: true });
  };
  process.once('exit', die);
  const address = await addressLine(child);
  const begin = async (): Promise<void> => {
    child = spawnServer({ ...variables, WORKSPACE: workspace, PORT: new URL(address).port });
    await addressLine(child);
  };
  return {
    address,
    get pid() {
      return child.pid ?? 0;
    },
    workspace,
    end: signal => end(child, signal),
    begin,
    async restart(signal) {
      await end(child, signal);
      await begin();
    },
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM');
      process.off('exit', die);
      rmSync(workspace, { recursive: true });
    },
  };
}

const spawnServer = (variables: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['src/server/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The server prints its address on a line of its own once it answers (DESIGN.md, section 9). */
async function addressLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no stdout');
  for await (const line of createInterface(child.stdout)) {
    const address = /^http:\/\/\S+\/$/.exec(line.trim())?.[0];
    if (address === undefined) continue;
    child.stdout.resume();
    return address;
  }
  throw new Error('the server ended before it printed its address');
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`the server had ended on its own: ${child.exitCode ?? child.signalCode}`);
  const ended = once(child, 'exit');
  child.kill(signal);
  let isHung = false;
  const hung = setTimeout(() => {
    isHung = true;
    child.kill('SIGKILL');
  }, CLOSING_MS);
  await ended;
  clearTimeout(hung);
  if (isHung) throw new Error(`the server did not end within ${CLOSING_MS} ms`);
}
