/** Numbers as a reader types them into a form. */
import type { WordKey } from './words.ts';

export type Bounds = { min: number; max: number; isWhole?: boolean };
export type ReadNumber = { value: number } | { problem: Problem };
/** What is wrong with an input, as a text of the catalogue. */
export type Problem = { key: WordKey; values: Record<string, number> };

/** A comma is a point in many languages. */
export function readNumber(text: string, { min, max, isWhole = true }: Bounds): ReadNumber {
  const plain = text.trim().replace(',', '.');
  const form = isWhole ? /^\d{1,9}$/ : /^(\d{1,9}(\.\d*)?|\.\d+)$/;
  const value = Number(plain);
  if (!form.test(plain) || value < min || value > max)
    return { problem: { key: isWhole ? 'lab.form.whole' : 'lab.form.number', values: { min, max } } };
  return { value };
}
