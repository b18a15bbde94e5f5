/**
 * What one page knows of the learner's files. A file that another program has changed since is sent
 * unasked, so that the page and the learner's own editor agree.
 */
import type { ServerMessage } from '#protocol/messages';
import type { ExerciseDesk } from './exercise-desk.ts';

type Send = (message: ServerMessage) => void;

export class FileFollower implements Disposable {
  readonly #desk: ExerciseDesk;
  readonly #send: Send;
  /** hash of what the page has, by exercise */
  readonly #known = new Map<string, string>();
  #unfollow: (() => void) | undefined;

  constructor(desk: ExerciseDesk, send: Send) {
    this.#desk = desk;
    this.#send = send;
  }

  /** Sends an answer of the desk, and follows the file that it tells of. */
  readonly send = (message: ServerMessage): void => {
    if (message.type === 'file' || message.type === 'file-saved') {
      this.#known.set(message.exercise, message.hash);
      this.#unfollow ??= this.#desk.onFilesChanged(() => void this.#look());
    }
    this.#send(message);
  };

  async #look(): Promise<void> {
    for (const [exercise, known] of this.#known) {
      // One that cannot be read is told when the page asks for it.
      const now = await this.#desk.look(exercise).catch(() => null);
      if (now !== null && now.hash !== known && this.#known.get(exercise) === known) this.send(now);
    }
  }

  [Symbol.dispose](): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
  }
}
