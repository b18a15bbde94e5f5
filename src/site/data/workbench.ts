/** What the workbench's form is filled with: every network, the example, and the format of a saved run. */
import { runFileSchema } from '#protocol/run-file';
import { networks } from './labs.ts';

const sources: Record<string, string> = import.meta.glob('/sandbox/workbench/*.py', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A program of the example; throws, for whoever renames it to see, when it is not there. */
function example(host: string, file: string, args: string) {
  const text = sources[`/sandbox/workbench/${file}`];
  if (text === undefined) throw new Error(`expected the file sandbox/workbench/${file}`);
  return { host, file, args, text };
}

/** From the smallest to the largest, as they are learnt. */
const inOrder = [...networks].toSorted(
  ([one, { hosts: few }], [other, { hosts: many }]) =>
    few.length - many.length || one.localeCompare(other, 'en'),
);

export const workbench = {
  networks: Object.fromEntries(inOrder),
  example: {
    network: 'pair',
    files: [
      example('server', 'echo_server.py', '7777'),
      example('client', 'echo_client.py', '10.0.0.2 7777'),
    ],
  },
  format: runFileSchema(),
};
