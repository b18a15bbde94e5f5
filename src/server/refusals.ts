/** Requests that are understood and not carried out: an error with a code, told to the page as `refused`. */
import { type Refusal, RefusalCode } from '#protocol/faults';

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

// By name and not by class: under `astro dev` a part may be loaded twice, and then two classes differ.
const BY_NAME: Readonly<Record<string, RefusalCode>> = {
  UnknownLab: 'unknown-lab',
  UnknownWhatIf: 'unknown-lab',
  UnknownExercise: 'unknown-exercise',
  MoveStuck: 'move-stuck',
};

/** The refusal that an error stands for, null when it is a fault. Any error may carry a `code` of faults.ts. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null;
  const carried = 'code' in error ? RefusalCode.options.find(code => code === error.code) : undefined;
  const code = carried ?? BY_NAME[error.name];
  return code === undefined ? null : { code, detail: error.message };
}
