/** Exercises as the page asks for them: the learner's file, and its checks. One desk serves all tabs. */

import type { LearnerFile, Workspace } from '#progress/files';
import { watchFolder } from '#progress/folder-watch';
import type { Verdicts } from '#progress/verdicts';
import { causesSeen } from '#protocol/hint-choice';
import type { PageMessage, ServerMessage } from '#protocol/messages';
import type { CheckResult } from '#protocol/verdict';
import type { ExerciseFiles, Grader, Parts } from './parts.ts';
import { Refused } from './refusals.ts';

type Send = (message: ServerMessage) => void;
type Save = PageMessage & { type: 'file-save' };
type FileMessage = ServerMessage & { type: 'file' };

export class ExerciseDesk implements AsyncDisposable {
  readonly #parts: Pick<Parts, 'createGrader' | 'loadExercise'>;
  readonly #workspace: Workspace;
  readonly #verdicts: Verdicts;
  readonly #followers = new Set<() => void>();
  #watcher: Disposable | undefined;
  #grader: Grader | null = null;

  constructor(parts: Pick<Parts, 'createGrader' | 'loadExercise'>, workspace: Workspace, verdicts: Verdicts) {
    this.#parts = parts;
    this.#workspace = workspace;
    this.#verdicts = verdicts;
  }

  /** Calls back when files of the workspace may have changed; returns what undoes it. A file must have been read. */
  onFilesChanged(follower: () => void): () => void {
    this.#followers.add(follower);
    this.#watcher ??= watchFolder(this.#workspace.folder, () => {
      for (const each of this.#followers) each();
    });
    return () => this.#followers.delete(follower);
  }

  /** The file as it is; null when it is not there. */
  async look(exercise: string): Promise<FileMessage | null> {
    const { spec, starter } = await this.#find(exercise);
    const file = await this.#workspace.look({ file: spec.file, starter });
    return file === null ? null : fileMessage(exercise, file);
  }

  async read(exercise: string): Promise<FileMessage> {
    const { spec, starter } = await this.#find(exercise);
    // Its process is warm by the time something has been written.
    this.#grader ??= this.#parts.createGrader();
    return fileMessage(exercise, await this.#workspace.read({ file: spec.file, starter }));
  }

  /** Sends `file-saved`; or, when the file has changed meanwhile, `file` with what is there, and refuses. */
  async save({ exercise, text, base }: Save, send: Send): Promise<void> {
    const { spec, starter } = await this.#find(exercise);
    const outcome = await this.#workspace.save({ file: spec.file, starter }, text, base);
    if (outcome.saved) {
      send({ type: 'file-saved', exercise, hash: outcome.hash });
      return;
    }
    send(fileMessage(exercise, outcome.now));
    throw new Refused('file-changed', `${spec.file} has changed since this edit began`);
  }

  async reset(exercise: string): Promise<FileMessage> {
    const { spec, starter } = await this.#find(exercise);
    return fileMessage(exercise, await this.#workspace.reset({ file: spec.file, starter }));
  }

  /** Grades the file as it is on disk; results are sent as they come. */
  async check(exercise: string, signal: AbortSignal, send: Send): Promise<void> {
    const { spec, starter } = await this.#find(exercise);
    const { text, hash } = await this.#workspace.read({ file: spec.file, starter });
    send({ type: 'check-started', exercise });
    this.#grader ??= this.#parts.createGrader();
    const results: CheckResult[] = [];
    const onResult = (result: CheckResult): void => {
      results.push(result);
      send({ type: 'check-result', exercise, result });
    };
    const status = await this.#grader.grade({ exercise, text, withRun: true }, { signal, onResult });
    await this.#verdicts.note(exercise, { hash, status, causes: causesSeen(results) });
    send({ type: 'check-finished', exercise, status });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watcher?.[Symbol.dispose]();
    await this.#grader?.[Symbol.asyncDispose]();
  }

  async #find(exercise: string): Promise<ExerciseFiles> {
    return await this.#parts.loadExercise(exercise);
  }
}

function fileMessage(exercise: string, file: LearnerFile): FileMessage {
  return { type: 'file', exercise, ...file };
}
