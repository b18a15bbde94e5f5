/** A dict of the learner's function against the one that is wanted: the first key in which they differ. */
import type { PythonValue } from '#protocol/caller';
import { byteDifference, firstDifference } from './byte-literal.ts';
import { given, pythonText } from './python-value.ts';

/** What stands under a key; bytes are at most a frame's. A map is a dict again, with numbers for keys. */
export type WantedValue =
  | string
  | number
  | null
  | Uint8Array
  | { atLeast: number }
  | ReadonlyMap<number, WantedValue>;
export type WantedDict = Readonly<Record<string, WantedValue>>;

export type DictDifference = { wanted: string; saw: string; caret?: number };

/** In the order of what is wanted, then what is too much; null: none. */
export const dictDifference = (wanted: WantedDict, saw: PythonValue): DictDifference | null =>
  entriesDifference(new Map(Object.entries(wanted)), saw);

function entriesDifference(
  wanted: ReadonlyMap<string | number, WantedValue>,
  saw: PythonValue,
): DictDifference | null {
  if (saw.kind !== 'dict') return { wanted: 'a dict', saw: pythonText(saw) };
  for (const [key, value] of wanted) {
    const found = saw.items.find(([name]) => name.kind === 'plain' && name.value === key)?.[1];
    const difference = found === undefined ? missing(value) : valueDifference(value, found);
    if (difference !== null) return under(key, difference);
  }
  const isWanted = (key: PythonValue): boolean =>
    key.kind === 'plain' && wanted.has(key.value as string | number);
  const more = saw.items.find(([key]) => !isWanted(key));
  if (more === undefined) return null;
  return { wanted: `no ${pythonText(more[0])}`, saw: `${pythonText(more[0])}: ${pythonText(more[1])}` };
}

const missing = (value: WantedValue): DictDifference => ({ wanted: textOf(value), saw: 'missing' });

function valueDifference(wanted: WantedValue, saw: PythonValue): DictDifference | null {
  if (wanted instanceof Map) return entriesDifference(wanted, saw);
  if (!(wanted instanceof Uint8Array)) {
    if (saw.kind === 'plain' && fits(wanted, saw.value)) return null;
    return { wanted: textOf(wanted), saw: pythonText(saw) };
  }
  if (saw.kind !== 'bytes') return { wanted: textOf(wanted), saw: pythonText(saw) };
  const bytes = Buffer.from(saw.base64, 'base64');
  const isSame = bytes.length === wanted.length && firstDifference(wanted, bytes) === wanted.length;
  return isSame ? null : byteDifference(wanted, bytes);
}

const fits = (wanted: WantedValue, value: unknown): boolean =>
  wanted !== null && typeof wanted === 'object' && 'atLeast' in wanted
    ? typeof value === 'number' && value >= wanted.atLeast
    : value === wanted;

function textOf(value: WantedValue): string {
  if (value instanceof Uint8Array || value === null || typeof value !== 'object')
    return pythonText(given(value));
  if ('atLeast' in value) return `at least ${value.atLeast}`;
  return `{${Array.from(value, ([key, each]) => `${key}: ${textOf(each)}`).join(', ')}}`;
}

/** The key before both sides, and the caret moved along with it. */
function under(key: string | number, { wanted, saw, caret }: DictDifference): DictDifference {
  const name = `${pythonText(key)}: `;
  const both = { wanted: name + wanted, saw: name + saw };
  return caret === undefined ? both : { ...both, caret: caret + name.length };
}
