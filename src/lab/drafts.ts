/**
 * Edits that no server has saved yet, kept in the browser under the exercise. `base` is the hash of the
 * file they began from: null when that is not known, because there was no server.
 */
export type Draft = { text: string; base: string | null };

const keyOf = (exercise: string) => `sockscope:draft:${exercise}`;

export function readDraft(storage: Storage, exercise: string): Draft | undefined {
  try {
    const text = storage.getItem(keyOf(exercise));
    return text === null ? undefined : (JSON.parse(text) as Draft);
  } catch {
    return undefined;
  }
}

/** False when the browser does not keep it. */
export function keepDraft(storage: Storage, exercise: string, draft: Draft): boolean {
  try {
    storage.setItem(keyOf(exercise), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(storage: Storage, exercise: string): void {
  try {
    storage.removeItem(keyOf(exercise));
  } catch {
    // It was never kept.
  }
}
