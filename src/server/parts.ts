/**
 * What the server needs from the driver and the grader, and nothing more of them. `lab-socket.ts`
 * wires the real ones; a test may hand in a program in a bare pty instead of a whole box.
 */
import type { Box } from '#driver/box';
import type { Exercise } from '#protocol/exercise';
import type { Scene } from '#protocol/lab';
import type { CheckResult } from '#protocol/verdict';

export type Parts = {
  canOpenBoxes(): Promise<Availability>;
  /** Throws an error named UnknownLab or UnknownWhatIf. */
  loadScene(lab: string, whatIf: string | null): Scene | Promise<Scene>;
  openBox(scene: Scene, options: { signal: AbortSignal }): Promise<Box>;
  createWalk(box: Box, scene: Scene): Walk;
  /** Throws an error named UnknownExercise. */
  loadExercise(id: string): ExerciseFiles | Promise<ExerciseFiles>;
  createGrader(): Grader;
};

/** Whether boxes can be opened here; `why` is what to tell the reader when not. */
export type Availability = { live: boolean; why: string | null };

export interface Walk {
  /** Resolves with the completed move's id, null when the walk is over; rejects with an error named MoveStuck. */
  next(signal: AbortSignal): Promise<string | null>;
}

export type ExerciseFiles = { id: string; spec: Exercise; starter: string };

export interface Grader extends AsyncDisposable {
  grade(
    request: { exercise: string; text: string },
    options: { signal: AbortSignal; onResult: (result: CheckResult) => void },
  ): Promise<'pass' | 'fail' | 'error'>;
}
