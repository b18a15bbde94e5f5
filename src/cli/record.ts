/**
 * `npm run record -- echo-once`: walks a lab and each of its what-ifs once in a real box and writes
 * what happened beside lab.yaml. Reviewers read the diff; a page is whole from these files alone.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { labFolder, labNames, loadLab } from '#driver/scenes';
import { recordWalk } from '#driver/walk';
import { recordingName } from '#protocol/recording';

const { positionals } = parseArgs({ allowPositionals: true });
const labs = positionals.length > 0 ? positionals : await labNames();

for (const lab of labs) {
  for (const whatIf of [null, ...loadLab(lab).whatIfs.map(each => each.id)]) {
    const trace = await recordWalk(lab, whatIf);
    const file = join(labFolder(lab), recordingName(whatIf));
    await writeFile(file, trace.map(event => `${JSON.stringify(event)}\n`).join(''));
    console.log(`${file}: ${trace.length} events`);
  }
}
