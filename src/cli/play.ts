/**
 * `npm run play [-- FILE]`: the play page, with every pane in every state from recorded runs, on Astro's dev
 * server. FILE is a saved run ("Download run"), which is shown there too.
 */
import { resolve } from 'node:path';
import { startPlay } from './play-server.ts';

const [file] = process.argv.slice(2);
const server = await startPlay(file === undefined ? {} : { run: resolve(file) });
console.log(`${server.address}${file === undefined ? '' : '#own'}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, async () => {
    await server[Symbol.asyncDispose]();
    process.exit(0);
  });
