/**
 * `npm run record -- echo-once`: walks a lab and each of its what-ifs once in a real box and writes
 * what happened beside lab.yaml. Reviewers read the diff; a page is whole from these files alone.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { labFolder, labNames, loadLab } from '#driver/scenes';
import { MoveStuck, recordWalk } from '#driver/walk';
import { AuthorError } from '#protocol/authoring';
import { recordingName } from '#protocol/recording';

const { positionals } = parseArgs({ allowPositionals: true });
const labs = positionals.length > 0 ? positionals : await labNames();

try {
  for (const lab of labs)
    for (const whatIf of [null, ...loadLab(lab).whatIfs.map(each => each.id)]) await record(lab, whatIf);
} catch (error) {
  const isOfAuthor = error instanceof MoveStuck || error instanceof AuthorError;
  console.error(isOfAuthor ? error.message : error);
  process.exitCode = 1;
}

/** @throws MoveStuck naming the lab's file */
async function record(lab: string, whatIf: string | null): Promise<void> {
  const trace = await recordWalk(lab, whatIf).catch((error: unknown) => {
    if (!(error instanceof MoveStuck)) throw error;
    const place = whatIf === null ? 'walk' : `whatIfs.${whatIf}.walk`;
    error.message = `sandbox/labs/${lab}/lab.yaml: ${place}: a move cannot go on: ${error.message}`;
    throw error;
  });
  const file = join(labFolder(lab), recordingName(whatIf));
  await writeFile(file, trace.map(event => `${JSON.stringify(event)}\n`).join(''));
  console.log(`${file}: ${trace.length} events`);
}
