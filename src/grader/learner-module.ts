/** The learner's file as a module whose functions a check calls, each check in an interpreter of its own. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Given, Kept, Order } from '#protocol/caller';
import type { SocketRow } from '#protocol/events';
import type { ProcessUsage } from '#protocol/supervisor';
import { type Answer, type Caller, READY_MS } from './caller.ts';
import { CheckDatagrams } from './check-datagrams.ts';
import { CheckServer, type Listens } from './check-server.ts';
import type { Conversation } from './conversation.ts';
import { compareBytes, FunctionCall } from './function-call.ts';
import { OUR_DESCRIPTORS } from './holdings.ts';
import { type HostSetting, HostSettings } from './host-settings.ts';
import { LearnerProgram } from './learner-program.ts';
import type { ProgramRun } from './program-run.ts';
import { importOf } from './python-imports.ts';
import { given } from './python-value.ts';
import { kindOf, kindText, type SocketKind } from './socket-kind.ts';
import { Stage } from './stage.ts';

const CLOSE_MS = 500;
const LOOK_EVERY_MS = 20;

/** An object that a class of the learner's file has made. */
export type LearnerObject = { calls(method: string, ...args: readonly (Given | Uint8Array)[]): FunctionCall };

export class LearnerModule extends LearnerProgram {
  /** How many files may be open at once (RLIMIT_NOFILE); a box gives each program 256. */
  limit = 256;
  /** The checker's own sockets and frames, for what a function is asked about. */
  readonly stage: Stage;
  readonly #caller: Caller;
  readonly #settings: HostSettings;
  #made = 0;

  constructor(run: ProgramRun, caller: Caller) {
    super(run);
    this.#settings = new HostSettings(run.box, run.scene.network);
    this.stage = new Stage(run, this.#settings);
    this.#caller = caller;
  }

  /** Calls a function; what it gives back is judged by the call's own verbs. Bytes are given as such. */
  calls(name: string, ...args: readonly (Given | Uint8Array)[]): FunctionCall {
    return this.#calls({ function: name, args: args.map(given) }, name, this.#name('value'));
  }

  /** Makes an object of a class of the file; a check then calls its methods. */
  async makes(name: string, ...args: readonly (Given | Uint8Array)[]): Promise<LearnerObject> {
    const on = this.#name(name.toLowerCase());
    const making = this.#calls({ function: name, args: args.map(given) }, name, on);
    await making.value();
    return {
      calls: (method, ...each) =>
        this.#calls(
          { function: method, on, args: each.map(given) },
          `${on} = ${making.text}; ${on}.${method}`,
          this.#name('value'),
        ),
    };
  }

  /** @param text what is called, as a line of Python has it */
  #calls(order: { function: string; on?: string; args: Given[] }, text: string, as: string): FunctionCall {
    const answer = this.#caller.give({ do: 'call', ...order, as });
    const block = async (number: number): Promise<Uint8Array> =>
      bytesIn(await this.#does({ do: 'block', object: as, number }));
    return new FunctionCall(this.run, { name: text, args: order.args, as, answer, block });
  }

  /** The checker listens on a host, for what a function is about to connect to. */
  async serves({ host, port }: Listens): Promise<CheckServer> {
    const listener = await this.run.box.listen(host, port);
    return new CheckServer(this.run, listener, { host, port });
  }

  /** A UDP socket of the checker's, for what a function is about to send to; the file has been imported. */
  async hears({ host, port }: Listens): Promise<CheckDatagrams> {
    const peer = await this.run.box.openDatagrams(host, { port });
    await this.#does({ do: 'nothing' });
    return new CheckDatagrams(this.run, peer);
  }

  /** A connected socket of the learner's process, and the checker's end of it. */
  async connected({ host, port }: Listens): Promise<{ socket: Kept; far: Conversation }> {
    const server = await this.serves({ host, port });
    const as = this.#name('sock');
    await this.#does({ do: 'connect', to: [host, port], as });
    return { socket: { object: as }, far: await server.accepts() };
  }

  /** Somebody holds a port; `shared`: and lets others have it too that ask for SO_REUSEPORT. */
  async busy(
    protocol: 'tcp' | 'udp',
    [address, port]: [address: string, port: number],
    { shared = false } = {},
  ): Promise<void> {
    await this.#does({ do: 'bind', protocol, to: [address, port], shared, as: this.#name('busy') });
  }

  /** So many files may be open at once, and so many more are open than an interpreter has. */
  async limits(files: number, { open = 0 } = {}): Promise<void> {
    this.limit = files;
    await this.#does({ do: 'limit', files, open });
  }

  /** After so many, creating a socket raises something else than EMFILE. */
  async spoils(after: number, error: 'OSError' | 'TypeError'): Promise<void> {
    await this.#does({ do: 'spoil', after, error });
  }

  /** A file beside the learner's own: these bytes, so many times. */
  async hasFile(file: string, bytes: Uint8Array, times = 1): Promise<void> {
    await this.#does({ do: 'write', file, base64: Buffer.from(bytes).toString('base64'), times });
  }

  /** What the function has left in the socket. */
  async leaves({ object }: Kept, wanted: Uint8Array): Promise<void> {
    const answer = await this.#does({ do: 'read', object, count: wanted.length + 64 });
    await compareBytes(this.run, wanted, bytesIn(answer));
  }

  /** The kernel's table shows a socket of its process that is bound so. */
  async isBound(protocol: 'tcp' | 'udp', local: string): Promise<void> {
    const rows = await this.run.sockets();
    const { name } = this.run.program;
    const own = rows.filter(({ owners }) => owners.some(({ program }) => program === name));
    if (own.some(row => row.protocol === protocol && row.local === local)) return;
    const saw = own.flatMap(row => row.local ?? []).join(', ');
    const wanted = `a socket bound to ${local}`;
    await this.run.fail({ kind: 'failed', wanted, saw: saw || 'none' }, { waitingFor: 'value' });
  }

  /** The kernel's table shows a socket of this kind behind a descriptor of its process. */
  async isKind(fd: number, wanted: SocketKind): Promise<void> {
    const { name } = this.run.program;
    const isIts = ({ owners }: SocketRow): boolean =>
      owners.some(owner => owner.program === name && owner.fd === fd);
    const row = (await this.run.sockets()).find(isIts);
    const saw = row === undefined ? `no socket behind descriptor ${fd}` : kindText(kindOf(row));
    if (saw === kindText(wanted)) return;
    await this.run.fail({ kind: 'failed', wanted: kindText(wanted), saw }, { waitingFor: 'table' });
  }

  /** Its file imports none of these: what they do is to be done by hand. */
  async importsNone(...modules: readonly string[]): Promise<void> {
    const { file, source } = this.run.program;
    const line = importOf(source, modules);
    if (line === undefined) return;
    this.run.did = `grep import ${file}`;
    const wanted = `a file that imports none of ${modules.join(', ')}`;
    await this.run.fail({ kind: 'failed', wanted, saw: line.trim() }, { waitingFor: 'value' });
  }

  /** Descriptors that its process has open, as the kernel counts them. */
  async descriptors(): Promise<number[]> {
    await this.#does({ do: 'nothing' }); // before that there is no process to look at
    return (await this.#process()).descriptors.filter(fd => fd < OUR_DESCRIPTORS);
  }

  /** No more of them are open than at that time. */
  async hasOnly(before: readonly number[]): Promise<void> {
    const deadline = performance.now() + CLOSE_MS;
    let left = await this.descriptors();
    while (left.length > before.length && performance.now() < deadline) {
      await delay(LOOK_EVERY_MS);
      left = await this.descriptors();
    }
    if (left.length <= before.length) return;
    const wanted = `no descriptor left open`;
    const saw = `${left.length - before.length} open: ${left.filter(fd => !before.includes(fd)).join(', ')}`;
    await this.run.fail({ kind: 'failed', wanted, saw }, { waitingFor: 'table' });
  }

  /** Hosts so set connect to each other, every one to every address. */
  async connects(hosts: Readonly<Record<string, HostSetting>>): Promise<void> {
    for (const [name, setting] of Object.entries(hosts)) {
      const refused = await this.#settings.set(name, setting);
      if (refused !== null) return await this.#isNot(`the settings of ${name}`, refused.words);
    }
    const failed = await this.#settings.failing(hosts);
    if (failed === null) return;
    await this.#isNot(`${failed.from} connects to ${failed.address} (${failed.to})`, failed.ended);
  }

  async #isNot(wanted: string, saw: string): Promise<void> {
    await this.run.fail({ kind: 'failed', wanted, saw }, { waitingFor: 'value' });
  }

  async #process(): Promise<ProcessUsage> {
    const [process] = await this.run.box.usage();
    return process ?? { program: '', pid: 0, descriptors: [], tasks: 0, cpuMs: 0, waitedMs: 0 };
  }

  /** What the caller does for the check; where it cannot, the learner's file or its end is the reason. */
  async #does(order: Order): Promise<Answer> {
    const answer = this.#caller.give(order)(READY_MS);
    const ended = this.run.endedWithin(READY_MS).then(() => null);
    const done = await Promise.race([answer, ended]);
    if (done !== null) return done;
    if (this.run.exit === undefined)
      return await this.run.fail({ kind: 'timed-out', afterMs: READY_MS }, { waitingFor: 'value' });
    const saw = 'the file ended the interpreter';
    return await this.run.fail(
      { kind: 'failed', wanted: 'a file that can be imported', saw },
      { waitingFor: 'value' },
    );
  }

  #name(what: string): string {
    this.#made += 1;
    return `${what}${this.#made}`;
  }
}

/** The bytes of an answer of one block; none where it gave something else. */
const bytesIn = (answer: Answer): Uint8Array =>
  'value' in answer && answer.value.kind === 'bytes'
    ? Buffer.from(answer.value.base64, 'base64')
    : new Uint8Array();
