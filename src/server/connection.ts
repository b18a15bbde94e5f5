/**
 * One WebSocket of one tab. Messages are checked here and nowhere behind; errors end here: what has
 * a refusal's code is told to the page, anything else is our fault and costs the tab its box.
 */
import type { RawData, WebSocket } from 'ws';
import { unpackChannel } from '#protocol/channels';
import type { Refusal } from '#protocol/faults';
import { type OpenRequest, PageMessage } from '#protocol/messages';
import { fitsPlainBox } from '#protocol/plain-box';
import type { ExerciseDesk } from './exercise-desk.ts';
import { FileFollower } from './file-follower.ts';
import { Link } from './link.ts';
import type { Opening } from './live-lab.ts';
import { isCommand, isOfExercise, isUse } from './page-requests.ts';
import type { Parts } from './parts.ts';
import { watchPulse } from './pulse.ts';
import { Refused, refusalOf } from './refusals.ts';
import { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

export type Surroundings = {
  parts: Parts;
  sessions: Sessions;
  desk: ExerciseDesk;
  log: (line: string) => void;
};

export class Connection {
  readonly #around: Surroundings;
  readonly #link: Link;
  /** Fires when the socket has closed. */
  readonly #gone = new AbortController();
  readonly #files: FileFollower;
  #session: Session;
  #checking = false;

  constructor(socket: WebSocket, around: Surroundings) {
    this.#around = around;
    this.#link = new Link(socket);
    this.#files = new FileFollower(around.desk, message => this.#link.send(message));
    this.#session = this.#newSession();
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('close', () => {
      this.#gone.abort();
      this.#files[Symbol.dispose]();
      this.#session.leave(this.#link);
    });
    watchPulse(socket);
    // ws itself answers a broken or oversized frame with close codes 1002 and 1009.
    socket.on('error', error => around.log(`lab socket: ${error.message}`));
  }

  #newSession(): Session {
    return new Session(this.#around.parts, this.#around.sessions, this.#link);
  }

  #receive(data: RawData, isBinary: boolean): void {
    // What a page still had on its way when another one took its session over: the other has sent it again.
    if (!this.#session.isShownBy(this.#link)) this.#session = this.#newSession();
    const bytes = asBuffer(data);
    if (isBinary) {
      const keys = unpackChannel(bytes);
      // Keys may still be on their way when the lab has just been closed.
      if (keys !== undefined && this.#session.life !== null)
        this.#attempt('keys', async () => this.#session.lab.type(keys.channel, keys.payload));
      this.#session.touch();
      return;
    }
    const raw = jsonOrUndefined(bytes.toString('utf8'));
    const parsed = PageMessage.safeParse(raw);
    if (!parsed.success) {
      const refused = new Refused('malformed-message', parsed.error.message);
      this.#report(requestNamed(raw), refused, null);
      return;
    }
    if (isUse(parsed.data.type)) this.#session.touch();
    if (isCommand(parsed.data.type) && this.#session.life !== null) this.#session.lab.countCommand();
    this.#attempt(parsed.data.type, () => this.#carryOut(parsed.data));
  }

  #attempt(request: string, work: () => Promise<void>): void {
    // What fails because its lab has been closed meanwhile is no fault; opening closes the lab before it.
    const life = opensBox(request) ? null : this.#session.life;
    work().catch((error: unknown) => this.#report(request, error, life));
  }

  async #carryOut(message: PageMessage): Promise<void> {
    const { desk } = this.#around;
    const session = this.#session;
    switch (message.type) {
      case 'open':
      case 'workbench':
        return await session.open(() => this.#findScene(message));
      case 'resume':
        return await this.#resume(message);
      case 'next':
        return await session.next();
      case 'step':
        return await session.lab.step(message.program, message.how, message.task);
      case 'pause':
        return await session.lab.pause(message.program, message.task);
      case 'breakpoints':
        return await session.lab.setBreakpoints(message.program, message.lines);
      case 'stop':
        return await session.lab.stop(message.program);
      case 'resize':
        return session.life === null
          ? undefined
          : session.lab.resize(message.program, message.cols, message.rows);
      case 'credit':
        return session.life === null ? undefined : session.lab.credit(message.program, message.bytes);
      case 'wire-set':
        return await session.lab.setWire(message.setting);
      case 'wire-frame':
        return await session.lab.handleFrame(message.frame, message.verb);
      case 'network-change':
        return await session.lab.changeNetwork(message.change);
      case 'shell':
        return await session.lab.openShell(message.host);
      case 'stay':
        return; // it has come, which is all it is for
      case 'ping':
        return this.#link.send({ type: 'pong' });
      case 'close':
        return await session.close('asked');
      case 'file-read':
        return this.#files.send(await desk.read(message.exercise));
      case 'file-save':
        return await desk.save(message, this.#files.send);
      case 'file-reset':
        return this.#files.send(await desk.reset(message.exercise));
      case 'check':
        return await this.#check(message.exercise);
      default:
        message satisfies never;
    }
  }

  async #findScene(asked: OpenRequest): Promise<Opening> {
    const { parts } = this.#around;
    const scene =
      asked.type === 'workbench'
        ? await parts.setupScene(asked)
        : await parts.loadScene(asked.lab, asked.whatIf, asked.edits);
    const { live, why, plain } = await parts.canOpenBoxes();
    if (live) return { scene, plain: null };
    if (plain && fitsPlainBox(scene)) return { scene, plain };
    throw new Refused('no-sandbox', why ?? 'boxes cannot be opened on this machine');
  }

  async #resume({ session: id, after, received }: PageMessage & { type: 'resume' }): Promise<void> {
    const session = this.#around.sessions.find(id);
    session.resume(this.#link, after, received ?? {});
    const before = this.#session;
    this.#session = session;
    if (before !== session) await before.close('idle');
  }

  async #check(exercise: string): Promise<void> {
    if (this.#checking) throw new Refused('check-running', 'a check is already running in this tab');
    this.#checking = true;
    try {
      await this.#around.desk.check(exercise, this.#gone.signal, answer => this.#link.send(answer));
    } catch (error) {
      if (refusalOf(error) !== null || isAbort(error)) throw error;
      this.#log('check', error);
      this.#link.send({ type: 'check-finished', exercise, status: 'error' });
    } finally {
      this.#checking = false;
    }
  }

  #report(request: string, error: unknown, life: AbortSignal | null): void {
    if (life?.aborted || isAbort(error)) return;
    const refusal = refusalOf(error);
    if (refusal !== null) this.#refuse(request, refusal);
    if (refusal !== null || this.#gone.signal.aborted) return;
    this.#log(request, error);
    const code = opensBox(request)
      ? 'box-did-not-open'
      : request.startsWith('file-')
        ? 'file-unavailable'
        : null;
    if (code !== null) this.#refuse(request, { code, detail: String(error) });
    else this.#session.close('fault').catch((next: unknown) => this.#log('close', next));
  }

  /** What concerns the lab reaches its page on whatever connection that has by now. */
  #refuse(request: string, refusal: Refusal): void {
    const to = isOfExercise(request) ? this.#link : this.#session;
    to.send({ type: 'refused', request, ...refusal });
  }

  #log(request: string, error: unknown): void {
    this.#around.log(`${request} failed: ${error instanceof Error ? error.stack : error}`);
  }
}

const opensBox = (request: string): boolean => request === 'open' || request === 'workbench';

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

function asBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a message that could not be understood called itself, for the refusal. */
function requestNamed(raw: unknown): string {
  const named = typeof raw === 'object' && raw !== null && 'type' in raw ? raw.type : undefined;
  return typeof named === 'string' ? named.slice(0, 40) : 'unknown';
}
