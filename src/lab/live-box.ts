/**
 * The box behind a live lab, and the conversation with the server about it: asked for, taken up again
 * after a connection broke, refused, closed, followed by a fresh one.
 */
import { batch, effect, signal } from '@preact/signals';
import type { RefusalCode } from '#protocol/faults';
import type { PageMessage, PlainBecause, ServerMessage } from '#protocol/messages';
import type { AskedScene } from '#protocol/workbench';
import type { BoxLife, ConnectionStatus } from './box-life.ts';
import type { Connection, ConnectionUser } from './connection.ts';
import { isLabRequest } from './lab-requests.ts';
import { LiveSession } from './live-session.ts';
import { LiveTerminals } from './live-terminals.ts';
import { LiveTrace } from './live-trace.ts';
import type { ClosedWhy } from './source.ts';
import type { WireAsked } from './wire-asked.ts';

type Opened = Extract<ServerMessage, { type: 'opened' }>;

export class LiveBox implements ConnectionUser {
  readonly session: LiveSession;
  readonly terminals: LiveTerminals;
  readonly trace = new LiveTrace();
  readonly life: BoxLife;
  readonly moving = signal(false);
  readonly plain = signal<PlainBecause | null | undefined>(undefined);
  readonly edited = signal<readonly string[]>([]);
  readonly refusedDetail = signal<string | null>(null);
  readonly refused = signal<RefusalCode | null>(null);
  /** What the wire was last asked to be. */
  wireAsked: WireAsked | undefined;
  readonly #connection: Connection;
  readonly #missed = signal(false);
  readonly #leave: () => void;
  readonly #stopWatching: () => void;
  /** Commands sent to this box; it tells how many have come. */
  #commands = 0;

  /** The box that another page has left is taken up; nothing of it has come yet. */
  #isTakingUp: boolean;

  /**
   * Opens a box for this scene, now or as soon as the connection stands.
   *
   * @param left session of a box of this scene that another page of this tab has left
   */
  constructor(connection: Connection, scene: AskedScene, left?: string) {
    this.#connection = connection;
    this.#isTakingUp = left !== undefined;
    this.session = new LiveSession(connection, scene, left);
    this.terminals = new LiveTerminals(connection, () => this.session.reach);
    this.life = this.#lifeOf(connection);
    connection.takeBox(this);
    this.#leave = connection.join(this);
    this.#stopWatching = effect(() => this.#follow(connection.status.value));
  }

  /** Commands the box; false when that could not be sent. */
  ask(message: PageMessage): boolean {
    if (this.session.reach !== 'here' || !this.#connection.send(message)) {
      this.life.miss();
      return false;
    }
    this.#allow();
    this.#commands += 1;
    this.trace.markCommand();
    return true;
  }

  /** Another box, from the beginning. */
  reset(): void {
    if (this.#open('opening')) this.trace.giveUp();
  }

  close(): void {
    this.session.leave();
    this.#stopWatching();
    this.#leave();
  }

  evicted(): void {
    this.#end('elsewhere');
  }

  takenOver(): void {
    if (this.session.hears) this.#end('other-tab');
  }

  opened(): void {
    this.session.connected(this.#position, this.trace.wayBack ? 'returning' : 'opening');
  }

  message(message: ServerMessage): void {
    if (message.type === 'opened') this.#begin(message);
    else if (message.type === 'refused') this.#refuse(message);
    else if (message.type === 'closed') this.#close(message.why);
    else if (!this.session.hears) return;
    else if (message.type === 'trace') this.trace.append(message.events);
    else if (message.type === 'terminal') this.terminals.plug({ [message.program]: message.channel });
    else if (message.type === 'next-done') this.#moved(message.move);
    else if (message.type === 'idle') this.session.warn(message.leftMs);
    // At once: who sees the trace of a fresh box may command it.
    batch(() => this.trace.arrive() && this.#goOn());
  }

  bytes(channel: number, payload: Uint8Array): void {
    if (this.session.hears) this.terminals.take(channel, payload);
  }

  /** What the page has of the box already. */
  get #position() {
    return { after: this.trace.after, received: this.terminals.received };
  }

  /** False when there is no connection. */
  #open(how: 'opening' | 'returning'): boolean {
    if (!this.session.open(how)) {
      this.life.miss();
      return false;
    }
    this.#connection.takeBox(this);
    this.moving.value = how === 'returning';
    this.#allow();
    return true;
  }

  #begin(message: Opened): void {
    const answer = this.session.answered(message);
    if (answer === undefined) return;
    if (answer === 'fresh') this.#forget();
    this.edited.value = message.edited ?? [];
    this.plain.value = message.plain ?? null;
    this.terminals.plug(message.channels);
    if (answer === 'resumed') this.#takeUp(message);
    this.#missed.value = false;
    this.#isTakingUp = false;
    this.session.show(this.trace.wayBack ? 'returning' : 'ready');
    this.trace.wayBack?.stands(message.walk);
  }

  /** The same box as before the connection broke. */
  #takeUp({ taken, walk }: Opened): void {
    const isReturning = this.trace.wayBack !== undefined;
    this.terminals.resume(taken.keys);
    this.moving.value = walk.moving || isReturning;
    if (taken.commands < this.#commands && !isReturning) this.refused.value = 'not-heard';
    this.#commands = taken.commands;
  }

  #forget(): void {
    this.#commands = 0;
    this.wireAsked = undefined;
    this.terminals.forget();
    this.trace.forget();
  }

  #moved(move: string | null): void {
    this.trace.wayBack?.moved(move);
    if (!this.trace.wayBack) this.moving.value = false;
  }

  /** The lab is in the reader's hands again. */
  #goOn(): void {
    this.moving.value = false;
    this.session.show('ready');
  }

  #refuse({ request, code, detail }: ServerMessage & { type: 'refused' }): void {
    if (!isLabRequest(request) || this.session.status.peek().kind === 'closed') return;
    if (request === 'resume' && this.#isTakingUp) {
      // The box that was left is gone: a fresh one, as if nothing had been left.
      this.#isTakingUp = false;
      this.#open('opening');
      return;
    }
    if (request === 'resume') this.#end(code === 'server-restarted' ? 'restarted' : 'away');
    else if (code === 'no-box')
      this.#end('idle'); // until it is told why
    else if (request === 'open' || request === 'workbench') this.#end('fault');
    else if (request === 'next') this.#stop();
    else if (request === 'wire-set') this.wireAsked = undefined;
    // Of a box that is gone its end is told, not that it refused.
    if (request === 'resume' || code === 'no-box') return;
    this.refusedDetail.value = code === 'change-refused' ? detail : null;
    this.refused.value = code;
  }

  #close(why: ClosedWhy): void {
    const status = this.session.status.peek();
    if (this.session.hears || (status.kind === 'closed' && status.why === 'idle')) this.#end(why);
  }

  #stop(): void {
    this.trace.wayBack?.stop();
    this.moving.value = false;
  }

  #allow(): void {
    this.#missed.value = false;
    this.refused.value = null;
    this.refusedDetail.value = null;
  }

  #end(why: ClosedWhy): void {
    this.trace.giveUp();
    this.moving.value = false;
    this.#missed.value = false;
    this.session.end(why);
    this.terminals.strand();
  }

  #follow(connection: ConnectionStatus): void {
    this.session.follow(connection);
    if (connection !== 'open') this.moving.value = false;
  }

  #lifeOf({ status, nextTry }: Connection): BoxLife {
    return {
      connection: status,
      nextTry,
      closesAt: this.session.closesAt,
      unsent: this.terminals.unsent,
      missed: this.#missed,
      stay: () => this.#connection.send({ type: 'stay' }) || this.life.miss(),
      reopen: () => this.#reopen(),
      takeBack: () => this.session.takeBack(this.#position),
      miss: () => {
        this.#missed.value = this.session.reach !== 'here';
      },
    };
  }

  #reopen(): void {
    const isOnWay = this.trace.setOut(() => {
      this.#commands += 1;
      this.#connection.send({ type: 'next' });
    });
    if (!this.#open(isOnWay ? 'returning' : 'opening')) this.trace.giveUp();
  }
}
