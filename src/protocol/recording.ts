/**
 * Names of the files that a scene's page fetches. Free of zod, because the browser imports it.
 */

/** The recording of a scene, beside its `lab.yaml`; `null` is the lab as written. */
export const recordingName = (whatIf: string | null): string =>
  whatIf === null ? 'recorded.jsonl' : `recorded.${whatIf}.jsonl`;

/** The scene itself, written by the site's build: everything looked up, sources included. */
export const sceneName = (whatIf: string | null): string =>
  whatIf === null ? 'scene.json' : `scene.${whatIf}.json`;
