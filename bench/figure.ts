/** One figure of the bench, beside the floor that nothing on this machine could go below. */

export type Figure = {
  name: string;
  value: number;
  unit: 'ms' | 'kB';
  /** what we want it to be at most; null where the issue sets none */
  aim: number | null;
  /** measured in the same run; null where there is no such thing */
  floor: { name: string; value: number } | null;
  /** how it was measured, in a few words */
  method: string;
};

/** @param share 0.5 for the median, 0.95 for p95 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new Error('no values were measured');
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

const number = (value: number): string => value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0);

function verdict({ value, aim }: Figure): string {
  if (aim === null) return '–';
  return value <= aim ? 'within' : 'over';
}

/** A Markdown table; it reads in a terminal too. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(figure => {
    const { name, value, unit, aim, floor, method } = figure;
    return [
      name,
      `${number(value)} ${unit}`,
      aim === null ? '–' : `≤ ${aim} ${unit}`,
      verdict(figure),
      floor === null ? '–' : `${floor.name}: ${number(floor.value)} ${unit}`,
      floor === null ? '–' : `×${(value / floor.value).toFixed(1)}`,
      method,
    ];
  });
  const head = ['figure', 'measured', 'aim', 'aim held', 'floor', 'ratio', 'how'];
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
