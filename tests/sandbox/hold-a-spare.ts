/** Keeps a spare, prints the pids of everything it started, and waits to be killed; with `end` it just ends. */
import { keepSpare } from '#driver/spare';
import { descendants } from './leftovers.ts';

await keepSpare().ready();
console.log(JSON.stringify(descendants().map(({ pid }) => pid)));
if (process.argv[2] !== 'end') setInterval(() => undefined, 1000);
