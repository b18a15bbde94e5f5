/** All tabs that hold a box, and how many may. A tab without one is not listed here. */
import { randomBytes } from 'node:crypto';
import type { IdleTimes } from './idle-limit.ts';
import { Refused } from './refusals.ts';
import type { Session } from './session.ts';

const MOST_BOXES = 8;
const MOST_PLAIN_BOXES = 1;

export type Times = IdleTimes & {
  /** how long a box outlives its page's connection */
  droppedMs: number;
};

const MINUTE_MS = 60_000;
export const TIMES: Times = {
  droppedMs: 2 * MINUTE_MS,
  idleMs: 30 * MINUTE_MS,
  warnMs: 5 * MINUTE_MS,
};

export class Sessions {
  readonly times: Times;
  /** What the ids of this server's sessions begin with: a page that names another has outlived its server. */
  readonly #mark = randomBytes(4).toString('hex');
  readonly #all = new Map<string, Session>();
  readonly #closing = new AbortController();

  constructor(times: Times) {
    this.times = times;
  }

  newId(): string {
    return `${this.#mark}${randomBytes(12).toString('hex')}`;
  }

  /** @throws Refused when there is no such session, or no longer */
  find(id: string): Session {
    if (!id.startsWith(this.#mark)) throw new Refused('server-restarted', 'a session of a server before');
    const session = this.#all.get(id);
    if (session === undefined) throw new Refused('unknown-session', 'this session has ended');
    return session;
  }

  /**
   * Gives a session the right to one box until release(). When all are taken, the box that has been
   * without a page for longest goes: its reader has most likely left.
   *
   * @param plain its box is a plain one, of which there is one: all would have the same ports
   * @throws Refused when as many pages as may are using theirs
   */
  async admit(session: Session, plain = false): Promise<void> {
    this.#closing.signal.throwIfAborted();
    const most = plain ? MOST_PLAIN_BOXES : MOST_BOXES;
    if (!this.#all.has(session.id) && this.#all.size >= most) {
      const left = [...this.#all.values()].find(each => !each.attached);
      const code = plain ? 'plain-box-taken' : 'too-many-boxes';
      if (left === undefined) throw new Refused(code, `as many labs are open as may: ${most}`);
      this.release(left);
      this.#all.set(session.id, session);
      await left.close('idle');
    }
    this.#all.set(session.id, session);
  }

  release(session: Session): void {
    this.#all.delete(session.id);
  }

  /** Closes every box; none is opened from then on. */
  async closeAll(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#all.values()].map(session => session.close('ended')));
  }
}
