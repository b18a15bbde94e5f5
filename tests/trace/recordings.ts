/** Every lab's recordings with their networks, for tests on real runs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labFolder, labNames, loadLab, loadScene } from '#driver/scenes';
import { TraceEvent } from '#protocol/events';
import type { Network } from '#protocol/network';
import { recordingName } from '#protocol/recording';

export type Recording = { name: string; trace: readonly TraceEvent[]; network: Network };

export const readRecording = (file: string): TraceEvent[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => TraceEvent.parse(JSON.parse(line)));

/** A lab whose recording has not been made yet is left out: tests/sandbox tells of that. */
export async function recordings(): Promise<Recording[]> {
  const names = await labNames();
  return names.flatMap(lab =>
    [null, ...loadLab(lab).whatIfs.map(({ id }) => id)].flatMap(whatIf => {
      const file = join(labFolder(lab), recordingName(whatIf));
      if (!existsSync(file)) return [];
      const { network } = loadScene(lab, whatIf);
      return [{ name: `${lab} ${whatIf ?? ''}`.trimEnd(), trace: readRecording(file), network }];
    }),
  );
}
