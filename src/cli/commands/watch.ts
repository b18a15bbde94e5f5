/**
 * `watch`: the exercise that comes next is checked whenever its file is saved, with any editor, or
 * from the page. In a terminal single keys lead on.
 */
import { mkdir } from 'node:fs/promises';
import type { Key } from 'node:readline';
import { type LoadedExercise, loadExercise } from '#grader/exercises';
import { createGrader, type Grader } from '#grader/grade';
import { watchFolder } from '#progress/folder-watch';
import type { Text } from '#protocol/lab';
import { exercisesInOrder } from '../course-order.ts';
import type { Desk } from '../desk.ts';
import { EXIT } from '../exit.ts';
import { keysPressed } from '../keys.ts';
import { check, checkOne } from './check.ts';
import { fileOf, hintsNow, tellHint } from './exercise-texts.ts';
import { list, stateOf } from './list.ts';

/** @param name of the exercise; absent: the first that has not been passed */
export async function watch(desk: Desk, name: string | undefined): Promise<number> {
  await mkdir(desk.folder, { recursive: true });
  const all = exercisesInOrder();
  const first = name === undefined ? await firstOpen(desk, all) : loadExercise(name);
  await using grader = createGrader();
  const watching = new Watching(desk, all, grader, first);
  using _files = watchFolder(desk.folder, () => void watching.saved());
  using _keys = keysPressed(key => watching.pressed(key));
  const quit = (): void => watching.quit();
  desk.signal.addEventListener('abort', quit, { once: true });
  await watching.begin();
  await watching.over;
  return desk.signal.aborted ? EXIT.interrupted : EXIT.passed;
}

class Watching {
  /** Resolves when the learner has left. */
  readonly over: Promise<void>;
  readonly #desk: Desk;
  readonly #all: readonly LoadedExercise[];
  readonly #grader: Grader;
  readonly #leave: () => void;
  #exercise: LoadedExercise;
  /** of the file as it was checked last */
  #judged: string | null = null;
  /** the last hint that was told: of which three, by the one that is nobody else's, and how far */
  #hinted: { line: Text | undefined; level: number } = { line: undefined, level: 0 };
  #mayReset = false;
  #running = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk, all: readonly LoadedExercise[], grader: Grader, first: LoadedExercise) {
    this.#desk = desk;
    this.#all = all;
    this.#grader = grader;
    this.#exercise = first;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#leave = resolve;
  }

  /** Makes the file if there is none, and checks it. */
  begin(): Promise<void> {
    const { print, sayings, paint } = this.#desk;
    this.#judged = null;
    this.#hinted = { line: undefined, level: 0 };
    print(sayings.watching(paint('strong', fileOf(this.#desk, this.#exercise))));
    return this.#check();
  }

  quit(): void {
    this.#running.abort();
    void this.#turn.finally(this.#leave);
  }

  /** Something in the folder has changed: this exercise's file, or another. */
  async saved(): Promise<void> {
    const { spec, starter } = this.#exercise;
    const now = await this.#desk.workspace.look({ file: spec.file, starter });
    if (now !== null && now.hash !== this.#judged) await this.#check();
  }

  pressed({ name, ctrl }: Key): void {
    const mayReset = this.#mayReset;
    this.#mayReset = false;
    if (name === 'q' || (ctrl && name === 'c')) this.quit();
    else if (name === 'n') void this.#next();
    else if (name === 'r') void this.#check();
    else if (name === 'h') this.#inTurn(() => this.#hint());
    else if (name === 'l') this.#inTurn(() => list(this.#desk, {}));
    else if (name === 'c') this.#inTurn(() => this.#checkAll());
    else if (name === 'x' && mayReset) this.#inTurn(() => this.#reset());
    else if (name === 'x') this.#askReset();
  }

  /** A check under way is broken off: what it judges is no longer there. */
  #check(): Promise<void> {
    this.#running.abort();
    this.#running = new AbortController();
    const { signal } = this.#running;
    return this.#inTurn(async () => {
      if (signal.aborted) return;
      this.#judged = (await this.#read()).hash;
      const code = await checkOne({ ...this.#desk, signal }, this.#exercise, this.#grader);
      const { print, sayings, paint } = this.#desk;
      if (code === EXIT.passed) print(sayings.nowPassed);
      if (process.stdin.isTTY) print(paint('quiet', sayings.keys));
    });
  }

  #next(): Promise<void> {
    const place = this.#all.findIndex(({ id }) => id === this.#exercise.id);
    this.#exercise = this.#all[(place + 1) % this.#all.length] ?? this.#exercise;
    return this.begin();
  }

  /** The next one; where the last check saw something else than the one before, its first. */
  async #hint(): Promise<void> {
    const hints = await hintsNow(this.#desk, this.#exercise);
    const line = hints.at(-1);
    const level = this.#hinted.line === line ? Math.min(this.#hinted.level + 1, 3) : 1;
    this.#hinted = { line, level };
    tellHint(this.#desk, hints, level);
  }

  async #checkAll(): Promise<void> {
    const begun = [];
    for (const exercise of this.#all)
      if ((await stateOf(this.#desk, exercise)) !== 'new') begun.push(exercise.id);
    if (begun.length > 0) await check(this.#desk, begun, {});
  }

  #askReset(): void {
    this.#mayReset = true;
    this.#desk.print(this.#desk.sayings.resetAgain);
  }

  async #reset(): Promise<void> {
    const { spec, starter } = this.#exercise;
    await this.#desk.workspace.reset({ file: spec.file, starter });
    this.#desk.print(this.#desk.sayings.wasReset(fileOf(this.#desk, this.#exercise)));
  }

  #read() {
    const { spec, starter } = this.#exercise;
    return this.#desk.workspace.read({ file: spec.file, starter });
  }

  /** One thing after the other, or their lines would mix. What was broken off is not told. */
  #inTurn(work: () => Promise<unknown>): Promise<void> {
    const done = this.#turn.then(work).then(
      () => {},
      (error: unknown) => {
        if (!(error instanceof Error && error.name === 'AbortError')) console.error(error);
      },
    );
    this.#turn = done;
    return done;
  }
}

async function firstOpen(desk: Desk, all: readonly LoadedExercise[]): Promise<LoadedExercise> {
  for (const exercise of all) if ((await stateOf(desk, exercise)) !== 'passed') return exercise;
  const [first] = all;
  if (first === undefined) throw new Error('there is no exercise');
  return first;
}
