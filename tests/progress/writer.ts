/** Saves one text after another without end, a dot on stdout for each: made to be killed. */
import { Workspace } from '#progress/files';

const workspace = new Workspace(process.argv[2] ?? '');
const assigned = { file: 'echo_once.py', starter: '# starter, first edition\n' };
let { hash } = await workspace.read(assigned);
for (let round = 0; ; round += 1) {
  const text = `${String.fromCharCode(97 + (round % 26)).repeat(60001)}\n`;
  const outcome = await workspace.save(assigned, text, hash);
  if (!outcome.saved) throw new Error('nobody else writes here');
  hash = outcome.hash;
  process.stdout.write('.');
}
