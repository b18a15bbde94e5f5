/** Files that the reader gives the workbench, by dialog or by dropping them: programs and saved runs. */
import { MAX_FILE_BYTES } from '#protocol/message-sizes';
import { MAX_RUN_BYTES } from '#protocol/run-format';
import type { Schema } from '#protocol/shape';
import { fileNameFrom } from './own-files.ts';
import { BadRunFile, type Run, readRun } from './run-file.ts';
import type { WordKey, Words } from './words.ts';

export type Taken =
  | { kind: 'program'; file: string; text: string }
  | { kind: 'run'; run: Run }
  /** what to tell the reader */
  | { kind: 'refused'; why: string };

export async function takeFile(file: File, format: Schema, words: Words): Promise<Taken> {
  const refuse = (key: WordKey, values = {}): Taken => ({
    kind: 'refused',
    why: words.say('workbench.not-taken', { file: file.name, why: words.say(key, values) }),
  });
  const isRun = /\.json$/i.test(file.name);
  if (!isRun && !/\.py$/i.test(file.name)) return refuse('workbench.other-file');
  if (!isRun && file.size > MAX_FILE_BYTES) return refuse('faults.file-too-large');
  if (file.size > MAX_RUN_BYTES) return refuse('workbench.run.too-large');
  const text = utf8(await file.arrayBuffer());
  if (text === undefined) return refuse('workbench.not-utf8');
  if (!isRun)
    return { kind: 'program', file: fileNameFrom(file.name), text: text.replaceAll(/\r\n?/g, '\n') };
  try {
    return { kind: 'run', run: readRun(text, format) };
  } catch (error) {
    if (!(error instanceof BadRunFile)) throw error;
    return refuse(error.key, error.values);
  }
}

/** Undefined when the bytes are another encoding's, such as CP949: to Python too they would be none. */
function utf8(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
