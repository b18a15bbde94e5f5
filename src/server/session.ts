/**
 * One tab's lab: at most one box, which outlives a broken connection for a while and is closed when
 * nobody has touched it for long. Opening and closing take turns, so that a quick reader who presses
 * twice never holds two boxes.
 */
import { randomBytes } from 'node:crypto';
import type { Scene } from '#protocol/lab';
import { TAKEN_OVER } from '#protocol/messages';
import type { Link } from './link.ts';
import { LiveLab } from './live-lab.ts';
import type { Parts } from './parts.ts';
import { Refused } from './refusals.ts';
import type { Sessions } from './sessions.ts';

export class Session {
  readonly id = randomBytes(16).toString('hex');
  readonly #parts: Parts;
  readonly #sessions: Sessions;
  #link: Link | null;
  #lab: LiveLab | null = null;
  #opening: AbortController | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #dropped: NodeJS.Timeout | undefined;

  constructor(parts: Parts, sessions: Sessions, link: Link) {
    this.#parts = parts;
    this.#sessions = sessions;
    this.#link = link;
  }

  get attached(): boolean {
    return this.#link !== null;
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
  async open(findScene: () => Promise<Scene>): Promise<void> {
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    await this.#inTurn(async () => {
      try {
        await this.#closeLab();
        opening.signal.throwIfAborted();
        const scene = await findScene();
        await this.#sessions.admit(this);
        this.#run(await LiveLab.open(scene, this.#parts, opening.signal));
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
    this.touch();
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
    this.#idle?.refresh();
  }

  /** Resolves when the box is gone. Only a close that the page asked for is told when no box was open. */
  async close(why: 'asked' | 'idle' | 'fault'): Promise<void> {
    this.#opening?.abort();
    await this.#inTurn(async () => {
      const had = this.#lab !== null;
      try {
        await this.#closeLab();
      } finally {
        this.#sessions.release(this);
      }
      if (had || why === 'asked') this.#link?.send({ type: 'closed', why });
    });
  }

  #run(lab: LiveLab): void {
    this.#lab = lab;
    this.#idle = setTimeout(() => void this.close('idle'), this.#sessions.times.idleMs).unref();
    void lab.closed.then(why => (why === 'died' && this.#lab === lab ? this.close('fault') : undefined));
    if (this.#link !== null) this.#show(lab, this.#link, -1, {});
  }

  #show(lab: LiveLab, link: Link, after: number, received: Readonly<Record<string, number>>): void {
    const { lab: id, whatIf } = lab.scene;
    link.send({ type: 'opened', session: this.id, lab: id, whatIf, channels: lab.channels });
    lab.attach(link, after, received);
  }

  async #closeLab(): Promise<void> {
    const lab = this.#lab;
    this.#lab = null;
    clearTimeout(this.#idle);
    clearTimeout(this.#dropped);
    await lab?.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work);
    this.#turn = result;
    return result;
  }
}
