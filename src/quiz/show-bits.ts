/** Addresses as rows of bits below each other, with the line between network and host. */
import { address, bitsOf, dotted } from './ipv4.ts';
import { type Answers, type Shown, said } from './question.ts';

type Row = readonly [label: string, value: number];

/**
 * @param rows by the key of what they are called, below `row.`
 * @param written an answer in dotted form; shown last, unless it is one of the rows
 */
export function showBits(line: number | null, rows: readonly Row[], written?: string): Shown {
  const values = rows.map(([, value]) => dotted(value));
  const isNew = written !== undefined && /^\d+(\.\d+){3}$/.test(written) && !values.includes(written);
  const all: Row[] = isNew ? [...rows, ['yours', address(written)]] : [...rows];
  return {
    kind: 'bits',
    line,
    rows: all.map(([label, value]) => ({
      label: said(`row.${label}`),
      bits: bitsOf(value),
      value: dotted(value),
    })),
  };
}

/** Fields of `written` that a table of bits can show. */
export const firstAddress = (written: Answers, ...fields: readonly string[]): string | undefined =>
  fields.map(field => written[field]).find(value => value?.includes('.'));
