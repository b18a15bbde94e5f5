/**
 * An exercise's file between the editor, the browser's storage and the server. Every edit is a draft until the
 * server has saved it; it refuses a save whose base is not what it has: no other edit is overwritten unasked.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ServerMessage } from '#protocol/messages';
import { CheckRun } from './check-run.ts';
import type { Connection, ConnectionUser, Joining } from './connection.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { Pending } from './pending.ts';

type FileMessage = Extract<ServerMessage, { type: 'file' }>;
type Request = 'file-read' | 'file-save' | 'file-reset' | 'check';

export type FileStatus = 'loading' | 'local' | 'unsaved' | 'saving' | 'saved' | 'conflict';

const SAVE_AFTER_MS = 600;

export class Desk implements ConnectionUser {
  /** What the editor shows; set here only when it comes from elsewhere than the editor. */
  readonly text;
  /** Changes when `text` was replaced and the editor must follow. */
  readonly revision = signal(0);
  readonly savedAt = signal<number | null>(null);
  /** The server's text where it differs from an unsaved edit that did not begin from it. */
  readonly conflict = signal<{ theirs: string } | null>(null);
  readonly run = new CheckRun();
  readonly refused = signal<string | null>(null);
  readonly status: ReadonlySignal<FileStatus>;
  readonly #exercise: string;
  readonly #starter: string;
  readonly #connection: Connection;
  readonly #storage: Storage;
  readonly #saved = signal(true);
  readonly #hash = signal<string | null>(null);
  readonly #pending = new Pending<Request>();
  readonly #stop: () => void;
  #sent: string | undefined; // may have arrived, although the connection broke before its answer
  #checkWhenSaved = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    exercise: string,
    starter: string,
    connection: Connection,
    storage: Storage,
    joining: Joining = {},
  ) {
    this.#exercise = exercise;
    this.#starter = starter;
    this.#connection = connection;
    this.#storage = storage;
    const draft = readDraft(storage, exercise);
    this.text = signal(draft?.text ?? starter);
    this.#saved.value = draft === undefined;
    this.status = computed(() => this.#fileStatus());
    const leave = connection.join(this, joining);
    const stopWatching = effect(() => {
      if (connection.status.value !== 'open') this.#lost();
    });
    this.#stop = () => {
      leave();
      stopWatching();
    };
  }

  /** The learner typed. */
  edit(text: string): void {
    if (text === this.text.peek()) return;
    this.text.value = text;
    this.#saved.value = false;
    keepDraft(this.#storage, this.#exercise, { text, base: this.#hash.peek() });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#save(), SAVE_AFTER_MS);
  }

  /** Saves first where needed. Nothing happens without a server, or while a check runs. */
  check(): void {
    if (this.run.checking.peek() || this.#hash.peek() === null || this.conflict.peek()) return;
    this.refused.value = null;
    if (this.#saved.peek()) {
      if (this.#ask('check')) this.run.begin();
    } else {
      this.#checkWhenSaved = true;
      this.#save();
    }
  }

  /** Back to the starter, on the server too. */
  reset(): void {
    clearTimeout(this.#timer);
    dropDraft(this.#storage, this.#exercise);
    this.#saved.value = true;
    this.conflict.value = null;
    if (!this.#ask('file-reset')) this.#replace(this.#starter);
  }

  /** Ends a conflict: keeps the text of this page, or takes the file as the server has it. */
  resolve(choice: 'mine' | 'theirs'): void {
    const conflict = this.conflict.peek();
    if (conflict === null) return;
    this.conflict.value = null;
    if (choice === 'mine') {
      keepDraft(this.#storage, this.#exercise, { text: this.text.peek(), base: this.#hash.peek() });
      this.#save();
    } else {
      this.#replace(conflict.theirs);
      this.#markSaved();
    }
  }

  /** Looks whether the file was changed elsewhere, as when the learner comes back from another editor. */
  reread(): void {
    if (this.#saved.peek() && !this.run.checking.peek()) this.#ask('file-read');
  }

  retry(): void {
    this.#connection.retry();
  }

  close(): void {
    clearTimeout(this.#timer);
    if (!this.#saved.peek()) this.#save();
    this.#stop();
  }

  opened(): void {
    this.#ask('file-read');
  }

  message(message: ServerMessage): void {
    if (message.type === 'refused') this.#refuse(message.request, message.code);
    if (!('exercise' in message) || message.exercise !== this.#exercise) return;
    switch (message.type) {
      case 'file':
        this.#take(message);
        break;
      case 'file-saved':
        this.#confirm(message.hash);
        break;
      case 'check-started':
        this.run.begin();
        break;
      case 'check-result':
        this.run.add(message.result);
        break;
      case 'check-finished':
        this.#pending.done('check');
        this.run.end(message.status);
        break;
      default:
        message satisfies never;
    }
  }

  #fileStatus(): FileStatus {
    if (this.conflict.value) return 'conflict';
    if (this.#connection.status.value !== 'open')
      return this.#connection.status.value === 'connecting' ? 'loading' : 'local';
    if (this.#hash.value === null) return 'loading';
    if (this.#pending.has('file-save')) return 'saving';
    return this.#saved.value ? 'saved' : 'unsaved';
  }

  #take(file: FileMessage): void {
    const wasReset = this.#pending.peek('file-reset') !== undefined;
    this.#pending.done('file-read');
    this.#pending.done('file-reset');
    const draft = wasReset ? undefined : readDraft(this.#storage, this.#exercise);
    const began = draft?.base ?? (file.isStarter ? file.hash : null);
    this.#hash.value = file.hash;
    this.savedAt.value = file.savedAt;
    if (draft === undefined || draft.text === file.text) {
      if (file.text !== this.text.peek()) this.#replace(file.text);
      this.#markSaved();
    } else if (began === file.hash || file.text === this.#sent) {
      this.#save();
    } else {
      this.#checkWhenSaved = false;
      this.conflict.value = { theirs: file.text };
    }
  }

  #save(): void {
    const base = this.#hash.peek();
    if (base === null || this.conflict.peek() || this.#pending.peek('file-save')) return;
    clearTimeout(this.#timer);
    const text = this.text.peek();
    const exercise = this.#exercise;
    if (!this.#connection.send({ type: 'file-save', exercise, text, base })) return;
    this.#sent = text;
    this.refused.value = null;
    this.#pending.add('file-save');
  }

  #confirm(hash: string): void {
    this.#pending.done('file-save');
    this.#hash.value = hash;
    this.savedAt.value = Date.now();
    if (this.#sent !== this.text.peek()) {
      keepDraft(this.#storage, this.#exercise, { text: this.text.peek(), base: hash });
      this.#save();
      return;
    }
    this.#markSaved();
    if (!this.#checkWhenSaved) return;
    this.#checkWhenSaved = false;
    this.check();
  }

  #refuse(request: string, code: string): void {
    const mine = this.#pending.peek(request);
    if (mine === undefined) return;
    this.#pending.done(mine);
    if (mine === 'check') this.run.end(null);
    if (code === 'file-changed' && this.#ask('file-read')) return;
    this.#checkWhenSaved = false;
    this.refused.value = code;
  }

  /** What was asked will not be answered: `opened` asks again for the file, the learner for a check. */
  #lost(): void {
    this.#pending.clear();
    if (this.run.checking.peek() || this.#checkWhenSaved) this.refused.value = 'not-heard';
    if (this.run.checking.peek()) this.run.end(null);
    this.#checkWhenSaved = false;
  }

  #markSaved(): void {
    dropDraft(this.#storage, this.#exercise);
    this.#saved.value = true;
  }

  #replace(text: string): void {
    this.text.value = text;
    this.revision.value += 1;
  }

  #ask(type: Exclude<Request, 'file-save'>): boolean {
    if (!this.#connection.send({ type, exercise: this.#exercise })) return false;
    this.#pending.add(type);
    return true;
  }
}
