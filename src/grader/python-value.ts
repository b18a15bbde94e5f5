/** Values of the learner's Python as a check sees them: what is given to a function, what it gives back. */
import type { Given, PythonValue } from '#protocol/caller';
import { byteLiteral } from './byte-literal.ts';

/** Of bytes no more is written out than a line holds. */
const SHOWN_BYTES = 24;
/** Of a text somewhat more. */
const SHOWN_CHARACTERS = 200;

/** A value as an order carries it: bytes in base64. */
export const given = (value: Given | Uint8Array): Given =>
  value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value;

/** As Python would write it: `(<socket fd 4, bound to 10.0.0.2:5001>, 5001)`. */
export function pythonText(value: PythonValue | Given): string {
  if (value === null || typeof value !== 'object') return literal(value);
  if (Array.isArray(value)) return `[${value.map(each => pythonText(each as Given)).join(', ')}]`;
  if ('object' in value) return value.object;
  if ('tuple' in value) return tupleText(value.tuple);
  if ('dict' in value) return dictText(Object.entries(value.dict));
  if ('base64' in value) {
    const first = Buffer.from(value.base64, 'base64');
    return bytesText(first, 'length' in value ? value.length : first.length);
  }
  const known = value as Exclude<PythonValue, { kind: 'bytes' }>;
  switch (known.kind) {
    case 'plain':
      return literal(known.value);
    case 'socket':
      return `<socket fd ${known.fd}, ${known.local === null ? 'not bound' : `bound to ${known.local}`}>`;
    case 'tuple':
      return tupleText(known.items);
    case 'list':
      return `[${known.items.map(pythonText).join(', ')}]`;
    case 'dict':
      return dictText(known.items);
    case 'other':
      return known.text;
    default:
      return known satisfies never;
  }
}

const tupleText = (items: readonly (PythonValue | Given)[]): string =>
  `(${items.map(pythonText).join(', ')}${items.length === 1 ? ',' : ''})`;

const dictText = (items: readonly (readonly [PythonValue | Given, PythonValue | Given])[]): string =>
  `{${items.map(([key, value]) => `${pythonText(key)}: ${pythonText(value)}`).join(', ')}}`;

function literal(value: null | boolean | number | string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? `${value}` : textLiteral(value);
}

function textLiteral(text: string): string {
  const shown = text.slice(0, SHOWN_CHARACTERS);
  const escaped = shown.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const written = `'${escaped.replaceAll('\n', '\\n')}'`;
  return shown === text ? written : `${written}…  # ${text.length} characters`;
}

const bytesText = (first: Uint8Array, length: number): string =>
  length <= SHOWN_BYTES
    ? byteLiteral(first)
    : `${byteLiteral(first.subarray(0, SHOWN_BYTES))}…  # ${length} bytes`;
