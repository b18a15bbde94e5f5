/**
 * What the reader predicted, kept in the browser. Never what is right: that is computed from a run.
 */
export type Answer = { kind: 'committed'; value: string } | { kind: 'skipped' };

export type Scene = { lab: string; whatIf: string | null };

const keyOf = (scene: Scene, prediction: string) =>
  `sockscope:prediction:${scene.lab}:${scene.whatIf ?? ''}:${prediction}`;

export function readAnswer(storage: Storage, scene: Scene, prediction: string): Answer | undefined {
  try {
    const text = storage.getItem(keyOf(scene, prediction));
    return text === null ? undefined : (JSON.parse(text) as Answer);
  } catch {
    // Storage may be forbidden, and its content is the reader's to spoil.
    return undefined;
  }
}

export function keepAnswer(storage: Storage, scene: Scene, prediction: string, answer: Answer): void {
  try {
    storage.setItem(keyOf(scene, prediction), JSON.stringify(answer));
  } catch {
    // Without storage an answer holds for this page only (pacing.ts holds it).
  }
}

export function forgetAnswer(storage: Storage, scene: Scene, prediction: string): void {
  try {
    storage.removeItem(keyOf(scene, prediction));
  } catch {
    // It was never kept.
  }
}
