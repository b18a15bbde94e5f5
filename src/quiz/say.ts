/** A text of content/quiz with its gaps filled, in the language of the table. */
import type { Said } from './question.ts';

export type Texts = Readonly<Record<string, string>>;

/** A key that is not there stands for itself, so that it is seen. */
export function sayIn(texts: Texts, { key, values }: Said): string {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name];
    if (value === undefined) return gap;
    return typeof value === 'string' ? value : sayIn(texts, value);
  });
}
