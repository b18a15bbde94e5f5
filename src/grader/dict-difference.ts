/** A dict of the learner's function against the one that is wanted: the first key in which they differ. */
import type { PythonValue } from '#protocol/caller';
import { byteDifference, firstDifference } from './byte-literal.ts';
import { pythonText } from './python-value.ts';

/** What stands under a key; bytes are at most a frame's. */
export type WantedDict = Readonly<Record<string, string | number | null | Uint8Array>>;

export type DictDifference = { wanted: string; saw: string; caret?: number };

/** In the order of what is wanted, then what is too much; null: none. */
export function dictDifference(wanted: WantedDict, saw: PythonValue): DictDifference | null {
  if (saw.kind !== 'dict') return { wanted: 'a dict', saw: pythonText(saw) };
  for (const [key, value] of Object.entries(wanted)) {
    const found = saw.items.find(([name]) => name.kind === 'plain' && name.value === key)?.[1];
    const difference = found === undefined ? missing(value) : valueDifference(value, found);
    if (difference !== null) return under(key, difference);
  }
  const more = saw.items.find(([name]) => name.kind !== 'plain' || !(String(name.value) in wanted));
  if (more === undefined) return null;
  return { wanted: `no ${pythonText(more[0])}`, saw: `${pythonText(more[0])}: ${pythonText(more[1])}` };
}

const missing = (value: WantedDict[string]): DictDifference => ({ wanted: textOf(value), saw: 'missing' });

function valueDifference(wanted: WantedDict[string], saw: PythonValue): DictDifference | null {
  if (!(wanted instanceof Uint8Array)) {
    if (saw.kind === 'plain' && saw.value === wanted) return null;
    return { wanted: textOf(wanted), saw: pythonText(saw) };
  }
  if (saw.kind !== 'bytes') return { wanted: textOf(wanted), saw: pythonText(saw) };
  const bytes = Buffer.from(saw.base64, 'base64');
  const isSame = bytes.length === wanted.length && firstDifference(wanted, bytes) === wanted.length;
  return isSame ? null : byteDifference(wanted, bytes);
}

const textOf = (value: WantedDict[string]): string =>
  pythonText(value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value);

/** The key before both sides, and the caret moved along with it. */
function under(key: string, { wanted, saw, caret }: DictDifference): DictDifference {
  const name = `'${key}': `;
  const both = { wanted: name + wanted, saw: name + saw };
  return caret === undefined ? both : { ...both, caret: caret + name.length };
}
