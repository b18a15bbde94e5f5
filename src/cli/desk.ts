/** What every command works with: the learner's files, the words, and where it prints. */
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { Workspace } from '#progress/files';
import { RecordDatabase, recordFolder } from '#progress/record-database';
import { Verdicts } from '#progress/verdicts';
import { type Progress, progressOf } from '#record/progress';
import { type Language, type Words, wordsIn } from './check/words.ts';
import { type Sayings, sayingsIn } from './sayings.ts';

/** The same folder, chosen in the same way, as the server's. */
const WORKSPACE = fileURLToPath(new URL('../../workspace', import.meta.url));
const COLUMNS = 80;

/** The command was called with what it does not take; the message says what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type Desk = {
  folder: string;
  workspace: Workspace;
  verdicts: Verdicts;
  /** What the pages and the terminal have noted. */
  progress: () => Promise<Progress>;
  language: Language;
  words: Words;
  sayings: Sayings;
  /** of the terminal; 80 where there is none */
  columns: number;
  /** fires at Ctrl-C */
  signal: AbortSignal;
  print: (text: string) => void;
  /** Colours a text where colours are wanted (NO_COLOR, FORCE_COLOR, a terminal). */
  paint: (kind: Paint, text: string) => string;
};

const PAINTS = { pass: 'green', fail: 'red', error: 'yellow', quiet: 'dim', strong: 'bold' } as const;
export type Paint = keyof typeof PAINTS;

export function openDesk(language: Language, signal: AbortSignal): Desk {
  const folder = process.env.WORKSPACE || WORKSPACE;
  const record = new RecordDatabase(process.env.RECORD || recordFolder(folder));
  return {
    folder,
    workspace: new Workspace(folder),
    verdicts: new Verdicts(record),
    progress: async () => progressOf(await record.entries().catch(() => [])),
    language,
    words: wordsIn(language),
    sayings: sayingsIn(language),
    columns: process.stdout.columns ?? COLUMNS,
    signal,
    print: text => console.log(text),
    paint: (kind, text) => styleText(PAINTS[kind], text, { stream: process.stdout }),
  };
}
