/** A question as an address: the same seed is the same question, on whichever machine. */

/** The seed that an address names; undefined: none, or none that could be one. */
export function seedIn(search: string): number | undefined {
  const text = new URLSearchParams(search).get('seed') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

export function questionAddress(
  base: string,
  locale: string,
  { of, seed, slip }: { of: string; seed: number; slip: string | null },
): string {
  const query = new URLSearchParams({ of, seed: String(seed), ...(slip !== null && { slip }) });
  return `${base}${locale}/review/?${query}`;
}
