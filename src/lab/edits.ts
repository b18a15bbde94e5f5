/**
 * Texts of the reader's own for a lab's programs. Every keystroke is a draft, kept in the browser;
 * "Run this version" makes all drafts what the next live box runs, and it stays so after a reload, a
 * lost connection and a Reset, until the original is restored.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Scene } from '#protocol/lab';
import type { Source } from './source.ts';

export type Texts = Readonly<Record<string, string>>;

export interface Edits {
  /** What stands in the editors, by program; none: the original. */
  readonly drafts: ReadonlySignal<ReadonlyMap<string, string>>;
  /** False when the browser does not keep them. */
  readonly kept: ReadonlySignal<boolean>;
  /** The reader typed. */
  keep(program: string, text: string): void;
  /** From now on a live box runs the drafts. */
  run(): void;
  /** What a live box runs in place of the lab's own texts. */
  running(): Texts;
  /** Back to the original; true when a live box ran another text. Absent: there is no other text to go back to. */
  restore?: (program: string) => boolean;
}

type Programs = Pick<Scene, 'programs'>['programs'];
type Stored = { drafts: Texts; runs: Texts };

class KeptEdits implements Edits {
  readonly drafts;
  readonly kept = signal(true);
  readonly #storage: Storage;
  readonly #key: string;
  readonly #programs: Programs;
  readonly #instead: Texts;
  #runs: ReadonlyMap<string, string>;

  constructor(storage: Storage, key: string, programs: Programs, instead: Texts) {
    this.#storage = storage;
    this.#key = `sockscope:edits:${key}`;
    this.#programs = programs;
    this.#instead = instead;
    const { drafts, runs } = this.#read();
    this.drafts = signal(this.#ofPrograms(drafts));
    this.#runs = this.#ofPrograms(runs);
  }

  keep(program: string, text: string): void {
    const drafts = new Map(this.drafts.peek());
    for (const { name, source } of this.#sharing(program)) {
      if (text === source) drafts.delete(name);
      else drafts.set(name, text);
    }
    this.drafts.value = drafts;
    this.#store();
  }

  run(): void {
    this.#runs = this.drafts.peek();
    this.#store();
  }

  running(): Texts {
    return { ...this.#instead, ...Object.fromEntries(this.#runs) };
  }

  restore(program: string): boolean {
    const names = this.#sharing(program).map(({ name }) => name);
    const without = (texts: ReadonlyMap<string, string>) =>
      new Map([...texts].filter(([name]) => !names.includes(name)));
    const ran = names.some(name => this.#runs.has(name));
    this.drafts.value = without(this.drafts.peek());
    this.#runs = without(this.#runs);
    this.#store();
    return ran;
  }

  /** Programs of one file on one host: they cannot have two texts. */
  #sharing(program: string): Programs {
    const own = this.#programs.find(({ name }) => name === program);
    return this.#programs.filter(({ host, file }) => host === own?.host && file === own.file);
  }

  #ofPrograms(texts: Texts): ReadonlyMap<string, string> {
    const own = this.#programs.flatMap(({ name, source }): [string, string][] => {
      const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
      return typeof text === 'string' && text !== source ? [[name, text]] : [];
    });
    return new Map(own);
  }

  #read(): Stored {
    const nothing = { drafts: {}, runs: {} };
    try {
      const stored = JSON.parse(this.#storage.getItem(this.#key) ?? 'null') as Partial<Stored> | null;
      return { ...nothing, ...stored };
    } catch {
      // Storage may be forbidden, and its content is the reader's to spoil.
      return nothing;
    }
  }

  #store(): void {
    const drafts = Object.fromEntries(this.drafts.peek());
    try {
      if (Object.keys(drafts).length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify({ drafts, runs: Object.fromEntries(this.#runs) }));
      this.kept.value = true;
    } catch {
      this.kept.value = false;
    }
  }
}

/** Held by the page too: without storage they last as long as it does. */
const held = new WeakMap<Storage, Map<string, Edits>>();

/**
 * @param key what the programs belong to: "echo-once", "echo-once:hangul"
 * @param instead what runs where nothing is edited, if that is another text than the lab's
 */
export function editsOf(storage: Storage, key: string, programs: Programs, instead: Texts = {}): Edits {
  const known = held.get(storage) ?? new Map<string, Edits>();
  held.set(storage, known);
  const edits = known.get(key) ?? new KeptEdits(storage, key, programs, instead);
  known.set(key, edits);
  return edits;
}

export const editsKey = ({ lab, whatIf }: Pick<Scene, 'lab' | 'whatIf'>): string =>
  whatIf === null ? lab : `${lab}:${whatIf}`;

/** Programs with another text than the lab's own, as who runs them says, and for a run that was saved as its file says. */
export const editedIn = (
  { edited = [] }: Pick<Scene, 'edited'>,
  source: Pick<Source, 'edited'>,
): string[] => [...new Set([...edited, ...source.edited.value])];
