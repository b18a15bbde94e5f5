/** A question as an address: the same seed is the same question, on whichever machine. */

import { jsonOrNull } from '#protocol/json';

/** The seed that an address names; undefined: none, or none that could be one. */
export function seedIn(search: string): number | undefined {
  const text = new URLSearchParams(search).get('seed') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

type Asked = { of: string; seed: number; slip: string | null };

const queryOf = ({ of, seed, slip }: Asked): URLSearchParams =>
  new URLSearchParams({ of, seed: String(seed), ...(slip !== null && { slip }) });

export const questionAddress = (base: string, locale: string, asked: Asked): string =>
  `${base}${locale}/review/?${queryOf(asked)}`;

/** Where a box is built for it. @param said what was answered, by field */
export function proofAddress(
  base: string,
  locale: string,
  asked: Asked,
  said: Readonly<Record<string, string>>,
): string {
  const query = queryOf(asked);
  query.set('said', JSON.stringify(said));
  return `${base}${locale}/prove/?${query}`;
}

/** The answers that an address brings along; none when they are not what we write. */
export function saidIn(search: string): Record<string, string> {
  const said = jsonOrNull(new URLSearchParams(search).get('said') ?? '');
  if (typeof said !== 'object' || said === null) return {};
  return Object.fromEntries(Object.entries(said).filter(([, value]) => typeof value === 'string'));
}
