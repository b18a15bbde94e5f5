/**
 * Keeps a sweeper: a small process that outlives this one, however it ends, and removes the control
 * groups that it has left. The kernel gives back a process's files and memory, but not its groups.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { findPython } from './python.ts';

const SWEEPER = fileURLToPath(new URL('../sweeper/sweep.py', import.meta.url));
const START_FIELD = 19; // of /proc/PID/stat behind the name (proc(5))

let prefix: string | undefined;

/**
 * With it every group of this process begins: it names the process so that no later one is taken for
 * it, not even where containers with numbers of their own share the tree.
 */
export function ownPrefix(): string {
  if (prefix !== undefined) return prefix;
  const [namespace = '0'] = readlinkSync('/proc/self/ns/pid').match(/\d+/) ?? [];
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD];
  prefix = `sockscope-${namespace}-${process.pid}-${start}-`;
  return prefix;
}

let sweeper: ChildProcess | undefined;

/** Starts it unless it runs. Called before the first group is made in one of these folders. */
export function keepSwept(folders: readonly string[]): void {
  const python = findPython();
  if (sweeper !== undefined || python === null) return;
  // Its own session: Ctrl-C in the server's terminal must not end it before the server.
  const child = spawn(python, ['-I', '-S', SWEEPER, ownPrefix(), ...folders], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
    cwd: '/',
    detached: true,
  });
  sweeper = child;
  child.on('error', () => undefined);
  child.once('exit', (_code, signal) => {
    sweeper = undefined;
    if (signal !== null) keepSwept(folders); // somebody killed it; what it left is still ours
  });
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
}
