/** `reset`: the starter again, after a question. What was there is kept. */
import { createInterface } from 'node:readline/promises';
import type { Desk } from '../desk.ts';
import { EXIT } from '../exit.ts';
import { exerciseNamed, fileOf } from './exercise-texts.ts';

export async function reset(
  desk: Desk,
  names: readonly string[],
  { yes = false }: { yes?: boolean | undefined },
): Promise<number> {
  const exercise = exerciseNamed(desk, names);
  const { sayings, print, workspace } = desk;
  const file = fileOf(desk, exercise);
  if (!yes && !process.stdin.isTTY) {
    print(sayings.resetRefused);
    return EXIT.notJudged;
  }
  if (!yes && !(await isWanted(sayings.askReset(file), desk.signal))) {
    print(sayings.kept);
    return EXIT.passed;
  }
  await workspace.reset({ file: exercise.spec.file, starter: exercise.starter });
  print(sayings.wasReset(file));
  return EXIT.passed;
}

async function isWanted(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^(y|yes|예|네|ㅇ)$/i.test((await lines.question(question, { signal })).trim());
  } finally {
    lines.close();
  }
}
