/** One figure of the bench, beside the floor that nothing on this machine could go below. */

export type RatioAim = { atMost: number } | { atLeast: number };

export type Figure = {
  name: string;
  value: number;
  unit: 'ms' | 'kB' | 'µs' | 'frames/s' | '%';
  /** what we want it to be at most; null where the issue sets none */
  aim: number | null;
  /** what we want of the ratio to the floor, where that is what counts */
  ratioAim?: RatioAim;
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

function verdict({ value, aim, ratioAim, floor }: Figure): string {
  if (aim !== null) return value <= aim ? 'within' : 'over';
  if (ratioAim === undefined || floor === null) return '–';
  const reached = value / floor.value;
  if ('atMost' in ratioAim) return reached <= ratioAim.atMost ? 'within' : 'over';
  return reached >= ratioAim.atLeast ? 'within' : 'under';
}

function wanted({ aim, ratioAim, unit }: Figure): string {
  if (aim !== null) return `≤ ${aim} ${unit}`;
  if (ratioAim === undefined) return '–';
  return 'atMost' in ratioAim ? `≤ ×${ratioAim.atMost}` : `≥ ×${ratioAim.atLeast}`;
}

const ratio = (value: number): string => `×${value.toFixed(value < 1 ? 2 : 1)}`;

/** A Markdown table; it reads in a terminal too. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(figure => {
    const { name, value, unit, floor, method } = figure;
    return [
      name,
      `${number(value)} ${unit}`,
      wanted(figure),
      verdict(figure),
      floor === null ? '–' : `${floor.name}: ${number(floor.value)} ${unit}`,
      floor === null ? '–' : ratio(value / floor.value),
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
