/**
 * The record of a page that a server stands behind: the server keeps it. What the server has not taken yet
 * waits in the browser's store, so nothing is lost while it is away; an entry that comes twice is one.
 */
import type { Entry } from '#protocol/record';
import { byTime, type LearnerRecord, RecordUnavailable } from '#record/learner-record';
import { recordText } from '#record/record-text';
import type { BrowserRecord } from './browser-record.ts';

/** What a page that is left may still send (Fetch, "keepalive"): 64 KiB of all its requests together. */
const OUTLIVES_THE_PAGE = 30_000;

export class ServedRecord implements LearnerRecord {
  readonly #address: string;
  readonly #waiting: BrowserRecord;

  /** @param waiting where entries wait for the server */
  constructor(address: string, waiting: BrowserRecord) {
    this.#address = address;
    this.#waiting = waiting;
  }

  async add(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    // At once and together, because the page may be left in the next moment.
    const sending = this.#post(entries).then(taken, unavailable);
    const [sent, kept] = await Promise.allSettled([sending, this.#waiting.add(entries)]);
    if (sent.status === 'fulfilled') await this.#waiting.remove(entries).catch(() => undefined);
    else if (kept.status === 'rejected') throw sent.reason;
  }

  async entries(): Promise<Entry[]> {
    await this.deliver();
    const [entries, waiting] = await Promise.all([this.#ask(), this.#waiting.entries().catch(() => [])]);
    const ids = new Set(entries.map(({ id }) => id));
    return [...entries, ...waiting.filter(({ id }) => !ids.has(id))].sort(byTime);
  }

  async forget(): Promise<void> {
    await this.#request({ method: 'DELETE' });
    await this.#waiting.forget().catch(() => undefined);
  }

  /** Hands over what waits; it waits on when the server does not take it. */
  async deliver(): Promise<void> {
    const waiting = await this.#waiting.entries().catch(() => []);
    if (waiting.length === 0 || (await this.#hand(waiting)) !== 'refused') return;
    // One that the server does not understand must not hold up the others.
    for (const entry of waiting) if ((await this.#hand([entry])) === 'away') return;
  }

  async #hand(entries: readonly Entry[]): Promise<'taken' | 'refused' | 'away'> {
    const answer = await this.#post(entries).catch(() => undefined);
    if (answer?.ok !== true) return answer?.status === 400 ? 'refused' : 'away';
    await this.#waiting.remove(entries);
    return 'taken';
  }

  async #ask(): Promise<Entry[]> {
    const answer = await this.#request({});
    return ((await answer.json()) as { entries: Entry[] }).entries;
  }

  #post(entries: readonly Entry[]): Promise<Response> {
    const body = recordText(entries);
    const headers = { 'Content-Type': 'application/json' };
    const keepalive = body.length < OUTLIVES_THE_PAGE;
    return fetch(this.#address, { method: 'POST', headers, body, keepalive });
  }

  async #request(request: RequestInit): Promise<Response> {
    return taken(await fetch(this.#address, request).catch(unavailable));
  }
}

function taken(answer: Response): Response {
  if (!answer.ok) throw new RecordUnavailable(`status ${answer.status}`);
  return answer;
}

function unavailable(error: unknown): never {
  throw new RecordUnavailable(String(error));
}
