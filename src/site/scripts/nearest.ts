/** Which names a mistyped one may have meant. */

/** Those that differ from it in at most a third of their letters, or have a word of it in them; the nearest first. */
export function nearest(typed: string, names: readonly string[]): string[] {
  const words = wordsIn(typed);
  return names
    .map(name => ({ name, distance: distanceBetween(typed.toLowerCase(), name) }))
    .filter(({ name, distance }) => distance <= name.length / 3 || words.some(word => name.includes(word)))
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ name }) => name);
}

/** Short words ("a", "and", "is") are in too many names to say anything. */
const wordsIn = (name: string): string[] => name.toLowerCase().match(/[a-z]{4,}/g) ?? [];

/** How many letters must be added, left out or replaced (Levenshtein 1966). */
export function distanceBetween(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...one].entries()) {
    const now = [row + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = (before[at - 1] ?? 0) + (other[at - 1] === letter ? 0 : 1);
      now.push(Math.min(replaced, (before[at] ?? 0) + 1, (now[at - 1] ?? 0) + 1));
    }
    before = now;
  }
  return before.at(-1) ?? 0;
}
