/**
 * The workbench's form as it stands: every change is kept in the browser at once, so that a reload or a
 * lost server costs nothing. To the panes of a lab opened from it, its texts are the edits.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { MOST_PROGRAMS } from '#protocol/message-sizes';
import type { Network } from '#protocol/network';
import type { Schema } from '#protocol/shape';
import { programNames } from '#protocol/workbench';
import type { Edits } from './edits.ts';
import { type Form, type OwnFile, onNetwork, withChange, withFile, withoutFile } from './own-files.ts';

/** What the site writes to `workbench.json`. */
export type WorkbenchData = {
  networks: Readonly<Record<string, Network>>;
  example: { network: string; files: readonly Omit<OwnFile, 'id'>[] };
  /** of a saved run */
  format: Schema;
};

const KEY = 'sockscope:workbench';

export class WorkbenchDesk implements Edits {
  readonly form;
  readonly kept = signal(true);
  readonly drafts = computed(() => new Map(this.#named().map(({ name, text }) => [name, text])));
  readonly #texts = new Map<number, ReadonlySignal<string>>();
  readonly #data: WorkbenchData;
  readonly #storage: Storage;

  constructor(storage: Storage, data: WorkbenchData) {
    this.#storage = storage;
    this.#data = data;
    this.form = signal(read(storage, data) ?? exampleOf(data));
  }

  get network(): Network {
    return this.#networkOf(this.form.value.network);
  }

  /** Nothing of the reader's own would be lost with the form. */
  get isExample(): boolean {
    return JSON.stringify(withoutIds(this.form.value)) === JSON.stringify(this.#data.example);
  }

  /** The text of a file, as it changes. */
  textOf(id: number): ReadonlySignal<string> {
    const known = this.#texts.get(id);
    if (known) return known;
    const text = computed(() => this.form.value.files.find(file => file.id === id)?.text ?? '');
    this.#texts.set(id, text);
    return text;
  }

  choose(name: string): void {
    this.#set(onNetwork(this.form.peek(), name, this.network, this.#networkOf(name)));
  }

  /** False when there are four already. A file of the reader's own takes the place of the example's. */
  add(file: Pick<OwnFile, 'file' | 'text'>): boolean {
    const form = this.form.peek();
    const before = file.text !== '' && this.isExample ? { ...form, files: [] } : form;
    const after = withFile(before, this.network, file);
    this.#set(after);
    return after !== before;
  }

  change(id: number, change: Partial<Omit<OwnFile, 'id'>>): void {
    this.#set(withChange(this.form.peek(), id, change));
  }

  remove(id: number): void {
    this.#set(withoutFile(this.form.peek(), id));
  }

  showExample(): void {
    this.#set(exampleOf(this.#data));
  }

  /** Typed into a pane of the lab. A program that the form has lost meanwhile comes back into it. */
  keep(program: string, text: string): void {
    const known = this.#named().find(({ name }) => name === program);
    if (known) this.change(known.id, { text });
    else this.add({ file: `${program.replaceAll('-', '_')}.py`, text });
  }

  /** The form is what the next box is opened with. */
  run(): void {}
  running = () => ({});

  #named(): (OwnFile & { name: string })[] {
    const { files } = this.form.value;
    const names = programNames(files.map(({ file }) => file));
    return files.map((file, index) => ({ ...file, name: names[index] ?? '' }));
  }

  #networkOf(name: string): Network {
    return this.#data.networks[name] ?? { hosts: [] };
  }

  #set(form: Form): void {
    this.form.value = form;
    try {
      this.#storage.setItem(KEY, JSON.stringify(withoutIds(form)));
      this.kept.value = true;
    } catch {
      this.kept.value = false;
    }
  }
}

const withIds = ({ network, files }: WorkbenchData['example']): Form => ({
  network,
  files: files.map((file, index) => ({ ...file, id: index + 1 })),
});

const withoutIds = ({ network, files }: Form): WorkbenchData['example'] => ({
  network,
  files: files.map(({ host, file, args, text }) => ({ host, file, args, text })),
});

const exampleOf = ({ example }: WorkbenchData): Form => withIds(example);

/** What was kept; undefined when it is none of ours: storage is the reader's to spoil. */
function read(storage: Storage, { networks, example }: WorkbenchData): Form | undefined {
  try {
    const stored = JSON.parse(storage.getItem(KEY) ?? 'null') as Partial<WorkbenchData['example']> | null;
    const { network, files } = stored ?? {};
    if (network === undefined || !Array.isArray(files)) return undefined;
    const isFile = (file: Partial<OwnFile> | null) =>
      [file?.host, file?.file, file?.args, file?.text].every(part => typeof part === 'string');
    if (files.length > MOST_PROGRAMS || !files.every(isFile)) return undefined;
    // A network that has gone takes no text along.
    return withIds({ files, network: Object.hasOwn(networks, network) ? network : example.network });
  } catch {
    return undefined;
  }
}
