/**
 * What the server needs from the driver and the grader, and nothing more of them. `lab-socket.ts`
 * wires the real ones; a test may hand in a program in a bare pty instead of a whole box.
 */
import type { Box } from '#driver/box';
import type { Exercise } from '#protocol/exercise';
import type { Scene } from '#protocol/lab';
import type { PlainBecause } from '#protocol/messages';
import type { CheckResult } from '#protocol/verdict';
import type { Setup } from '#protocol/workbench';

export type Parts = {
  canOpenBoxes(): Promise<Availability>;
  /** Throws an error named UnknownLab or UnknownWhatIf, or one with a code of faults.ts for the edits. */
  loadScene(lab: string, whatIf: string | null, edits?: Record<string, string>): Scene | Promise<Scene>;
  /** Throws an error with a code of faults.ts when something in it is not taken. */
  setupScene(setup: Setup): Scene | Promise<Scene>;
  openBox(scene: Scene, options: { signal: AbortSignal; plain: boolean }): Promise<Box>;
  createWalk(box: Box, scene: Scene): Walk;
  /** Throws an error named UnknownExercise. */
  loadExercise(id: string): ExerciseFiles | Promise<ExerciseFiles>;
  createGrader(): Grader;
};

/** Whether boxes can be opened here. */
export type Availability = {
  live: boolean;
  /** what to tell the reader when they cannot */
  why: string | null;
  /** Labs about loopback can be run all the same, in a plain box: why not in a full one. */
  plain?: PlainBecause | null;
};

export interface Walk {
  /** Resolves with the completed move's id, null when the walk is over; rejects with an error named MoveStuck. */
  next(signal: AbortSignal): Promise<string | null>;
  /** Marks moves that the reader completes by hand, until the signal fires; rejects when the box closes before. */
  follow(signal: AbortSignal): Promise<void>;
}

export type ExerciseFiles = { id: string; spec: Exercise; starter: string };

export interface Grader extends AsyncDisposable {
  grade(
    request: { exercise: string; text: string; withRun?: boolean },
    options: { signal: AbortSignal; onResult: (result: CheckResult) => void },
  ): Promise<'pass' | 'fail' | 'error'>;
}
