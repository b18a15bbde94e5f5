/**
 * The record as the scripts of a page use it: one for the page, told of by every tab. It never fails:
 * where nothing can be kept it holds for the page, and says so.
 */
import type { Entry } from '#protocol/record';
import { byTime, entryOf, type Fact, type LearnerRecord } from '#record/learner-record';
import { type Answer, keyOf, noProgress, type Progress, progressOf, type Question } from '#record/progress';
import { type Found, findHome, type Home } from './home.ts';

export type { Answer, Progress } from '#record/progress';
export type { Home };
export type LessonState = 'new' | 'begun' | 'done';

const CHANNEL = 'sockscope-record';
/** What tabs tell each other: what has happened, or that everything is to be read again. */
type News = { entries: Entry[] } | { changed: true };

export class PageRecord {
  /** Where it is kept; null: nowhere, because the browser keeps nothing for this site. */
  home: Home | null;
  /** Databases that the server found damaged and keeps. */
  readonly setAside: readonly string[];
  /** Why the server does not keep it although there is a server. */
  readonly trouble: string | null;
  readonly #record: LearnerRecord;
  readonly #known = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new BroadcastChannel(CHANNEL);
  #history: readonly Entry[] = [];
  #progress = noProgress();

  constructor({ home, record, entries, setAside, trouble }: Found) {
    this.home = home;
    this.setAside = setAside;
    this.trouble = trouble;
    this.#record = record;
    this.#take(entries);
    this.#tabs.onmessage = ({ data }: MessageEvent<News>) =>
      'entries' in data ? this.#take(data.entries) : void this.reread();
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** All that has happened, in its order, as far as this page knows. */
  get history(): readonly Entry[] {
    return this.#history;
  }

  answerTo(question: Question): Answer | undefined {
    return this.#progress.answers.get(keyOf(question));
  }

  /** How far the reader is with a lesson. */
  stateOf(lesson: string): LessonState {
    const progress = this.#progress.lessons.get(lesson);
    if (progress === undefined) return 'new';
    return progress.isRead ? 'done' : 'begun';
  }

  /** Resolves when it is kept, or when it turns out that it cannot be: then it holds for this page. */
  async note(fact: Fact): Promise<void> {
    const entry = entryOf(fact, this.#progress.at);
    this.#take([entry]);
    this.#tabs.postMessage({ entries: [entry] } satisfies News);
    await this.#record.add([entry]).catch(() => {
      this.home = null;
      this.#take([]);
    });
  }

  /** Calls back after every change, until the signal fires. */
  onChange(listener: () => void, signal?: AbortSignal): void {
    this.#listeners.add(listener);
    signal?.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  entries(): Promise<Entry[]> {
    return this.#record.entries();
  }

  /** For what concerns it as a whole: a file that is written or read. */
  async change<T>(work: (record: LearnerRecord) => Promise<T>): Promise<T> {
    const result = await work(this.#record);
    this.#tabs.postMessage({ changed: true } satisfies News);
    await this.reread();
    return result;
  }

  /** What has been done elsewhere is known from now on. */
  async reread(): Promise<void> {
    const entries = await this.#record.entries().catch(() => undefined);
    if (entries === undefined) return;
    this.#known.clear();
    this.#take(entries);
  }

  #take(entries: readonly Entry[]): void {
    for (const entry of entries) this.#known.set(entry.id, entry);
    this.#history = [...this.#known.values()].sort(byTime);
    this.#progress = progressOf(this.#history);
    for (const listener of this.#listeners) listener();
  }
}

const opened = new Map<string, Promise<PageRecord>>();

/** @param base path the site is served under, with a slash at its end */
export function pageRecord(base: string): Promise<PageRecord> {
  const known = opened.get(base);
  if (known !== undefined) return known;
  const found = findHome(base).then(home => new PageRecord(home));
  opened.set(base, found);
  // A page that comes back as it was left (back/forward cache) has heard of nothing.
  addEventListener('pageshow', async ({ persisted }) => persisted && (await found).reread());
  return found;
}
