/** A host without a driver around it: its supervisor's lines as they come, and its join helper. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StartMode } from '#driver/box';
import { loadNetwork } from '#driver/scenes';
import { Limits } from '#protocol/lab';
import { OPEN_WIRE } from '#protocol/scene';
import type { SupervisorLine } from '#protocol/supervisor';
import { environment } from '../sandbox/driver/programs.ts';
import type { Command } from '../sandbox/driver/supervisor-process.ts';
import { type FreshSupervisor, startSupervisor } from '../sandbox/driver/supervisor-start.ts';

const JOIN_HELPER = fileURLToPath(new URL('../sandbox/supervisor/join.py', import.meta.url));
const HOST = 'pc';
const FILE = 'program.py';

type Line<Type extends SupervisorLine['type']> = Extract<SupervisorLine, { type: Type }>;

export class BareHost implements AsyncDisposable {
  readonly #fresh: FreshSupervisor;
  readonly #waiting = new Map<string, (line: SupervisorLine) => void>();
  #pids = { supervisor: 0, host: 0 };

  private constructor(python: string) {
    this.#fresh = startSupervisor(python);
    this.#fresh.process.onLine(line => this.#waiting.get(line.type)?.(line));
  }

  /** One host with loopback; `source` is the program that run() starts. */
  static async open(python: string, source: string): Promise<BareHost> {
    const host = new BareHost(python);
    const up = host.next('up');
    const hosts = host.next('hosts');
    const files = [{ host: HOST, name: FILE, text: source }];
    const [network, limits] = [loadNetwork('solo'), Limits.parse({})];
    await host.command({ type: 'build', network, wire: OPEN_WIRE, files, limits, oomKills: null });
    host.#pids = { supervisor: (await up).pid, host: (await hosts).hosts[0]?.pid ?? 0 };
    return host;
  }

  command(command: Command): Promise<unknown> {
    return this.#fresh.process.command(command);
  }

  /** The next line of this type; to be called before what brings it about. */
  next<Type extends SupervisorLine['type']>(type: Type): Promise<Line<Type>> {
    return new Promise(resolve => this.#waiting.set(type, line => resolve(line as Line<Type>)));
  }

  /** Joins the host and executes there, without a terminal. */
  join(argv: readonly string[], mode: StartMode): ChildProcess {
    const { python, uid } = this.#fresh;
    const processes = Limits.parse({}).processes;
    const spec = {
      ...this.#pids,
      uid,
      gid: uid,
      argv,
      env: environment(mode),
      cwd: '/work',
      processes,
      entrances: [],
    };
    const args = ['-I', '-S', JOIN_HELPER, JSON.stringify(spec)];
    return spawn(python, args, { stdio: 'ignore', cwd: '/', env: { PATH: '/usr/bin:/bin' } });
  }

  /** Starts the program, stepped or not, under the supervisor's eyes. */
  async run(mode: StartMode): Promise<void> {
    const { pid = 0 } = this.join(['python3', FILE], mode);
    await this.command({ type: 'watch', program: 'program', host: HOST, pid });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#fresh.process.end();
  }
}

/** Milliseconds until a process has come to its end; throws when that is not its good one. */
export async function untilEnd(start: () => ChildProcess): Promise<number> {
  const began = performance.now();
  const [code] = (await once(start(), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`a process of the bench ended with ${code}`);
  return performance.now() - began;
}
