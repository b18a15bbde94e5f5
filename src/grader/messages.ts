/** Between the server and the grader process, over Node's IPC; both are ours, so nothing is checked. */
import type { CheckResult } from '#protocol/verdict';
import type { Submission } from './submission.ts';

export type GradeStatus = 'pass' | 'fail' | 'error';

export type ToGrader =
  | { type: 'grade'; id: number; spec: string; submission: Submission }
  | { type: 'cancel'; id: number };

export type FromGrader =
  /** A slot is free: the checks begin. */
  | { type: 'begun'; id: number }
  | { type: 'result'; id: number; result: CheckResult }
  | { type: 'finished'; id: number; status: GradeStatus };
