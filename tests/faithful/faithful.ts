/**
 * A part of `npm run prove`: a host is a machine like any other, and the stepper is not noticed.
 * CPython's own tests end in a host, without and with the stepper, exactly as they do on a bare
 * network: node tests/faithful/faithful.ts [suite ...]
 */
import { runBare } from './bare.ts';
import { runBoxed } from './boxed.ts';
import { count, differences, type Endings } from './endings.ts';
import { modulesOf, suiteNames } from './suites.ts';

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !suiteNames.includes(name));
if (unknown.length > 0) throw new Error(`no suite ${unknown.join(', ')}; there are ${suiteNames.join(', ')}`);

let isFaithful = true;
for (const suite of suiteNames.filter(name => asked.length === 0 || asked.includes(name))) {
  const modules = modulesOf(suite);
  console.log(`${suite}: ${modules.join(' ')}`);
  const bare = await timed('on a bare network', () => runBare(modules));
  const plain = await timed('in a host', () => runBoxed(modules, 'plain'));
  const stepped = await timed('in a host, under the stepper', () => runBoxed(modules, 'run'));
  console.log(`  the stepper told of ${stepped.calls} calls`);
  const found = [...differences(bare, plain), ...differences(bare, stepped)];
  for (const difference of found) console.log(`  differs: ${difference}`);
  if (found.length > 0 || bare.ran === 0 || stepped.calls === 0) isFaithful = false;
}
process.exitCode = isFaithful ? 0 : 1;

async function timed<Found extends Endings>(where: string, run: () => Promise<Found>): Promise<Found> {
  const began = performance.now();
  const found = await run();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  ${where.padEnd(30)}${count(found)} (${seconds} s)`);
  return found;
}
