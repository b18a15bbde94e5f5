/**
 * A live lab's session with the server: whether it has a box, whether that can be reached, and why
 * not. A box outlives a connection that breaks; what the page has missed comes when it is back.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ServerMessage } from '#protocol/messages';
import { type AskedScene, openRequestOf } from '#protocol/workbench';
import type { ConnectionStatus } from './box-life.ts';
import type { Connection } from './connection.ts';
import type { Reach } from './live-terminals.ts';
import type { ClosedWhy, SourceStatus } from './source.ts';

type Opened = Extract<ServerMessage, { type: 'opened' }>;
/** What of the box the page has already. */
type Position = { after: number; received: Record<string, number> };

export class LiveSession {
  readonly #status = signal<SourceStatus>({ kind: 'opening' });
  readonly status: ReadonlySignal<SourceStatus> = this.#status;
  readonly #closesAt = signal<number | null>(null);
  /** When the box closes unless it is used, by Date.now(); null while that is far. */
  readonly closesAt: ReadonlySignal<number | null> = this.#closesAt;
  readonly #connection: Connection;
  readonly #scene: AskedScene;
  #id: string | undefined;
  /** An `open` is on its way: everything before its answer belongs to the box before. */
  #isOpening = false;
  /** The server has answered on this connection: what is sent now reaches the box. */
  #isAttached = false;

  /** @param id of a session that another page of this tab has left, with its box */
  constructor(connection: Connection, scene: AskedScene, id?: string) {
    this.#connection = connection;
    this.#scene = scene;
    this.#id = id;
  }

  /** By which another page of this tab can take the box up. */
  get id(): string | undefined {
    return this.#id;
  }

  /** What comes is from the box that is shown. */
  get hears(): boolean {
    return this.#id !== undefined && !this.#isOpening;
  }

  get reach(): Reach {
    const { kind } = this.#status.peek();
    if (kind === 'closed' || !this.hears) return 'gone';
    if (!this.#isAttached) return 'away';
    return kind === 'returning' ? 'busy' : 'here';
  }

  /** `returning`: to the move that the box before had reached. False when the connection does not stand. */
  open(how: 'opening' | 'returning' = 'opening'): boolean {
    if (!this.#connection.send(openRequestOf(this.#scene))) return false;
    this.#isOpening = true;
    this.#isAttached = false;
    this.#closesAt.value = null;
    this.#status.value = { kind: how };
    return true;
  }

  /** The connection stands (again): the box is taken up, or one is opened. */
  connected(position: Position, how: 'opening' | 'returning'): void {
    const status = this.#status.peek();
    if (status.kind === 'closed') {
      // A server that told of its end is not the one that answers now.
      if (status.why === 'ended') this.#status.value = { kind: 'closed', why: 'restarted' };
    } else if (this.hears) this.resume(position);
    else this.open(how);
  }

  /** From the page that has resumed it. */
  takeBack(position: Position): void {
    if (this.resume(position)) this.#status.value = { kind: 'reconnecting' };
  }

  resume(position: Position): boolean {
    if (this.#id === undefined) return false;
    return this.#connection.send({ type: 'resume', session: this.#id, ...position });
  }

  /** Undefined: it is not the answer to anything that this lab asked. */
  answered({ lab, whatIf, session }: Opened): 'fresh' | 'resumed' | undefined {
    if (lab !== this.#scene.lab || whatIf !== this.#scene.whatIf) return undefined;
    if (this.#status.peek().kind === 'closed') return undefined;
    const isResumed = session === this.#id && !this.#isOpening;
    this.#isOpening = false;
    this.#isAttached = true;
    this.#id = session;
    return isResumed ? 'resumed' : 'fresh';
  }

  /** What the reader sees of it from now on. */
  show(kind: 'ready' | 'returning'): void {
    this.#status.value = { kind };
  }

  warn(leftMs: number | null): void {
    this.#closesAt.value = leftMs === null ? null : Date.now() + leftMs;
  }

  /** There is no box, or none of ours: one that another tab has taken can be taken back. */
  end(why: ClosedWhy): void {
    if (why !== 'other-tab') this.#id = undefined;
    this.#isOpening = false;
    this.#isAttached = false;
    this.#closesAt.value = null;
    this.#status.value = { kind: 'closed', why };
  }

  leave(): void {
    if (this.#id !== undefined) this.#connection.send({ type: 'close' });
    this.#id = undefined;
  }

  follow(connection: ConnectionStatus): void {
    if (connection === 'open') return;
    this.#isAttached = false;
    if (this.#status.peek().kind === 'closed') return;
    if (connection === 'down') this.#status.value = { kind: 'unreachable' };
    else if (connection === 'waiting') this.#status.value = { kind: 'reconnecting' };
  }
}
