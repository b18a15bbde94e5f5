/**
 * One tab's lab: at most one box, which outlives a broken connection for a while and is closed when
 * nobody has touched it for long. Opening and closing take turns, so that a quick reader who presses
 * twice never holds two boxes.
 */
import { type ServerMessage, TAKEN_OVER } from '#protocol/messages';
import { IdleLimit } from './idle-limit.ts';
import type { Link } from './link.ts';
import { LiveLab, type Opening } from './live-lab.ts';
import type { Parts } from './parts.ts';
import { Refused } from './refusals.ts';
import type { Sessions } from './sessions.ts';

export class Session {
  readonly id: string;
  readonly #parts: Parts;
  readonly #sessions: Sessions;
  #link: Link | null;
  #lab: LiveLab | null = null;
  #opening: AbortController | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #idle: IdleLimit | undefined;
  #dropped: NodeJS.Timeout | undefined;

  constructor(parts: Parts, sessions: Sessions, link: Link) {
    this.id = sessions.newId();
    this.#parts = parts;
    this.#sessions = sessions;
    this.#link = link;
  }

  get attached(): boolean {
    return this.#link !== null;
  }

  /** Whether this page still has the session: another one may have resumed it. */
  isShownBy(link: Link): boolean {
    return this.#link === link;
  }

  /** The running lab. @throws Refused when there is none */
  get lab(): LiveLab {
    if (this.#lab === null) throw new Refused('no-box', 'no lab is open in this tab');
    return this.#lab;
  }

  /** Fires when the lab that runs now is closed; null when none runs. */
  get life(): AbortSignal | null {
    return this.#lab?.gone ?? null;
  }

  /** Closes the lab before, if any, looks up what to open, opens it and tells the page. */
  async open(findScene: () => Promise<Opening>): Promise<void> {
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    await this.#inTurn(async () => {
      try {
        await this.#closeLab();
        opening.signal.throwIfAborted();
        const found = await findScene();
        await this.#sessions.admit(this, found.plain !== null);
        this.#run(await LiveLab.open(found, this.#parts, opening.signal));
      } finally {
        if (this.#opening === opening) this.#opening = null;
        if (this.#lab === null) this.#sessions.release(this);
      }
    });
  }

  /** A new connection of the same tab. It gets what it has missed; a connection before it is ended. */
  resume(link: Link, after: number, received: Readonly<Record<string, number>>): void {
    const { lab } = this;
    if (this.#link !== link) this.#link?.end(TAKEN_OVER, 'resumed elsewhere');
    clearTimeout(this.#dropped);
    this.#link = link;
    this.#show(lab, link, after, received);
  }

  /** The connection is gone: the box lives on for a while. */
  leave(link: Link): void {
    if (this.#link !== link) return;
    this.#link = null;
    this.#opening?.abort();
    this.#lab?.detach();
    this.#dropped = setTimeout(() => void this.close('idle'), this.#sessions.times.droppedMs).unref();
  }

  /** The reader did something: an idle box begins to count anew. */
  touch(): void {
    this.#idle?.touch();
  }

  /** To the page that has the session now: it may have come back on another connection. */
  send(message: ServerMessage): void {
    this.#link?.send(message);
  }

  /** Carries on to the end of the walk's next move, and tells the page. */
  async next(): Promise<void> {
    this.send({ type: 'next-done', move: await this.lab.next() });
  }

  /** Resolves when the box is gone. Only a close that the page asked for is told when no box was open. */
  async close(why: (ServerMessage & { type: 'closed' })['why']): Promise<void> {
    this.#opening?.abort();
    await this.#inTurn(async () => {
      const had = this.#lab !== null;
      try {
        await this.#closeLab();
      } finally {
        this.#sessions.release(this);
      }
      if (had || why === 'asked') this.send({ type: 'closed', why });
    });
  }

  #run(lab: LiveLab): void {
    this.#lab = lab;
    this.#idle = new IdleLimit(this.#sessions.times, {
      warn: leftMs => this.send({ type: 'idle', leftMs }),
      strike: () => void this.close('idle'),
    });
    void lab.closed.then(why => (why === 'died' && this.#lab === lab ? this.close('fault') : undefined));
    if (this.#link !== null) this.#show(lab, this.#link, -1, {});
  }

  #show(lab: LiveLab, link: Link, after: number, received: Readonly<Record<string, number>>): void {
    const { lab: id, whatIf, edited } = lab.scene;
    const { channels, taken, walk } = lab;
    const plain = lab.plain ?? undefined;
    link.send({ type: 'opened', session: this.id, lab: id, whatIf, edited, plain, channels, taken, walk });
    this.#idle?.remind();
    lab.attach(link, after, received);
  }

  async #closeLab(): Promise<void> {
    const lab = this.#lab;
    this.#lab = null;
    this.#idle?.stop();
    clearTimeout(this.#dropped);
    await lab?.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work);
    this.#turn = result;
    return result;
  }
}
